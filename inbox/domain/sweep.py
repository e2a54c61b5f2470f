"""The sweep before closing: what nobody will look at until the clinic opens again.

Pure: clocks, calendars and facts are handed in. Each item is judged by the hours of its own pool, so that
what a pool with weekend hours has is not said to wait until Monday. That somebody looked is read from the
items themselves, which every station has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox.domain.calendar import LONGEST_CLOSURE, Calendar, utc
from inbox.domain.flag import CALL_LEVELS
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.people import Party
from inbox.domain.policy import PHYSICIAN_REVIEW_URGENT, RED_FLAG_1, RED_FLAG_2, REFILL_URGENT, URGENT
from inbox.domain.words import tr
from inbox.domain.work_item import Stage, WorkItem

PAUSE = timedelta(hours=4)
"""A closing that is shorter than this is a pause in the day: whoever pauses comes back to it."""
OFFERED = timedelta(minutes=90)
"""How long before a long closing a sweep is offered."""
FRESH = timedelta(hours=2)
"""A look or an act counts when it lies no further back: what was seen in the morning may have changed."""
SOON = 2.0
"""Open hours after the next opening in which a promise still counts as due soon after it."""

_A_DAY = timedelta(days=1)
_TIGHT = frozenset({RED_FLAG_1, RED_FLAG_2, URGENT, REFILL_URGENT, PHYSICIAN_REVIEW_URGENT})


class Gap(msgspec.Struct, frozen=True):
    """A time in which a pool is closed: from `closes` until `opens`."""

    closes: datetime
    opens: datetime


def gap_at(calendar: Calendar, now: datetime) -> Gap | None:
    """The closing that `now` lies in, or the next one; None where there is no such thing (open always)."""
    at = utc(now)
    if not calendar.is_open(at):
        opens, closed = calendar.next_open(at), _closed_since(calendar, at)
        if opens - closed >= PAUSE:
            return Gap(closed, opens)
        at = opens
    for _ in range(LONGEST_CLOSURE):
        closes = calendar.closes_at(at)
        if closes is None:
            return None
        at = calendar.next_open(closes)
        if at - closes >= PAUSE:
            return Gap(closes, at)
    return None


def is_long(gap: Gap, calendar: Calendar) -> bool:
    """Whether at least one whole day passes with nobody there: a weekend, a holiday."""
    last = calendar.local(gap.closes - timedelta(microseconds=1)).date()
    return calendar.local(gap.opens).date() - last > _A_DAY


def is_offered(gap: Gap, calendar: Calendar, now: datetime) -> bool:
    """Whether it is time to sweep: shortly before a long closing, and for as long as that lasts."""
    return is_long(gap, calendar) and gap.closes - OFFERED <= utc(now) < gap.opens


class Group(StrEnum):
    """Why an item is in the sweep. Each is in the first that holds."""

    RED_FLAG = "red flag"
    URGENT = "urgent"
    UNTAKEN = "nobody has begun"
    DUE = "due"
    ASLEEP = "asleep"
    UNCONFIRMED = "unconfirmed"


MUST = (Group.RED_FLAG, Group.URGENT)
"""What is looked at one by one: the sweep is not done before."""


class Open(msgspec.Struct, frozen=True):
    """An item as the sweep looks at it. Times are UTC."""

    item: ItemId
    thread: ThreadId
    pool: str
    due: datetime | None = None
    flagged: bool = False
    """A red flag of level 1 or 2 stands on it, called about or not."""
    urgent: bool = False
    untaken: bool = False
    held: bool = False
    """It waits for the patient: no clock runs."""
    wakes: tuple[datetime, ...] = ()
    """When somebody's snooze, or its wait for the patient, ends."""
    unconfirmed: bool = False
    """Something about it waits in this station's outbox, or was refused."""
    written: datetime | None = None
    """When the patient wrote last."""
    seen: tuple[Seen, ...] = ()
    """Who saw to it, oldest first."""


class Seen(msgspec.Struct, frozen=True):
    """Somebody looked at an item or did something about it."""

    by: Party
    at: datetime
    left: str = ""
    """Why they left it as it is until the next opening."""


class Line(msgspec.Struct, frozen=True):
    """An item of the sweep: why it is there, until when it waits, and who has seen to it, if anybody."""

    group: Group
    what: Open
    gap: Gap
    seen: Seen | None = None


