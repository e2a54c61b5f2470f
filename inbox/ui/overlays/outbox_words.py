"""What a line of the outbox says: formatted once, so that painting formats nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.inert import one_line
from inbox.domain.words import tr
from inbox.queries.outbox import Unconfirmed
from inbox.ui.look.paint import Pending
from inbox.ui.overlays.attempt_words import times_tried
from inbox.ui.reading.moments import when
from inbox.ui.reading.stopped import STOPPED, typed_in

_MARKS = {
    State.WAITING: Pending.LEAVING,
    State.SENDING: Pending.LEAVING,
    State.UNSURE: Pending.ASKED,
    State.REFUSED: Pending.REFUSED,
    State.CONFLICTED: Pending.CONFLICT,
}


class Said(msgspec.Struct, frozen=True):
    """One line."""

    one: Unconfirmed
    heading: str
    """The conversation, above its first line; empty on the others."""
    chain: str
    """What holds the whole conversation up; beside its heading."""
    who: str
    what: str
    words: str
    """The beginning of what was typed."""
    when: str
    state: str
    mark: Pending
    tried: str
    problem: str
    """A sentence of its own below; empty when there is none."""

    @property
    def aloud(self) -> str:
        """All of it."""
        parts = (f"{self.what}, {self.who}", self.when, self.state, self.tried, self.problem)
        return ". ".join(part.rstrip(".") for part in parts if part)


def in_conversations(found: Sequence[Unconfirmed]) -> list[list[Unconfirmed]]:
    """Entries by conversation: first those that need a decision, each in the order of performance."""
    first: dict[ThreadId, int] = {}
    for number, one in enumerate(found):
        first.setdefault(one.entry.thread, number)
    ordered = sorted(found, key=lambda one: first[one.entry.thread])
    groups = [list(group) for _, group in groupby(ordered, key=lambda one: one.entry.thread)]
    return sorted(groups, key=lambda group: not any(one.entry.state in STOPPED for one in group))


def lines(found: Sequence[Unconfirmed], now: datetime, zone: ZoneInfo) -> list[Said]:
    """The words of all entries as of `now`."""
    return [
        _said(one, group if number == 0 else (), now, zone)
        for group in in_conversations(found)
        for number, one in enumerate(group)
    ]


def _said(one: Unconfirmed, headed: Sequence[Unconfirmed], now: datetime, zone: ZoneInfo) -> Said:
    """One line; `headed` is the conversation it is the first of."""
    entry = one.entry
    who = one_line(one.patient_name) or tr("patient not loaded")
    subject = one_line(one.subject)
    heading = tr("{who}: {subject}", who=who, subject=subject) if subject else who
    stopped = any(other.entry.state in STOPPED for other in headed)
    return Said(
        one,
        heading if headed else "",
        tr("stopped until you decide") if stopped else "",
        who,
        entry.operation.describe(),
        one_line(typed_in(entry)),
        when(entry.made_at, now, zone),
        _state(one, now),
        _MARKS.get(State(entry.state), Pending.LEAVING),
        times_tried(one),
        entry.problem.sentence if entry.problem else "",
    )


def _state(one: Unconfirmed, now: datetime) -> str:
    entry = one.entry
    if one.state not in list(State):
        return tr("held behind one you must decide about")
    match State(one.state):
        case State.WAITING if entry.not_before is not None and entry.not_before > now:
            return tr("leaves in {n} s, undo takes it back", n=ceil((entry.not_before - now).total_seconds()))
        case State.WAITING:
            return tr("waits to leave")
        case State.SENDING:
            return tr("on its way")
        case State.UNSURE if entry.problem is not None:
            return tr("not known whether it arrived")
        case State.UNSURE:
            return tr("no answer came: being looked up before it is sent again")
        case State.REFUSED:
            return tr("refused, nothing was changed there")
        case _:
            return tr("needs your eye")
