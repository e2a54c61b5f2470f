"""What a line of the outbox says: formatted once, so that painting formats nothing."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.entries import State
from inbox.domain.time_words import day_words
from inbox.domain.words import tr
from inbox.queries.outbox import Unconfirmed
from inbox.ui.look.paint import Pending

_MARKS = {
    State.WAITING: Pending.LEAVING,
    State.SENDING: Pending.LEAVING,
    State.UNSURE: Pending.ASKED,
    State.REFUSED: Pending.REFUSED,
    State.CONFLICTED: Pending.CONFLICT,
}


class Said(msgspec.Struct, frozen=True):
    """One line. `problem` is a sentence of its own below; empty when there is none."""

    one: Unconfirmed
    what: str
    who: str
    when: str
    state: str
    mark: Pending
    problem: str

    @property
    def aloud(self) -> str:
        """All of it."""
        return ". ".join(filter(None, (f"{self.what}, {self.who}", self.when, self.state, self.problem)))


def said_of(one: Unconfirmed, now: datetime, zone: ZoneInfo) -> Said:
    """The words of an entry as of `now`."""
    entry = one.entry
    made = entry.made_at.astimezone(zone)
    when = f"{made:%H:%M}"
    if made.date() != now.astimezone(zone).date():
        when = tr("{day}, {time}", day=day_words(made.date()), time=when)
    return Said(
        one,
        entry.operation.describe(),
        one.patient_name or tr("patient not loaded"),
        when,
        _state(one, now),
        _MARKS.get(State(entry.state), Pending.LEAVING),
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
        case State.UNSURE:
            return tr("no answer came: being looked up before it is sent again")
        case State.REFUSED:
            return tr("refused, nothing was changed there")
        case _:
            return tr("needs your eye")
