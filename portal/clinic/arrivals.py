"""New mail while the portal runs: patients who write, and patients who answer what staff wrote to them."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from itertools import islice

from portal.clinic.cases import Line
from portal.clinic.chance import deck, dice
from portal.clinic.chart import Chart
from portal.clinic.conversations import KINDS, Script, compose, pool_for
from portal.clinic.conversations.facts import Writer, proxy_writer, self_writer, writer_for
from portal.clinic.conversations.grammar import unmark
from portal.clinic.fhir import TASK_INPUT, Json, instant, reference
from portal.clinic.pools import FAMILY
from portal.clinic.readers import Readers
from portal.clinic.reading import ClinicPortal, chart_of
from portal.clinic.tasks import unclaimed, valued
from portal.clinic.threads import Envelope, header, message

__all__ = ["Arrivals", "ClinicPortal"]

_LOOK_EVERY = 1.0
"""Seconds between two looks at what has fallen due."""
_WORK = {
    "medical-question": 36,
    "refill": 26,
    "result-question": 9,
    "scheduling": 11,
    "form": 5,
    "referral": 4,
    "billing": 4,
    "fyi": 4,
    "home-monitoring": 1,
}
_ANSWERED = 0.55
"""Share of our replies that the patient writes back to."""
_OPEN = "draft,requested,received,ready,accepted,in-progress,on-hold"


class Arrivals:
    """Patients who write to the portal, on average `per_hour` new threads an hour of the portal's time.

    They also read what staff writes, and answer: some minutes after a reply, about half of the patients write
    back, mostly to say thanks. What they write follows from the seed, the start and what the portal holds.
    Nothing is ever written in the name of staff.
    """

    def __init__(self, seed: int, per_hour: float, portal: ClinicPortal) -> None:
        self._portal = portal
        self._roll = dice(seed, "arrivals", f"{portal.now():%Y%m%d%H%M}")
        self._gap = timedelta(hours=1) / per_hour if per_hour > 0 else None
        self._work = deck(self._roll, _WORK)
        self._said = Counter[str]()
        self._patients: list[Json] = []
        self._next = self._after(portal.now())
        self._looked = portal.now()
        self._known: set[str] = set()
        self._readers = Readers(seed, portal)
        self._answers: list[tuple[datetime, Json]] = []
        """When a patient will answer, and the message of staff they answer."""

    async def run(self) -> None:
        """Write what falls due, until cancelled."""
        while True:
            self.catch_up()
            await asyncio.sleep(_LOOK_EVERY)

    def catch_up(self) -> int:
        """Write everything that has fallen due by the portal's time; how many messages that was."""
        now, written = self._portal.now(), 0
        while self._next and self._next <= now:
            written += self._new_thread(self._next)
            self._next = self._after(self._next)
        self._notice_replies(now)
        self._readers.catch_up(now)
        for due, reply in [answer for answer in self._answers if answer[0] <= now]:
            self._answers.remove((due, reply))
            written += self._answer(reply, due)
        return written

    def _after(self, at: datetime) -> datetime | None:
        return at + self._roll.expovariate(1) * self._gap if self._gap else None

    def _new_thread(self, at: datetime) -> int:
        """A patient opens a thread; 0 when nobody can be found to write one."""
        script = self._script(at)
        if not script:
            return 0
        after_hours = not FAMILY.hours.is_open(at)
        pool = pool_for(script.kind, script.chart, at, after_hours)
        person, writer = script.chart.person, script.writer
        shared = Envelope(
            script.kind,
            script.subject,
            reference(person.ref, person.name),
            reference(writer.ref, writer.name),
            reference(pool.ref, pool.name),
        )
        head = header(shared, self._name(), at, script.specifics.about)
        thread = f"Communication/{self._create(head)}"
        opener = self._post(shared, thread, unmark(script.first())[0], at, "")
        self._owe(shared, thread, opener, at, script.kind.work, script.specifics.medication)
        return 1

    def _script(self, at: datetime) -> Script | None:
        if not self._patients:
            self._patients = sorted(self._portal.search("Patient"), key=lambda patient: str(patient["id"]))
        if not self._patients:
            return None
        for work in islice(self._work, 12):
            chart = chart_of(self._portal, self._roll.choice(self._patients))
            writer = writer_for(self._roll, chart, at)
            if script := compose(self._roll, KINDS[work], chart, writer, at, self._said):
                return script
        return None

    def _notice_replies(self, now: datetime) -> None:
        """Decide for each new message of staff whether and when the patient writes back."""
        since = instant(self._looked - timedelta(seconds=30))
        self._looked = now
        for reply in self._portal.search("Communication", _lastUpdated=f"ge{since}"):
            sender = reply.get("sender", {}).get("reference", "")
            if not sender.startswith("Practitioner") or "partOf" not in reply or reply["id"] in self._known:
                continue
            self._known.add(reply["id"])
            self._readers.hear(reply, now)
            if self._roll.random() < _ANSWERED:
                wait = timedelta(minutes=self._roll.triangular(1, 25, 4))
                self._answers.append((now + wait, reply))

    def _answer(self, reply: Json, at: datetime) -> int:
        """The patient writes back in the thread, which owes them something again unless it already does."""
        self._readers.opened(reply["id"], at)
        thread = reply["partOf"][0]["reference"]
        heads = self._portal.search("Communication", _id=thread.partition("/")[2])
        if not heads:
            return 0
        shared = _envelope(heads[0])
        chart, writer = self._writer(shared)
        script = compose(self._roll, KINDS["fyi"], chart, writer, at, self._said)
        if not script:
            return 0
        asked = "?" in reply["payload"][0].get("contentString", "")
        thankful = not asked and self._roll.random() < 0.65
        text = script.answer() if asked else script.thanks() if thankful else script.again()
        message_ref = self._post(shared, thread, text, at, f"Communication/{reply['id']}")
        if not self._portal.search("Task", focus=thread, status=_OPEN):
            self._owe(shared, thread, message_ref, at, "fyi" if thankful else shared.kind.work)
        return 1

    def _writer(self, shared: Envelope) -> tuple[Chart, Writer]:
        """The chart, and who opened the thread."""
        patient = self._portal.search("Patient", _id=shared.patient["reference"].partition("/")[2])[0]
        chart = chart_of(self._portal, patient)
        for proxy in chart.person.proxies:
            if proxy.ref == shared.writer["reference"]:
                return chart, proxy_writer(chart.person.id, proxy, chart.person.language)
        return chart, self_writer(chart.person)

    def _post(self, shared: Envelope, thread: str, text: str, at: datetime, before: str) -> str:
        posted = message(shared, self._name(), thread, Line(at, text), before, read=True)
        return f"Communication/{self._create(posted)}"

    def _owe(
        self, shared: Envelope, thread: str, opener: str, at: datetime, work: str, medication: str = ""
    ) -> None:
        task = unclaimed(shared, self._name(), thread, opener, at, work)
        if work == "refill" and medication:
            task["input"].append(
                valued(TASK_INPUT, "medication-request", valueReference=reference(medication))
            )
        self._create(task)

    def _name(self) -> str:
        """Stands in for an id; the portal gives its own. It makes identifiers differ."""
        return f"{self._roll.getrandbits(64):016x}"

    def _create(self, resource: Json) -> str:
        stored = self._portal.create({k: v for k, v in resource.items() if k not in ("id", "meta")})
        return str(stored["id"])


def _envelope(head: Json) -> Envelope:
    """The envelope of a thread that is already in the portal."""
    category = head["category"][0]["coding"][0]["code"]
    kind = next((k for k in KINDS.values() if k.category == category), KINDS["medical-question"])
    pool = next(
        (to for to in head["recipient"] if to["reference"].startswith("HealthcareService/")),
        reference(FAMILY.ref, FAMILY.name),
    )
    return Envelope(kind, head["topic"]["text"], head["subject"], head["sender"], pool)
