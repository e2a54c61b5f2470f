"""A laboratory result in words, as some laboratories send them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.fhir import HL7, LOINC, Json, concept, instant, reference, resource
from portal.clinic.people import Person
from portal.clinic.pools import CLINIC, CLINIC_NAME


def words_ref(one: Person) -> str:
    """The result in words of a patient."""
    return f"Observation/{one.id}-in-words"


def word_resources(scene: Json, one: Person, now: datetime) -> Iterator[Json]:
    """The result of `scene` that is no number."""
    if "words_result" not in scene:
        return
    told = scene["words_result"]
    at = now - timedelta(days=told["days"])
    yield resource(
        "Observation",
        words_ref(one).partition("/")[2],
        at,
        status="final",
        category=[concept(HL7 + "observation-category", "laboratory", "Laboratory")],
        code=concept(LOINC, told["loinc"], told["name"], told["name"]),
        subject=reference(one.ref, one.name),
        effectiveDateTime=instant(at),
        issued=instant(at),
        performer=[reference(CLINIC, CLINIC_NAME)],
        valueString=told["value"],
        interpretation=[concept(HL7 + "v3-ObservationInterpretation", told["flag"])],
    )
