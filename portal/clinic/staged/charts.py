"""The chart that a written conversation needs: exactly what its scene says, nothing by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from portal.clinic.chart import Allergy, Chart, Medicine, Problem, Reading, Result, Visits
from portal.clinic.fhir import Json
from portal.clinic.hours import ZONE
from portal.clinic.people import Person, person
from portal.clinic.staff import BY_USER
from portal.clinic.words import load

_FILLS = 2
"""Dispenses before the last one, that the order is older by."""


def staged_chart(seed: int, number: int, scene: Json, now: datetime) -> Chart:
    """The patient of `scene` with problems, medicines, results and readings as it tells them."""
    one = _patient(seed, number, scene, now)
    return Chart(
        person=one,
        problems=tuple(_problem(one, key, now) for key in scene.get("problems", ())),
        medicines=tuple(_medicine(one, at, row, now) for at, row in enumerate(scene.get("medicines", ()))),
        results=tuple(sorted((_result(one, row, now) for row in scene.get("labs", ())), key=lambda r: r.at)),
        readings=tuple(_readings(one, scene["readings"], now)) if "readings" in scene else (),
        allergies=(Allergy(f"{one.id}-nka", ""),),
        visits=Visits(last=now - timedelta(days=scene["seen_days"]), last_reason="Follow-up"),
    )


def _patient(seed: int, number: int, scene: Json, now: datetime) -> Person:
    """An adult who writes English and speaks for themselves; the given name is another for the other sex."""
    one, today = person(seed, number, now), now.date()
    heritage = next(h for h in load("names")["heritage"] if one.family in h["family"])
    names = heritage[scene["sex"]]
    return replace(
        one,
        given=one.given if one.sex == scene["sex"] else names[number % len(names)],
        sex=scene["sex"],
        born=date(today.year - scene["age"] - 1, 8, 3 + number % 25),
        language="en",
        interpreter=False,
        pcp=BY_USER["solheim"],
        proxies=(),
    )


def _problem(one: Person, key: str, now: datetime) -> Problem:
    row = next(row for row in load("clinical")["problem"] if row["key"] == key)
    name = f"{one.id}-problem-{key}"
    return Problem(name, key, row["name"], row["snomed"], row["icd"], now - timedelta(days=1100))


def _medicine(one: Person, at: int, row: Json, now: datetime) -> Medicine:
    filled = now - timedelta(days=row["days"] - row["left"], hours=2)
    prescribed = filled - timedelta(days=row["days"] * _FILLS)
    return Medicine(f"{one.id}-rx{at}", row["drug"], prescribed, filled, row["days"], repeats=0)


def _result(one: Person, row: list[str | float], now: datetime) -> Result:
    test, value, days = row
    at = datetime.combine((now - timedelta(days=int(days))).date(), time(8, 10), ZONE)
    return Result(f"{one.id}-{test}-{days}", str(test), min(at, now - timedelta(hours=9)), float(value))


def _readings(one: Person, row: Json, now: datetime) -> list[Reading]:
    """One a day, from the first values to the last in even steps with a small swing."""
    found, days = [], row["days"]
    today = now.astimezone(ZONE).date()
    for n in range(days):
        swing = (0, 2, -1)[n % 3] if 0 < n < days - 1 else 0
        share = n / (days - 1)
        values = [round(a + (b - a) * share + swing) for a, b in zip(row["from"], row["to"], strict=True)]
        at = datetime.combine(today - timedelta(days=days - n), time(7, 5 + n), ZONE)
        second = values[1] if len(values) > 1 else None
        found.append(Reading(f"{one.id}-{row['kind']}-{n}", row["kind"], at, values[0], second))
    return found
