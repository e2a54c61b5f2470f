"""How long what has not left is kept: 30 days (product, "Safety and privacy"), and never let go of untold."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from inbox.domain.ids import PatientId

KEPT = timedelta(days=30)
"""From when it was done, or last written in."""
AHEAD = timedelta(days=7)
"""So long before its author is told."""
NOTICE = timedelta(days=1)
"""At least so long its author has known before it goes: nobody comes back from a month away to find it gone,
and a clock that is wrong for a while takes nothing."""
REMEMBERED = timedelta(days=7)
"""So long it is said that something has gone."""


class Gone(msgspec.Struct, frozen=True):
    """Something was let go of."""

    patient: PatientId
    at: datetime


class Unsent(msgspec.Struct, frozen=True):
    """What one person has been told of what they did and wrote here that has not left."""

    told: dict[str, datetime] = {}
    """Since when they know that it will go, by the name of what it is (an operation's id, a conversation)."""
    going: tuple[PatientId, ...] = ()
    """Whose it is about, the first to go first."""
    until: datetime | None = None
    """When the first of it goes."""
    gone: tuple[Gone, ...] = ()
    """What has gone lately."""


def is_old(since: datetime, now: datetime) -> bool:
    """Whether its author is to be told of something that was done or last written in at `since`."""
    return now >= since + KEPT - AHEAD


def goes_at(since: datetime, told: datetime) -> datetime:
    """When it goes, told of at `told`."""
    return max(since + KEPT, told + NOTICE)