class Sweep(msgspec.Struct, frozen=True):
    """All of it, at one moment. `quiet`: how many more wait until the next opening, with time left."""

    at: datetime
    gap: Gap | None = None
    """The longest of those that begin first; None where no pool with open work ever closes."""
    lines: tuple[Line, ...] = ()
    quiet: int = 0

    def of(self, group: Group) -> list[Line]:
        """The lines of one group."""
        return [line for line in self.lines if line.group is group]

    @property
    def must(self) -> list[Line]:
        """What has to be looked at."""
        return [line for line in self.lines if line.group in MUST]

    @property
    def unseen(self) -> list[Line]:
        """What nobody has looked at yet, though it has to be."""
        return [line for line in self.must if line.seen is None]

    @property
    def left(self) -> int:
        """How many were left as they are, with a reason."""
        return sum(bool(line.seen and line.seen.left) for line in self.must)

    @property
    def told(self) -> str:
        """How far it has come: "Swept: 14 looked at, 2 left with a reason, 0 unseen."."""
        numbers = {"seen": len(self.must) - len(self.unseen), "left": self.left, "unseen": len(self.unseen)}
        if self.unseen:
            return tr(
                "Not swept yet: {seen} looked at, {left} left with a reason, {unseen} unseen.", **numbers
            )
        return tr("Swept: {seen} looked at, {left} left with a reason, 0 unseen.", **numbers)


def sweep(items: Iterable[Open], calendar: Callable[[str], Calendar], now: datetime) -> Sweep:
    """What waits until the next opening of its pool, the most urgent first."""
    there = tuple(items)
    gaps = {pool: gap_at(calendar(pool), now) for pool in {one.pool for one in there}}
    first = min(
        filter(None, gaps.values()), key=lambda gap: (gap.closes, -gap.opens.timestamp()), default=None
    )
    lines, quiet = [], 0
    for one in there:
        gap = gaps[one.pool]
        if gap is None or first is None or gap.closes >= first.opens:
            continue  # somebody is there all through the closing that is swept for
        group = _group(one, gap, calendar(one.pool))
        if group is None:
            quiet += 1
        else:
            lines.append(Line(group, one, gap, _last(one, gap, now)))
    order = list(Group)
    lines.sort(key=lambda line: (order.index(line.group), *_urgency(line.what)))
    return Sweep(utc(now), first, tuple(lines), quiet)


def seen_to(item: WorkItem) -> tuple[Seen, ...]:
    """Who saw to an item, oldest first, as its Task states it: looks, calls, comments, re-classes, a claim.

    Of a claim the Task says who has it and when it was last changed; what a rule did is nobody's doing.
    """
    found = [Seen(one.by, one.at, one.left) for one in item.swept]
    found += [Seen(call.by, call.at) for call in item.dispositions]
    found += [Seen(note.by, note.at) for note in item.notes]
    found += [Seen(sorting.by, sorting.at) for sorting in item.sortings]
    owner, at = item.holding.owner, item.changed_at
    by_rule = any(one.at == at for one in item.by_rule)
    if item.stage is Stage.CLAIMED and owner is not None and at is not None and not by_rule:
        found.append(Seen(owner, at))
    return tuple(sorted(found, key=lambda one: one.at))


def is_urgent(item: WorkItem, sla_class: str) -> bool:
    """Whether an item of that class of promise is looked at one by one."""
    return sla_class in _TIGHT or item.flag_level == 3


def is_flagged(level: int | None) -> bool:
    """Whether a red flag of that level asks for a call."""
    return level in CALL_LEVELS


def _group(one: Open, gap: Gap, calendar: Calendar) -> Group | None:
    if one.flagged:
        return Group.RED_FLAG
    if one.urgent:
        return Group.URGENT
    if one.untaken:
        return Group.UNTAKEN
    if not one.held and one.due is not None and one.due <= calendar.add_hours(gap.opens, SOON):
        return Group.DUE
    if any(gap.closes <= wake <= gap.opens for wake in one.wakes):
        return Group.ASLEEP
    return Group.UNCONFIRMED if one.unconfirmed else None


def _last(one: Open, gap: Gap, now: datetime) -> Seen | None:
    """Who saw to it last, if that was lately and the patient has not written since."""
    since = min(gap.closes, utc(now)) - FRESH
    fresh = [
        seen for seen in one.seen if seen.at >= since and (one.written is None or seen.at >= one.written)
    ]
    said = [seen for seen in fresh if seen.left] or fresh  # another look does not unsay why it was left
    return said[-1] if said else None


def _urgency(one: Open) -> tuple[bool, datetime, ItemId]:
    return one.due is None, one.due or datetime.max, one.item


def _closed_since(calendar: Calendar, at: datetime) -> datetime:
    """When the stretch before `at`, which is closed, came to its end."""
    day = calendar.local(at).date()
    for back in range(LONGEST_CLOSURE):
        ended = [closes for _, closes in calendar.openings(day - back * _A_DAY) if closes <= at]
        if ended:
            return max(ended)
    return at
