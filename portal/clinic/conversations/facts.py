"""The facts a message may mention: who writes about whom, when, and what the chart says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from portal.clinic.chance import dice, pick
from portal.clinic.chart import Chart
from portal.clinic.hours import ZONE
from portal.clinic.people import Person, Proxy
from portal.clinic.pools import PHARMACIES
from portal.clinic.words import load

_OUTWARD = ("tube", "bottle", "inhaler")
_HABITS = {"plain": 33, "polite": 27, "hurried": 20, "careless": 12, "wordy": 8}


@dataclass(frozen=True)
class Writer:
    """Who writes: the patient, or a proxy for them."""

    ref: str
    given: str
    family: str
    relation: str
    """`self`, or what the proxy is to the patient."""
    language: str
    habit: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Specifics:
    """What a kind of message adds: its own slots, what it is about, and traits its topics may ask for."""

    slots: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    medication: str = ""
    traits: frozenset[str] = frozenset()
    number: float | None = None
    """What a topic's `between` is compared with: days of supply left for a refill."""


def writer_for(roll: Random, chart: Chart, at: datetime) -> Writer:
    """A parent for a child, often the grown child of an old patient, else the patient."""
    one, age = chart.person, chart.person.age(at.date())
    chance = 1.0 if age < 13 else 0.65 if age < 18 else 0.45
    proxy = next((p for p in one.proxies if p.active), None)
    if proxy is not None and roll.random() < chance:
        return proxy_writer(one.id, proxy, one.language)
    return self_writer(one)


def self_writer(one: Person) -> Writer:
    """The patient as writer; how they type and in which language stays the same in all their messages."""
    habits = dice(0, "habit", one.id)
    language = "es" if one.language == "es" and habits.random() < 0.75 else "en"
    return Writer(one.ref, one.given, one.family, "self", language, pick(habits, _HABITS))


def proxy_writer(patient: str, proxy: Proxy, language: str) -> Writer:
    """A proxy as writer, with typing habits of their own."""
    habits = dice(0, "habit", patient, proxy.id)
    spoken = "es" if language == "es" and habits.random() < 0.5 else "en"
    return Writer(proxy.ref, proxy.given, proxy.family, proxy.relation, spoken, pick(habits, _HABITS))


def common_slots(roll: Random, chart: Chart, writer: Writer, at: datetime) -> dict[str, str]:
    """Slots that every message may use."""
    one, local = chart.person, at.astimezone(ZONE)
    female = one.sex == "female"
    slots = {
        "first": one.given,
        "last": one.family,
        "writer": writer.given,
        "writer_name": writer.name,
        "relation": "mom" if one.sex == "female" else "dad",
        "kid": "daughter" if female else "son",
        "he": "she" if female else "he",
        "him": "her" if female else "him",
        "his": "her" if female else "his",
        "age": _age_words(chart, at),
        "born": f"{one.born:%-m/%-d/%Y}",
        "pcp": _short(chart.person.pcp.name),
        "pharmacy": PHARMACIES.get(one.pharmacy, ("my pharmacy",))[0],
        "mobile": one.mobile.removeprefix("+1 "),
        "daypart": "morning" if local.hour < 12 else "afternoon" if local.hour < 17 else "evening",
        "since": f"{local - timedelta(days=roll.randint(2, 6)):%A}",
        "weekday": f"{_weekday_after(local, roll.randint(2, 7)):%A}",
        "other_weekday": f"{_weekday_after(local, roll.randint(3, 8)):%A}",
        "soon_date": f"{local + timedelta(days=roll.randint(6, 16)):%B %-d}",
        "past_date": f"{local - timedelta(days=roll.randint(9, 40)):%B %-d}",
        "month": f"{local - timedelta(days=roll.randint(40, 150)):%B}",
    }
    slots |= _visit_slots(chart) | _medicine_slots(roll, chart)
    for name, words in load("common")["slots"].items():
        slots[name] = roll.choice(words)
    return slots


def _visit_slots(chart: Chart) -> dict[str, str]:
    slots = {}
    if chart.visits.next:
        visit = chart.visits.next.astimezone(ZONE)
        half = "am" if visit.hour < 12 else "pm"
        slots["next_visit"] = f"{visit:%A, %B %-d} at {visit:%-I:%M} {half}"
        slots["next_day"] = f"{visit:%B %-d}"
    if chart.visits.last:
        slots["last_visit"] = f"{chart.visits.last.astimezone(ZONE):%B}"
    return slots


def _medicine_slots(roll: Random, chart: Chart) -> dict[str, str]:
    """Any medicine that is swallowed or injected, and the one taken for each problem."""
    taken = [m for m in chart.medicines if not m.stopped and m.row["form"] not in _OUTWARD]
    slots = {}
    if taken:
        chosen = roll.choice(taken)
        brand = chosen.row.get("lay", "")
        slots["any_med"] = brand if brand.istitle() and roll.random() < 0.4 else chosen.row["name"]
        slots["any_strength"] = chosen.row["strength"]
    for problem in load("clinical")["problem"]:
        choices = {drug for alternatives in problem["medicines"] for drug in alternatives}
        for medicine in taken:
            if medicine.drug in choices:
                slots.setdefault(f"{problem['key']}_med", medicine.row["name"])
    if sugar := slots.get("diabetes_med") or slots.get("type1_med"):
        slots["sugar_med"] = sugar
    return slots


def traits(chart: Chart, writer: Writer, at: datetime) -> frozenset[str]:
    """What topics may ask for: problems and drugs on the chart, sex, and who writes."""
    one, age = chart.person, chart.person.age(at.date())
    role = "self" if writer.relation == "self" else "parent" if age < 18 else "caregiver"
    drugs = {m.row["name"] for m in chart.medicines if not m.stopped}
    keys = {p.key for p in chart.problems if p.key and not p.until}
    extra = {"booked"} if chart.visits.next else set()
    extra |= {"seen"} if chart.visits.last else set()
    extra |= {"medicated"} if drugs else set()
    return frozenset({one.sex, role, *drugs, *keys, *extra})


def _age_words(chart: Chart, at: datetime) -> str:
    months = (at.date() - chart.person.born).days // 30
    return f"{max(1, months)} months" if months < 24 else f"{chart.person.age(at.date())}"


def _short(name: str) -> str:
    """How patients call a prescriber: `Dr. Solheim`, `Farah`."""
    plain = name.partition(",")[0]
    return f"Dr. {plain.split()[-1]}" if plain.startswith("Dr.") else plain.split()[0]


def _weekday_after(local: datetime, days: int) -> datetime:
    """A day that far ahead, moved off a Sunday."""
    ahead = local + timedelta(days=days)
    return ahead + timedelta(days=1) if ahead.weekday() == 6 else ahead
