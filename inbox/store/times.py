"""Times as the database keeps them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970; `at` must know its time zone."""
    return (at - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """The same moment in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


def maybe_ms(at: datetime | None) -> int | None:
    """`to_ms`, keeping None."""
    return None if at is None else to_ms(at)


def maybe_time(ms: int | None) -> datetime | None:
    """`from_ms`, keeping None."""
    return None if ms is None else from_ms(ms)
