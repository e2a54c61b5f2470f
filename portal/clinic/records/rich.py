"""The record that has everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.cases import Line
from portal.clinic.chart import Chart, Medicine, Visits
from portal.clinic.conversations import KINDS
from portal.clinic.fhir import STAGE, TASK_OUTPUT, Json, concept, instant, quantity, reference
from portal.clinic.people import Person
from portal.clinic.pools import FAMILY
from portal.clinic.records.entries import allergy, limits, observed, pressure, problem, reaction
from portal.clinic.staff import BY_USER
from portal.clinic.tasks import unclaimed, valued
from portal.clinic.threads import Envelope, header, message

_DAY = timedelta(days=1)


def history(one: Person, now: datetime) -> Chart:
    """A controlled medicine that has run out, one with plenty left, a visit behind and one ahead."""
    return Chart(
        one,
        medicines=(
            Medicine(f"{one.id}-rx0", "lorazepam", now - 64 * _DAY, now - 32 * _DAY, 30, 1),
            Medicine(f"{one.id}-rx1", "metformin-1000", now - 200 * _DAY, now - 20 * _DAY, 90, 3),
        ),
        visits=Visits(now - 40 * _DAY, "Diabetes check", now + 19 * _DAY, "Follow-up", f"{one.id}-next"),
    )


def rich(one: Person, now: datetime) -> Iterator[Json]:
    """Allergies of each severity, problems past and present, results of every shape, and home readings."""
    yield from _findings(one, now)
    yield from _laboratory(one, now)
    daughter = reference(one.proxies[0].ref, one.proxies[0].name)
    for number, (upper, lower) in enumerate(((128, 78), (133, 82), (141, 84), (147, 92), (152, 94))):
        at, parts = now - (9 - 2 * number) * _DAY, pressure(upper, lower)
        name = f"pressure-{number}"
        yield observed(one, name, "85354-9", "Blood pressure", at, by=daughter, component=parts)


def _laboratory(one: Person, now: datetime) -> Iterator[Json]:
    """One test in two units, a critical value, a preliminary bound, and a finding in words."""
    normal, glucose = limits(70, 140, "mg/dL"), ("2339-0", "Glucose")
    for number, value in enumerate((151.0, 168.0, 190.0, 204.0)):
        at, told = now - (9 - number) * 21 * _DAY, quantity(value, "mg/dL")
        yield observed(one, f"sugar-mg-{number}", *glucose, at, valueQuantity=told, referenceRange=normal)
    for number, value in enumerate((9.1, 11.6)):
        at, told = now - (60 - 30 * number) * _DAY, quantity(value, "mmol/L")
        yield observed(one, f"sugar-mmol-{number}", *glucose, at, valueQuantity=told)
    high, normal = quantity(6.2, "mmol/L"), limits(3.5, 5.1, "mmol/L")
    at = now - 3 * _DAY
    potassium = ("potassium", "2823-3", "Potassium")
    yield observed(one, *potassium, at, flag="HH", valueQuantity=high, referenceRange=normal)
    bound = quantity(0.01, "mIU/L") | {"comparator": "<"}
    yield observed(one, "tsh", "3016-3", "TSH", now - 2 * _DAY, status="preliminary", valueQuantity=bound)
    culture = ("culture", "630-4", "Urine culture")
    yield observed(one, *culture, now - 5 * _DAY, flag="A", valueString="E. coli")


def _findings(one: Person, now: datetime) -> Iterator[Json]:
    asked = now - 300 * _DAY
    yield allergy(one, "Penicillin", asked, criticality="high", reaction=reaction("Anaphylaxis", "severe"))
    yield allergy(one, "Latex", asked, reaction=reaction("Rash", "mild"))
    yield allergy(one, "Sulfa", asked, checked="unconfirmed", reaction=reaction("Hives", "moderate"))
    yield problem(one, "Type 2 diabetes mellitus", now - 4000 * _DAY, asked)
    yield problem(one, "Essential hypertension", now - 2500 * _DAY, asked)
    over = now - 500 * _DAY
    yield problem(
        one, "Pneumonia", over - 30 * _DAY, asked, status="resolved", abatementDateTime=instant(over)
    )


def earlier_talk(chart: Chart, now: datetime) -> Iterator[Json]:
    """Two conversations that are over: one answered, one closed without a word."""
    bus = "Which bus stops at your door now?"
    stop = "Bus 4, the stop is called Mill Street."
    yield from _talk(chart, now - 30 * _DAY, "talk-answered", "Bus to the clinic", bus, stop)
    yield from _talk(chart, now - 12 * _DAY, "talk-closed", "Thank you", "Thank you for your call.", "")


def _talk(chart: Chart, at: datetime, key: str, subject: str, text: str, answer: str) -> Iterator[Json]:
    one, nurse = chart.person, BY_USER["nadia"]
    patient, place = reference(one.ref, one.name), reference(FAMILY.ref, FAMILY.name)
    work = "medical-question" if answer else "fyi"
    shared = Envelope(KINDS[work], subject, patient, patient, place)
    thread, opener, ended = f"thr-{key}", f"msg-{key}-1", at + timedelta(hours=2)
    yield header(shared, thread, at, ()) | {"status": "completed"}
    yield message(shared, opener, f"Communication/{thread}", Line(at, text), read=True)
    outputs = [valued(TASK_OUTPUT, "outcome", valueString="answered" if answer else "no-reply-needed")]
    if answer:
        reply = f"msg-{key}-2"
        yield message(
            shared,
            reply,
            f"Communication/{thread}",
            Line(ended, answer, nurse),
            f"Communication/{opener}",
            read=True,
        )
        outputs.insert(0, valued(TASK_OUTPUT, "reply", valueReference=reference(f"Communication/{reply}")))
    outputs.append(valued(TASK_OUTPUT, "handling-time", valueDuration=quantity(4, "min")))
    task = unclaimed(shared, f"task-{key}", f"Communication/{thread}", f"Communication/{opener}", at, work)
    yield task | {
        "meta": {"lastUpdated": instant(ended)},
        "status": "completed",
        "businessStatus": concept(STAGE, "closed"),
        "lastModified": instant(ended),
        "executionPeriod": {"start": instant(ended - timedelta(minutes=4)), "end": instant(ended)},
        "owner": reference(nurse.ref, nurse.name),
        "output": outputs,
    }
