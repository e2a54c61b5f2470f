"""Charts as they really are, after all others: one with everything, one with nothing, one full of mistakes.

Each patient has written, so that the panel shows them. They are there from a clinic of `LEAST` conversations
on; a smaller one is as small as it was asked to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from portal.clinic.chart import Chart, chart_resources
from portal.clinic.fhir import Json
from portal.clinic.people import Person, Proxy, person
from portal.clinic.records.mistakes import mistakes
from portal.clinic.records.nothing import nothing
from portal.clinic.records.rich import earlier_talk, history, rich
from portal.clinic.staged.conversations import conversation

LEAST = 100
_FIRST = 95001
"""The number of the first patient of these."""

Scene = dict[str, object]
_SCENES: tuple[tuple[Scene, Callable[[Person, datetime], Iterator[Json]]], ...] = (
    (
        {
            "key": "record-rich",
            "work": "medical-question",
            "subject": "Sugar too high again",
            "hours": 2,
            "text": "My sugar was over 200 twice this week. Should I take more metformin?",
        },
        rich,
    ),
    (
        {
            "key": "record-nothing",
            "work": "medical-question",
            "subject": "New here",
            "hours": 3,
            "text": "I am new in town. Can I ask you about a rash on my arm before I have been seen?",
        },
        nothing,
    ),
    (
        {
            "key": "record-mistakes",
            "work": "medical-question",
            "subject": "Wrong entries in my record",
            "hours": 4,
            "text": "My record lists an allergy that I do not have. Who can take that out?",
        },
        mistakes,
    ),
)


def record_resources(seed: int, threads: int, now: datetime) -> Iterator[Json]:
    """Patients, charts, messages and work."""
    if threads < LEAST:
        return
    for number, (scene, more) in enumerate(_SCENES, _FIRST):
        one = _patient(seed, number, now)
        chart = history(one, now) if more is rich else Chart(one)
        if more is not nothing:
            yield from chart_resources(chart, now)
        yield from more(one, now)
        yield from conversation(scene, chart, now)
        if more is rich:
            yield from earlier_talk(chart, now)


def _patient(seed: int, number: int, now: datetime) -> Person:
    """An adult whose daughter writes for them, and whose son may not any more."""
    one = person(seed, number, now)
    family = one.family
    daughter = Proxy(f"{one.id}-daughter", "Linh", family, "daughter", "+1 309 555 0171")
    son = Proxy(f"{one.id}-son", "Bao", family, "son", "+1 309 555 0172", active=False)
    return replace(
        one,
        given="Mai",
        sex="female",
        born=date(now.year - 71, 2, 4),
        language="vi",
        interpreter=True,
        home="+1 309 555 0170",
        proxies=(daughter, son),
    )
