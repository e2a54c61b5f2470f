"""The table of what else people call a command: of commands there are, in words that can be typed."""

from __future__ import annotations

import pytest

from inbox.commands.registry import COMMANDS
from inbox.shortcuts.other_words import other_words


def test_every_command_named_in_the_table_exists() -> None:
    assert set(other_words().commands) - set(COMMANDS) == set()


@pytest.mark.parametrize(("command", "words"), other_words().commands.items(), ids=other_words().commands)
def test_words_are_small_and_each_stands_once(command: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if word != word.casefold().strip()] == []
    assert len(words) == len(set(words))
    assert COMMANDS[command].title.casefold() not in words


def test_an_answer_is_only_for_what_no_command_is_called() -> None:
    titles = {word for command in COMMANDS.values() for word in command.title.casefold().split()}
    called = {word for words in other_words().commands.values() for one in words for word in one.split()}
    assert set(other_words().answers) & (titles | called) == set()


@pytest.mark.parametrize("typed", ["print", "the printer", "Printing"])
def test_who_looks_for_what_is_not_here_is_told_what_to_do_instead(typed: str) -> None:
    assert other_words().answer(typed).startswith("Nothing is printed from here.")


@pytest.mark.parametrize("typed", ["", "pri", "sprint", "zzz"])
def test_all_else_has_no_answer(typed: str) -> None:
    assert other_words().answer(typed) == ""
