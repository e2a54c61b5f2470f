"""The work of the office and of prescribers end to end: read, answered or routed, finished by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person

pytestmark = [pytest.mark.proof, pytest.mark.timeout(180)]


def goes_to(person: Person, key: str) -> str:
    """The cursor on the written conversation of that key, looked at; gives its Task."""
    item = f"Task/task-{key}"
    person.goes_to(lambda row: row.line.item == item)
    person.waits_until(lambda: person.workspace.reading.target == person.item, "it on screen")
    person.has_looked()
    return item


def closed(person: Person, portal: PortalProcess, item: str) -> list[str]:
    """Once the undo time has passed and it is closed on the portal: what was written to the patient."""
    person.sees("leaves in")
    person.lets_the_undo_time_pass()
    person.waits_until(lambda: portal.status(item) == "completed", "it closed on the portal")
    return portal.replies(str(portal.task(item)["focus"]["reference"]))


def test_an_appointment_a_bill_and_a_request_for_records_are_seen_to_at_the_front_desk(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    marisol = person("marisol")
    marisol.signs_in()
    marisol.lets_everything_load()

    item = goes_to(marisol, "move-visit")
    marisol.sees("Tuesday, Wednesday, in the afternoon, not Friday")
    marisol.sees("(in 9 days) · Check-up")
    marisol.presses("1")
    [said] = closed(marisol, portal, item)
    patient = portal.task(item)["for"]["reference"]
    [booked] = [one for one in portal.all("Appointment") if patient in str(one["participant"])]
    assert str(int(booked["start"][8:10])) in said, "the day that stands on the chart"

    item = goes_to(marisol, "bill-visit")
    marisol.sees("a bill or insurance, it seems")
    marisol.presses("r")
    marisol.types("The second line was a mistake and is gone.")
    marisol.has_looked()
    marisol.presses("Ctrl+Shift+Enter")
    assert closed(marisol, portal, item) == ["The second line was a mistake and is gone."]

    item = goes_to(marisol, "records-copy")
    marisol.sees("copies of records, it seems")
    marisol.presses("f")
    marisol.sees("Forms and letters")
    marisol.types("forms")
    marisol.presses("Enter")
    marisol.lets_the_undo_time_pass()
    marisol.waits_until(
        lambda: portal.owner(item) == "HealthcareService/forms-and-letters", "it with the forms desk"
    )


def test_a_form_and_a_referral_are_seen_to_by_who_may_not_order_one(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    owen = person("owen")
    owen.signs_in()
    owen.lets_everything_load()

    item = goes_to(owen, "form-school")
    owen.sees("FMLA-certification.pdf")
    owen.presses("1")
    [said] = closed(owen, portal, item)
    assert "Your form is ready" in said

    item = goes_to(owen, "referral-status")
    owen.sees("Lakeshore Dermatology")
    owen.presses("1")
    owen.is_told("licence")
    owen.presses("2")
    owen.sees("leaves in")
    owen.lets_the_undo_time_pass()
    owen.waits_until(lambda: portal.status(item) == "on-hold", "it waits for the patient")
    assert len(portal.replies("Communication/thr-referral-status")) == 1


def test_a_review_is_decided_by_the_prescriber_it_is_addressed_to(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    solheim = person("solheim")
    solheim.signs_in()
    solheim.lets_everything_load()
    solheim.presses("g e")
    solheim.goes_to(lambda row: row.line.kind == "physician-review")
    item, thread = solheim.item.item, solheim.item.thread
    solheim.waits_until(lambda: solheim.workspace.reading.target == solheim.item, "it on screen")
    solheim.sees("Approve and send")
    before = portal.replies(thread)
    solheim.has_looked()
    solheim.presses("r")
    solheim.types("Start with the sleep diary.")
    solheim.has_looked()
    solheim.presses("Ctrl+Shift+Enter")
    solheim.sees("Words only")  # it was asked about a refill
    solheim.presses("2")
    assert closed(solheim, portal, item) == [*before, "Start with the sleep diary."]
