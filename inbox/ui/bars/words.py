"""What the status bar says of the connection and of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from inbox.domain.time_words import span_words
from inbox.domain.words import mark, tr, trn
from inbox.queries.status import Standing
from inbox.sync.status import Connection, Progress, Status
from inbox.ui.look.roles import Role


class Look(NamedTuple):
    """A connection in a word or two, with its icon, and the ground of the bar where it matters."""

    words: str
    icon: str
    role: Role
    ground: Role = "window"


CONNECTIONS = {
    Connection.STARTING: Look(mark("Connecting"), "refresh-cw", "text_2"),
    Connection.CONNECTED: Look(mark("Connected"), "check", "good"),
    Connection.OFFLINE: Look(mark("Offline"), "cloud-off", "soon_text", "soon_bg"),
    Connection.BUSY: Look(mark("Server busy"), "timer", "soon_text", "soon_bg"),
    Connection.SIGN_IN: Look(mark("Sign in again"), "key-round", "overdue", "overdue_bg"),
    Connection.REFUSED: Look(mark("Server refuses"), "circle-alert", "overdue", "overdue_bg"),
    Connection.FAULT: Look(mark("Sync stopped"), "circle-alert", "overdue", "overdue_bg"),
    Connection.STOPPED: Look(mark("Not connected"), "cloud-off", "text_2"),
}


def sync_words(status: Status, zone: ZoneInfo) -> str:
    """How far the first sync is, or when the last one ended and when the next is tried."""
    running = next((stage for stage in status.progress if not stage.finished), None)
    if running is not None:
        return _progress(running)
    told = _last(status, zone)
    if status.next_try is None:
        return told
    again = tr("next try {time}", time=_local(status.next_try, zone))
    return f"{told}, {again}" if told else again


def outbox_words(standing: Standing) -> str:
    """What the server has not confirmed, and what needs a decision first."""
    told = []
    if standing.to_decide:
        told.append(trn("{n} needs you", "{n} need you", standing.to_decide))
    if standing.unconfirmed:
        told.append(trn("{n} not confirmed", "{n} not confirmed", standing.unconfirmed))
    return tr("Outbox: {told}", told=", ".join(told) or tr("all confirmed"))


def _last(status: Status, zone: ZoneInfo) -> str:
    if status.last_sync is not None:
        return tr("Last sync {time}", time=_local(status.last_sync, zone))
    return "" if status.ready else tr("Never synced")


def _progress(stage: Progress) -> str:
    done = f"{stage.done:,}"
    if stage.total is None:
        return tr("{stage}: {n}", stage=stage.stage, n=done)
    told = tr("{stage}: {n} of {total}", stage=stage.stage, n=done, total=f"{stage.total:,}")
    if stage.left is None:
        return told
    return tr("{told}, {span} left", told=told, span=span_words(timedelta(seconds=stage.left)))


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}"
