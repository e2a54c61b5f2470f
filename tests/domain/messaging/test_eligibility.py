"""Whether a patient's messages are answered here, with the dates that say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox.domain.messaging.eligibility import Eligibility, Standing, eligibility, months_before
from inbox.domain.messaging.rules import Eligible
from inbox.domain.patient import Chart, Visit
from inbox.domain.work_item import Kind

RULES = Eligible(seen_within_months=24, always=(Kind.SCHEDULING,))
TODAY = date(2026, 3, 17)
NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def judged(
    last: datetime | None = None,
    coming: datetime | None = None,
    kind: str = "refill",
    rules: Eligible = RULES,
) -> Eligibility:
    chart = Chart(
        last_visit=Visit(last) if last else None,
        next_visit=Visit(coming) if coming else None,
        fetched_at=NOON,
    )
    return eligibility(rules, chart, kind, TODAY, ZoneInfo("America/Chicago"))


def test_who_was_seen_within_two_years_is_eligible() -> None:
    made = judged(NOON - timedelta(days=300))
    assert (made.standing, made.why) == (Standing.YES, "Seen 21 May 2025.")


def test_two_years_ago_to_the_day_still_counts_and_the_day_before_does_not() -> None:
    assert judged(datetime(2024, 3, 17, 15, tzinfo=UTC)).standing is Standing.YES
    assert judged(datetime(2024, 3, 16, 15, tzinfo=UTC)).standing is Standing.NO


def test_the_day_is_the_clinics() -> None:
    """Half past three at night in UTC is still the evening before in Chicago."""
    assert judged(datetime(2024, 3, 17, 3, 30, tzinfo=UTC)).standing is Standing.NO


def test_a_booked_visit_is_enough() -> None:
    made = judged(NOON - timedelta(days=900), NOON + timedelta(days=3))
    assert (made.standing, made.why) == (Standing.YES, "A visit is booked for 20 Mar 2026.")


def test_a_site_may_want_a_visit_that_has_taken_place() -> None:
    strict = Eligible(seen_within_months=24, visit_booked=False)
    assert judged(None, NOON + timedelta(days=3), rules=strict).turned_away


def test_who_was_seen_long_ago_is_turned_away_with_the_date() -> None:
    made = judged(NOON - timedelta(days=900))
    assert made.turned_away
    assert made.why == "Last seen 29 Sep 2023: not in 24 months, and no visit is booked."


def test_who_was_never_seen_is_turned_away() -> None:
    assert judged().why == "Never seen here, and no visit is booked."


def test_anybody_may_ask_for_a_visit() -> None:
    assert judged(kind="scheduling").standing is Standing.YES


def test_before_the_chart_is_here_nobody_is_turned_away() -> None:
    made = eligibility(RULES, Chart(), "refill", TODAY, UTC)
    assert made.standing is Standing.UNKNOWN
    assert not made.turned_away


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 17), 24, date(2024, 3, 17)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_before_a_day(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before
