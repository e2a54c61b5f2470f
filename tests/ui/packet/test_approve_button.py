"""A speed button that approves a packet asks what the key that approves it asks, and does the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inbox.commands.declare import Target
from inbox.domain.operations import Conclude, Reply
from inbox.domain.work_item import Kind
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import worklist
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Approve, Next
from inbox.ui.packet.decide import WAITS_DAYS
from tests.ui.at_work import AtWork
from tests.ui.conftest import Clock
from tests.ui.packet.conftest import REPLY, hand_over

BUTTON, KEY = "quick.9", "review.approve"
"""Her own button, and the key that every prescriber has."""


@pytest.fixture
def work(work: AtWork) -> Iterator[AtWork]:
    """With a button of her own that approves."""
    kinds: dict[Kind, int | None] = {Kind.PHYSICIAN_REVIEW: 9}
    button = SpeedButton("yes", "Approve", kinds, (Approve(), Next()), work.desk.owner, 1)
    asyncio.run(work.desk.save_button(button))
    work.settle()
    yield work


def packet(work: AtWork) -> Target:
    return work.go(lambda line: line.item.startswith("Task/asked-"))


def replies(work: AtWork) -> list[str]:
    return [one.text for one in work.outbox() if isinstance(one, Reply)]


def is_labelled_restricted(work: AtWork, target: Target) -> None:
    """The patient writes something that the portal labels."""
    desk = work.desk
    line = worklist.line(desk.reader, target.item, desk.actor)
    assert line is not None
    sent = (desk.now() + timedelta(minutes=1)).isoformat()
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    message = {
        "resourceType": "Communication",
        "id": "came-in-confidence",
        "meta": {"lastUpdated": sent, "versionId": "1", "security": [label]},
        "status": "completed",
        "subject": {"reference": line.patient},
        "partOf": [{"reference": target.thread}],
        "sender": {"reference": line.patient, "display": "Leela Bhatt"},
        "sent": sent,
        "payload": [{"contentString": "Please tell nobody."}],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(message)))]).result()
    work.settle()


@pytest.mark.parametrize("command", [BUTTON, KEY])
def test_while_the_reply_is_being_changed_the_old_words_do_not_leave(work: AtWork, command: str) -> None:
    packet(work)
    work.press("review.edit")
    work.write("Please take a whole tablet in the evening.")
    work.press(command)
    assert work.outbox() == []
    assert work.said[-1] == "You have begun to change the reply. Send it from there, or clear it first."
    work.write("")
    work.press(command)
    assert replies(work) == [REPLY]


@pytest.mark.parametrize("command", [BUTTON, KEY])
def test_in_confidence_it_says_to_whom_and_waits_for_a_yes(work: AtWork, command: str) -> None:
    target = packet(work)
    is_labelled_restricted(work, target)
    work.press(command)
    assert replies(work) == []
    focus = QApplication.focusWidget()
    assert focus is not None
    work.play(lambda: QTest.keyClicks(focus, "y"))
    assert replies(work) == [REPLY]


@pytest.mark.parametrize("command", [BUTTON, KEY])
def test_on_a_friday_the_nurses_item_waits_over_the_weekend(
    work: AtWork, parents: list[Target], clock: Clock, command: str
) -> None:
    clock.forward(days=3)
    given = hand_over(work.desk, parents[0], 9, **{"after-decision": "wait"})
    work.settle()
    work.go(lambda line: line.item == given.item)
    pool = work.line(given.item).pool
    until = work.desk.promises.calendar(pool).add_days(work.desk.now(), WAITS_DAYS)
    work.press(command)
    (concluded,) = [one for one in work.outbox() if isinstance(one, Conclude)]
    assert concluded.wake == until > clock.now() + timedelta(days=WAITS_DAYS)
