"""What is known about a patient's health: one module a kind of entry, bound together in a Chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from portal.clinic.chart.allergies import Allergy, allergies, allergy_resources
from portal.clinic.chart.medicines import Medicine, medicine_resources, medicines
from portal.clinic.chart.problems import Problem, problem_resources, problems
from portal.clinic.chart.readings import Reading, reading_resources, readings
from portal.clinic.chart.results import Result, result_resources, results
from portal.clinic.chart.visits import Visits, visit_resources, visits
from portal.clinic.fhir import Json
from portal.clinic.people import Person, person, registration

__all__ = [
    "Allergy",
    "Chart",
    "Medicine",
    "Problem",
    "Reading",
    "Result",
    "Visits",
    "chart",
    "chart_resources",
]


@dataclass(frozen=True)
class Chart:
    """A patient with everything the clinic knows; newest entries last in every series."""

    person: Person
    problems: tuple[Problem, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    results: tuple[Result, ...] = ()
    readings: tuple[Reading, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    visits: Visits = field(default_factory=Visits)


def chart(seed: int, number: int, now: datetime) -> Chart:
    """The chart of the `number`-th patient: medicines follow from problems, results from both."""
    one = person(seed, number, now)
    has = problems(seed, one, now)
    seen = visits(seed, one, now)
    takes = medicines(seed, one, has, now)
    return Chart(
        person=one,
        problems=has,
        medicines=takes,
        results=results(seed, one, has, takes, now),
        readings=readings(seed, one, has, now),
        allergies=allergies(seed, one, now),
        visits=seen,
    )


def chart_resources(of: Chart, now: datetime) -> Iterator[Json]:
    """The patient and their chart as resources."""
    one = of.person
    yield from registration(one, now)
    yield from problem_resources(one, of.problems)
    yield from medicine_resources(one, of.medicines)
    yield from result_resources(one, of.results)
    yield from reading_resources(one, of.readings)
    yield from allergy_resources(one, of.allergies, now)
    yield from visit_resources(one, of.visits, now)
