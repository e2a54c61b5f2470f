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
    refused = card_of(extension=[{"url": url, "valueCoding": {"code": "373067005"}}])
    assert (refused.interpreter, refused.interpreter_asked) == (False, True)
    assert not card_of().interpreter_asked


def test_a_patient_who_died_and_a_record_that_was_merged_are_said_to_be_so() -> None:
    assert card_of(deceasedBoolean=True).deceased
    assert card_of(deceasedDateTime="2026-01-02").deceased
    assert card_of(link=[{"type": "replaced-by"}]).inactive
    assert card_of(active=False).inactive
    assert not card_of(link=[{"type": "seealso"}]).inactive


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


def test_no_known_allergies_of_one_kind_says_nothing_of_the_others() -> None:
    drugs = {
        "resourceType": "AllergyIntolerance",
        "code": {"coding": [{"code": "409137002"}], "text": "No known drug allergies"},
    }
    (found,) = chart_of(drugs).allergies
    assert (found.none_known, found.partly, found.substance) == (True, True, "No known drug allergies")


def test_an_allergy_without_a_name_is_not_lost_and_its_worst_severity_counts() -> None:
    allergy = {"resourceType": "AllergyIntolerance", "verificationStatus": concept("unconfirmed")}
    rash, shock = {"severity": "mild", "manifestation": [{"text": "Rash"}]}, {"severity": "severe"}
    (found,) = chart_of(allergy | {"reaction": [rash, shock]}).allergies
    assert (found.substance, found.reaction, found.severe, found.severity) == ("", "Rash", True, "severe")
    assert not found.confirmed
    (named,) = chart_of(allergy | {"reaction": [{"substance": {"text": "Bee venom"}}]}).allergies
    assert named.substance == "Bee venom"


def test_what_was_entered_in_error_is_nowhere() -> None:
    wrong = concept("entered-in-error")
    found = chart_of(
        {"resourceType": "AllergyIntolerance", "code": {"text": "Latex"}, "verificationStatus": wrong},
        {"resourceType": "Condition", "code": {"text": "Gout"}, "verificationStatus": wrong},
        {"resourceType": "Condition", "code": {"text": "Flu"}, "verificationStatus": wrong}
        | {"clinicalStatus": concept("resolved")},
        order(status="entered-in-error"),
        dispense("2026-02-05", status="entered-in-error", performer=[{"actor": {"display": "Elsewhere"}}]),
        observed(7.1, "2026-02-01", status="entered-in-error"),
        {"resourceType": "Encounter", "status": "entered-in-error", "period": {"start": "2026-02-01"}},
        {"resourceType": "Appointment", "status": "entered-in-error", "start": "2026-04-01T10:00:00Z"},
        {"resourceType": "CareTeam", "status": "entered-in-error", "participant": [{"member": {}}]},
    )
    assert found == Chart()


def test_a_problem_that_is_over_is_told_apart() -> None:
    flu = {"resourceType": "Condition", "code": {"text": "Flu"}, "abatementDateTime": "2026-01-20"}
    gout = {"resourceType": "Condition", "code": {"text": "Gout"}, "clinicalStatus": concept("resolved")}
    found = chart_of(flu, gout, gout | {"clinicalStatus": concept("active")})
    assert [one.name for one in found.problems] == ["Gout"]
    assert [(one.name, one.until) for one in found.past_problems] == [("Flu", date(2026, 1, 20))]


def test_a_medicine_names_its_prescriber_and_its_schedule() -> None:
    found = chart_of(
        order(
            requester={"reference": "Practitioner/d", "display": "Dr. S"},
            note=[{"text": "Controlled substance, schedule II"}],
        ),
        order(id="other", note=[{"text": "DEA C-4. Take on schedule 3 times a day"}], status="on-hold"),
        order(id="third", note=[{"text": "Keep to the schedule"}]),
    ).medicines
    assert [(one.schedule, one.on_hold) for one in found] == [("II", False), ("IV", True), ("", False)]
    assert (found[0].prescriber, found[0].ordered) == ("Dr. S", date(2026, 1, 1))


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


def test_two_spellings_of_one_unit_are_one_line() -> None:
    found = chart_of(
        observed(120, "2026-02-01", valueQuantity={"value": 120, "unit": "mm[Hg]"}),
        observed(130, "2026-02-02", valueQuantity={"value": 130, "unit": "mmHg"}),
        observed(16, "2026-02-03", valueQuantity={"value": 16, "unit": "kPa"}),
    ).results
    assert [(one.unit, len(one.readings)) for one in found] == [("kPa", 1), ("mmHg", 2)]


def test_what_the_laboratory_says_of_a_value_counts_where_it_gives_no_range() -> None:
    critical = [concept("HH")]
    (found,) = chart_of(observed(9.9, "2026-02-01", interpretation=critical)).results
    assert (found.standing, found.final) == ("critical", True)
    limits = [{"low": {"value": 4}, "high": {"value": 12}}]
    flagged = observed(9.9, "2026-02-01", interpretation=[concept("H")], referenceRange=limits)
    assert chart_of(flagged).results[0].standing == ""
    (early,) = chart_of(observed(9.9, "2026-02-01", status="preliminary")).results
    assert not early.final


def test_a_value_that_is_only_a_bound_is_told_as_one() -> None:
    below = {"value": 0.5, "unit": "mIU/L", "comparator": "<"}
    (found,) = chart_of(observed(0, "2026-02-01", valueQuantity=below)).results
    assert (found.last.bound, found.last.value) == ("<", 0.5)


def test_results_in_words_are_told_the_newest_of_each_kind() -> None:
    culture = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "Urine culture"},
        "category": [concept("laboratory")],
    }
    found = chart_of(
        culture | {"valueString": "No growth", "effectiveDateTime": "2026-01-01"},
        culture | {"valueCodeableConcept": {"text": "E. coli"}, "effectiveDateTime": "2026-02-01"},
        culture | {"valueString": "wrong", "effectiveDateTime": "2026-02-09", "status": "entered-in-error"},
        culture
        | {"category": [], "code": {"text": "Smokes"}, "valueString": "never", "issued": "2026-01-01"},
    ).findings
    assert [(one.name, one.text, one.at.month) for one in found] == [("Urine culture", "E. coli", 2)]


def test_a_low_lower_pressure_is_out_of_range_too() -> None:
    def part(code: str, value: float, low: float, high: float) -> dict[str, Any]:
        limits = [{"low": {"value": low}, "high": {"value": high}}]
        quantity = {"value": value, "unit": "mmHg"}
        return {"code": concept(code, LOINC), "valueQuantity": quantity, "referenceRange": limits}

    parts = [part("8480-6", 128, 90, 130), part("8462-4", 96, 60, 80)]
    pressure = observed(0, "2026-02-02", code=concept("85354-9", LOINC), component=parts, valueQuantity=None)
    by = {"reference": "RelatedPerson/m", "display": "Ines Duarte"}
    (found,) = chart_of(pressure | {"performer": [by]}).home_readings
    assert (found.low, found.high, found.second_high, found.standing) == (90, 130, 80, "high")
    assert found.by == "Ines Duarte"


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
    )
    assert [(one.name, one.what) for one in found.proxies] == [("Now", "mother")]
    assert [(one.name, one.active) for one in found.other_proxies] == [
        ("Inactive", False),
        ("Ended", True),
        ("Later", True),
    ]


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
