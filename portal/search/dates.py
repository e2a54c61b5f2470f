"""FHIR dates as ranges: every date, dateTime or instant covers all the milliseconds it could mean.

Source: FHIR R4, search.html#date. A value without a time zone is read as UTC.
"""

import re
from datetime import UTC, datetime, timedelta

from portal.moments import from_datetime

ALWAYS_BEFORE = -(2**62)
ALWAYS_AFTER = 2**62

_SHAPE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)


def span(text: str) -> tuple[int, int] | None:
    """The first millisecond `text` covers and the first one after it, or None where it is no FHIR date."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    milliseconds = int((fraction or "")[:3].ljust(3, "0"))
    try:
        start = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            min(int(second or 0), 59),
        )
        low = from_datetime(start.replace(tzinfo=UTC) - _offset(zone)) + milliseconds
        return low, low + _length(start, month, day, hour, second, fraction)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -offset if zone[0] == "-" else offset


def _length(
    start: datetime,
    month: str | None,
    day: str | None,
    hour: str | None,
    second: str | None,
    fraction: str | None,
) -> int:
    if fraction:
        return int(10 ** max(0, 3 - len(fraction)))
    if second:
        return 1000
    if hour:
        return 60_000
    if day:
        return 86_400_000
    following = (
        start.replace(year=start.year + 1) if not month else (start + timedelta(days=31)).replace(day=1)
    )
    return (following - start) // timedelta(milliseconds=1)
