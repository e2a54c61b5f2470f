"""Visits, consent, time and the wrong-patient mark on the wire: valid R4, made once, read back as it was."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from fhirclient.models.appointment import Appointment
from fhirclient.models.encounter import Encounter
from fhirclient.models.task import Task

from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import MessageId
from inbox.domain.operations import AnyOperation, AskVisit, KeepTime, RecordConsent, SendToRecords
from inbox.domain.people import Party, Role
from inbox.domain.visit import Draft, How
from inbox.domain.work_item import WorkItem
from inbox.fhir import incoming
from inbox.fhir.codes import OPERATION, TIMED_BY, TIMED_PERIOD
from inbox.fhir.outgoing import writes
from inbox.fhir.write import Write
from tests.sync.examples import (
    ITEM,
    NINE,
    NURSE,
    THREAD,
    conversation,
    entry,
    header,
    kept,
    message,
    parameter,
    reading,
)

VISIT = AskVisit(item=ITEM, how=How.IN_PERSON, reason="A cough", when="any morning")
ONLINE = AskVisit(item=ITEM, how=How.ONLINE)
YES = RecordConsent(item=ITEM, message=MessageId("Communication/m-1"), given=NINE)
MINUTES = KeepTime(item=ITEM, start=NINE, end=NINE + timedelta(minutes=6, seconds=30))
MARK = SendToRecords(item=ITEM, to=Party("HealthcareService/records", "Records"), reason="About her brother")
MODELS = {"Task": Task, "Appointment": Appointment, "Encounter": Encounter}


def asked(*operations: AnyOperation, role: Role = Role.PRESCRIBER, **options: Any) -> dict[str, Write]:
    """What is asked of the server, by resource type; each is valid R4."""
    chain: list[Entry] = [
        msgspec.structs.replace(entry(one, name=f"op-{number}"), role=role)
        for number, one in enumerate(operations)
    ]
    made = writes(chain, conversation(), reading(), NINE, reasons=False, **options)
    for write in made:
        body = json.loads(write.body)
        MODELS[body["resourceType"]](body, strict=True)
    return {json.loads(write.body)["resourceType"]: write for write in made}


def body_of(write: Write) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(write.body)
    return body


def read_back(write: Write) -> WorkItem:
    truth: list[Filed] = [*conversation()[:2], kept(body_of(write), version="6")]
    there = reading().thread(THREAD, truth)
    assert there is not None
    return there.items[0]


def output(write: Write, code: str) -> list[dict[str, Any]]:
    return [one for one in body_of(write).get("output", []) if one["type"]["coding"][0]["code"] == code]


def test_a_visit_is_a_proposed_appointment_made_once_and_linked_from_the_work() -> None:
    made = asked(VISIT)
    appointment = body_of(made["Appointment"])
    assert (appointment["status"], appointment["comment"]) == ("proposed", "any morning")
    assert appointment["participant"] == [{"actor": {"reference": "Patient/p1"}, "status": "needs-action"}]
    assert appointment["supportingInformation"] == [{"reference": THREAD}]
    assert made["Appointment"].if_none_exist == f"identifier={OPERATION}|op-0"
    (link,) = output(made["Task"], "visit")
    assert link["valueReference"]["reference"] == made["Appointment"].full_url == "urn:uuid:op-0"


def test_one_by_one_the_link_names_what_was_made_by_its_identifier() -> None:
    (link,) = output(asked(VISIT, together=False)["Task"], "visit")
    assert "reference" not in link["valueReference"]
    assert link["valueReference"]["identifier"] == {"system": OPERATION, "value": "op-0"}


def test_an_e_visit_is_a_virtual_encounter_that_does_not_point_to_the_thread() -> None:
    made = asked(ONLINE)
    encounter = body_of(made["Encounter"])
    assert (encounter["class"]["code"], encounter["status"]) == ("VR", "planned")
    assert encounter["participant"][0]["individual"]["reference"] == NURSE
    assert THREAD not in made["Encounter"].body.decode()


@pytest.mark.parametrize(
    ("operation", "role", "taken", "draft"),
    [
        (VISIT, Role.RN, frozenset[str](), Draft.NOT_TAKEN),
        (ONLINE, Role.PRESCRIBER, frozenset({"Appointment"}), Draft.NOT_TAKEN),
        (ONLINE, Role.RN, frozenset({"Appointment", "Encounter"}), Draft.PRESCRIBERS),
    ],
)
def test_what_the_server_does_not_take_stays_a_draft_that_says_so(
    operation: AskVisit, role: Role, taken: frozenset[str], draft: Draft
) -> None:
    made = asked(operation, role=role, taken=taken)
    assert made.keys() == {"Task"}
    assert output(made["Task"], "visit") == []
    assert read_back(made["Task"]).visits[0].draft is draft


def test_all_that_was_recorded_is_read_back_as_it_was() -> None:
    made = asked(VISIT, YES, MINUTES, MARK)
    chain = [entry(one, name=f"op-{number}") for number, one in enumerate((VISIT, YES, MINUTES, MARK))]
    there = reading().thread(THREAD, conversation())
    assert there is not None
    for one in chain:
        there = one.operation.apply(there, one.stamp)
    expected, found = there.items[0], read_back(made["Task"])
    assert (found.visits, found.consent, found.times, found.wrong_patient) == (
        expected.visits,
        expected.consent,
        expected.times,
        expected.wrong_patient,
    )


def test_time_is_a_duration_in_minutes_that_says_whose_it_is() -> None:
    (kept_time,) = output(asked(MINUTES)["Task"], "handling-time")
    assert kept_time["valueDuration"] == {
        "value": 6.5, "unit": "min", "system": "http://unitsofmeasure.org", "code": "min",
    }  # fmt: skip
    assert {one["url"] for one in kept_time["extension"]} == {TIMED_PERIOD, TIMED_BY}
    assert kept_time["id"] == "op-0"


def test_a_bare_duration_of_others_is_nobodys_time() -> None:
    others = parameter("handling-time", valueDuration={"value": 9, "unit": "min"})
    there = reading().thread(THREAD, conversation(output=[others]))
    assert there is not None
    assert there.items[0].times == ()


def test_what_others_wrote_in_their_own_form_asks_for_no_visit_but_a_mark_is_a_mark() -> None:
    odd = [parameter("visit-request", valueString="please"), parameter("wrong-patient", valueString="yes")]
    there = reading().thread(THREAD, conversation(output=odd))
    assert there is not None
    assert there.items[0].visits == ()
    assert there.items[0].wrong_patient is not None


def test_a_message_labelled_restricted_makes_its_thread_so() -> None:
    label = {
        "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]
    }
    plain, labelled = kept(message()), kept(message(meta=label))
    for body, restricted in ((plain, False), (labelled, True)):
        there = reading().thread(THREAD, [kept(header()), body])
        assert there is not None
        assert there.restricted is restricted


def test_labels_on_the_chart_are_read() -> None:
    label = {"security": [{"code": "V"}]}
    resources = [
        kept({"resourceType": "MedicationRequest", "id": "m", "meta": label, "status": "active",
              "medicationCodeableConcept": {"text": "Levonorgestrel"}}),
        kept({"resourceType": "Encounter", "id": "e", "meta": label, "status": "finished",
              "period": {"start": "2026-01-05T10:00:00Z"}}),
        kept({"resourceType": "Observation", "id": "o", "meta": label, "status": "final",
              "code": {"text": "hCG"}, "valueQuantity": {"value": 1},
              "effectiveDateTime": "2026-01-05T10:00:00Z"}),
    ]  # fmt: skip
    chart = incoming.chart(resources, NINE)
    assert chart.medicines[0].restricted
    assert chart.results[0].restricted
    assert chart.last_visit is not None
    assert chart.last_visit.restricted


def test_everybody_who_may_or_might_write_is_read_with_their_period() -> None:
    body = {
        "resourceType": "RelatedPerson", "id": "r", "active": False, "patient": {"reference": "Patient/p1"},
        "relationship": [{"text": "mother"}], "name": [{"given": ["Bea"], "family": "Example"}],
        "period": {"start": "2020-01-01", "end": "2025-12-31"},
    }  # fmt: skip
    (one,) = incoming.chart([kept(body)], NINE).other_proxies
    assert (one.ref, one.name, one.what, one.active) == ("RelatedPerson/r", "Bea Example", "mother", False)
    assert (str(one.since), str(one.until)) == ("2020-01-01", "2025-12-31")
