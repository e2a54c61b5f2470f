"""The program is killed at the worst moments and started again: every reply arrives exactly once."""

from __future__ import annotations

import pytest

from tests.journeys.desktop import wait_for
from tests.journeys.portal_process import PortalProcess
from tests.journeys.real_window import Workstation

pytestmark = [pytest.mark.proof, pytest.mark.window, pytest.mark.timeout(200)]

TEXT = "We are on it."
BUNDLE = "^/fhir/R4/?$"


def writes_an_answer(station: Workstation) -> str:
    """Claim the next, write, and send; returns when the keys are struck. Gives to whom."""
    station.presses("Shift+C")
    station.waits_until(station.holds_it, "her claim")
    station.has_looked()
    name = station.recipient()
    station.presses("r")
    station.has_the_keyboard_in("Reply to")
    station.types(TEXT)
    station.sees("Draft saved")
    station.presses("Ctrl+Shift+Enter")
    return name


def comes_back_and_all_is_sent(station: Workstation, portal: PortalProcess) -> None:
    station.comes_back()
    station.sees("Outbox: all confirmed")
    assert [text for _thread, text in portal.all_replies()] == [TEXT]


def test_killed_in_the_undo_time_the_reply_still_arrives(station: Workstation, portal: PortalProcess) -> None:
    station.signs_in()
    name = writes_an_answer(station)
    station.sees(f"Reply to {name} leaves in")
    station.is_killed()
    assert portal.all_replies() == []
    comes_back_and_all_is_sent(station, portal)


def test_killed_right_after_the_key_the_reply_arrives_or_is_still_a_draft(
    station: Workstation, portal: PortalProcess
) -> None:
    station.signs_in()
    writes_an_answer(station)
    station.is_killed()
    station.comes_back()

    def is_draft() -> bool:
        return any(row.startswith("Draft") for row in station.rows())

    station.waits_until(lambda: portal.all_replies() or is_draft(), "the reply, sent or as a draft")
    station.sees("Outbox: all confirmed")
    if portal.all_replies():
        assert [text for _thread, text in portal.all_replies()] == [TEXT]
        assert not is_draft()
    else:
        station.waits_until(
            is_draft, "the draft"
        )  # what is read while the list is painted anew is not all of it
        assert portal.all_replies() == []


def test_told_to_end_by_the_system_it_asks_nothing_and_keeps_all(
    station: Workstation, portal: PortalProcess
) -> None:
    station.signs_in()
    name = writes_an_answer(station)
    station.sees(f"Reply to {name} leaves in")
    station.is_told_to_end()
    assert portal.all_replies() == []
    comes_back_and_all_is_sent(station, portal)


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_sending_the_reply_arrives_once(
    station: Workstation, portal: PortalProcess, when: str
) -> None:
    station.signs_in()
    name = writes_an_answer(station)
    station.sees(f"Reply to {name} leaves in")
    station.sees("Outbox: 2 not confirmed")
    portal.fault("delay", method="POST", path=BUNDLE, seconds=3, when=when, count=1)
    wait_for(portal.struck, "the request on its way")
    station.is_killed()
    comes_back_and_all_is_sent(station, portal)
