"""Made-up members of staff at work: what they do is planned, what they write is typed anew each time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from inbox.domain.ids import MessageId, PatientId, ThreadId
from inbox.domain.patient import Chart, Contact, Medicine, PatientCard, Series
from inbox.domain.patient import Reading as Value
from inbox.domain.people import Party
from inbox.domain.thread import Message, Thread
from inbox.shortcuts.phrases.links import LinkValue

OWN_NAME: Final = "Nadia Brand, RN"
"""What they all are called."""
ITEMS: Final = 45
"""Of each kind, for each person."""
PLANS: Final = ("habit", "near habit", "nothing alike", "frame only", "held", "drift", "no words")
"""What somebody does with one kind of work."""
KEPT: Final = {"habit": 9, "near habit": 7, "held": 10, "drift": 9, "no words": 9}
"""Of each ten items, in any order, how many are done as ever."""

FEW: Final = ("3", "6", "12")
"""What {few} is one of: such a slot is to become a pick list."""
TEXTS: Final = json.loads((Path(__file__).parent / "staff.json").read_text(encoding="utf-8"))
"""Names of made-up people, medicines and places; `habits`: two wordings of each kind of work, in which
{first} {med} {pharmacy} are the chart's, {n} {few} {day} the writer's, and [ ] may be left out; `sentences`
of which no two replies are made alike; `slogans`."""


@dataclass(frozen=True)
class Patient:
    """Somebody who writes to the clinic."""

    card: PatientCard
    chart: Chart
    thread: Thread
    pharmacy: str
    secrets: frozenset[str]
    """Words that may stand in no offer."""

    def value(self, link: str) -> LinkValue | None:
        """What the chart says for a link."""
        known = {
            "first_name": self.card.given,
            "full_name": self.card.name,
            "med_name": self.chart.medicines[0].name,
            "pharmacy": self.pharmacy,
            "my_name": OWN_NAME,
        }
        return LinkValue(known[link]) if link in known else None


_NONE: Final[frozenset[str]] = frozenset()


class Did(NamedTuple):
    """One item as it was done."""

    kind: str
    plan: str
    habit: str
    """Which planted one; empty: none."""
    wanted: bool
    """Whether it is one that should be offered."""
    way: tuple[tuple[str, str], ...]
    text: str
    constant: frozenset[str]
    """The words of the habit's body that are the same each time."""
    words: frozenset[str]
    """All words of it that are the writer's own, those included that are left out at times, and slogans."""
    filled: str
    """What its blanks hold."""
    patient: Patient


@dataclass
class Person:
    """One member of staff: the plan of each kind, and all they did, in order."""

    by_kind: dict[str, str]
    did: list[Did] = field(default_factory=list)

    @property
    def plans(self) -> set[str]:
        """What they do, over all kinds."""
        return set(self.by_kind.values())


def staff(people: int, seed: int) -> Iterator[Person]:
    """So many people, the same ones for one seed."""
    chance = random.Random(seed)
    patients = made_up_patients(seed, 160)
    for n in range(people):
        kinds = list(TEXTS["habits"])
        plans = [PLANS[(n + 2 * m) % len(PLANS)] for m in range(len(kinds))]
        person = Person(dict(zip(kinds, plans, strict=True)))
        writer = _Writer(chance, n)
        lists = {kind: list(writer.items(kind, plan, patients)) for kind, plan in person.by_kind.items()}
        order = [kind for kind in kinds for _ in range(ITEMS)]
        chance.shuffle(order)
        person.did = [lists[kind].pop(0) for kind in order]
        yield person


