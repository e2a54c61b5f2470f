"""The promises of one clinic: its policy, applied with each pool's own hours to what people see.

This is where a thread and an item become the facts that the engine in `sla` counts with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from inbox.domain.calendar import Calendar, CalendarError, Closure, always, weekly_blocks
from inbox.domain.clock import Clock
from inbox.domain.ids import ItemId, MessageId, PoolId
from inbox.domain.obligations import is_split_off
from inbox.domain.policy import Policy
from inbox.domain.pool import NO_HOLIDAYS, Pool
from inbox.domain.protocols import NO_PROTOCOLS, Protocols
from inbox.domain.refill import critical
from inbox.domain.sla import Facts, closes_by_rule, deadline, marks, stuck_from
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import BESIDE, URGENT, Promise, Stage, WorkItem

THIRD_WITHIN = timedelta(hours=72)


class Alarm(msgspec.Struct, frozen=True):
    """When it is told that an item's promise is not kept, and to whom."""

    due: datetime
    at: datetime
    to: tuple[str, ...]
    """As in the policy, in the order in which they are told."""


class Promises:
    """Computes the promise of an item that stores none. Rebuilt when pools or the policy change."""

    def __init__(
        self,
        policy: Policy,
        pools: Iterable[Pool],
        clock: Clock,
        zone: str = "UTC",
        protocols: Protocols = NO_PROTOCOLS,
    ) -> None:
        self.policy = policy
        self.protocols = protocols
        self.pools = {pool.id: pool for pool in pools}
        zones = Counter(pool.zone for pool in self.pools.values() if pool.zone)
        self.zone = zones.most_common(1)[0][0] if zones else zone
        """The clinic's time zone: that of most pools."""
        self._clock = clock
        self._default = policy.calendar or always(self.zone)
        self._calendars = {pool.id: calendar_of(pool, self._default) for pool in self.pools.values()}

    def calendar(self, pool: str) -> Calendar:
        """The business calendar of a pool; the policy's own where the pool states no hours."""
        return self._calendars.get(PoolId(pool), self._default)

    def under(self, policy: Policy) -> Promises:
        """The same clinic's promises under another policy."""
        return Promises(policy, self.pools.values(), self._clock, self.zone, self.protocols)

    def in_hours_of(self, pools: Iterable[Pool]) -> Promises:
        """The same promises with other pools, or with pools of other hours."""
        return Promises(self.policy, pools, self._clock, self.zone, self.protocols)

    def red_flags_count_in(self, pool: str) -> Calendar:
        """When red flags of a pool are answered: the policy's hours for them, else those of the pool that is
        on call for it, else its own."""
        held = self.pools.get(PoolId(pool))
        return self.policy.red_flag_calendar or self.calendar((held and held.on_call) or pool)

    def prepare(self) -> None:
        """Look at all calendars once: reading up on public holidays takes long enough to be noticed."""
        for calendar in (self._default, *self._calendars.values()):
            calendar.is_open(self._clock.now())

    def of(self, thread: Thread, item: WorkItem) -> Promise:
        """The promise that runs for `item` now. A closed item has none."""
        return self._promise(thread, item, below=frozenset())

    def alarm(self, thread: Thread, item: WorkItem) -> Alarm | None:
        """When the clock that runs for `item` is told to be broken; None when none runs.

        The due time that is stored counts, as for everybody who looks at the item.
        """
        facts, policy, calendars, now = self._basis(thread, item)
        found = deadline(facts, policy, *calendars, now)
        if item.stage is Stage.DONE or found.due is None:
            return None
        rule, stored = policy.rule(found.sla_class), item.holding.promise
        due = (stored.due if stored else None) or found.due
        [told] = marks(facts, policy, *calendars, now, (rule.tell_at,))
        return Alarm(due, min(due, due - (found.due - told)), rule.breach_to)

    def closes_at(self, thread: Thread, item: WorkItem) -> datetime | None:
        """By when a rule closes `item`; None where only people do."""
        facts, policy, (calendar, _), now = self._basis(thread, item)
        return closes_by_rule(facts, policy, calendar, now)

    def _basis(
        self, thread: Thread, item: WorkItem, below: frozenset[ItemId] = frozenset()
    ) -> tuple[Facts, Policy, tuple[Calendar, Calendar], datetime]:
        """What the promise of `item` is computed from: facts, policy, both calendars, and now."""
        pool = item.holding.pool.ref if item.holding.pool else ""
        calendars, policy = (self.calendar(pool), self.red_flags_count_in(pool)), self.policy.for_pool(pool)
        return self._facts(thread, item, below | {item.id}), policy, calendars, self._clock.now()

    def _promise(self, thread: Thread, item: WorkItem, below: frozenset[ItemId]) -> Promise:
        """The promise of `item`, which the items `below` it are part of."""
        if item.stage is Stage.DONE:
            return Promise(None, self.policy.name_at_version)
        facts, policy, calendars, now = self._basis(thread, item, below)
        due = deadline(facts, policy, *calendars, now)
        beside = facts.answered_at or item.kind in BESIDE
        stuck = None if beside else stuck_from(facts, policy, calendars[0], now)
        return Promise(due.due, due.policy, due.soon_from, due.snooze_until, stuck, due.sla_class)

    def _facts(self, thread: Thread, item: WorkItem, below: frozenset[ItemId]) -> Facts:
        parent = thread.item(item.parent) if item.parent else None
        parent_due = None
        if parent is not None and parent.id not in below:  # a server may hold items in a circle
            stored = parent.holding.promise
            parent_due = stored.due if stored and stored.due else self._promise(thread, parent, below).due
        answer = _answer(thread, item)
        sent = {message.id: message.sent for message in thread.messages}
        unanswered = [m.sent for m in thread.messages[len(thread.messages) - thread.unanswered :]]
        third = _third_in_72h(thread)
        called = item.called
        running = [flag for flag in item.standing if flag not in called]
        return Facts(
            kind=item.kind,
            arrived=item.arrived,
            flag_level=min((flag.level for flag in running), default=None),
            flags=tuple((f.level, sent[f.message]) for f in running if f.message in sent),
            called=tuple((f.level, sent.get(f.message or MessageId(""), item.arrived)) for f in called),
            urgent=item.priority in URGENT,
            messages_unanswered=max(thread.unanswered, 1),
            third_in_72h=third is not None,
            repeated_at=unanswered[1] if len(unanswered) > 1 else third,
            supply_ends=item.medicine.supply_ends if item.medicine else None,
            critical_medicine=bool(item.medicine and critical(item.medicine, self.protocols.refill)),
            claimed_at=item.holding.first_action,
            answered_at=answer.sent if answer else None,
            holds=item.waits,
            parent_due=parent_due,
        )


