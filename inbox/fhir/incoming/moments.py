"""FHIR's dates and times, some of them partial, as aware UTC instants and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: str) -> datetime | None:
    """The instant of a `dateTime` or `instant`; its first moment when only a year, month or day is known.

    None when it is empty or no date. A time without a zone, which FHIR forbids, counts as UTC.
    """
    if len(text) < 10:
        text = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), "")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return None


def day(text: str) -> date | None:
    """The date of a `date` or `dateTime` as written; the first day when only a year or month is known."""
    text = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text[:10])
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
