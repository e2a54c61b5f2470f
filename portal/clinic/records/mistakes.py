"""The record in which all that is wrong has been struck out: none of it may ever be shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.fhir import Json, instant, quantity, reference, resource
from portal.clinic.people import Person
from portal.clinic.records.entries import allergy, observed, problem

_WRONG = "entered-in-error"
_DAY = timedelta(days=1)


def mistakes(one: Person, now: datetime) -> Iterator[Json]:
    """Every kind of entry, entered in error."""
    at, patient = now - 20 * _DAY, reference(one.ref, one.name)
    yield allergy(one, "Struck out penicillin", at, checked=_WRONG)
    yield problem(one, "Struck out angina", at - 300 * _DAY, at, checked=_WRONG)
    yield observed(one, "struck-out", "2823-3", "Struck out potassium", at, status=_WRONG,
                   valueQuantity=quantity(9.9, "mmol/L"))  # fmt: skip
    medicine = {"text": "Struck out warfarin 5 mg tablet"}
    yield resource("MedicationRequest", f"{one.id}-struck-out", at, status=_WRONG, intent="order",
                   medicationCodeableConcept=medicine, subject=patient, authoredOn=instant(at))  # fmt: skip
    yield resource("MedicationDispense", f"{one.id}-struck-out-fill", at, status=_WRONG,
                   medicationCodeableConcept=medicine, subject=patient, daysSupply=quantity(30, "days", "d"),
                   whenHandedOver=instant(at))  # fmt: skip
    yield resource("Appointment", f"{one.id}-struck-out", at, status=_WRONG,
                   description="Struck out visit", start=instant(now + 5 * _DAY),
                   end=instant(now + 5 * _DAY + timedelta(minutes=20)),
                   participant=[{"actor": patient, "status": "accepted"}])  # fmt: skip
    yield resource("CareTeam", f"{one.id}-struck-out", at, status=_WRONG, name="Struck out team",
                   subject=patient)  # fmt: skip