def calendar_of(pool: Pool, default: Calendar) -> Calendar:
    """The pool's stated hours and closures as a calendar; `default` where it states none.

    Public holidays are those the pool states, else the default's unless the pool names its own closures.
    """
    if not pool.hours:
        return default
    blocks = [block for hours in pool.hours for block in weekly_blocks([hours.day], hours.start, hours.end)]
    closures = [
        Closure(one.first, max(one.first, one.last), one.why, one.from_min, one.until_min)
        for one in pool.closed
    ]
    unstated = None if closures else default.holidays
    holidays = None if pool.holidays == NO_HOLIDAYS else _known(pool.holidays) or unstated
    return Calendar(pool.zone or default.zone, tuple(blocks), tuple(closures), holidays)


@cache
def _known(holidays: str) -> str:
    """A code of public holidays, where anybody knows them; empty for what a server made up."""
    if not holidays:
        return ""
    try:
        msgspec.structs.replace(always(), holidays=holidays).openings(date(2000, 1, 3))
    except CalendarError:
        return ""
    return holidays


def _answer(thread: Thread, item: WorkItem) -> Message | None:
    """The clinic's answer to this item: its newest message since, unless the patient wrote after it."""
    newest = thread.messages[-1] if thread.messages else None
    if newest is None or newest.from_patient or newest.sent < item.arrived:
        return None
    if any(is_split_off(one) for one in thread.items):  # it answered what its author had, and not the rest
        owner = item.holding.owner
        mine = newest.id == item.holding.answer or (owner is not None and owner.ref == newest.sender.ref)
        return newest if mine else None
    return newest


def _third_in_72h(thread: Thread) -> datetime | None:
    """When the patient's newest message was sent, if it is the third within 72 hours."""
    mine = [message.sent for message in thread.messages if message.from_patient]
    return mine[-1] if len(mine) >= 3 and mine[-1] - mine[-3] <= THIRD_WITHIN else None
