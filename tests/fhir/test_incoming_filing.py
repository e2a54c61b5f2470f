"""Where a resource belongs, known when it arrives."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from tests.sync.examples import at, header, kept, message, task


def test_a_message_belongs_to_its_header_and_a_header_to_itself() -> None:
    assert kept(header()).thread == "Communication/thr-1"
    assert kept(message()).thread == "Communication/thr-1"
    assert kept(message()).patient == "Patient/p1"


def test_a_message_that_only_answers_another_is_looked_up_through_it() -> None:
    found = kept(message(partOf=[], inResponseTo=[{"reference": "Communication/m-0"}]))
    assert (found.thread, found.focus) == (None, "Communication/m-0")


def test_a_task_belongs_to_the_thread_it_is_about() -> None:
    assert kept(task()).thread == "Communication/thr-1"
    assert kept(task()).patient == "Patient/p1"


def test_a_refill_task_is_looked_up_through_its_parent() -> None:
    refill = task(focus={"reference": "MedicationRequest/mr"}, partOf=[{"reference": "Task/t-0"}])
    assert (kept(refill).thread, kept(refill).focus) == (None, "Task/t-0")


@pytest.mark.parametrize(
    ("type_name", "fields"),
    [
        ("Condition", {"subject": {"reference": "Patient/p1"}}),
        ("AllergyIntolerance", {"patient": {"reference": "https://far.example/fhir/Patient/p1"}}),
        ("RelatedPerson", {"patient": {"reference": "Patient/p1/_history/2"}}),
        (
            "Appointment",
            {
                "participant": [
                    {"actor": {"reference": "Practitioner/x"}},
                    {"actor": {"reference": "Patient/p1"}},
                ]
            },
        ),
        (
            "CareTeam",
            {
                "subject": {"reference": "Patient/p1"},
                "participant": [{"member": {"reference": "Practitioner/x"}}],
            },
        ),
    ],
)
def test_what_a_chart_is_made_of_is_filed_under_its_patient(type_name: str, fields: dict[str, Any]) -> None:
    assert kept({"resourceType": type_name, **fields}).patient == "Patient/p1"


def test_a_patient_is_filed_under_themselves_and_a_pool_under_nobody() -> None:
    assert kept({"resourceType": "Patient", "id": "p1"}).patient == "Patient/p1"
    assert kept({"resourceType": "HealthcareService"}).patient is None


def test_the_bytes_are_kept_as_they_came() -> None:
    body = b'{"resourceType":"Task","id":"t","unknown":  [1.50],"status":"requested"}'
    found = filed(decode(body))
    assert found.body == body


def test_a_subject_of_a_wrong_type_files_the_resource_under_nobody() -> None:
    wrong = msgspec.json.encode(
        {"resourceType": "Condition", "id": "c", "subject": "Patient/p1", "meta": {"lastUpdated": at(0)}}
    )
    assert filed(decode(wrong)).patient is None
