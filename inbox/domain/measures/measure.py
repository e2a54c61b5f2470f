"""The measures of a supervisor (the product, "Supervisor").

Every length of time is open time of the item's pool: nights and closures do not count. A median or a 90th is
the nearest rank: the least value that half, or nine tenths, do not exceed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil

import msgspec

from inbox.domain.calendar import Calendar
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.measures.scope import Scope, Span
from inbox.domain.measures.work import HANDED_ON, Recorded, Work, reviewed
from inbox.domain.work_item import Kind

PING_PONG = 2
"""From so many hand-offs on a conversation goes to and fro."""
AGAIN = timedelta(days=7)
"""What a patient writes so soon after we closed opens the matter again."""


class Spread(msgspec.Struct, frozen=True):
    """Minutes that half of the work, and nine tenths of it, do not exceed; of so many."""

    median: float
    ninetieth: float
    count: int


class Found(msgspec.Struct, frozen=True):
    """What was measured. None: there is nothing to measure it by, which is not the same as none."""

    arrived: int = 0
    closed: int = 0
    minutes: Spread | None = None
    """From the first look to the close, waits for the patient left out."""
    first_look: Spread | None = None
    """From arrival to the first look, of what arrived and was looked at."""
    turnaround: Spread | None = None
    """From arrival to the close, waits left out, of what was closed."""
    without_physician: float | None = None
    """Share of what was closed that no physician was asked about."""
    ping_pong: int | None = None
    """Conversations with work closed that were handed on twice or more, ever."""
    hand_offs: float | None = None
    """Hand-offs for each such conversation."""
    reopened: float | None = None
    """Share of what was closed after which the patient had to write again within a week."""
    unread: int = 0
    """Replies that stayed unread so long that work was made of it."""
    by_button: float | None = None
    """Share of what people closed that a speed button closed."""


CalendarOf = Callable[[str], Calendar]


def measured(
    works: Sequence[Work],
    recorded: Sequence[Recorded] | None,
    scope: Scope,
    span: Span,
    calendar: CalendarOf,
) -> Found:
    """The measures of `scope` in `span`. `recorded`: None where Provenance could not be read."""
    own = [work for work in works if work.is_own_work and scope.holds(work)]
    arrived = [work for work in own if span.holds(work.arrived)]
    closed = [work for work in own if span.holds(work.closed)]
    asked, again = reviewed(works), _again(works)
    found = Found(
        arrived=len(arrived),
        closed=len(closed),
        minutes=spread(_minutes(work, work.first_look, work.closed, calendar) for work in closed),
        first_look=spread(_minutes(work, work.arrived, work.first_look, calendar) for work in arrived),
        turnaround=spread(_minutes(work, work.arrived, work.closed, calendar) for work in closed),
        without_physician=_share(work.item not in asked for work in closed),
        reopened=_share(work.item in again for work in closed),
        unread=_unread(works, scope, span),
    )
    if recorded is None:
        return found
    hand_offs = _handed_on(closed, works, recorded)
    buttons = {one.item: one.button for one in recorded if one.activity == "complete"}
    told = any(buttons.values())  # where nobody ever names a button, it is not known that none was used
    known = [
        bool(buttons[work.item]) for work in closed if told and work.item in buttons and not work.by_rule
    ]
    return msgspec.structs.replace(
        found,
        ping_pong=sum(count >= PING_PONG for count in hand_offs),
        hand_offs=sum(hand_offs) / len(hand_offs) if hand_offs else None,
        by_button=_share(known),
    )


def spread(minutes: Iterable[float | None]) -> Spread | None:
    """Median and 90th by the nearest rank; None of nothing."""
    known = sorted(one for one in minutes if one is not None)
    if not known:
        return None
    return Spread(_rank(known, 0.5), _rank(known, 0.9), len(known))


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(ceil(share * len(ordered)) - 1, 0)]


def _share(these: Iterable[bool]) -> float | None:
    known = list(these)
    return sum(known) / len(known) if known else None


def _minutes(
    work: Work, begins: datetime | None, ends: datetime | None, calendar: CalendarOf
) -> float | None:
    """Open minutes between two instants of `work`, less those in which it waited for the patient."""
    if begins is None or ends is None:
        return None
    hours = calendar(work.pool)
    open_time = hours.open_seconds(begins, ends)
    for since, until in work.waits:
        open_time -= hours.open_seconds(max(since, begins), min(until or ends, ends))
    return max(open_time, 0.0) / 60


def _again(works: Iterable[Work]) -> frozenset[ItemId]:
    """The closed items after which their patient wrote again within a week, in the same conversation."""
    of_thread: dict[ThreadId, list[Work]] = defaultdict(list)
    for work in works:
        if work.thread is not None and work.is_own_work:
            of_thread[work.thread].append(work)
    return frozenset(
        work.item
        for those in of_thread.values()
        for work in those
        if work.closed is not None
        and any(work.closed < other.arrived <= work.closed + AGAIN for other in those)
    )


def _unread(works: Sequence[Work], scope: Scope, span: Span) -> int:
    """Word of an unread reply counts where the item is that was answered."""
    of = {work.item: work for work in works}
    told = [work for work in works if work.kind == Kind.NOT_READ and span.holds(work.arrived)]
    return sum(scope.holds(of.get(work.parent, work) if work.parent else work) for work in told)


def _handed_on(closed: Sequence[Work], works: Sequence[Work], recorded: Iterable[Recorded]) -> list[int]:
    """How often the conversation of each closed item was handed on; work without one stands for itself."""
    about = {work.item: work.thread or ThreadId(work.item) for work in works}
    counted = Counter(about[one.item] for one in recorded if one.activity in HANDED_ON and one.item in about)
    return [counted[thread] for thread in dict.fromkeys(about[work.item] for work in closed)]
