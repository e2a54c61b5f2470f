"""Putting an item aside: until when it may be snoozed, and when it may be put aside no more."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.sla import SOON_LEFT
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, WorkItem


def latest_snooze(stored: Promise | None, computed: Promise) -> datetime | None:
    """The latest time to snooze until: when three quarters of the open time have gone, or when it is due.

    Where the server stores another due time than the one `computed` here, as long before that one. None
    where no clock runs.
    """
    due = (stored.due if stored else None) or computed.due
    if due is None:
        return None
    if computed.due is None or computed.snooze_until is None:
        return due - SOON_LEFT
    return due - (computed.due - computed.snooze_until)


def stuck(promise: Promise, now: datetime) -> str:
    """Why it may be put aside no more, as a sentence; empty while it may."""
    if promise.stuck_from is None or now < promise.stuck_from:
        return ""
    return tr("It has been open for too long to be put aside. It is on the supervisor’s list now.")


def not_snoozed(item: WorkItem, promise: Promise, until: datetime | None, now: datetime) -> str:
    """Why it may not be snoozed until then, as a sentence; empty when it may. None: at all."""
    if why := stuck(promise, now):
        return why
    latest = latest_snooze(item.holding.promise, promise)
    if latest is not None and latest <= now:
        return tr("Three quarters of its time have gone: it cannot be snoozed any more.")
    if until is None:
        return ""
    if latest is not None and until > latest:
        return tr("A snooze ends at the latest when three quarters of the time have gone.")
    return tr("That time has already passed.") if until <= now else ""
