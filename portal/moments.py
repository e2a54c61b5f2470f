"""Moments as the portal stores them: whole milliseconds since 1970 UTC."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], int]
"""Reads the current moment."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


def ahead(clock: Clock, seconds: float) -> Clock:
    """A clock that is wrong by so much; a negative number puts it behind."""
    return lambda: clock() + round(seconds * 1000)


def from_datetime(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def to_datetime(moment: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=moment)


def to_instant(moment: int) -> str:
    """A FHIR instant, for example 2026-01-09T21:05:12.250Z."""
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
