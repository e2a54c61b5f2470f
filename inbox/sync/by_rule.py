"""What is done without a person, asked of the server: found anew each time, and kept nowhere.

Like the intake of messages it is no work of the outbox: it follows from the conversation as the server has
it, and its name from what it is about. Each station looks at it a little later than the last, drawn by
lot, and again right before it asks; the server lets one of them through, and the rest drop it silently.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import uniform
from typing import NamedTuple

import msgspec

from inbox import diary
from inbox.domain.by_rule import RULES, Act, Case, Change, Known, Rule
from inbox.domain.coverage import absent
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.patient import Series
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.work_item import ByRule as Done
from inbox.domain.work_item import WorkItem
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OBLIGATION
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.incoming.obligations import obligations
from inbox.fhir.incoming.series import series
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.rules import add_rule, made, record
from inbox.fhir.outgoing.tasks import task
from inbox.fhir.profile import Profile
from inbox.fhir.search import query
from inbox.fhir.write import Outcome, Write
from inbox.store import ripe
from inbox.store.store import Store
from inbox.store.truth import of_patient
from inbox.sync.charts import Charts
from inbox.sync.judged import AHEAD, Judged, Marks
from inbox.sync.pull import Pull
from inbox.sync.settings import Settings
from inbox.sync.uploads import Uploads

IDLE = 30.0
_ANSWERED_EVERY, _ANSWERED_SINCE = 600.0, timedelta(days=30)
"""Seconds between two looks at what was closed, for replies that were not read; and how far back."""
_NOT_FOR_US = frozenset({403, 405})


class Step(msgspec.Struct, frozen=True):
    """What a rule asks for, beside or of one item."""

    rule: Rule
    item: WorkItem
    act: Act


class _Read(NamedTuple):
    """A conversation as it is kept here, with the names of its work and what its patient has sent."""

    there: Thread
    names: frozenset[str]
    readings: Sequence[Series]

    def cases(self, known: Known, now: datetime, receipts: bool) -> Iterable[Case]:
        there, names, readings = self
        return (Case(there, item, known, now, names, readings, receipts) for item in there.items)


class Ripe(NamedTuple):
    """Something is to be done in a conversation: by the first rules first, then what has waited longest."""

    rule: int
    """Its place in the table."""
    at: float
    """From when on, by the loop's clock."""


