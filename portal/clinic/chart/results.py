"""Laboratory results: series over two to three years that drift as the patient's problems suggest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from portal.clinic.chance import dice
from portal.clinic.chart.medicines import Medicine
from portal.clinic.chart.problems import Problem
from portal.clinic.fhir import HL7, LOINC, Json, concept, instant, quantity, reference, resource
from portal.clinic.people import Person
from portal.clinic.pools import CLINIC, CLINIC_NAME
from portal.clinic.words import load

_LAB = concept(HL7 + "observation-category", "laboratory", "Laboratory")
_LAB_REPORT = concept(HL7 + "v2-0074", "LAB", "Laboratory")


@dataclass(frozen=True)
class Result:
    """One measured value; `test` names its row in the clinical table."""

    id: str
    test: str
    at: datetime
    value: float

    @property
    def ref(self) -> str:
        """Its reference."""
        return f"Observation/{self.id}"

    @property
    def row(self) -> dict[str, Any]:
        """Name, unit and reference range."""
        found: dict[str, Any] = load("clinical")["test"][self.test]
        return found

    @property
    def flag(self) -> str:
        """H, L or N against the reference range."""
        if self.value > self.row["high"]:
            return "H"
        return "L" if self.value < self.row.get("low", float("-inf")) else "N"

    @property
    def shown(self) -> str:
        """The value as people write it."""
        return f"{self.value:.{self.row.get('digits', 1)}f}"


def results(
    seed: int, one: Person, has: tuple[Problem, ...], takes: tuple[Medicine, ...], now: datetime
) -> tuple[Result, ...]:
    """Every draw of every test this patient has reason to have, oldest first."""
    roll = dice(seed, "results", one.id)
    levels = _levels(roll, one, has, takes, now)
    tests = load("clinical")["test"]
    panels: dict[str, list[datetime]] = {}
    found: list[Result] = []
    for test, level in levels.items():
        row = tests[test]
        draws = panels.setdefault(row["panel"], _draws(roll, row["months"], now))
        drift = roll.uniform(-1.6, 1.6) * row["spread"] / max(1, len(draws) - 1)
        for index, at in enumerate(draws):
            steps = index - len(draws) + 1
            value = level + drift * steps + roll.gauss(0, row["spread"] * 0.45)
            shown = round(max(value, row["spread"] / 4), row.get("digits", 1))
            found.append(Result(f"{one.id}-{test}-{index}", test, at, shown))
    return tuple(sorted(found, key=lambda result: result.at))


def _levels(
    roll: Random, one: Person, has: tuple[Problem, ...], takes: tuple[Medicine, ...], now: datetime
) -> dict[str, float]:
    """Which tests, and around which value: the problem's where it says, else what is usual."""
    tables = load("clinical")
    rows = {row["key"]: row for row in tables["problem"]}
    levels: dict[str, float] = {}
    if one.age(now.date()) >= 25 and roll.random() < 0.7:
        levels = {test: tables["test"][test]["usual"] for test in ("ldl", "creatinine", "potassium")}
    elif roll.random() < 0.35:
        levels = {"hemoglobin": tables["test"]["hemoglobin"]["usual"]}
    for problem in has:
        levels |= rows[problem.key].get("labs", {}) if problem.key else {}
    for medicine in takes:
        levels |= medicine.row.get("labs", {})
    person = roll.gauss(0, 0.5)
    return {test: level + person * tables["test"][test]["spread"] for test, level in levels.items()}


def _draws(roll: Random, months: int, now: datetime) -> list[datetime]:
    """Morning draws, the last one between today and one interval ago."""
    span = 330 if months == 1 else 900
    every = 30 * months
    last = now - timedelta(days=roll.triangular(1, every, 6), minutes=roll.randint(0, 300))
    count = max(1, min(9, span // every))
    return sorted(
        last - timedelta(days=index * every + roll.randint(-9, 9) * (index > 0)) for index in range(count)
    )


def result_resources(one: Person, measured: tuple[Result, ...]) -> Iterator[Json]:
    """Observations, and a report for the latest draw of each panel."""
    for result in measured:
        yield _observation(one, result)
    latest: dict[str, list[Result]] = {}
    for result in measured:
        together = latest.setdefault(result.row["panel"], [])
        if together and together[-1].at != result.at:
            together.clear()
        together.append(result)
    for panel, together in latest.items():
        yield _report(one, panel, together)


def _observation(one: Person, result: Result) -> Json:
    row = result.row
    limits = {side: quantity(row[side], row["unit"]) for side in ("low", "high") if side in row}
    meaning = {"H": "High", "L": "Low", "N": "Normal"}[result.flag]
    issued = result.at + timedelta(hours=7)
    return resource(
        "Observation",
        result.id,
        issued,
        status="final",
        category=[_LAB],
        code=concept(LOINC, row["loinc"], row["name"], row["name"]),
        subject=reference(one.ref, one.name),
        effectiveDateTime=instant(result.at),
        issued=instant(issued),
        performer=[reference(CLINIC, CLINIC_NAME)],
        valueQuantity=quantity(result.value, row["unit"]),
        interpretation=[concept(HL7 + "v3-ObservationInterpretation", result.flag, meaning)],
        referenceRange=[limits],
    )


def _report(one: Person, panel: str, together: list[Result]) -> Json:
    named = load("clinical")["panel"][panel]
    high_or_low = [result.row["name"] for result in together if result.flag != "N"]
    at = together[0].at
    return resource(
        "DiagnosticReport",
        f"{one.id}-report-{panel}",
        at + timedelta(hours=8),
        status="final",
        category=[_LAB_REPORT],
        code=concept(LOINC, named["loinc"], named["name"], named["name"]),
        subject=reference(one.ref, one.name),
        effectiveDateTime=instant(at),
        issued=instant(at + timedelta(hours=8)),
        performer=[reference(CLINIC, CLINIC_NAME)],
        resultsInterpreter=[reference(one.pcp.ref, one.pcp.name)],
        result=[reference(result.ref, result.row["name"]) for result in together],
        conclusion=f"Outside the range: {', '.join(high_or_low)}" if high_or_low else "Within the range",
    )
