"""Allergies, and the entry that says there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clinic.chance import dice
from portal.clinic.fhir import HL7, RXNORM, SNOMED, Json, concept, instant, reference, resource
from portal.clinic.people import Person
from portal.clinic.words import load


@dataclass(frozen=True)
class Allergy:
    """A substance and what it did; an empty substance means that none is known."""

    id: str
    substance: str
    reaction: str = ""
    rxnorm: str = ""
    food: bool = False


def allergies(seed: int, one: Person, now: datetime) -> tuple[Allergy, ...]:
    """One or two for a third of the patients, "none known" for most others, nothing asked for a few."""
    roll = dice(seed, "allergies", one.id)
    if roll.random() < 0.34:
        rows = roll.sample(load("clinical")["allergy"], k=roll.choice((1, 1, 1, 2)))
        return tuple(
            Allergy(
                f"{one.id}-allergy{index}",
                row["name"],
                roll.choice(row["reactions"]),
                row.get("rxnorm", ""),
                row.get("food", False),
            )
            for index, row in enumerate(rows)
        )
    return (Allergy(f"{one.id}-nka", ""),) if roll.random() < 0.9 else ()


def allergy_resources(one: Person, known: tuple[Allergy, ...], now: datetime) -> Iterator[Json]:
    """AllergyIntolerance entries."""
    asked = min(now - timedelta(days=200), now)
    for allergy in known:
        fields: Json
        if not allergy.substance:
            fields = {"code": concept(SNOMED, "716186003", "No known allergy", "No known allergies")}
        else:
            code: Json = {"text": allergy.substance}
            if allergy.rxnorm:
                code = concept(RXNORM, allergy.rxnorm, allergy.substance, allergy.substance)
            severe = allergy.reaction == "Anaphylaxis"
            fields = {
                "code": code,
                "type": "allergy",
                "category": ["food" if allergy.food else "medication" if allergy.rxnorm else "environment"],
                "criticality": "high" if severe else "low",
                "reaction": [
                    {
                        "manifestation": [{"text": allergy.reaction}],
                        "severity": "severe" if severe else "mild",
                    }
                ],
            }
        yield resource(
            "AllergyIntolerance",
            allergy.id,
            asked,
            clinicalStatus=concept(HL7 + "allergyintolerance-clinical", "active"),
            verificationStatus=concept(HL7 + "allergyintolerance-verification", "confirmed"),
            patient=reference(one.ref, one.name),
            recordedDate=instant(asked),
            **fields,
        )
