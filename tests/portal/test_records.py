"""The seeded records as the program reads them: everything, nothing, and what was struck out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pytest

from inbox.domain.filed import Filed
from inbox.domain.patient import Chart, PatientCard
from inbox.fhir.incoming import Directory, chart, filed
from inbox.fhir.incoming.patients import card
from inbox.fhir.resource import decode
from portal.clinic import build
from portal.clinic.fhir import Json
from portal.clinic.reading import chart_of

NOW = datetime(2026, 11, 18, 16, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def clinic() -> list[Filed]:
    return [filed(decode(msgspec.json.encode(one))) for one in build(7, 4, 100, NOW).resources]


def record(clinic: list[Filed], number: int) -> tuple[PatientCard, Chart]:
    own = [one for one in clinic if one.patient == f"Patient/p{number}" and one.thread is None]
    patient = next(one for one in own if one.type == "Patient")
    return card(patient, Directory()), chart(own, NOW, fetched_at=NOW)


def test_one_record_has_every_piece_that_the_panel_shows(clinic: list[Filed]) -> None:
    patient, found = record(clinic, 95001)
    assert patient.interpreter and len(patient.phones) == 2 and patient.emergency and patient.pcp
    assert [(one.substance, one.severity, one.confirmed) for one in found.allergies] == [
        ("Penicillin", "severe", True),
        ("Latex", "mild", True),
        ("Sulfa", "moderate", False),
    ]
    assert [one.name for one in found.past_problems] == ["Pneumonia"] and len(found.problems) == 2
    assert {one.schedule for one in found.medicines} == {"", "IV"} and found.pharmacy
    assert {one.unit for one in found.results if one.name == "Glucose"} == {"mg/dL", "mmol/L"}
    assert {one.standing for one in found.results} >= {"high"} and any(not one.final for one in found.results)
    assert any(one.flag == "critical" for one in found.results)
    assert [one.text for one in found.findings] == ["E. coli"]
    assert [(one.by, one.standing) for one in found.home_readings] == [(found.proxies[0].name, "high")]
    assert found.last_visit and found.next_visit and found.care_team
    assert [one.what for one in found.proxies] == ["daughter"]
    assert [one.what for one in found.other_proxies] == ["son"]


def test_one_record_says_nothing_but_a_name(clinic: list[Filed]) -> None:
    patient, found = record(clinic, 95002)
    assert patient.name
    assert (patient.birth_date, patient.sex, patient.mrn, patient.phones) == (None, "", "", ())
    assert found == Chart(fetched_at=NOW)


def test_of_one_record_nothing_that_was_struck_out_is_read(clinic: list[Filed]) -> None:
    patient, found = record(clinic, 95003)
    struck = [one for one in clinic if b"truck out" in one.body and one.patient == patient.id]
    assert {one.type for one in struck} >= {"AllergyIntolerance", "Condition", "Observation", "Appointment"}
    assert b"truck" not in msgspec.json.encode(found)


@dataclass
class Shelf:
    """The portal's resources as its patients' side searches them."""

    resources: list[Json]

    def now(self) -> datetime:
        return NOW

    def search(self, resource_type: str, /, **params: str) -> list[Json]:
        whose = params["patient"]
        return [
            one
            for one in self.resources
            if one["resourceType"] == resource_type and f'"{whose}"' in msgspec.json.encode(one).decode()
        ]

    def create(self, resource: Json) -> Json:
        raise NotImplementedError

    def update(self, resource: Json) -> Json:
        raise NotImplementedError


@pytest.mark.parametrize("number", [95001, 95002, 95003])
def test_who_has_such_a_record_can_write_again_while_the_portal_runs(number: int) -> None:
    shelf = Shelf(list(build(7, 4, 100, NOW).resources))
    patient = next(one for one in shelf.resources if one["id"] == f"p{number}")
    again = chart_of(shelf, patient)
    assert again.person.ref == f"Patient/p{number}"
    assert not any(result.value == 9.9 for result in again.results)


def test_the_same_arguments_make_the_same_records(clinic: list[Filed]) -> None:
    again = [filed(decode(msgspec.json.encode(one))) for one in build(7, 4, 100, NOW).resources]
    assert again == clinic
