"""Call-now work on screen: whom to call, what waits for it, and what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import CallOutcome, call_first
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.people import Role
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.thread import Thread
from inbox.queries import worklist
from inbox.shortcuts.preview import why_off
from inbox.ui.desk import Desk
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.red_flag import RedFlagStrip

Look = Callable[[Target], Thread]


def record(desk: Desk, target: Target, outcome: CallOutcome, note: str = "") -> None:
    asyncio.run(desk.bus.run(COMMANDS["item.disposition"], [target], outcome=outcome, note=note))


def strip(pane: ReadingPane) -> RedFlagStrip:
    found = pane.findChild(RedFlagStrip)
    assert isinstance(found, RedFlagStrip)
    return found


def header_buttons(pane: ReadingPane) -> dict[str, KeyButton]:
    return {button.label: button for button in pane.findChildren(KeyButton) if button.isVisible()}


def button_reasons(pane: ReadingPane) -> set[str | None]:
    """Why each speed button of the item on screen is off; None for those that are not."""
    known = [pane.buttons.button(number) for number in range(1, 10)]
    facts = pane.buttons.facts()
    return {why_off(button, facts) for button in known if button is not None}


def test_the_strip_offers_to_record_the_call_with_its_key(pane: ReadingPane, urgent: Target) -> None:
    pane.show_item(urgent)
    button = strip(pane).record
    assert (button.isVisible(), button.isEnabled()) == (True, True)
    assert (button.label, button.keys) == ("Record the call", "Shift+F")
    asked: list[str] = []
    pane.command.connect(asked.append)
    button.click()
    assert asked == ["item.disposition"]


def test_answering_closing_and_waiting_are_off_until_then_and_say_why(
    pane: ReadingPane, urgent: Target, desk: Desk
) -> None:
    pane.show_item(urgent)
    assert button_reasons(pane) == {call_first()}
    buttons = header_buttons(pane)
    assert {label for label, button in buttons.items() if button.off_reason == call_first()} == {
        "Wait",
        "Done",
    }
    for command, arguments in (
        ("item.send", {"text": "Hello"}),
        ("item.send_and_close", {"text": "Hello"}),
        ("item.done", {}),
        ("item.hold", {"wake": desk.now()}),
    ):
        with pytest.raises(Refused, match="waits for a call"):
            asyncio.run(desk.bus.run(COMMANDS[command], [urgent], **arguments))


def test_recording_the_call_claims_the_item_and_says_what_came_of_it(
    pane: ReadingPane, urgent: Target, desk: Desk, look: Look, qtbot: QtBot
) -> None:
    pane.show_item(urgent)
    record(desk, urgent, CallOutcome.REACHED, "Goes to the ED")
    said = "Reached the patient: Goes to the ED (Nadia Brand, RN, today 09:42)"
    qtbot.waitUntil(lambda: said in strip(pane).accessibleName())
    assert not strip(pane).record.isVisible()
    assert all(button.off_reason != call_first() for button in header_buttons(pane).values())
    item = look(urgent).item(urgent.item)
    assert item is not None and item.holding.owner is not None
    assert desk.actor.is_me(item.holding.owner.ref)
    assert call_first() not in button_reasons(pane)


def test_attempts_are_counted_up_and_the_call_stays_due(
    pane: ReadingPane, urgent: Target, desk: Desk, qtbot: QtBot
) -> None:
    pane.show_item(urgent)
    for _ in range(2):
        record(desk, urgent, CallOutcome.NO_ANSWER)
    qtbot.waitUntil(lambda: strip(pane).accessibleName().count("No answer (Nadia Brand, RN, today") == 2)
    assert strip(pane).record.isVisible()
    line = worklist.line(desk.reader, urgent.item, desk.actor)
    assert line is not None
    assert line.band == BAND_FLAGGED


def test_after_the_call_only_emergency_phrases_go_by_button(
    pane: ReadingPane, urgent: Target, desk: Desk, qtbot: QtBot
) -> None:
    pane.show_item(urgent)
    record(desk, urgent, CallOutcome.TOLD_TO_CALL_911)
    qtbot.waitUntil(lambda: not strip(pane).record.isVisible())
    facts = pane.buttons.facts()
    replies = [b for n in range(1, 10) if (b := pane.buttons.button(n)) and b.reply]
    assert replies, "the starter kit answers this kind of work"
    for button in replies:
        assert button.reply is not None
        emergency = facts.phrases[button.reply.phrase].emergency
        assert emergency or why_off(button, facts) == (
            "After a level 1 or 2 flag only emergency phrases may be sent."
        )
    asyncio.run(desk.bus.run(COMMANDS["item.send"], [urgent], text="We spoke; please do as I said."))


def test_the_item_leaves_the_top_of_the_list_and_keeps_its_badge(urgent: Target, desk: Desk) -> None:
    before = worklist.line(desk.reader, urgent.item, desk.actor)
    record(desk, urgent, CallOutcome.WELFARE_CHECK)
    after = worklist.line(desk.reader, urgent.item, desk.actor)
    assert before is not None and after is not None
    assert before.band == BAND_FLAGGED < after.band
    assert before.flag_level == after.flag_level


def test_a_plain_item_has_no_call_to_record(plain: Target, desk: Desk) -> None:
    with pytest.raises(Refused, match="no red flag"):
        record(desk, plain, CallOutcome.REACHED)


def test_without_a_licence_the_button_is_off_and_says_whom_to_ask(
    desk: Desk, urgent: Target, qtbot: QtBot
) -> None:
    desk.actor = msgspec.structs.replace(desk.actor, role=Role.CLERK)
    pane = ReadingPane(desk)
    qtbot.addWidget(pane)
    pane.show_item(urgent)
    assert "Only licensed staff" in strip(pane).record.off_reason


def test_a_hostile_note_of_another_program_stays_one_plain_line(
    pane: ReadingPane, urgent: Target, desk: Desk, look: Look, clinic: list[Filed]
) -> None:
    body = json.loads(next(one.body for one in clinic if one.ref == urgent.item))
    note = "<b>fine</b>\n\u202egnp.exe"
    value = json.dumps({"outcome": "reached", "by": "Practitioner/x", "name": "<i>X</i>", "note": note})
    kind = {"coding": [{"system": "urn:x", "code": "disposition"}]}
    body["output"] = [*body.get("output", []), {"type": kind, "valueString": value}]
    filed = next(one for one in clinic if one.ref == urgent.item)
    later = msgspec.structs.replace(filed, body=json.dumps(body).encode(), version="9", updated=desk.now())
    desk.store.ingest([later]).result()
    pane.show_item(urgent)
    said = strip(pane).accessibleName()
    assert "Reached the patient: " in said
    assert "\n" not in said and "\u202e" not in said


def test_the_marks_of_one_conversation_never_scroll_the_next(
    pane: ReadingPane, urgent: Target, plain: Target
) -> None:
    """Qt says so when a place does not exist, and what it says fails a test."""
    pane.resize(420, 480)  # so low that it scrolls
    for target in (urgent, plain, urgent, plain):
        pane.show_item(target)
        assert pane.target == target
        pane.conversation.grab()
