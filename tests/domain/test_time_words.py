"""What a row says of its clock. It is Tuesday 17 March 2026, 10:42, in New York."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox.domain.time_words import words_left, words_to_call

ZONE = "America/New_York"
NOW = datetime(2026, 3, 17, 10, 42, tzinfo=ZoneInfo(ZONE))


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW, "due now"),
        (NOW - timedelta(seconds=59), "due now"),
        (NOW - timedelta(minutes=25), "25 min over"),
        (NOW - timedelta(minutes=119), "1 h over"),
        (NOW - timedelta(hours=2), "2 h over"),
        (NOW - timedelta(hours=49), "2 d over"),
    ],
)
def test_what_is_late_says_by_how_much(due: datetime, words: str) -> None:
    assert words_left(due, due - timedelta(hours=1), NOW, ZONE) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW + timedelta(seconds=30), "< 1 min"),
        (NOW + timedelta(minutes=14, seconds=59), "14 min"),
        (march(17, 15, 30), "4 h 48"),
        (march(17, 12, 47), "2 h 05"),
        (march(17, 12, 42), "2 h"),
        (march(18, 9, 30), "Wed 09:30"),
    ],
)
def test_what_is_due_soon_says_how_long_is_left_today(due: datetime, words: str) -> None:
    assert words_left(due, NOW, NOW, ZONE) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (march(17, 13, 20), "13:20"),
        (march(18, 9, 30), "Wed 09:30"),
        (march(23, 9, 0), "Mon 09:00"),
        (march(24, 9, 0), "24 Mar"),
    ],
)
def test_what_is_on_track_says_when_it_is_due(due: datetime, words: str) -> None:
    assert words_left(due, due - timedelta(hours=1), NOW, ZONE) == words


def test_a_flagged_item_on_track_counts_too() -> None:
    due = march(17, 15, 30)
    assert words_left(due, due - timedelta(hours=1), NOW, ZONE, counting=True) == "4 h 48"


def test_minutes_are_counted_over_midnight() -> None:
    late = march(17, 23, 50)
    assert words_left(late + timedelta(minutes=20), late, late, ZONE) == "20 min"


def test_days_are_those_of_the_clinic() -> None:
    due = march(17, 23, 30)
    assert words_left(due, due, NOW, ZONE) == "23:30"
    assert words_left(due, due, NOW, "UTC") == "Wed 03:30"


@pytest.mark.parametrize(
    ("wake", "words"),
    [
        (None, "patient"),
        (march(19, 9, 0), "patient, 2 d"),
        (march(18, 9, 0), "patient, 1 d"),
        (march(17, 14, 0), "patient, 3 h"),
        (march(17, 11, 0), "patient, 18 min"),
        (NOW, "wait over"),
    ],
)
def test_what_waits_for_the_patient_says_until_when(wake: datetime | None, words: str) -> None:
    assert words_left(march(17, 9), march(17, 8), NOW, ZONE, on_hold=True, wake=wake) == words


def test_what_has_no_due_time_says_nothing() -> None:
    assert words_left(None, None, NOW, ZONE) == ""


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=19), "call 19 min"),
        (timedelta(hours=1, minutes=2), "call 1 h 02"),
        (timedelta(seconds=20), "call now"),
        (timedelta(), "due now"),
        (timedelta(minutes=-5), "5 min over"),
    ],
)
def test_a_red_flag_says_when_to_call(left: timedelta, words: str) -> None:
    assert words_to_call(NOW + left, NOW) == words
