"""Reports, single values and answered questionnaires as real servers send them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from inbox.domain.filed import Filed
from inbox.fhir import incoming

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def kept(type: str, id: str, **fields: Any) -> Filed:
    body = {"resourceType": type, "id": id, **fields}
    return Filed(type, id, "1", NOON, msgspec.json.encode(body))


def observed(id: str, **fields: Any) -> Filed:
    code = {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"}
    return kept("Observation", id, **({"status": "final", "code": code} | fields))


def quantity(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": "mmol/L", **more}


def test_a_value_has_its_range_and_what_the_laboratory_says() -> None:
    high = [{"coding": [{"code": "H"}]}]
    limits = [{"low": quantity(3.5), "high": quantity(5.1)}]
    (value,) = incoming.values(
        [observed("k", valueQuantity=quantity(5.9), referenceRange=limits, interpretation=high)]
    )
    assert (value.text, value.unit, value.low, value.high, value.flag) == ("5.9", "mmol/L", 3.5, 5.1, "high")


def test_words_and_bounds_are_values_too_and_an_empty_one_is_none() -> None:
    told = incoming.values(
        [
            observed("a", valueString="not detected"),
            observed("b", valueQuantity=quantity(0.5, comparator="<")),
            observed("c", valueCodeableConcept={"text": "positive"}),
            observed("d"),
            observed("e", status="entered-in-error", valueString="wrong"),
        ]
    )
    assert [(value.text, value.number) for value in told] == [
        ("not detected", None),
        ("<0.5", None),
        ("positive", None),
    ]


def test_a_report_has_values_of_its_own_and_those_it_refers_to() -> None:
    inside = {
        "resourceType": "Observation", "id": "na", "status": "final",
        "code": {"text": "Sodium"}, "valueQuantity": quantity(140),
    }  # fmt: skip
    resources = [
        observed("k", valueQuantity=quantity(4.2)),
        kept(
            "DiagnosticReport", "1", status="final", code={"text": "Basic panel"}, contained=[inside],
            result=[{"reference": "https://example.org/fhir/Observation/k/_history/2"}, {"reference": "#na"}],
        ),
    ]  # fmt: skip
    (report,) = incoming.reports(resources, incoming.values(resources))
    assert [(value.name, value.text) for value in report.values] == [("Potassium", "4.2"), ("Sodium", "140")]
    assert report.final


def test_a_questionnaire_is_read_through_its_groups_with_the_weight_of_each_answer() -> None:
    weight = [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}]
    ninth = {
        "linkId": "9", "text": "Better off dead",
        "answer": [{"valueCoding": {"display": "More than half the days", "extension": weight}}],
    }  # fmt: skip
    free = {"linkId": "10", "text": "Anything else", "answer": [{"valueString": "I cannot sleep"}]}
    left = {"linkId": "11", "text": "Weight"}
    (told,) = incoming.questionnaires(
        [
            kept(
                "QuestionnaireResponse", "1", status="completed", authored="2026-03-16T15:00:00Z",
                questionnaire="http://example.org/Questionnaire/phq-9|1.0",
                item=[{"linkId": "g", "text": "Group", "item": [ninth, free, left]}],
            ),
            kept("QuestionnaireResponse", "2", status="in-progress"),
        ]
    )  # fmt: skip
    assert told.title == "PHQ-9"
    assert [(a.link, a.text, a.number, a.free) for a in told.answers] == [
        ("9", "More than half the days", 2, False),
        ("10", "I cannot sleep", None, True),
        ("11", "", None, False),
    ]
