"""A speed button's own key: given in the editor, shown where keys are shown, pressed where offered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.work_item import Kind
from inbox.shortcuts import scopes
from inbox.shortcuts.button_keys import pressing
from inbox.shortcuts.dispatcher import Dispatcher
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.rebind import Place, Wish, judge
from inbox.shortcuts.steps import Comment
from inbox.shortcuts.trie import Partial
from inbox.ui.button_acts import ButtonActs
from inbox.ui.desk import Desk
from inbox.ui.overlays.help import lines
from inbox.ui.overlays.key_hint import KeyHint
from inbox.ui.overlays.key_settings.outcome import sentences
from inbox.ui.overlays.offers import offers
from inbox.ui.parts.command_button import CommandButton
from tests.ui.at_work import AtWork, free, long_ago


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """Keys pressed go through a dispatcher, as in the program."""
    at_work = AtWork(desk, qtbot)
    dispatcher = Dispatcher(desk.keys.map, parent=at_work.space)
    dispatcher.command.connect(lambda command, _at: at_work.conductor.pressed(command, long_ago()))

    def follow() -> None:
        dispatcher.keymap = desk.keys.map
        desk.keys.show_anew(at_work.space)

    desk.keys.changed.connect(follow)
    handle = at_work.space.windowHandle()
    dispatcher.watch(handle)
    yield at_work
    handle.removeEventFilter(dispatcher)


def keep(work: AtWork, *, own_key: str, number: int | None = None) -> None:
    """A button of Nadia's on scheduling: by its own key, and perhaps under a number."""
    steps = (Comment("Seen."),)
    button = SpeedButton(
        "noted", "Noted", {Kind.SCHEDULING: number}, steps, work.desk.owner, 1, own_key=own_key
    )
    asyncio.run(work.desk.save_button(button))
    work.settle()


def strike(work: AtWork, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ShiftModifier) -> None:
    """Press a key where the keyboard is, as the window gets it."""

    def pressed() -> None:
        QTest.keyClick(work.space.windowHandle(), key, held)
        QApplication.sendPostedEvents()

    work.play(pressed)


def shown(work: AtWork) -> dict[str, CommandButton]:
    buttons = work.reading.buttons.findChildren(CommandButton)
    return {one.label: one for one in buttons if one.isVisible()}


def test_it_is_pressed_by_its_key_where_it_is_offered_and_elsewhere_says_so(work: AtWork) -> None:
    keep(work, own_key="Shift+B")
    work.go(lambda line: free(line) and line.kind == "scheduling")
    strike(work, Qt.Key.Key_B)
    assert [verb for verb, _item in work.done()] == ["comment"]
    work.go(lambda line: free(line) and line.kind == "medical-question")
    strike(work, Qt.Key.Key_B)
    assert len(work.outbox()) == 1
    assert work.said[-1] == "Not for this kind of work: Noted (Scheduling)."


def test_while_one_writes_it_is_a_letter(work: AtWork) -> None:
    keep(work, own_key="Shift+B")
    work.go(lambda line: free(line) and line.kind == "scheduling")
    with work.qtbot.waitActive(work.space):
        work.space.activateWindow()
    work.reading.composer.focus()
    strike(work, Qt.Key.Key_B)
    assert (work.reading.composer.text().upper(), work.outbox()) == ("B", [])


def test_every_place_that_shows_keys_shows_it(work: AtWork) -> None:
    keep(work, own_key="q b")
    work.go(lambda line: free(line) and line.kind == "scheduling")
    assert shown(work)["Noted"].keys == "q b"
    offered = {one.title: one.keys for one in offers(work.desk, lambda _command: "", "scheduling")}
    assert offered["Noted"] == "q b"
    told = [
        line
        for part in lines(work.desk.keys.map, scopes.WORKLIST, work.desk.keys.said).values()
        for line in part
    ]
    assert (("q b",), "Speed button: Noted (Scheduling)") in told
    hint = KeyHint(work.desk.theme, work.space, work.desk.keys.said)
    after_q = work.desk.keys.map.trie.look([scopes.WINDOW], KeySequence.parse("q").chords)
    assert isinstance(after_q, Partial)
    hint.follow("q", after_q.followers)
    hint._appear()
    assert "b: Noted (Scheduling)" in hint.accessibleName()


def test_a_button_with_a_number_shows_both_and_the_number_follows_the_page_of_keys(work: AtWork) -> None:
    keep(work, own_key="Shift+B", number=3)
    work.go(lambda line: free(line) and line.kind == "scheduling")
    assert (shown(work)["Noted"].keys, shown(work)["Noted"].more_keys) == ("3", "Shift+B")
    asyncio.run(work.desk.keys.keep({Place("window", "quick.3"): (KeySequence.parse("Ctrl+3"),)}))
    work.settle()
    assert (shown(work)["Noted"].keys, shown(work)["Noted"].more_keys) == ("Ctrl+3", "Shift+B")
    assert work.reading.buttons.card.accessibleName()
    asyncio.run(work.desk.keys.keep({Place("window", "quick.3"): ()}))
    work.settle()
    assert (shown(work)["Noted"].keys, shown(work)["Noted"].more_keys) == ("", "Shift+B")


def test_a_command_that_takes_the_key_says_whose_it_was_and_the_button_stays(work: AtWork) -> None:
    keep(work, own_key="Shift+B")
    work.go(lambda line: free(line) and line.kind == "scheduling")
    wish = Wish(Place("window", "view.theme"), (KeySequence.parse("Shift+B"),))
    verdict = judge(work.desk.keys.map, wish)
    told = sentences(wish, verdict, work.desk.keys.said)
    assert told == ["“Noted (Scheduling)” (Shift+B) loses these keys."]
    asyncio.run(work.desk.keys.keep({wish.place: wish.keys}))
    work.settle()
    assert shown(work)["Noted"].keys == ""
    assert "“Shift+B” is" in work.desk.file_problems[-1].sentence
    work.press(pressing("Shift+B"))  # by the palette, or the pointer
    assert [verb for verb, _item in work.done()] == ["comment"]


def test_in_the_editor_the_key_is_pressed_and_what_has_it_is_told(work: AtWork) -> None:
    keep(work, own_key="Shift+B")
    acts = ButtonActs(work.desk, work.conductor, work.space, work.reading)
    [mine] = [one for one in work.desk.kit.buttons if one.owner == work.desk.owner]
    acts.editor.open(acts.editor.sheet.of(mine), mine)
    acts.editor.asked.emit(("own key", None))
    catcher = acts.own_key.catcher
    QTest.keyClick(catcher, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert acts.own_key.outcome.text() == "“Shift+C” is “Claim most urgent”. Press another."
    QTest.keyClick(catcher, Qt.Key.Key_Return)
    assert acts.own_key.is_open
    QTest.keyClick(catcher, Qt.Key.Key_Backspace)
    QTest.keyClick(catcher, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert acts.own_key.outcome.text() == "Nothing else has this key."
    QTest.keyClick(catcher, Qt.Key.Key_Return)
    assert acts.editor.sheet.own_key == "Shift+N"
    work.play(lambda: acts.editor.asked.emit(("keep", None)))
    [mine] = [one for one in work.desk.kit.buttons if one.owner == work.desk.owner]
    assert mine.own_key == "Shift+N"
    assert work.desk.keys.of(pressing("Shift+N")) == "Shift+N"
