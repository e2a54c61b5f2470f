"""Home readings: what patients measure themselves and upload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.clinic.chance import dice
from portal.clinic.chart.problems import Problem
from portal.clinic.fhir import HL7, LOINC, Json, concept, instant, quantity, reference, resource
from portal.clinic.hours import ZONE
from portal.clinic.people import Person
from portal.clinic.words import load

_VITALS = concept(HL7 + "observation-category", "vital-signs", "Vital Signs")
_PRESSURE = {
    "systolic": ("8480-6", "Systolic blood pressure"),
    "diastolic": ("8462-4", "Diastolic blood pressure"),
}
_SINGLE = {
    "pulse": ("8867-4", "Heart rate", "beats/min", "/min"),
    "weight": ("29463-7", "Body weight", "lb", "[lb_av]"),
    "sugar": ("41653-7", "Glucose, capillary blood by glucometer", "mg/dL", "mg/dL"),
}


@dataclass(frozen=True)
class Reading:
    """One reading; a blood pressure has `second` (diastolic), others have one value."""

    id: str
    kind: str
    at: datetime
    value: float
    second: float | None = None

    @property
    def ref(self) -> str:
        """Its reference."""
        return f"Observation/{self.id}"

    @property
    def shown(self) -> str:
        """As people write it: 142/88, 131."""
        return f"{self.value:g}" + (f"/{self.second:g}" if self.second is not None else "")


def readings(seed: int, one: Person, has: tuple[Problem, ...], now: datetime) -> tuple[Reading, ...]:
    """What those who were asked to measure at home sent in the last weeks, oldest first."""
    roll = dice(seed, "readings", one.id)
    rows = {row["key"]: row for row in load("clinical")["problem"]}
    kinds = {rows[p.key]["reading"] for p in has if p.key and "reading" in rows[p.key]}
    found: list[Reading] = []
    for kind in sorted(kinds):
        if roll.random() < 0.45:
            continue
        level = {
            "pressure": roll.gauss(138, 10),
            "sugar": roll.gauss(146, 25),
            "weight": roll.gauss(186, 32),
        }[kind]
        slope = roll.uniform(-0.02, 0.03) * level
        count, today = roll.randint(12, 24), now.astimezone(ZONE).date()
        for index in range(count):
            on = today - timedelta(days=1 + 2 * (count - index - 1) + roll.randint(0, 1))
            moment = datetime.combine(
                on, time(roll.randint(6, 8), roll.randint(0, 59), roll.randint(0, 59)), ZONE
            )
            value = round(level + slope * index / count * 2 + roll.gauss(0, level * 0.035))
            name = f"{one.id}-{kind}-{index}"
            if kind == "pressure":
                found.append(Reading(name, kind, moment, value, round(value * 0.6 + roll.gauss(0, 3))))
                found.append(Reading(f"{one.id}-pulse-{index}", "pulse", moment, round(roll.gauss(74, 6))))
            else:
                found.append(Reading(name, kind, moment, value))
    return tuple(sorted(found, key=lambda reading: reading.at))


def reading_resources(one: Person, measured: tuple[Reading, ...]) -> Iterator[Json]:
    """Observations performed by the patient."""
    for reading in measured:
        fields: Json
        if reading.second is not None:
            values = zip(_PRESSURE.values(), (reading.value, reading.second), strict=True)
            fields = {
                "code": concept(LOINC, "85354-9", "Blood pressure panel", "Blood pressure"),
                "component": [
                    {"code": concept(LOINC, code, name), "valueQuantity": quantity(value, "mmHg", "mm[Hg]")}
                    for (code, name), value in values
                ],
            }
        else:
            code, name, unit, ucum = _SINGLE[reading.kind]
            fields = {
                "code": concept(LOINC, code, name, name),
                "valueQuantity": quantity(reading.value, unit, ucum),
            }
        yield resource(
            "Observation",
            reading.id,
            reading.at + timedelta(minutes=3),
            status="final",
            category=[_VITALS],
            subject=reference(one.ref, one.name),
            effectiveDateTime=instant(reading.at),
            performer=[reference(one.ref, one.name)],
            **fields,
        )
