"""Where readings are going."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inbox.domain.patient import Reading
from inbox.domain.trend import Trend, trend

START = datetime(2026, 3, 1, tzinfo=UTC)


def readings(*values: float, every: timedelta = timedelta(days=1)) -> list[Reading]:
    return [Reading(START + number * every, value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((180, 184, 191), Trend.STEADY),
        ((100, 130, 160), Trend.RISING),
        ((160, 130, 100), Trend.FALLING),
        ((100, 140, 100, 140, 100), Trend.STEADY),
        ((7, 7, 7), Trend.STEADY),
        ((0, 0, 0), Trend.STEADY),
        ((100, 160), None),
        ((), None),
    ],
)
def test_without_a_range_a_tenth_of_the_mean_is_a_change(values: tuple[float, ...], found: Trend) -> None:
    assert trend(readings(*values)) is found


def test_with_a_range_a_tenth_of_its_width_is_a_change() -> None:
    assert trend(readings(180, 184, 191), width=35) is Trend.RISING
    assert trend(readings(4.0, 4.1, 4.1), width=1.5) is Trend.STEADY


def test_readings_of_one_moment_go_nowhere() -> None:
    assert trend(readings(1, 5, 9, every=timedelta())) is None
