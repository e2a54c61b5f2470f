"""Whoever hesitates after the first key of a sequence is shown the rest of it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.trie import Follower, Partial
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.key_hint import KeyHint
from tests.ui.overlays.conftest import Behind


@pytest.fixture
def hint(theme: Theme, behind: Behind) -> KeyHint:
    return KeyHint(theme, behind.window)


def after_g(keymap: Keymap) -> tuple[Follower, ...]:
    found = keymap.trie.look(scopes.chain(scopes.WORKLIST), KeySequence.parse("g").chords)
    assert isinstance(found, Partial)
    return found.followers


def test_after_a_while_every_key_that_may_follow_is_shown_with_its_title(
    hint: KeyHint, desk: Desk, qtbot: QtBot
) -> None:
    followers = after_g(desk.keys.map)
    hint.follow("g", followers)
    assert not hint.isVisible()
    qtbot.waitUntil(hint.isVisible)
    said = hint.accessibleName()
    assert said.startswith("After g: ")
    assert "m: My work" in said
    assert "k: Change keys" in said
    assert said.count(": ") == len(followers) + 1


def test_who_goes_on_at_once_is_shown_nothing(hint: KeyHint, desk: Desk) -> None:
    hint.follow("g", after_g(desk.keys.map))
    hint.follow("", ())
    QTest.qWait(0)
    assert not hint.isVisible()
    assert not hint._patience.isActive()


def test_it_goes_with_the_sequence_and_never_has_the_keyboard(
    hint: KeyHint, desk: Desk, behind: Behind, qtbot: QtBot
) -> None:
    hint.follow("g", after_g(desk.keys.map))
    qtbot.waitUntil(hint.isVisible)
    assert QApplication.focusWidget() is behind.field
    hint.follow("", ())
    assert not hint.isVisible()


@pytest.mark.parametrize("scale", [100, 200])
def test_it_stays_inside_the_smallest_window(
    hint: KeyHint, desk: Desk, theme: Theme, behind: Behind, qtbot: QtBot, scale: int
) -> None:
    theme.change(scale=scale)
    hint.follow("g", after_g(desk.keys.map))
    qtbot.waitUntil(hint.isVisible)
    behind.window.resize(900, 600)
    QTest.qWait(0)
    assert behind.window.rect().contains(hint.geometry())
