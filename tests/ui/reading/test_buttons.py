"""Speed buttons say what they will do before they are pressed, and why they are off."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.thread import Thread
from inbox.shortcuts.preview import why_off
from inbox.shortcuts.quick import SpeedButton
from inbox.ui.desk import Desk
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.reading.pane import ReadingPane

Look = Callable[[Target], Thread]


def places(pane: ReadingPane) -> dict[str, CommandButton]:
    return {place.keys: place for place in pane.buttons.findChildren(CommandButton)}


def test_the_buttons_are_those_of_the_kind_of_work_at_their_numbers(
    pane: ReadingPane, plain: Target, look: Look, desk: Desk
) -> None:
    pane.show_item(plain)
    item = look(plain).item(plain.item)
    assert item is not None
    known = desk.kit.buttons_for(item.kind, desk.actor.role)
    assert known
    shown = {int(n): place.label for n, place in places(pane).items() if place.isVisible()}
    assert shown == {number: button.name for number, button in known.items()}
    assert all(pane.buttons.button(number) == button for number, button in known.items())
    assert pane.buttons.button(10) is None


def test_the_preview_tells_each_step(pane: ReadingPane, plain: Target, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.painted):
        pane.show_item(plain)
    number = max(n for n in range(1, 10) if pane.buttons.button(n))
    place, button = places(pane)[str(number)], pane.buttons.button(number)
    assert button is not None
    at = QPointF(3, 3)
    QApplication.sendEvent(place, QEnterEvent(at, at, at))
    card = pane.buttons.card
    assert card.accessibleName() == f"{number} {button.name} will"
    assert "Open next: " in card.accessibleDescription()
    QApplication.sendEvent(place, QEvent(QEvent.Type.Leave))
    assert card.accessibleName() == f"{number} {button.name} will"


def test_a_phrase_is_ready_only_when_nothing_in_it_is_open(pane: ReadingPane, targets: list[Target]) -> None:
    ready = 0
    for target in targets:
        pane.show_item(target)
        for number in range(1, 10):
            button = pane.buttons.button(number)
            text = pane.buttons.ready_text(button) if button is not None and button.reply else None
            if text is not None:
                ready += 1
                assert text.strip()
                assert not re.search(r"\*{3}|@\w+@|\{[^}]*\}", text)
    assert ready


def test_finishing_a_button_opens_the_composer_with_its_phrase(
    pane: ReadingPane, targets: list[Target]
) -> None:
    button = next(found for target in targets if (found := _unfinished(pane, target)))
    pane.composer.finish_with(button)
    assert pane.composer.finishing == button
    assert pane.composer.problems()
    pane.composer.set_text("")
    assert pane.composer.finishing is None


def _unfinished(pane: ReadingPane, target: Target) -> SpeedButton | None:
    """A button of this item whose reply has something open."""
    pane.show_item(target)
    known = [button for n in range(1, 10) if (button := pane.buttons.button(n))]
    return next((b for b in known if b.reply and pane.buttons.ready_text(b) is None), None)


def test_call_now_work_turns_every_button_off_and_says_why(
    pane: ReadingPane, urgent: Target, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(pane.painted):
        pane.show_item(urgent)
    known = [n for n in range(1, 10) if pane.buttons.button(n)]
    assert known
    for number in known:
        assert "waits for a call" in places(pane)[str(number)].off_reason


def test_buttons_are_off_while_a_colleague_has_the_item(
    pane: ReadingPane, targets: list[Target], look: Look, desk: Desk
) -> None:
    taken = next(
        t
        for t in targets
        if (item := look(t).item(t.item))
        and item.stage == "claimed"
        and item.holding.owner
        and not desk.actor.is_me(item.holding.owner.ref)
        and item.flag_level is None
    )
    pane.show_item(taken)
    facts = pane.buttons.facts()
    assert facts.held_by == "another"
    button = next(b for n in range(1, 10) if (b := pane.buttons.button(n)) and b.needs_claimable)
    assert why_off(button, facts) == f"{facts.holder} is on it."


def test_claiming_changes_what_the_buttons_know(
    pane: ReadingPane, plain: Target, desk: Desk, qtbot: QtBot
) -> None:
    pane.show_item(plain)
    assert pane.buttons.facts().held_by == "nobody"
    asyncio.run(desk.bus.run(COMMANDS["item.claim"], [plain]))
    qtbot.waitUntil(lambda: pane.buttons.facts().held_by == "me")


def test_a_click_asks_for_the_numbered_command(pane: ReadingPane, plain: Target, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.painted):
        pane.show_item(plain)
    place = next(p for p in places(pane).values() if p.isVisible() and p.isEnabled())
    with qtbot.waitSignal(pane.command) as asked:
        place.click()
    assert asked.args == [f"quick.{place.keys}"]
