"""Keymap files: the defaults, a person's own over them, and what is wrong in either."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.commands.registry import COMMANDS
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import Keymap, load_keymap
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.trie import Exact, Partial
from tests.shortcuts.ordinary import DEFAULT_KEYMAP


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "keys.toml"


def load(own: Path, text: str) -> tuple[Keymap, list[FileProblem]]:
    own.write_text(text, encoding="utf-8")
    return load_keymap(DEFAULT_KEYMAP, own, COMMANDS)


def look(keymap: Keymap, scope: str, keys: str) -> str | None:
    match = keymap.trie.look(scopes.chain(scope), KeySequence.parse(keys).chords)
    return match.command if isinstance(match, Exact) else None


def test_no_scope_has_duplicates_or_prefixes(default_keymap: Keymap) -> None:
    for one in default_keymap.bindings:
        for other in default_keymap.bindings:
            if one is not other and one.scope == other.scope:
                assert not one.keys.starts_with(other.keys), (one, other)


def test_no_key_of_an_inner_scope_begins_or_ends_a_sequence_of_the_window(default_keymap: Keymap) -> None:
    for one in default_keymap.bindings:
        for other in default_keymap.bindings:
            if one.scope in scopes.chain(other.scope) and one.keys != other.keys:
                assert not one.keys.starts_with(other.keys), (one, other)


@pytest.mark.parametrize(
    ("scope", "keys", "command"),
    [
        ("worklist", "j", "item.next"),
        ("worklist", "Up", "item.previous"),
        ("worklist", "Enter", "item.open"),
        ("thread", "c", "item.claim"),
        ("window", "Shift+C", "item.claim_next"),
        ("window", "u", "item.release"),
        ("thread", "r", "item.reply"),
        ("thread", "Shift+Q", "item.quote"),
        ("composer", "Ctrl+Enter", "item.send"),
        ("composer", "Ctrl+Shift+Enter", "item.send_and_close"),
        ("window", "d", "item.done"),
        ("window", "f", "item.route"),
        ("window", "s", "item.hold"),
        ("window", "i", "item.comment"),
        ("worklist", "x", "item.select"),
        ("worklist", "Shift+X", "item.select_range"),
        ("window", "z", "edit.undo"),
        ("thread", "7", "quick.7"),
        ("composer", "F2", "composer.next_blank"),
        ("composer", "F8", "item.quote"),
        ("composer", "Shift+F2", "composer.previous_blank"),
        ("window", "/", "search.focus"),
        ("window", "g m", "view.my_work"),
        ("window", "g o", "view.outbox"),
        ("composer", "Ctrl+K", "app.palette"),
        ("window", "?", "app.help"),
        ("composer", "Esc", "app.back"),
        ("window", "F5", "app.try_now"),
    ],
)
def test_the_defaults_are_the_keys_of_the_product(
    default_keymap: Keymap, scope: str, keys: str, command: str
) -> None:
    assert look(default_keymap, scope, keys) == command


def test_g_waits_for_the_view_and_says_what_may_follow(default_keymap: Keymap) -> None:
    match = default_keymap.trie.look(scopes.chain("worklist"), KeySequence.parse("g").chords)
    assert isinstance(match, Partial)
    assert ("m", "view.my_work") in {(str(f.keys), f.command) for f in match.followers}


@pytest.mark.parametrize("scope", ["palette", "dialog"])
def test_nothing_of_the_window_reaches_past_a_palette_or_dialog(default_keymap: Keymap, scope: str) -> None:
    assert default_keymap.trie.look(scopes.chain(scope), KeySequence.parse("d").chords) is None


def test_a_missing_file_of_ones_own_is_no_mistake(own: Path) -> None:
    keymap, problems = load_keymap(DEFAULT_KEYMAP, own, COMMANDS)
    assert problems == []
    assert keymap.keys_for("item.claim") == [KeySequence.parse("c")]


def test_ones_own_keys_replace_the_defaults_of_that_command_in_that_scope(own: Path) -> None:
    keymap, problems = load(own, '[window]\n"item.claim" = ["F11", "F6"]\n"item.hold" = []\n')
    assert problems == []
    assert [str(keys) for keys in keymap.keys_for("item.claim")] == ["F11", "F6"]
    assert look(keymap, "window", "c") is None
    assert keymap.keys_for("item.hold") == []


def test_a_key_taken_from_another_command_is_reported_with_its_line(own: Path) -> None:
    keymap, problems = load(own, '# mine\n[window]\n"item.claim" = "d"\n')
    assert look(keymap, "window", "d") == "item.claim"
    assert keymap.keys_for("item.done") == []
    assert [(p.file, p.line, p.entry) for p in problems] == [("keys.toml", 3, "item.claim")]
    assert "item.done lost it" in problems[0].sentence


def test_a_prefix_of_another_sequence_is_reported_and_ones_own_wins(own: Path) -> None:
    keymap, problems = load(own, '[window]\n"item.claim" = "g"\n')
    assert look(keymap, "window", "g") == "item.claim"
    sequences = DEFAULT_KEYMAP.read_text(encoding="utf-8").count('= "g ')
    assert len(problems) == sequences > 5, "each sequence that begins with it is named"
    assert all("begin alike" in problem.sentence for problem in problems)


def test_a_prefix_in_a_nearer_scope_is_reported_too(own: Path) -> None:
    _, problems = load(own, '[worklist]\n"item.claim" = "g"\n')
    assert problems != []


def test_the_same_key_in_a_nearer_scope_takes_it_over_there_only(own: Path) -> None:
    keymap, problems = load(own, '[worklist]\n"item.claim" = "r"\n')
    assert problems == []
    assert look(keymap, "worklist", "r") == "item.claim"
    assert look(keymap, "thread", "r") == "item.reply"


@pytest.mark.parametrize("name", ["item.claim", '"item.claim"'])
def test_a_commands_name_may_stand_with_or_without_quotes(own: Path, name: str) -> None:
    keymap, problems = load(own, f'[window]\n{name} = "F11"\n')
    assert problems == []
    assert look(keymap, "window", "F11") == "item.claim"


@pytest.mark.parametrize(
    ("text", "line", "part_of_the_sentence"),
    [
        ('[window]\n"item.clam" = "q"\n', 2, "Did you mean “item.claim”?"),
        ('[kitchen]\n"item.claim" = "q"\n', 2, "no part of the window called “kitchen”"),
        ('[window]\n"item.claim" = "Ctrl+"\n', 2, "no key called"),
        ('[window]\n"item.claim" = 7\n', 2, "Write the keys as"),
        ('[window]\n"item.claim" = "t\n', 2, "not written as TOML"),
        ('"item.claim" = "q"\n', 1, "belong in a part of the window"),
        ('[window]\n"item.claim" = "Ctrl+C"\n', 2, "needed for moving about and editing text"),
        ('[composer]\n"item.claim" = "q"\n', 2, "would be typed here"),
    ],
)
def test_a_mistake_is_reported_where_it_stands(
    own: Path, text: str, line: int, part_of_the_sentence: str
) -> None:
    keymap, problems = load(own, text)
    assert [problem.line for problem in problems] == [line]
    assert part_of_the_sentence in problems[0].sentence
    assert look(keymap, "window", "j") == "item.next", "the rest still counts"


def test_a_file_that_is_no_text_is_reported(own: Path) -> None:
    own.write_bytes(b"\xff\xfe\x00")
    keymap, problems = load_keymap(DEFAULT_KEYMAP, own, COMMANDS)
    assert "UTF-8" in problems[0].sentence
    assert look(keymap, "window", "j") == "item.next"


def test_help_lists_what_works_here_and_no_letters_where_one_writes(default_keymap: Keymap) -> None:
    composer = {str(binding.keys) for binding in default_keymap.here("composer")}
    assert {"Ctrl+Enter", "F2", "Ctrl+K", "Esc"} <= composer
    assert "d" not in composer
    assert {"d", "x", "Enter"} <= {str(binding.keys) for binding in default_keymap.here("worklist")}
