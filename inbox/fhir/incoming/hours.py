"""Hours of a week, as HealthcareService and PractitionerRole state them."""

from __future__ import annotations

from datetime import time

from inbox.domain.open_time import OpenTime
from inbox.fhir.incoming.shapes import Part

DAYS = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


class Hours(Part, frozen=True, gc=False):
    days_of_week: tuple[str, ...] = ()
    all_day: bool = False
    available_start_time: str = ""
    available_end_time: str = ""


def blocks(hours: Hours) -> list[OpenTime]:
    """The blocks that these are: one a day, two where they pass midnight."""
    days = [DAYS[name] for name in hours.days_of_week if name in DAYS] or list(range(7))
    if hours.all_day:
        return [OpenTime(day, time(0), None) for day in days]
    start, end = _time(hours.available_start_time), _time(hours.available_end_time)
    if start is None:
        return []
    if end is not None and time(0) < end <= start:
        early = [OpenTime((day + 1) % 7, time(0), end) for day in days]
        return [OpenTime(day, start, None) for day in days] + early
    return [OpenTime(day, start, end or None if end != time(0) else None) for day in days]


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
