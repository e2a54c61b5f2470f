"""The pane as a whole: what is on screen, what arrives while one reads, who may do what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.thread import Thread
from inbox.shortcuts.dispatcher import scope_of, types_into
from inbox.ui.desk import Desk
from inbox.ui.look.theme import ThemeName
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.pressable import Pressable
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.news import News
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.red_flag import RedFlagStrip
from inbox.ui.reading.thread_view import ThreadView
from tests.ui.conftest import Clock

PatientWrites = Callable[..., None]
Look = Callable[[Target], Thread]


def offered(pane: ReadingPane) -> set[str]:
    return {button.label for button in pane.findChildren(KeyButton) if button.isVisible()}


def told(pane: ReadingPane) -> str:
    """All the words on screen."""
    names = [w.accessibleName() for w in pane.findChildren(QWidget) if w.isVisible()]
    return " | ".join(names)


def test_it_says_once_when_an_item_was_really_painted(
    pane: ReadingPane, targets: list[Target], qtbot: QtBot
) -> None:
    seen: list[object] = []
    pane.painted.connect(lambda key, _at: seen.append(key))
    for target in targets[:3]:
        with qtbot.waitSignal(pane.painted) as painted:
            pane.show_item(target)
        assert painted.args is not None
        assert painted.args[0] == pane.guard_key()
        assert isinstance(painted.args[1], float)
    pane.repaint()
    assert len(seen) == len(set(seen)) == 3


def test_subject_and_due_time_are_told(pane: ReadingPane, plain: Target, look: Look) -> None:
    pane.show_item(plain)
    assert look(plain).subject in told(pane)
    assert "unclaimed in" in told(pane)
    assert "reply due" in told(pane)
    assert {"Claim", "Route", "Wait", "Comment", "Done"} <= offered(pane)
    assert "Release" not in offered(pane)


def test_the_day_that_the_patient_was_told_is_said_once_it_is_gone_by(
    pane: ReadingPane, plain: Target, clock: Clock
) -> None:
    pane.show_item(plain)
    assert "was told" not in told(pane), "before that it is no news"
    clock.forward(days=9)
    pane.reload()
    assert "the patient was told by" in told(pane)


def test_a_claimed_item_can_be_released_by_its_holder(
    pane: ReadingPane, plain: Target, desk: Desk, qtbot: QtBot
) -> None:
    pane.show_item(plain)
    asyncio.run(desk.bus.run(COMMANDS["item.claim"], [plain]))
    qtbot.waitUntil(lambda: "Release" in offered(pane))
    assert "Claim" not in offered(pane)
    assert "your claim is not confirmed yet" in told(pane)


def test_a_red_flag_shows_level_rule_and_whom_to_call(
    pane: ReadingPane, urgent: Target, plain: Target
) -> None:
    pane.show_item(urgent)
    strip = pane.findChild(RedFlagStrip)
    assert strip is not None
    assert strip.isVisible()
    assert "Call\N{NO-BREAK SPACE}+1" in strip.accessibleName()
    assert "RF-" not in strip.accessibleName(), "in words; which rule it was is told on asking"
    assert strip.toolTip().startswith("By rule")
    assert "A flag is an aid, not a diagnosis." in strip.accessibleName()
    pane.show_item(plain)
    assert not strip.isVisible()


def test_a_message_that_arrives_while_reading_is_announced_and_guarded(
    pane: ReadingPane, plain: Target, patient_writes: PatientWrites, qtbot: QtBot
) -> None:
    pane.show_item(plain)
    pane.composer.set_text("My answer so far")
    before = pane.guard_key()
    patient_writes(plain, "One more thing: I am dizzy.", name="Leela <b>Bhatt</b>")
    news = pane.findChild(News)
    assert news is not None
    qtbot.waitUntil(news.isVisible)
    assert "Leela <b>Bhatt</b> wrote again at 09:42." in news.accessibleName()
    assert pane.guard_key() != before
    assert pane.composer.text() == "My answer so far"
    view = pane.findChild(ThreadView)
    assert view is not None
    assert "I am dizzy" in view.toPlainText()


def test_news_of_another_conversation_disturbs_nothing(
    pane: ReadingPane, targets: list[Target], patient_writes: PatientWrites, qtbot: QtBot
) -> None:
    one, other = targets[0], next(t for t in targets if t.thread != targets[0].thread)
    pane.show_item(one)
    before = pane.guard_key()
    with qtbot.waitSignal(pane._desk.changed):
        patient_writes(other, "Hello?")
    assert pane.guard_key() == before


def test_a_reply_of_ours_counts_down_in_the_thread(
    pane: ReadingPane, plain: Target, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    pane.show_item(plain)
    asyncio.run(desk.bus.run(COMMANDS["item.send"], [plain], text="Please rest."))
    view = pane.findChild(ThreadView)
    assert view is not None
    qtbot.waitUntil(lambda: "leaves in 8 s" in view.toPlainText())
    clock.forward(seconds=3)
    qtbot.waitUntil(lambda: "leaves in 5 s" in view.toPlainText(), timeout=3000)
    clock.forward(seconds=6)
    qtbot.waitUntil(lambda: "waiting to leave" in view.toPlainText(), timeout=3000)


def test_a_closed_item_offers_no_answer(pane: ReadingPane, plain: Target, desk: Desk, qtbot: QtBot) -> None:
    pane.show_item(plain)
    asyncio.run(desk.bus.run(COMMANDS["item.done"], [plain]))
    qtbot.waitUntil(lambda: not pane.composer.isVisible())
    assert not pane.buttons.isVisible()
    assert "closed by you" in told(pane)


def test_letters_are_commands_in_the_thread_and_words_in_the_composer(
    pane: ReadingPane, plain: Target
) -> None:
    pane.show_item(plain)
    view, field = pane.findChild(ThreadView), pane.findChild(Editor)
    assert (scope_of(view), types_into(view)) == ("thread", False)
    assert (scope_of(field), types_into(field)) == ("composer", True)


def test_nothing_selected_says_so(pane: ReadingPane, plain: Target) -> None:
    pane.show_item(plain)
    pane.show_item(None)
    assert pane.target is None
    assert pane.thread is None
    assert "Nothing selected" in told(pane)


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("name", list(ThemeName))
def test_everything_has_a_name_and_fits_at_every_scale(
    pane: ReadingPane, targets: list[Target], desk: Desk, name: ThemeName, scale: int
) -> None:
    desk.theme.change(name=name, scale=scale)
    pane.resize(480 * scale // 100, 840)
    for target in targets[:4]:
        pane.show_item(target)
        pane.buttons.facts() if pane.buttons.isVisible() else None
        pane.composer.insert_phrase("apptoffer")
        pane.composer.show_problems()
        pane.grab()
        assert pane.layout() is not None
        assert pane.width() == 480 * scale // 100
        for pressable in pane.findChildren(Pressable):
            assert pressable.accessibleName()
            if pressable.isVisible():
                right = pressable.mapTo(pane, pressable.rect().topRight()).x()
                assert right <= pane.width(), pressable.accessibleName()


def test_the_thread_keeps_room_when_there_is_little_height(
    pane: ReadingPane, plain: Target, desk: Desk
) -> None:
    desk.theme.change(scale=150)
    pane.resize(560, 700)
    pane.show_item(plain)
    QTest.qWait(0)
    view = pane.findChild(ThreadView)
    assert view is not None
    assert view.height() >= 96
