"""A reply that the patient has not read for days is looked after, where the server tells what is read."""

from __future__ import annotations

from datetime import timedelta

from inbox.domain.by_rule.base import Act, Case, Change, Make, act_name, closed
from inbox.domain.thread import Message
from inbox.domain.words import tr
from inbox.domain.work_item import BESIDE, Kind, Stage

AFTER_DAYS, DUE_DAYS = 3, 1
"""Business days until it is looked after, and until somebody should have done so."""
LONG_AGO = timedelta(days=30)
"""What was sent before is left alone."""


def is_missed(case: Case, rule: str) -> Act | None:
    """Work in the pool for our newest reply, of the item that it closed, that has not been read."""
    reply = _unread(case)
    if reply is None or not case.tells_read or case.item.kind in BESIDE:
        return None
    newest = max((one for one in case.thread.items if one.kind not in BESIDE), key=lambda one: one.arrived)
    if case.item.id != newest.id:
        return None
    calendar = case.known.promises.calendar(case.pool)
    at = calendar.add_days(reply.sent, AFTER_DAYS)
    name = act_name(rule, reply.id, at)
    if case.now < at or name in case.names or case.now - reply.sent > LONG_AGO:
        return None
    local = calendar.local(reply.sent)
    words = tr("Our reply of {day} has not been read.", day=f"{local:%a %d %b}")
    return Make(name, Kind.NOT_READ, None, calendar.add_days(case.now, DUE_DAYS), words)


def is_read(case: Case, rule: str) -> Act | None:
    """It was read after all, or the patient has written."""
    item = case.item
    if item.kind != Kind.NOT_READ or item.stage is not Stage.UNCLAIMED or _unread(case) is not None:
        return None
    return Change(act_name(rule, item.id, item.arrived), closed(case, "read"))


def _unread(case: Case) -> Message | None:
    """Our newest reply, if it is the last word and has not been read."""
    last = case.thread.messages[-1] if case.thread.messages else None
    if last is None or last.from_patient or last.pending or last.received is not None:
        return None
    return last
