"""The simulated day: 120 items in the seed's mix, each with what is right, written down beforehand.

The clinic around them (staff, pools, the site's rules) is the sandbox portal's, without its conversations.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from portal.app import build as build_portal
from portal.clinic import Clinic, build
from portal.clinic.chart import chart_resources
from portal.clinic.staged.charts import staged_chart
from portal.clinic.staged.conversations import conversation
from portal.settings import Settings

Json = dict[str, Any]
_FIRST = 80001
"""The number of the first patient of the day."""
_PLAIN: Json = {"age": 44, "sex": "female", "problems": [], "seen_days": 90, "medicines": []}
"""The chart of a patient about whom nothing needs to be looked up."""


class Right(msgspec.Struct, frozen=True):
    """What is right for one item, as the portal must show it afterwards."""

    item: str
    thread: str
    patient: str
    name: str
    intent: str
    text: str
    disposition: str
    """answered, closed, waits, routed or escalated."""
    to: str = ""
    """Who has it then, where it is handed on."""
    says: str = ""
    """Words that the reply to the patient holds; empty: nobody writes to the patient."""


class Day(msgspec.Struct, frozen=True):
    """The resources of the day, and what is right for each of its items."""

    resources: list[Json]
    rights: list[Right]


def day(seed: int, now: datetime) -> Day:
    """The same seed and moment give the same day. The items come in an order of chance, minutes apart."""
    letters = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))["letter"]
    dealt = [(letter, n) for letter in letters for n in range(letter["count"])]
    Random(seed).shuffle(dealt)
    resources: list[Json] = []
    rights = []
    for number, (letter, nth) in enumerate(dealt):
        made, right = _item(seed, number, letter, nth, now)
        resources += made
        rights.append(right)
    return Day(resources, rights)


def _item(seed: int, number: int, letter: Json, nth: int, now: datetime) -> tuple[list[Json], Right]:
    text = letter["texts"][nth % len(letter["texts"])]
    scene = {**_PLAIN, **letter, "key": f"shift-{number:03}", "text": text, "hours": 1 + number / 60}
    chart = staged_chart(seed, _FIRST + number, scene, now)
    made = [*chart_resources(chart, now), *conversation(scene, chart, now)]
    right = Right(
        item=f"Task/task-{scene['key']}",
        thread=f"Communication/thr-{scene['key']}",
        patient=chart.person.ref,
        name=chart.person.name,
        intent=letter["key"],
        text=" ".join(text.split()),
        disposition=letter["right"],
        to=letter.get("to", ""),
        says=letter["says"],
    )
    return made, right


def make(database: Path, seed: int, now: datetime) -> list[Right]:
    """Fill a new database with the day; gives what is right for each of its items."""
    today = day(seed, now)

    def clinic(clinic_seed: int, patients: int, _threads: int, at: datetime) -> Clinic:
        around = build(clinic_seed, patients, 0, at)
        return Clinic(around.accounts, [*around.resources, *today.resources])

    settings = Settings(f"sqlite:///{database}", patients=2, threads=1)
    build_portal(settings, make_clinic=clinic).state.database.close()
    return today.rights


def kinds(today: Day) -> Iterator[str]:
    """The kind of work of each item."""
    for one in today.resources:
        if one["resourceType"] == "Task":
            yield one["code"]["coding"][0]["code"]
