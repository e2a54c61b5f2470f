"""The keys that the help shows are those that work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inbox.commands.declare import Section
from inbox.commands.registry import COMMANDS
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import Binding, Keymap
from inbox.shortcuts.keys import KeySequence
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.help import KeyLine, KeysHelp, lines
from tests.ui.overlays.conftest import Behind, press, write


@pytest.fixture
def help(desk: Desk, behind: Behind) -> KeysHelp:
    return KeysHelp(desk, behind.window)


def shown(help: KeysHelp) -> list[str]:
    return [line.accessibleName() for line in help.findChildren(KeyLine)]


@pytest.mark.parametrize("scope", [scopes.WINDOW, scopes.WORKLIST, scopes.COMPOSER])
def test_every_command_that_has_a_key_here_is_listed_once(desk: Desk, scope: str) -> None:
    works = {binding.command for binding in desk.keys.map.here(scope)}
    quick = {command for command in works if command.startswith("quick.")}
    told = [words for part in lines(desk.keys.map, scope).values() for _, words in part]
    assert sorted(told) == sorted(
        [COMMANDS[command].said for command in works - quick] + (["Speed buttons 1 to 9"] if quick else [])
    )


def test_a_key_of_ones_own_is_what_the_help_shows() -> None:
    mine = Keymap([Binding(scopes.WINDOW, "item.claim", KeySequence.parse("F6"), own=True)])
    assert lines(mine, scopes.WINDOW) == {Section.TAKE: [(("F6",), "Claim")]}


def test_letters_are_not_listed_where_one_writes(desk: Desk) -> None:
    for part in lines(desk.keys.map, scopes.COMPOSER).values():
        for ways, _ in part:
            assert all(len(keys) > 1 for keys in ways)


def test_it_says_every_line_aloud(help: KeysHelp) -> None:
    help.open(scopes.WORKLIST)
    assert "Down or j: Next item" in shown(help)
    assert "Shift+C: Claim most urgent" in shown(help)


def test_the_key_that_opened_it_closes_it(help: KeysHelp, behind: Behind) -> None:
    help.open(scopes.WINDOW)
    write("?")
    assert not help.is_open
    assert behind.field.hasFocus()


def test_esc_closes_it(help: KeysHelp) -> None:
    help.open(scopes.WINDOW)
    press(Qt.Key.Key_Escape)
    assert not help.is_open


def test_large_letters_make_fewer_columns_and_lose_no_line(
    help: KeysHelp, theme: Theme, behind: Behind
) -> None:
    help.open(scopes.WORKLIST)
    before = sorted(shown(help))
    theme.change(scale=200)
    QApplication.sendPostedEvents()
    visible = {line.mapTo(help, line.rect().topLeft()).x() for line in help.findChildren(KeyLine)}
    assert len(visible) <= 2
    assert set(shown(help)) == set(before)


def test_words_and_keys_find_lines_in_it(help: KeysHelp) -> None:
    help.open(scopes.WORKLIST)
    write("claim")
    assert [line for line in shown(help) if "Claim" not in line] == []
    assert len(shown(help)) == 2
    help.field.setText("g m")
    assert "g m: My work" in shown(help)
    help.field.setText("zzz")
    assert shown(help) == []


def test_once_something_is_typed_its_own_key_is_a_sign_like_others(help: KeysHelp) -> None:
    help.open(scopes.WORKLIST)
    write("c?")
    assert help.is_open
    assert help.field.text() == "c?"
    help.open(scopes.WINDOW)
    assert help.field.text() == ""
