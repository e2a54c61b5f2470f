"""The problem list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clinic.chance import dice
from portal.clinic.fhir import HL7, ICD10, SNOMED, Json, coding, concept, day, instant, reference, resource
from portal.clinic.people import Person
from portal.clinic.words import load

_CATEGORY = concept(HL7 + "condition-category", "problem-list-item", "Problem List Item")


@dataclass(frozen=True)
class Problem:
    """One entry; `key` names its row in the clinical table, empty for a past illness."""

    id: str
    key: str
    name: str
    snomed: str
    icd: str
    since: datetime
    until: datetime | None = None


def problems(seed: int, one: Person, now: datetime) -> tuple[Problem, ...]:
    """What the patient has, by age and sex, and an illness or two they are over."""
    roll = dice(seed, "problems", one.id)
    table, age = load("clinical"), one.age(now.date())
    found: list[Problem] = []
    for row in table["problem"]:
        chance = next(p for limit, p in row["chance"] if age <= limit)
        if row.get("sex") not in (None, one.sex):
            chance *= 0.25 if row["key"] == "thyroid" else 0.0
        if roll.random() < chance:
            since = now - timedelta(
                days=roll.randint(40, max(60, min(3000, age * 200))), seconds=roll.randint(0, 9999)
            )
            key = row["key"]
            found.append(Problem(f"{one.id}-{key}", key, row["name"], row["snomed"], row["icd"], since))
    if any(p.key == "type1" for p in found):
        found = [p for p in found if p.key != "diabetes"]
    for index, row in enumerate(table["past"]):
        low, high = row["ages"]
        if low <= age <= high and roll.random() < 0.14:
            began = now - timedelta(days=roll.randint(90, 340), seconds=roll.randint(0, 9999))
            over = began + timedelta(days=roll.randint(8, 30))
            found.append(Problem(f"{one.id}-past{index}", "", row["name"], row["snomed"], "", began, over))
    return tuple(found)


def problem_resources(one: Person, has: tuple[Problem, ...]) -> Iterator[Json]:
    """Conditions, active or resolved."""
    for problem in has:
        codes = [coding(SNOMED, problem.snomed, problem.name)] if problem.snomed else []
        codes += [coding(ICD10, problem.icd)] if problem.icd else []
        status = "resolved" if problem.until else "active"
        yield resource(
            "Condition",
            problem.id,
            problem.until or problem.since,
            clinicalStatus=concept(HL7 + "condition-clinical", status),
            verificationStatus=concept(HL7 + "condition-ver-status", "confirmed"),
            category=[_CATEGORY],
            code={"coding": codes, "text": problem.name},
            subject=reference(one.ref, one.name),
            onsetDateTime=day(problem.since.date()),
            abatementDateTime=day(problem.until.date()) if problem.until else None,
            recordedDate=instant(problem.since),
            recorder=reference(one.pcp.ref, one.pcp.name),
        )
