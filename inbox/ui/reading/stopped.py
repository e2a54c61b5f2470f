"""An entry that was refused, overtaken, or of unknown fate: what happened, both sides of it, the ways on.

Nothing is merged silently, and what was typed is never lost: each way says what becomes of its words.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from inbox.domain.entries import Entry, State
from inbox.domain.given import given_to
from inbox.domain.inert import one_line
from inbox.domain.operations import Comment, Dispose, Escalate, Hold, Release, Reply, Route, Why
from inbox.domain.thread import Message, Thread
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Stage, WorkItem
from inbox.ui.reading.moments import when

STOPPED = (State.REFUSED, State.CONFLICTED, State.UNSURE)
"""States in which an entry waits for its author; what comes after it in its conversation waits with it."""

_TITLES = {
    Why.ANSWERED_ELSEWHERE: mark("Answered elsewhere first"),
    Why.CLAIMED_ELSEWHERE: mark("Claimed elsewhere"),
    Why.CLOSED_ELSEWHERE: mark("Closed elsewhere"),
    Why.MOVED_ELSEWHERE: mark("Moved elsewhere"),
    Why.NEW_MESSAGE: mark("The patient has written again"),
    Why.NOT_A_READER: mark("Not to be read by them any more"),
    Why.PACKET_CHANGED: mark("The question was changed"),
    Why.TOO_OLD: mark("Written a while ago"),
    Why.GONE: mark("No longer here"),
    Why.REVERTED: mark("Changed back on the server"),
    Why.CALL_FIRST: mark("A call comes first"),
    Why.UNSURE: mark("Not known whether it arrived"),
}
_FINAL = frozenset({Why.GONE, Why.NOT_A_READER})
"""What no second look of its author changes: it cannot go as it is."""
_NOT_OF_THE_ITEM = frozenset({Why.TOO_OLD, Why.NEW_MESSAGE, Why.NOT_A_READER})
"""What says nothing of how the item is held on the server."""


class Choice(StrEnum):
    """What a person may decide about an entry."""

    DISCARD = "discard"
    EDIT = "edit"
    SEND_ANYWAY = "send anyway"
    RETRY = "retry"
    LATER = "later"


class Side(NamedTuple):
    """Whose it is and since when; and the words themselves."""

    told: str
    words: str


def title_of(entry: Entry) -> str:
    """What is the matter, in a few words."""
    why = entry.problem.why if entry.problem else Why.UNSURE
    return tr(_TITLES.get(why, mark("Not accepted by the server")))


def sentence_of(entry: Entry) -> str:
    """What is the matter, as a sentence."""
    return entry.problem.sentence if entry.problem else tr("The connection broke while it was sent.")


def words_of(entry: Entry) -> str:
    """What its author wrote to a patient or for colleagues; empty for what has no such words."""
    operation = entry.operation
    return operation.text if isinstance(operation, Reply | Comment) else ""


def typed_in(entry: Entry) -> str:
    """Anything its author typed, a reason or a note too: what giving it up would lose."""
    operation = entry.operation
    if isinstance(operation, Dispose):
        return operation.note
    if isinstance(operation, Escalate):
        return operation.packet.question
    if isinstance(operation, Hold | Release | Route):
        return operation.reason if " " in operation.reason.strip() else ""  # a code alone was not typed
    return words_of(entry)


def ways_on(entry: Entry) -> list[tuple[Choice, str]]:
    """What may be decided about a stopped entry, the safest first."""
    writes, what = bool(words_of(entry)), entry.operation.describe()
    drop = tr("Do not send mine, keep my words here") if writes else tr("Leave it as it is on the server")
    if entry.state is State.UNSURE:
        ways = [(Choice.RETRY, tr("Ask the server now whether it arrived"))]
        if entry.problem is not None:  # it was asked, and could not tell
            ways.append((Choice.SEND_ANYWAY, tr("Send it again: it may then be there twice")))
            ways.append((Choice.DISCARD, tr("Give it up: it may have arrived all the same")))
        return ways
    ways = [(Choice.DISCARD, drop)]
    if writes:
        ways.append((Choice.EDIT, tr("Edit mine, with the new in view")))
    if entry.state is State.CONFLICTED and entry.problem and entry.problem.why not in _FINAL:
        label = tr("Send mine anyway") if writes else tr("{what} anyway", what=what)
        ways.append((Choice.SEND_ANYWAY, label))
    if entry.state is State.REFUSED:
        ways.append((Choice.RETRY, tr("Try again as it is")))
    return ways


def both_sides(thread: Thread | None, entry: Entry, now: datetime, zone: ZoneInfo) -> list[Side]:
    """What is there, then what is its author's own; only the second while nothing came between."""
    theirs = _theirs(thread, entry, now, zone) if thread is not None else None
    mine = words_of(entry)
    if theirs is None and not mine:
        return []
    at = when(entry.made_at, now, zone)
    told = tr("Yours, written {when}, not sent", when=at) if mine else tr("Yours, {when}, not done", when=at)
    ours = Side(told, mine or entry.operation.describe())
    return [theirs, ours] if theirs is not None else [ours]


def _theirs(thread: Thread, entry: Entry, now: datetime, zone: ZoneInfo) -> Side | None:
    """What came between: a message, or what a colleague did with the item."""
    why = entry.problem.why if entry.problem else None
    message = _newer(thread, entry, why)
    if message is not None:
        name = one_line(message.sender.name) or tr("A colleague")
        return Side(tr("{name}, {when}", name=name, when=when(message.sent, now, zone)), message.text)
    item = thread.item(entry.item)
    if item is None or entry.state is not State.CONFLICTED or why in _NOT_OF_THE_ITEM:
        return None
    return Side(tr("On the server now"), _held(item, now, zone))


def _newer(thread: Thread, entry: Entry, why: Why | None) -> Message | None:
    """The message that came between: a colleague's answer, or the patient's new one."""
    if why not in (Why.ANSWERED_ELSEWHERE, Why.NEW_MESSAGE, Why.CLOSED_ELSEWHERE):
        return None
    from_patient = why is Why.NEW_MESSAGE
    seen = entry.saw.last_patient_message if from_patient else entry.saw.last_answer
    there = [m for m in thread.messages if m.from_patient == from_patient and not m.pending]
    return there[-1] if there and there[-1].id != seen else None


def _held(item: WorkItem, now: datetime, zone: ZoneInfo) -> str:
    """ "Closed by T. Aldana, RN, today 09:40", "T. Aldana, RN is on it", "Unclaimed in Refills"."""
    holding = item.holding
    name = (one_line(holding.owner.name) if holding.owner else "") or tr("a colleague")
    pool = one_line(holding.pool.name) if holding.pool else ""
    match item.stage:
        case Stage.DONE if holding.closed_at is not None:
            at = when(holding.closed_at, now, zone)
            return tr("Closed by {name}, {when}", name=name, when=at)
        case Stage.DONE:
            return tr("Closed by {name}", name=name)
        case Stage.UNCLAIMED if given_to(holding):
            return tr("Given to {name}, not begun", name=name)
        case Stage.UNCLAIMED:
            return tr("Unclaimed in {pool}", pool=pool) if pool else tr("Unclaimed")
        case Stage.HELD if holding.wake is not None:
            at = when(holding.wake, now, zone)
            return tr("{name} waits for the patient until {when}", name=name, when=at)
        case _:
            return tr("{name} is on it", name=name)