class _Writer:
    """How one person writes."""

    def __init__(self, chance: random.Random, n: int) -> None:
        self._chance = chance
        self._greeting = ("Hi {first},\n\n", "Hello {first}, ", "Dear {first},\n", "")[n % 4]
        self._closing = ("\n\nBest regards,\nNadia Brand, RN", "\n\nThank you,\nNadia", "\n- Nadia", "")[
            n % 4
        ]
        self._slogan = ("", "\n" + TEXTS["slogans"][n % 2])[n % 3 == 0]

    def items(self, kind: str, plan: str, patients: Sequence[Patient]) -> Iterator[Did]:
        for n in range(ITEMS):
            yield self._item(kind, plan, n, self._chance.choice(patients))

    def _item(self, kind: str, plan: str, n: int, patient: Patient) -> Did:
        keeps = {"habit": 0.93, "near habit": 0.7, "held": 0.95, "drift": 0.95, "no words": 0.95}.get(
            plan, 0.0
        )
        if self._chance.random() >= keeps:
            return self._other(kind, plan, patient)
        if plan == "held":
            text, said, filled = self._write(TEXTS["habits"][kind][0], patient)
            return Did(kind, plan, "held", False, (("reply", ""), ("hold", "")), text, *said, filled, patient)
        if plan == "no words":
            way = (("route", "Front desk"),)
            return Did(kind, plan, f"{kind} routed", True, way, "", _NONE, _NONE, "", patient)
        which = 1 if plan == "drift" and n >= ITEMS // 4 else 0
        text, said, filled = self._write(TEXTS["habits"][kind][which], patient)
        answered = (("reply", ""), ("complete", "answered"))
        wanted = plan in ("habit", "drift")
        return Did(kind, plan, f"{kind} {which}", wanted, answered, text, *said, filled, patient)

    def _other(self, kind: str, plan: str, patient: Patient) -> Did:
        draw = self._chance.random()
        if plan != "frame only" and draw < 0.3:
            way: tuple[tuple[str, str], ...] = (("route", self._chance.choice(("Nurses", "Billing"))),)
            return Did(kind, plan, "", False, way, "", _NONE, _NONE, "", patient)
        said = self._chance.sample(TEXTS["sentences"], self._chance.choice((2, 3, 4)))
        first = patient.card.given
        body = ". ".join(said) + (f", {first}." if self._chance.random() < 0.4 else ".")
        slogan = "\n" + TEXTS["slogans"][0] if plan == "frame only" else self._slogan
        text = self._greeting.format(first=first) + body + self._closing + slogan
        way = (("reply", ""), ("complete", "answered"))
        return Did(kind, plan, "", False, way, text, _NONE, _NONE, "", patient)

    def _write(self, said: str, patient: Patient) -> tuple[str, tuple[frozenset[str], frozenset[str]], str]:
        """A reply typed anew, the words that are the same each time, and what the writer filled in."""
        chance = self._chance
        text = re.sub(r"\[([^]]*)\]", lambda part: part[1] if chance.random() < 0.75 else "", said)
        fixed = re.sub(r"\[[^]]*\]|\{\w+\}", " ", said)
        n, day = str(chance.randint(2, 29)), _day(chance)
        medicine = patient.chart.medicines[0].name
        shown = medicine if chance.random() < 0.3 else medicine.split()[0].lower()
        few = FEW[int(n) % len(FEW)]
        filled = {"med": shown, "pharmacy": patient.pharmacy, "n": n, "few": few, "day": day}
        body = text.format(first=patient.card.given, **filled)
        if chance.random() < 0.12:  # a slip of the finger
            at = chance.randrange(1, len(body) - 1)
            body = body[: at - 1] + body[at] + body[at - 1] + body[at + 1 :]
        first = patient.card.given if chance.random() < 0.9 else patient.card.name
        whole = self._greeting.format(first=first) + body + self._closing + self._slogan
        own = "".join(filled[name] for name in ("n", "few", "day") if f"{{{name}}}" in said)
        written = re.sub(r"\{\w+\}", " ", f"{said} {self._slogan} {self._closing}")
        return whole, (_words(fixed), _words(written)), own


def made_up_patients(seed: int, many: int) -> list[Patient]:
    """So many patients, the same ones for one seed."""
    chance = random.Random(seed)
    return [_patient(chance, n) for n in range(many)]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower()))


def _day(chance: random.Random) -> str:
    day = date(2026, 3, 2) + timedelta(days=chance.randrange(90))
    return chance.choice((f"{day:%B} {day.day}", f"{day.month}/{day.day}", f"{day:%A}"))


def _patient(chance: random.Random, n: int) -> Patient:
    given, family = chance.choice(TEXTS["given"]), chance.choice(TEXTS["family"])
    first, second = chance.sample(TEXTS["medicines"], 2)
    born = date(chance.randint(1935, 2018), chance.randint(1, 12), chance.randint(1, 28))
    who = PatientId(f"Patient/{n}")
    mrn, phone = f"{chance.randint(100000, 999999)}", f"555-{chance.randint(1000, 9999)}"
    card = PatientCard(
        who, f"{given} {family}", given, family, born, mrn=mrn, phones=(Contact("mobile", "", phone),)
    )
    at = datetime(2026, 2, 1, tzinfo=UTC)
    glucose = Series("Glucose", "mg/dL", (Value(at, float(chance.randint(70, 320))),))
    doses = [f"{chance.choice((5, 20, 40, 75, 500))} mg" for _ in range(2)]
    medicines = (Medicine("1", f"{first} {doses[0]} tablet"), Medicine("2", f"{second} {doses[1]} tablet"))
    chart = Chart(medicines=medicines, results=(glucose,), fetched_at=at)
    sender = Party(who, card.name)
    asked = Message(MessageId(f"Communication/{n}m"), at, sender, True, "A question.")
    thread = Thread(ThreadId(f"Communication/{n}"), who, "A question", sender=sender, messages=(asked,))
    secrets = {given.lower(), family.lower(), first.lower(), second.lower(), mrn, phone, phone[4:], f"{born}"}
    secrets |= {dose.split()[0] for dose in doses} | {f"{glucose.last.value:g}"}
    return Patient(card, chart, thread, chance.choice(TEXTS["pharmacies"]), frozenset(secrets))
