"""Banner and chart out of a patient's resources."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.filed import Filed
from inbox.domain.patient import Chart, PatientCard
from inbox.fhir.incoming import chart
from inbox.fhir.incoming.moments import day, instant
from tests.sync.examples import concept, kept, reading

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SUBJECT = {"reference": "Patient/p1"}
LOINC = "http://loinc.org"


def card_of(**fields: Any) -> PatientCard:
    return reading().card(kept({"resourceType": "Patient", "id": "p1", **fields}))


def chart_of(*resources: dict[str, Any]) -> Chart:
    found: list[Filed] = [
        kept({"id": f"r{n}", "subject": SUBJECT, **resource}) for n, resource in enumerate(resources)
    ]
    return chart(found, NOW)


def order(**fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": "mr",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Lisinopril 10 mg"},
        "authoredOn": "2026-01-01",
        **fields,
    }


def dispense(on: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense",
        "status": "completed",
        "authorizingPrescription": [{"reference": "MedicationRequest/mr"}],
        "whenHandedOver": on,
        **fields,
    }


def observed(value: float, at: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "4548-4"}], "text": "HbA1c"},
        "effectiveDateTime": at,
        "valueQuantity": {"value": value, "unit": "%"},
        **fields,
    }


def test_the_banner_has_what_a_nurse_needs_before_calling() -> None:
    card = card_of(
        name=[{"use": "official", "given": ["Rafael", "J"], "family": "Ortega"}],
        birthDate="1961-05-06",
        gender="male",
        identifier=[{"value": "x"}, {"type": concept("MR"), "value": "MRN-7"}],
        telecom=[
            {"system": "phone", "value": "2", "use": "home", "rank": 2},
            {"system": "phone", "value": "1", "use": "mobile", "rank": 1},
            {"system": "email", "value": "r@example.org"},
        ],
        address=[{"use": "home", "line": ["1 A St"], "city": "Riverbend", "state": "IL", "postalCode": "6"}],
        contact=[
            {"relationship": [{"text": "Friend"}], "name": {"text": "F"}},
            {
                "relationship": [concept("C"), {"text": "Wife"}],
                "name": {"given": ["Lu"], "family": "O"},
                "telecom": [{"system": "phone", "value": "3"}],
            },
        ],
        communication=[
            {"language": {"text": "English"}},
            {"language": {"text": "Spanish"}, "preferred": True},
        ],
        generalPractitioner=[{"reference": "Practitioner/d", "display": "Dr. I. Solheim"}],
        extension=[
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
                "valueBoolean": True,
            }
        ],
    )
    assert (card.name, card.given, card.family, card.sex) == ("Rafael J Ortega", "Rafael J", "Ortega", "male")
    assert (card.birth_date, card.mrn, card.language, card.interpreter) == (
        date(1961, 5, 6),
        "MRN-7",
        "Spanish",
        True,
    )
    assert [(phone.what, phone.phone) for phone in card.phones] == [("mobile", "1"), ("home", "2")]
    assert card.address == "1 A St, Riverbend, IL 6"
    assert [(c.what, c.name, c.phone) for c in card.emergency] == [("Wife", "Lu O", "3"), ("Friend", "F", "")]
    assert (card.pcp, card.portal_email) == ("Dr. I. Solheim", "r@example.org")


def test_an_empty_patient_is_an_empty_banner() -> None:
    card = card_of()
    assert (card.name, card.birth_date, card.mrn, card.phones, card.interpreter) == ("", None, "", (), False)


def test_the_us_form_of_interpreter_needed_counts() -> None:
    url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed"
    assert card_of(extension=[{"url": url, "valueCoding": {"code": "373066001"}}]).interpreter
    assert not card_of(extension=[{"url": url, "valueCoding": {"code": "373067005"}}]).interpreter


def test_severe_allergies_come_first_with_their_reaction() -> None:
    allergy = {"resourceType": "AllergyIntolerance", "subject": None, "patient": SUBJECT}
    found = chart_of(
        allergy | {"code": {"text": "Latex"}},
        allergy
        | {
            "code": {"text": "Penicillin"},
            "criticality": "high",
            "reaction": [{"manifestation": [{"text": "Anaphylaxis"}]}],
        },
        allergy | {"code": {"text": "Refuted"}, "verificationStatus": concept("refuted")},
        allergy | {"code": {"text": "Past"}, "clinicalStatus": concept("resolved")},
    ).allergies
    assert [(a.substance, a.reaction, a.severe) for a in found] == [
        ("Penicillin", "Anaphylaxis", True),
        ("Latex", "", False),
    ]


def test_none_known_is_not_the_same_as_nothing_recorded() -> None:
    none_known = {
        "resourceType": "AllergyIntolerance",
        "code": {"coding": [{"code": "716186003"}], "text": "No known allergies"},
    }
    assert chart_of().allergies == ()
    assert chart_of(none_known).allergies[0].none_known
    peanut = {"resourceType": "AllergyIntolerance", "code": {"text": "Peanut"}}
    assert [a.substance for a in chart_of(none_known, peanut).allergies] == ["Peanut"]


def test_problems_are_active_once_each_newest_first() -> None:
    condition = {"resourceType": "Condition", "clinicalStatus": concept("active")}
    found = chart_of(
        condition | {"code": {"text": "Asthma"}, "onsetDateTime": "2015"},
        condition | {"code": {"text": "Asthma"}, "recordedDate": "2020-01-02"},
        condition | {"code": {"text": "Gout"}, "onsetDateTime": "2024-02-03"},
        condition | {"code": {"text": "Flu"}, "clinicalStatus": concept("resolved")},
    ).problems
    assert [(p.name, p.since) for p in found] == [("Gout", date(2024, 2, 3)), ("Asthma", date(2015, 1, 1))]


def test_a_medicine_has_its_last_fill_supply_and_refills() -> None:
    (medicine,) = chart_of(
        order(
            dosageInstruction=[{"text": "1 daily"}],
            dispenseRequest={
                "numberOfRepeatsAllowed": 3,
                "expectedSupplyDuration": {"value": 90, "code": "d"},
            },
        ),
        dispense("2026-01-05", daysSupply={"value": 30}, quantity={"value": 30, "unit": "tablets"}),
        dispense(
            "2026-02-05",
            daysSupply={"value": 30, "unit": "days"},
            quantity={"value": 30, "unit": "tablets"},
            performer=[{"actor": {"display": "Corner Drug"}}],
        ),
        dispense("2026-02-20", status="cancelled"),
    ).medicines
    assert (medicine.id, medicine.name, medicine.dose) == (
        "MedicationRequest/mr",
        "Lisinopril 10 mg",
        "1 daily",
    )
    assert (medicine.last_fill, medicine.days_supply, medicine.quantity) == (
        date(2026, 2, 5),
        30,
        "30 tablets",
    )
    assert (medicine.refills_left, medicine.pharmacy) == (2, "Corner Drug")
    assert medicine.days_left(date(2026, 3, 2)) == 5


def test_a_medicine_never_dispensed_has_no_days_left() -> None:
    (medicine,) = chart_of(
        order(dispenseRequest={"expectedSupplyDuration": {"value": 4, "unit": "weeks"}})
    ).medicines
    assert (medicine.last_fill, medicine.days_supply) == (None, 28)
    assert medicine.days_left(date(2026, 3, 2)) is None


@pytest.mark.parametrize("fields", [{"status": "stopped"}, {"intent": "proposal"}])
def test_what_is_stopped_or_only_proposed_is_not_taken(fields: dict[str, str]) -> None:
    assert chart_of(order(**fields)).medicines == ()


def test_results_are_series_with_range_and_units_never_mix() -> None:
    limits = [{"low": {"value": 4}, "high": {"value": 5.6}}]
    found = chart_of(
        observed(7.1, "2026-02-01", referenceRange=limits),
        observed(6.5, "2025-02-01"),
        observed(48, "2025-06-01", valueQuantity={"value": 48, "unit": "mmol/mol"}),
        observed(9, "2026-01-01", status="entered-in-error"),
    ).results
    assert [(one.unit, [r.value for r in one.readings]) for one in found] == [
        ("%", [6.5, 7.1]),
        ("mmol/mol", [48]),
    ]
    assert (found[0].name, found[0].code, found[0].high, found[0].standing) == (
        "HbA1c",
        "4548-4",
        5.6,
        "high",
    )


def test_home_readings_are_apart_and_blood_pressure_has_two_values() -> None:
    parts = [
        {"code": concept("8480-6", LOINC), "valueQuantity": {"value": 151, "unit": "mmHg"}},
        {"code": concept("8462-4", LOINC), "valueQuantity": {"value": 92, "unit": "mmHg"}},
    ]
    pressure = observed(0, "2026-02-02", code=concept("85354-9", LOINC), component=parts, valueQuantity=None)
    found = chart_of(pressure | {"performer": [SUBJECT]}, observed(7, "2026-02-01"))
    (home,) = found.home_readings
    assert (home.last.value, home.last.second, home.unit) == (151, 92, "mmHg")
    assert [one.name for one in found.results] == ["HbA1c"]


def test_last_and_next_visit_are_told_apart_by_now() -> None:
    who = {"actor": {"reference": "Practitioner/d", "display": "Dr. S"}}
    found = chart_of(
        {"resourceType": "Encounter", "status": "finished", "period": {"start": "2026-02-01T10:00:00Z"}},
        {
            "resourceType": "Appointment",
            "status": "booked",
            "start": "2026-03-09T10:00:00Z",
            "participant": [{"actor": SUBJECT}, who],
            "appointmentType": {"text": "Video"},
        },
        {"resourceType": "Appointment", "status": "cancelled", "start": "2026-03-05T10:00:00Z"},
        {"resourceType": "Appointment", "status": "booked", "start": "2026-05-09T10:00:00Z"},
    )
    assert found.last_visit is not None and found.next_visit is not None
    assert found.last_visit.at == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert (found.next_visit.at.day, found.next_visit.with_whom, found.next_visit.how) == (
        9,
        "Dr. S",
        "Video",
    )


def test_only_proxies_who_may_write_now_are_listed() -> None:
    proxy = {"resourceType": "RelatedPerson", "patient": SUBJECT, "relationship": [{"text": "mother"}]}
    found = chart_of(
        proxy | {"name": [{"text": "Now"}], "period": {"end": "2026-03-02"}},
        proxy | {"name": [{"text": "Inactive"}], "active": False},
        proxy | {"name": [{"text": "Ended"}], "period": {"end": "2026-03-01"}},
        proxy | {"name": [{"text": "Later"}], "period": {"start": "2026-03-03"}},
    ).proxies
    assert [(one.name, one.what) for one in found] == [("Now", "mother")]


def test_the_care_team_is_named_with_roles() -> None:
    member = {"member": {"reference": "Practitioner/d", "display": "Dr. S"}, "role": [{"text": "PCP"}]}
    team = {"resourceType": "CareTeam", "status": "active", "participant": [member, {"member": SUBJECT}]}
    assert chart_of(team).care_team == ("Dr. S (PCP)",)


TYPES = [order(), observed(1, "2026-01-01"), {"resourceType": "Condition", "code": {"text": "x"}}]


@given(st.sampled_from(TYPES), st.data())
def test_a_wrong_type_in_one_resource_never_breaks_the_chart(
    body: dict[str, Any], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from([name for name in body if name not in ("resourceType", "id")]))
    wrong = data.draw(st.sampled_from([7, "x", [], {}, [7], {"text": 7}, True]))
    found = chart_of(body | {field: wrong}, {"resourceType": "Condition", "code": {"text": "Asthma"}})
    assert "Asthma" in [one.name for one in found.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T01:00:00+02:00", datetime(2026, 3, 1, 23, tzinfo=UTC)),
        ("2026-03-02T01:00:00.123456789Z", datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)),
        ("2026-03-02T01:00:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_every_form_of_a_fhir_time_is_an_instant_or_nothing(text: str, expected: datetime | None) -> None:
    assert instant(text) == expected


@given(st.text(max_size=30))
def test_no_text_breaks_reading_a_date(text: str) -> None:
    assert day(text) is None or isinstance(day(text), date)
    assert instant(text) is None or isinstance(instant(text), datetime)
