"""Earlier conversations with the patient: subject, kind, day, and how each ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox.domain.history import ReadAgain
from inbox.domain.ids import ThreadId
from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.thread import Thread
from inbox.domain.words import tr, trn
from inbox.domain.work_item import Stage, WorkItem
from inbox.ui.patient.days import short_day
from inbox.ui.patient.facts import Fact, Facts, Line, Opens, Past
from inbox.ui.worklist.words import KIND_ICONS

CONVERSATIONS = "conversations"
"""The name of the section."""
_ANSWERED, _IN_ERROR = "answered", "entered-in-error"


def conversations(
    threads: Sequence[Thread],
    found: Mapping[ThreadId, ReadAgain],
    on_screen: ThreadId | None,
    older: int,
    now: datetime,
    zone: ZoneInfo,
) -> Facts:
    """All but the one on screen, newest first; of `older` ones only the number is told.

    `found`: what red-flag rules found in those that are closed.
    """
    rows: list[Fact] = [_past(one, found.get(one.id), now, zone) for one in threads if one.id != on_screen]
    if not rows:
        rows.append(Line(tr("No other is kept here"), role="text_3"))
    if older:
        told = trn("{n} older: search for the name", "{n} older: search for the name", older)
        rows.append(Line(told, role="text_3"))
    brief = trn("{n} kept here", "{n} kept here", sum(isinstance(row, Past) for row in rows) + older)
    return Facts(CONVERSATIONS, tr("Earlier conversations"), tuple(rows), brief=brief)


def subject(thread: Thread) -> str:
    """What it is about, in the words it was begun with."""
    return one_line(thread.subject) or tr("Without a subject")


def about(thread: Thread, now: datetime, zone: ZoneInfo) -> str:
    """ "12 Feb · Refill · answered by Nadia Brand, RN"."""
    item = _latest(thread)
    last = thread.messages[-1].sent if thread.messages else thread.opened
    day = short_day(last.astimezone(zone).date(), now.astimezone(zone).date()) if last else ""
    kind = kind_words(item.kind) if item else ""
    return " · ".join(filter(None, (day, kind, ended(item))))


def ended(item: WorkItem | None) -> str:
    """How it was closed and by whom, or where it stands."""
    if item is None:
        return tr("no work made of it")
    owner = one_line(item.holding.owner.name, 60) if item.holding.owner else ""
    match item.stage:
        case Stage.UNCLAIMED:
            return tr("open, unclaimed")
        case Stage.CLAIMED:
            return tr("open, with {who}", who=owner) if owner else tr("open, claimed")
        case Stage.HELD:
            return tr("waiting for the patient")
    if item.holding.answer or item.holding.outcome == _ANSWERED:
        return tr("answered by {who}", who=owner) if owner else tr("answered")
    return tr("closed without a reply by {who}", who=owner) if owner else tr("closed without a reply")


def found_later(thread: Thread, found: ReadAgain | None) -> str:
    """What the rules of today see in it and nobody was told of; empty where work is open or nothing is."""
    if found is None or found.level is None or any(item.stage is not Stage.DONE for item in thread.items):
        return ""
    return tr("found later: {flag} (level {n})", flag=one_line(found.title, 60), n=found.level)


def _past(thread: Thread, found: ReadAgain | None, now: datetime, zone: ZoneInfo) -> Past:
    item = _latest(thread)
    told = subject(thread)
    below = " · ".join(filter(None, (about(thread, now, zone), found_later(thread, found))))
    icon = KIND_ICONS.get(item.kind if item else "", KIND_ICONS["medical-question"])
    return Past(told, below, icon, tr("{subject}, {about}", subject=told, about=below), Opens(thread.id))


def _latest(thread: Thread) -> WorkItem | None:
    """What is open of it, else what was closed last; a review belongs to the work it is part of."""
    own = [item for item in thread.items if item.parent is None and item.holding.status != _IN_ERROR]
    still = [item for item in own if item.stage is not Stage.DONE]
    return next(reversed(still or own), None)
