"""The entries these records are made of."""

from __future__ import annotations

from datetime import datetime

from portal.clinic.fhir import HL7, LOINC, Json, concept, instant, quantity, reference, resource
from portal.clinic.people import Person

_WRONG = "entered-in-error"


def allergy(one: Person, name: str, at: datetime, *, checked: str = "confirmed", **fields: object) -> Json:
    """An allergy; `checked` says who vouches for it."""
    return resource(
        "AllergyIntolerance",
        f"{one.id}-{name.lower().replace(' ', '-')}",
        at,
        clinicalStatus=concept(HL7 + "allergyintolerance-clinical", "active") if checked != _WRONG else None,
        verificationStatus=concept(HL7 + "allergyintolerance-verification", checked),
        code={"text": name},
        patient=reference(one.ref, one.name),
        recordedDate=instant(at),
        **fields,
    )


def reaction(what: str, severity: str) -> list[Json]:
    """What an allergy did, and how badly."""
    return [{"manifestation": [{"text": what}], "severity": severity}]


def problem(one: Person, name: str, began: datetime, at: datetime, *, status: str = "active",
            checked: str = "confirmed", **fields: object) -> Json:  # fmt: skip
    """An entry of the problem list."""
    return resource(
        "Condition",
        f"{one.id}-{name.lower().replace(' ', '-')}",
        at,
        clinicalStatus=concept(HL7 + "condition-clinical", status) if checked != _WRONG else None,
        verificationStatus=concept(HL7 + "condition-ver-status", checked),
        category=[concept(HL7 + "condition-category", "problem-list-item", "Problem List Item")],
        code={"text": name},
        subject=reference(one.ref, one.name),
        onsetDateTime=instant(began),
        recordedDate=instant(at),
        **fields,
    )


def observed(
    one: Person, key: str, loinc: str, name: str, at: datetime, *, status: str = "final", flag: str = "",
    by: Json | None = None, **value: object,
) -> Json:  # fmt: skip
    """A result of the laboratory, or a reading that `by` took at home."""
    kind = ("vital-signs", "Vital Signs") if by else ("laboratory", "Laboratory")
    return resource(
        "Observation",
        f"{one.id}-{key}",
        at,
        status=status,
        category=[concept(HL7 + "observation-category", *kind)],
        code=concept(LOINC, loinc, name, name),
        subject=reference(one.ref, one.name),
        effectiveDateTime=instant(at),
        issued=instant(at),
        performer=[by] if by else None,
        interpretation=[concept(HL7 + "v3-ObservationInterpretation", flag)] if flag else None,
        **value,
    )


def pressure(upper: float, lower: float) -> list[Json]:
    """Both numbers of a blood pressure, each with its range."""
    return [
        _part("8480-6", "Systolic blood pressure", upper, 100, 135),
        _part("8462-4", "Diastolic blood pressure", lower, 60, 85),
    ]


def limits(low: float, high: float, unit: str) -> list[Json]:
    """A reference range."""
    return [{"low": quantity(low, unit), "high": quantity(high, unit)}]


def _part(code: str, name: str, value: float, low: float, high: float) -> Json:
    return {
        "code": concept(LOINC, code, name),
        "valueQuantity": quantity(value, "mmHg", "mm[Hg]"),
        "referenceRange": limits(low, high, "mm[Hg]"),
    }
