"""Fifteen items by keyboard in a real window, five of them offline: all arrive, once and in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.portal_process import Json, PortalProcess, moment
from tests.journeys.real_window import Workstation

pytestmark = [pytest.mark.proof, pytest.mark.window, pytest.mark.timeout(400)]


@dataclass(frozen=True)
class Answered:
    """What was on the screen when an item was answered."""

    to: str
    patient: str
    subject: str
    due: str


def test_fifteen_items_in_a_row_five_of_them_offline(station: Workstation, portal: PortalProcess) -> None:
    station.signs_in()
    done = [answers_the_next(station, number) for number in range(10)]
    portal.stop()
    done += [answers_the_next(station, number) for number in range(10, 15)]
    station.sees("Offline")
    station.quits()

    station.comes_back()
    station.sees("Offline")
    station.presses("g s")
    station.waits_until(lambda: any("to leave" in row for row in station.rows()), "what she sent")
    marked = [row for row in station.rows() if "to leave" in row]
    unmarked = [one for one in done[10:] if not any(name_of(row) in one.patient for row in marked)]
    assert unmarked == [], station.rows()

    portal.start()
    station.presses("F5")
    station.sees("Outbox: all confirmed")
    replies = portal.written_here()
    assert [text_to(one) for one in replies] == [one.to for one in done]
    owed = [one for one in portal.all("Task") if "partOf" not in one]  # rules may have told of a breach
    tasks = {one["focus"]["reference"]: one for one in owed}
    headers = {f"Communication/{one['id']}": one for one in portal.all("Communication")}
    for shown, reply in zip(done, replies, strict=True):
        thread = reply["partOf"][0]["reference"]
        assert headers[thread]["topic"]["text"] == shown.subject
        assert local(tasks[thread]["restriction"]["period"]["end"]) in shown.due
        assert tasks[thread]["status"] == "completed"


def answers_the_next(station: Workstation, number: int) -> Answered:
    """Claim next, read, write, send and close."""
    station.presses("Shift+C")
    station.waits_until(station.holds_it, "her claim")
    subject, standing = station.has_looked()
    found = re.search(r"reply due (.*?)( · computed here)?$", standing)
    assert found is not None
    answered = Answered(station.recipient(), station.patient(), subject, found[1])
    station.presses("r")
    station.has_the_keyboard_in("Reply to")
    station.types(f"Answer {number}. We are on it.")
    station.presses("Ctrl+Shift+Enter")
    station.sees(f"Reply to {answered.to} leaves in")
    return answered


def name_of(row: str) -> str:
    """The patient in a row's sentence: what stands before the age."""
    before, _, _ = re.split(r", (\d+ [FM]),", row, maxsplit=1)
    return before.rpartition(", ")[2]


def text_to(reply: Json) -> str:
    return str(reply["recipient"][0]["display"])


def local(due: str) -> str:
    """The time of day at the clinic."""
    return f"{moment(due).astimezone(ZoneInfo('America/Chicago')):%H:%M}"
