"""Visits, who reads a reply, and messages about somebody else: from the key to what the portal holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, Stage

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

Json = dict[str, Any]


def goes_to(person: Person, key: str) -> str:
    """Find the written conversation `key` in the pool; gives its item."""
    item = f"Task/task-{key}"
    person.goes_to(lambda row: row.line.item == item)
    person.waits_until(lambda: person.workspace.reading.target == person.item, "it on screen")
    return item


def outputs(portal: PortalProcess, item: str, code: str) -> list[Json]:
    found = portal.task(item).get("output", [])
    return [one for one in found if one["type"]["coding"][0]["code"] == code]


def recipients(portal: PortalProcess, thread: str) -> list[str]:
    """To whom this station's replies in a thread went."""
    mine = [one for one in portal.written_here() if one.get("partOf", [{}])[0].get("reference") == thread]
    return [to["reference"] for one in mine for to in one["recipient"]]


def leaves(person: Person, arrived: Callable[[], object]) -> None:
    """Let the undo time pass, and wait for it on the portal."""
    person.sees("leaves in")
    person.lets_the_undo_time_pass()
    person.waits_until(arrived, "it on the portal")
    person.sees("All confirmed")


def test_a_message_becomes_an_appointment_request_with_its_phrase(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    item = goes_to(nurse, "convert")
    nurse.has_looked()
    nurse.presses("o")
    nurse.sees("Convert to which visit?")
    nurse.presses("2")
    nurse.sees("we need to see you")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    leaves(nurse, lambda: portal.replies("Communication/thr-convert"))
    (asked,) = [one for one in portal.all("Appointment") if one["status"] == "proposed"]
    assert asked["description"] == "Acne cream and my plans"
    assert asked["supportingInformation"] == [{"reference": "Communication/thr-convert"}]
    (link,) = outputs(portal, item, "visit")
    assert link["valueReference"]["reference"] == f"Appointment/{asked['id']}"
    assert len(portal.replies("Communication/thr-convert")) == 1
    assert portal.status(item) == "on-hold"


def test_a_proxy_whose_access_ran_out_gets_nothing_and_the_patient_is_answered(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    goes_to(nurse, "proxy-ended")
    nurse.sees("could write for the patient until")
    nurse.presses("r")
    nurse.types("Shoes with a rubber sole.")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    nurse.is_told("could write for the patient until")
    nurse.presses("Esc Shift+R")
    nurse.sees("Who reads the reply?")
    nurse.presses("1")
    nurse.presses("Shift+R")
    nurse.sees("Not to")
    nurse.presses("1")
    nurse.presses("r")
    nurse.presses("Ctrl+Enter")
    leaves(nurse, lambda: portal.replies("Communication/thr-proxy-ended"))
    assert [ref.partition("/")[0] for ref in recipients(portal, "Communication/thr-proxy-ended")] == [
        "Patient"
    ]


def test_an_active_proxy_is_answered_at_once(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    goes_to(nurse, "proxy-active")
    nurse.presses("r")
    nurse.types("Please come in on Friday.")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    leaves(nurse, lambda: portal.replies("Communication/thr-proxy-active"))
    (to,) = recipients(portal, "Communication/thr-proxy-active")
    assert to.startswith("RelatedPerson/")


def test_a_teenager_is_answered_alone_and_only_once_that_is_confirmed(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nurse = person("colette")
    nurse.signs_in()
    nurse.lets_everything_load()
    goes_to(nurse, "teen-confidential")
    nurse.sees("nothing goes to a proxy")
    nurse.presses("r")
    nurse.types("Take it today.")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    nurse.sees("Nobody else gets it")
    assert portal.replies("Communication/thr-teen-confidential") == []
    nurse.presses("y")
    leaves(nurse, lambda: portal.replies("Communication/thr-teen-confidential"))
    (to,) = recipients(portal, "Communication/thr-teen-confidential")
    assert to.startswith("Patient/")


def test_a_message_about_somebody_else_goes_to_the_records_with_its_reason(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    item = goes_to(nurse, "wrong-patient")
    account = portal.task(item)["for"]["reference"]
    nurse.has_looked()
    nurse.presses("w")
    nurse.sees("How do you know?")
    nurse.presses("1")
    leaves(nurse, lambda: portal.replies("Communication/thr-wrong-patient"))
    assert portal.owner(item) == "HealthcareService/billing-and-records"
    assert portal.task(item)["for"]["reference"] == account
    assert len(outputs(portal, item, "wrong-patient")) == 1
    (reply,) = portal.replies("Communication/thr-wrong-patient")
    assert "someone else" in reply
    assert "rash" not in reply
    reasons = [
        one["reason"][0]["text"]
        for one in portal.all("Provenance")
        if one["activity"]["coding"][0]["code"] == "wrong-patient"
    ]
    assert reasons == ["It is about somebody in the family"]


def test_who_was_not_seen_for_years_is_offered_a_visit(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    item = goes_to(nurse, "not-eligible")
    nurse.sees("not in 24 months, and no visit is booked")
    nurse.has_looked()
    nurse.presses("Shift+O")
    nurse.sees("It has been a long time")
    nurse.has_looked()
    nurse.presses("Ctrl+Enter")
    leaves(nurse, lambda: portal.replies("Communication/thr-not-eligible"))
    (asked,) = [one for one in portal.all("Appointment") if one["status"] == "proposed"]
    assert asked["comment"] == "Thursday, in the morning, not Monday"
    assert len(outputs(portal, item, "visit")) == 1


def test_a_physician_keeps_minutes_on_an_e_visit(
    person: Callable[[str], Person], portal: PortalProcess, stage: Stage
) -> None:
    physician = person("solheim")
    physician.signs_in()
    physician.lets_everything_load()
    physician.presses("/")
    physician.types("heartburn")
    physician.presses("Enter")
    item = goes_to(physician, "e-visit-agreed")
    physician.sees("yes to an e-visit is not recorded")
    physician.presses("Shift+Y")
    leaves(physician, lambda: outputs(portal, item, "visit-consent"))
    physician.presses("m")
    physician.is_told("Your minutes run since")
    stage.clock.ahead += timedelta(minutes=4)
    physician.presses("m")
    physician.sees("as my own time")
    physician.presses("1")
    physician.sees("4 minutes count")
    physician.waits_until(lambda: outputs(portal, item, "handling-time"), "the minutes on the portal")
    (kept,) = outputs(portal, item, "handling-time")
    assert kept["valueDuration"]["code"] == "min"
    assert 4 <= kept["valueDuration"]["value"] < 5
    assert len(outputs(portal, item, "visit-consent")) == 1
