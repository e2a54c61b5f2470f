"""A made-up clinic as FHIR resources. Nobody in it exists; the same seed gives the same clinic.

Words that searches look for are planted with known frequency: see `LOTS` and `RARE`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

Json = dict[str, Any]

SYSTEM = "https://example.org/portal"
NURSE, NURSE_ROLE = "Practitioner/bench-nurse", "PractitionerRole/bench-nurse"
POOLS = (
    ("advice", "Nurse advice line", "medical-question"),
    ("refills", "Refills", "refill"),
    ("results", "Results", "result-question"),
    ("visits", "Scheduling", "scheduling"),
    ("forms", "Forms and letters", "form"),
    ("billing", "Billing and records", "billing"),
)
OPEN_DAYS, KEPT_DAYS = 4, 85

LOTS = 10
"""Every message names one of so many lots, "lot0" and on: a word that a tenth of all messages share."""
RARE = 10
"""One message in a thousand names one of so many rare words, "quokka0" and on."""

_GIVEN = (
    "Alma", "Bodil", "Casper", "Dalia", "Enok", "Frida", "Gustav", "Hedda", "Isak", "Jorunn", "Karim",
    "Liv", "Mattis", "Nora", "Odd", "Pernille", "Rakel", "Sverre", "Tuva", "Ulrik", "Vilde", "Yngve",
    "Amira", "Birk", "Celine", "Didrik", "Eline", "Filip", "Gro", "Henrik",
)  # fmt: skip
_FAMILY = (
    "Aasen", "Bakke", "Dahl", "Eide", "Fossum", "Grande", "Haugen", "Iversen", "Jakobsen", "Kvam", "Lunde",
    "Moen", "Nygaard", "Opdal", "Prestmo", "Rognli", "Sandvik", "Tveit", "Ulstein", "Vik", "Westby",
    "Ytterdal", "Aamodt", "Berge", "Digernes", "Engen", "Foss", "Gjerde", "Hovland", "Kleven",
)  # fmt: skip
_TOPICS = (
    "Knee after the fall", "Tablets nearly gone", "Last week’s blood test", "Moving the visit",
    "Letter for work", "A bill I do not understand", "Cough that stays", "Sleep", "Rash on the arm",
    "Blood pressure at home", "Vaccination before a journey", "Results of the scan",
)  # fmt: skip
_SENTENCES = (
    "It began about {n} days ago and has been the same every evening since.",
    "The pharmacy says they have {n} tablets left and that a new prescription is needed.",
    "My blood pressure was {m} over {k} this morning, measured sitting down after a rest.",
    "Could somebody tell me whether I should keep taking it until the next visit?",
    "I walked for {n} kilometres on Sunday and it was no worse afterwards.",
    "The swelling around the left ankle went down when I put the foot up.",
    "I have written down what I ate and when it hurt, and can bring the list.",
    "At work they ask for a letter that says how long I have to be careful.",
    "There was a number on the result that was marked, {m}, and I do not know what it means.",
    "I would rather come in the morning, because the bus in the afternoon is always full.",
    "My sister had something similar last year and it turned out to be nothing.",
    "I sleep badly, wake at {k} minutes past four and cannot go back to sleep.",
    "The cream helped at first, but after {n} days the rash came back.",
    "I have not changed anything else, neither food nor exercise nor other medicines.",
    "Please answer here in the portal, I cannot take calls while I am at work.",
)


@dataclass(frozen=True)
class Size:
    """How much there is."""

    messages: int = 100_000
    threads: int = 20_000
    patients: int = 10_000
    open_items: int = 2_500
    seed: int = 7


@dataclass(frozen=True)
class Conversation:
    """One thread: its messages, the first of which is its header, then its Task."""

    patient: int
    messages: tuple[bytes, ...]
    task: bytes
    is_open: bool


def people() -> Iterator[bytes]:
    """The nurse who works here, and the pools."""
    yield _resource("Practitioner", "bench-nurse", name=[{"family": "Bench", "given": ["Nurse"]}])
    services = [{"reference": pool_ref(short)} for short, _, _ in POOLS]
    role = {"code": "rn", "display": "Registered nurse"}
    yield _resource(
        "PractitionerRole",
        "bench-nurse",
        practitioner={"reference": NURSE, "display": "Nurse Bench"},
        code=[{"coding": [role]}],
        healthcareService=services,
    )
    hours = {"daysOfWeek": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "allDay": True}
    for short, name, _ in POOLS:
        phone = [{"system": "phone", "value": "555 0100"}]
        yield _resource(
            "HealthcareService",
            f"bench-{short}",
            name=name,
            active=True,
            telecom=phone,
            availableTime=[hours],
        )


def pool_ref(short: str) -> str:
    """The reference of a pool."""
    return f"HealthcareService/bench-{short}"


def patients(size: Size) -> Iterator[bytes]:
    """Everybody who could write."""
    for number in range(size.patients):
        given, family = _name(number)
        yield _resource(
            "Patient",
            f"p{number}",
            identifier=[{"type": {"coding": [{"code": "MR"}]}, "value": f"{3_000_000 + number * 11}"}],
            name=[{"use": "official", "family": family, "given": [given]}],
            birthDate=f"{1930 + number % 80}-{1 + number % 12:02}-{1 + number % 28:02}",
            gender=("female", "male")[number % 2],
            telecom=[{"system": "phone", "value": f"555 {number:06}", "use": "mobile"}],
        )


def conversations(size: Size, as_of: datetime) -> Iterator[Conversation]:
    """Every thread, the open ones first; the newest message of an open one is at most `OPEN_DAYS` old."""
    dice = random.Random(size.seed)
    length = size.messages // size.threads
    for number in range(size.threads):
        is_open = number < size.open_items
        age = dice.uniform(0.02, OPEN_DAYS) if is_open else dice.uniform(OPEN_DAYS, KEPT_DAYS)
        yield _conversation(number, dice, length, as_of - timedelta(days=age), size.patients, is_open)


def _conversation(
    number: int, dice: random.Random, length: int, last: datetime, patients: int, is_open: bool
) -> Conversation:
    patient = dice.randrange(patients)
    short, pool_name, kind = POOLS[dice.randrange(len(POOLS))]
    pool = {"reference": pool_ref(short), "display": pool_name}
    times = [last - timedelta(hours=7 * back) for back in reversed(range(length))]
    # The last word is the patient's where something is owed, and the clinic's where nothing is.
    from_patient = [(length - 1 - at) % 2 == (0 if is_open else 1) for at in range(length)]
    topic = dice.choice(_TOPICS)
    messages = tuple(
        _message(f"t{number}", at, sent, mine, patient, pool, kind, topic, dice)
        for at, (sent, mine) in enumerate(zip(times, from_patient, strict=True))
    )
    return Conversation(patient, messages, _task(number, patient, pool, kind, times, is_open, dice), is_open)


def another(thread: str, patient: str, topic: str, number: int, dice: random.Random) -> bytes:
    """One more message of the patient in a conversation that is there already, sent now."""
    name, who = thread.partition("/")[2], int(patient.rpartition("p")[2])
    return _message(name, 100 + number, datetime.now(UTC), True, who, {}, "medical-question", topic, dice)


def _message(
    thread: str, at: int, sent: datetime, mine: bool, patient: int, pool: Json, kind: str, topic: str,
    dice: random.Random,
) -> bytes:  # fmt: skip
    person = {"reference": f"Patient/p{patient}", "display": " ".join(_name(patient))}
    fields: Json = {
        "identifier": [{"system": f"{SYSTEM}/message", "value": f"{thread}-{at}"}],
        "status": "completed",
        "category": [{"coding": [{"system": f"{SYSTEM}/CodeSystem/work", "code": kind}]}],
        "priority": "routine",
        "medium": [{"coding": [{"system": f"{SYSTEM}/CodeSystem/medium", "code": "ELECTRONIC"}]}],
        "subject": person,
        "topic": {"text": topic},
        "sent": _instant(sent),
        "received": _instant(sent),
        "sender": person if mine else {"reference": NURSE, "display": "Nurse Bench"},
        "recipient": [pool if mine else person],
        "payload": [{"contentString": _text(dice)}],
    }
    if at:
        fields["partOf"] = [{"reference": f"Communication/{thread}"}]
        before = f"{thread}m{at - 1}" if at > 1 else thread
        fields["inResponseTo"] = [{"reference": f"Communication/{before}"}]
    return _resource("Communication", f"{thread}m{at}" if at else thread, sent, **fields)


def _task(
    number: int,
    patient: int,
    pool: Json,
    kind: str,
    times: list[datetime],
    is_open: bool,
    dice: random.Random,
) -> bytes:
    """What is owed on the last message, or was on the one before it."""
    arrived = times[-1] if is_open or len(times) == 1 else times[-2]
    trigger = f"t{number}m{len(times) - (1 if is_open else 2)}" if len(times) > 2 else f"t{number}"
    fields: Json = {
        "status": "requested" if is_open else "completed",
        "intent": "order",
        "priority": "routine",
        "code": {"coding": [{"system": f"{SYSTEM}/CodeSystem/work", "code": kind}]},
        "focus": {"reference": f"Communication/t{number}"},
        "for": {"reference": f"Patient/p{patient}", "display": " ".join(_name(patient))},
        "authoredOn": _instant(arrived),
        "lastModified": _instant(times[-1]),
        "owner": pool if is_open else {"reference": NURSE, "display": "Nurse Bench"},
        "input": [
            _input("pool", valueReference=pool),
            _input("triggering-message", valueReference={"reference": f"Communication/{trigger}"}),
        ],
    }
    if is_open and dice.random() < 1 / 3:
        until = arrived + timedelta(hours=dice.choice((8, 24, 72)))
        fields["restriction"] = {"period": {"start": _instant(arrived), "end": _instant(until)}}
    if not is_open:
        fields["executionPeriod"] = {"start": _instant(arrived), "end": _instant(times[-1])}
    return _resource("Task", f"w{number}", times[-1], **fields)


def _input(code: str, **value: object) -> Json:
    return {"type": {"coding": [{"system": f"{SYSTEM}/CodeSystem/task-input", "code": code}]}, **value}


def _text(dice: random.Random) -> str:
    """About 605 characters on average."""
    said = [
        dice.choice(_SENTENCES).format(n=dice.randint(2, 9), m=dice.randint(105, 170), k=dice.randint(10, 59))
        for _ in range(dice.randint(3, 12))
    ]
    said.append(f"The box says lot{dice.randrange(LOTS)}.")
    if dice.random() < 0.001:
        said.append(f"It is called quokka{dice.randrange(RARE)}.")
    return " ".join(said)


def _name(patient: int) -> tuple[str, str]:
    family = _FAMILY[patient // len(_GIVEN) % len(_FAMILY)]
    return _GIVEN[patient % len(_GIVEN)], f"{family} {patient // (len(_GIVEN) * len(_FAMILY)) or ''}".strip()


def _resource(kind: str, id_: str, updated: datetime | None = None, **fields: object) -> bytes:
    meta = {"versionId": "1", "lastUpdated": _instant(updated) if updated else "2024-01-01T00:00:00.000Z"}
    return msgspec.json.encode({"resourceType": kind, "id": id_, "meta": meta, **fields})


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