class ByRule:
    """Belongs to one loop; a new start finds everything again."""

    def __init__(
        self,
        client: FhirClient,
        profile: Profile,
        store: Store,
        pull: Pull,
        reading: Callable[[], Reading],
        actor: Actor,
        now: Callable[[], datetime],
        known: Callable[[], Known | None],
        charts: Charts,
        settings: Settings,
    ) -> None:
        """`now`: by the server's clock. `known` None: nothing can be judged here."""
        self.uploads = Uploads(client, profile, store, settings, now)
        self._uploaded: set[PatientId] = set()
        self._charts = charts
        self._client = client
        self._profile = profile
        self._store = store
        self._pull = pull
        self._reading = reading
        self._actor = actor
        self._now = now
        self._known = known
        self._settings = settings
        self._seconds = asyncio.get_running_loop().time
        self._ripe: dict[ThreadId, Ripe] = {}
        self._marks = Marks(store)
        self._judged = Judged(self._seconds)
        self._refused: set[str] = set()
        self._set_aside: set[str] = set()
        """The names of acts that are done, or that the server does not take: none is asked for twice."""
        self._next_answered = self._next_look = 0.0

    async def run(self) -> float:
        """Do the first step that is due; gives the seconds until the next."""
        if (known := self._known()) is None:
            return IDLE
        if not self._ripe or self._seconds() >= self._next_look:
            await self._look(known)
            self._next_look = self._seconds() + self._settings.rule_look
        now = self._seconds()
        due = [thread for thread, one in self._ripe.items() if one.at <= now]
        if due:
            thread = min(due, key=self._ripe.__getitem__)
            del self._ripe[thread]
            self._judged.forget(thread)
            await self._pull.fetch([thread])
            if step := self.step(thread):
                self._learn(step, await self.do(thread, step))
                if more := self.step(thread):
                    self._ripe[thread] = Ripe(_rank(more), now)
        if not self._ripe:
            return IDLE
        gap = self._settings.rule_gap * uniform(0.5, 1.5)
        return max(gap, min(min(one.at for one in self._ripe.values()) - self._seconds(), IDLE))

    def step(self, thread: ThreadId) -> Step | None:
        """What a rule asks for in `thread` as it is kept here; None when no rule asks for anything."""
        known = self._known()
        return self._step(self._read(thread), known, self._now()) if known else None

    def _read(self, thread: ThreadId) -> _Read | None:
        truth = self._store.truth_now(thread)
        there = self._reading().thread(thread, truth)
        if there is None:
            return None
        names = frozenset[str]().union(*(one.names for one in obligations(truth)))
        return _Read(there, names, self._readings(there.patient))

    def _step(self, read: _Read | None, known: Known, now: datetime) -> Step | None:
        cases = read.cases(known, now, self._profile.read_receipts) if read else ()
        return min(filter(None, map(self._first, cases)), key=_rank, default=None)

    async def do(self, thread: ThreadId, step: Step) -> Outcome:
        """Ask the server for `step`, as found just now, and keep what it made of it."""
        truth = self._store.truth_now(thread)
        there = self._reading().thread(thread, truth)
        assert there is not None, "a step was found in it"
        by = Done(step.rule.name, self._now(), self._actor.person, self._actor.name, step.act.name)
        if isinstance(step.act, Change) and step.act.to:
            by = msgspec.structs.replace(by, behalf=step.act.behalf, to=step.act.to)
        if isinstance(step.act, Change):
            outcome = await self._change(step, step.act, truth, by)
        else:
            outcome = await self._make(there, step, by)
        if outcome.done:
            resource = outcome.resource or await self._client.read(outcome.ref or step.item.id)
            await self._pull.take([filed(resource)])
        return outcome

    async def _look(self, known: Known) -> None:
        """Bring up to date where something is to be done; it stays where it was already due."""
        reader, now = self._store.reader(), self._now()
        away = absent(known.coverages, now, known.zone)
        threads: list[ThreadId] = ripe.ripe(reader, now, away)
        if self._profile.read_receipts and self._seconds() >= self._next_answered:
            self._next_answered = self._seconds() + _ANSWERED_EVERY
            threads += ripe.answered(reader, now - _ANSWERED_SINCE, now)
        threads += await self._measured_at_home()
        there = self._marks.of(dict.fromkeys([*threads, *self._ripe]))
        self._judged.begin(known, there)
        opened = msgspec.structs.replace(known, opened=lambda _item: True)
        found: dict[ThreadId, Ripe] = {}
        for thread, mark in there.items():
            was = self._ripe.get(thread)
            if self._judged.holds(thread):
                found |= {thread: was} if was else {}
                continue
            await self._store.courtesy.stand_back()  # there may be hundreds, and others use this loop
            read = self._read(thread)
            if step := self._step(read, known, now):
                later = self._seconds() + self._settings.rule_after * uniform(0, 1)
                found[thread] = Ripe(_rank(step), was.at if was else later)
            if step or not self._step(read, opened, now + AHEAD):
                self._judged.note(thread, mark)
        self._ripe = found

    async def _measured_at_home(self) -> list[ThreadId]:
        """The newest conversation of each patient who has sent readings since the start; it is judged anew
        where some have just come."""
        news = await self.uploads.since_last()
        for patient in news:
            await self._charts.read([patient])  # a gain shows beside what was measured before
        self._uploaded |= news
        newest = {one: ripe.newest_thread(self._store.reader(), one) for one in self._uploaded}
        for patient in news:
            if thread := newest[patient]:
                self._judged.forget(thread)
        return [thread for thread in newest.values() if thread]

    def _readings(self, patient: PatientId) -> Sequence[Series]:
        """Of a patient who has just sent some; of the others nobody has to look again."""
        if patient not in self._uploaded:
            return ()
        return [one for one in series(of_patient(self._store.reader(), patient)) if one.home]

    def _first(self, case: Case) -> Step | None:
        for rule in RULES:
            if self._actor.role not in rule.roles:
                continue
            act = rule.look(case, rule.name)
            if act is not None and act.name not in self._set_aside and self._offered(_verb(act)):
                return Step(rule, case.item, act)
        return None

    def _offered(self, verb: str) -> bool:
        return verb not in self._refused and self._profile.offers("Task", verb)

    async def _make(self, there: Thread, step: Step, by: Done) -> Outcome:
        """Create the work unless work of that name exists: safe to repeat, by any number of stations."""
        assert not isinstance(step.act, Change)
        body, named = made(there, step.item, step.act, by), {"identifier": f"{OBLIGATION}|{step.act.name}"}
        if self._profile.conditional_create("Task"):
            outcome = await self._client.create(body, if_none_exist=query(named))
        else:
            async for page in self._client.search("Task", named):
                for one in page.resources:
                    return Outcome(200, one.ref, one.version, one)
            outcome = await self._client.create(body)
        if outcome.status == 201:
            await self._record([record(step.act, outcome.ref, by)])
        return outcome

    async def _change(self, step: Step, act: Change, truth: Iterable[Filed], by: Done) -> Outcome:
        """Update the item, provided that it is still as it was read."""
        body = next(one.body for one in truth if one.ref == step.item.id)
        promise = act.after.holding.promise
        fields = Fields(task(body, step.item, act.after, promise, by.at, linked=False))
        add_rule(fields, by)
        update = Write("PUT", step.item.id, fields.encoded(), if_match=step.item.version)
        reason = record(act, step.item.id, by)
        together = self._profile.transactions and self._profile.reasons
        if together and self._profile.conditional_create("Provenance"):
            return (await self._client.bundle([update, reason]))[0]
        outcome = await self._client.write(update)
        if outcome.done:
            await self._record([reason])
        return outcome

    async def _record(self, reasons: Iterable[Write]) -> None:
        """Record why; the Task says it too, so that one which is not taken loses nothing."""
        for reason in reasons if self._profile.reasons else ():
            plain = reason
            if not self._profile.conditional_create("Provenance"):
                plain = msgspec.structs.replace(reason, if_none_exist="")
            outcome = await self._client.write(plain)
            diary.note("rule.recorded", status=outcome.status)

    def _learn(self, step: Step, outcome: Outcome) -> None:
        """What is refused for good is not asked again; what somebody else was faster with is dropped."""
        diary.note("rule.asked", rule=step.rule.name.partition("@")[0], status=outcome.status)
        if outcome.status in _NOT_FOR_US and not _is_a_colleagues(step, self._actor):
            self._refused.add(_verb(step.act))
        elif not outcome.changed:
            self._set_aside.add(step.act.name)


def _is_a_colleagues(step: Step, me: Actor) -> bool:
    """Whether it changes what a colleague has, or was given: its refusal says nothing of other work."""
    owner, pool = step.item.holding.owner, step.item.holding.pool
    if not isinstance(step.act, Change) or owner is None:
        return False
    return bool(step.act.to) or not (me.is_me(owner.ref) or (pool is not None and owner.ref == pool.ref))


def _rank(step: Step) -> int:
    """Its rule's place in the table."""
    return RULES.index(step.rule)


def _verb(act: Act) -> str:
    return "update" if isinstance(act, Change) else "create"
