"""The medicine list, and when each was last handed over: how much is left follows from that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from portal.clinic.chance import dice
from portal.clinic.chart.problems import Problem
from portal.clinic.fhir import RXNORM, Json, concept, day, instant, quantity, reference, resource
from portal.clinic.people import Person
from portal.clinic.pools import PHARMACIES
from portal.clinic.words import load


@dataclass(frozen=True)
class Medicine:
    """One prescription with its last fill; `drug` names its row in the clinical table."""

    id: str
    drug: str
    prescribed: datetime
    filled: datetime
    days: int
    repeats: int
    stopped: bool = False

    @property
    def ref(self) -> str:
        """Its reference."""
        return f"MedicationRequest/{self.id}"

    @property
    def row(self) -> dict[str, Any]:
        """Name, strength, form and instructions, from the clinical table."""
        found: dict[str, Any] = load("clinical")["drug"][self.drug]
        return found

    @property
    def label(self) -> str:
        """As the list shows it: `lisinopril 10 mg tablet`."""
        return f"{self.row['name']} {self.row['strength']} {self.row['form']}"

    def left(self, at: datetime) -> int:
        """Whole days of supply left at a moment; negative once it has run out."""
        return self.days - (at - self.filled).days


def medicines(seed: int, one: Person, has: tuple[Problem, ...], now: datetime) -> tuple[Medicine, ...]:
    """What is prescribed for the patient's problems, each drug once."""
    roll = dice(seed, "medicines", one.id)
    rows = {row["key"]: row for row in load("clinical")["problem"]}
    chosen: dict[str, tuple[str, Problem]] = {}
    for problem in has:
        for choices in rows[problem.key]["medicines"] if problem.key else ():
            if drug := roll.choice(choices):
                chosen.setdefault(load("clinical")["drug"][drug]["name"], (drug, problem))
    return tuple(
        _prescription(roll, f"{one.id}-rx{index}", drug, problem, now)
        for index, (drug, problem) in enumerate(chosen.values())
    )


def _prescription(roll: Random, name: str, drug: str, problem: Problem, now: datetime) -> Medicine:
    row = load("clinical")["drug"][drug]
    days = row.get("supply") or roll.choice((30, 30, 90, 90))
    low, high = (-2, 9) if roll.random() < 0.38 else (0, days - 4)
    left = roll.randint(low, max(low + 1, high))
    filled = now - timedelta(days=days - left, hours=roll.randint(1, 9), seconds=roll.randint(0, 3599))
    fills = 0 if row.get("schedule") == "II" else roll.randint(0, 3)
    prescribed = filled - timedelta(days=days * fills, hours=roll.randint(2, 30))
    stopped = roll.random() < 0.06
    repeats = row.get("repeats", roll.choice((0, 1, 3, 3, 5)))
    return Medicine(name, drug, max(prescribed, problem.since), filled, days, repeats, stopped)


def medicine_resources(one: Person, takes: tuple[Medicine, ...]) -> Iterator[Json]:
    """Orders, and the last dispensing of each."""
    for medicine in takes:
        yield _order(one, medicine)
        yield _dispense(one, medicine)


def _code(medicine: Medicine) -> Json:
    if medicine.row["rxnorm"]:
        return concept(RXNORM, medicine.row["rxnorm"], medicine.row["name"], medicine.label)
    return {"text": medicine.label}


def _amount(medicine: Medicine) -> Json:
    return {
        "value": max(1, round(medicine.days * medicine.row.get("daily", 1))),
        "unit": medicine.row["form"],
    }


def _order(one: Person, medicine: Medicine) -> Json:
    until = medicine.prescribed + timedelta(days=365)
    return resource(
        "MedicationRequest",
        medicine.id,
        medicine.prescribed,
        status="stopped" if medicine.stopped else "active",
        intent="order",
        medicationCodeableConcept=_code(medicine),
        subject=reference(one.ref, one.name),
        authoredOn=instant(medicine.prescribed),
        requester=reference(one.pcp.ref, one.pcp.name),
        dosageInstruction=[{"text": medicine.row["sig"]}],
        note=_controlled(medicine),
        dispenseRequest={
            "validityPeriod": {"start": day(medicine.prescribed.date()), "end": day(until.date())},
            "numberOfRepeatsAllowed": medicine.repeats,
            "quantity": _amount(medicine),
            "expectedSupplyDuration": quantity(medicine.days, "days", "d"),
            "performer": reference(one.pharmacy, PHARMACIES[one.pharmacy][0]),
        },
    )


def _controlled(medicine: Medicine) -> list[Json]:
    schedule = medicine.row.get("schedule")
    return [{"text": f"Controlled substance, schedule {schedule}"}] if schedule else []


def _dispense(one: Person, medicine: Medicine) -> Json:
    return resource(
        "MedicationDispense",
        f"{medicine.id}-fill",
        medicine.filled,
        status="completed",
        medicationCodeableConcept=_code(medicine),
        subject=reference(one.ref, one.name),
        performer=[{"actor": reference(one.pharmacy, PHARMACIES[one.pharmacy][0])}],
        authorizingPrescription=[reference(medicine.ref)],
        quantity=_amount(medicine),
        daysSupply=quantity(medicine.days, "days", "d"),
        whenHandedOver=instant(medicine.filled),
    )
