"""Open hours, closures and holidays in words, both ways."""

from __future__ import annotations

from datetime import date

import pytest

from inbox.domain.calendar import Block, Calendar, CalendarError, Closure, weekly_blocks
from inbox.domain.calendar_sheet import (
    closure_words,
    day_words,
    holidays_words,
    with_closure,
    with_day,
    with_holidays,
    with_zone,
)

WEEK = Calendar("America/Chicago", (Block(0, 480, 720), Block(0, 780, 1020), *weekly_blocks([5])))


@pytest.mark.parametrize(("day", "words"), [(0, "08:00–12:00, 13:00–17:00"), (1, "closed"), (5, "all day")])
def test_a_day_is_said_in_hours_and_read_again(day: int, words: str) -> None:
    assert day_words(WEEK, day) == words
    assert set(with_day(WEEK, day, words).blocks) == set(WEEK.blocks)


@pytest.mark.parametrize("text", ["9-12 13-17:30", "9:00 – 12:00; 13:00 to 17:30", "09.00-12.00,13.00-17.30"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert day_words(with_day(WEEK, 2, text), 2) == "09:00–12:00, 13:00–17:30"


@pytest.mark.parametrize("text", ["17-9", "9-25", "9:70-12", "mornings", "9-12 and later"])
def test_what_are_no_hours_is_refused_in_words(text: str) -> None:
    with pytest.raises(CalendarError):
        with_day(WEEK, 2, text)


def test_the_last_open_day_cannot_be_taken_away() -> None:
    with pytest.raises(CalendarError, match="no open hours"):
        with_day(with_day(WEEK, 0, "closed"), 5, "closed")


CLOSURES = {
    "2026-12-25": Closure(date(2026, 12, 25), date(2026, 12, 25)),
    "2026-12-24 – 2026-12-26 Christmas": Closure(date(2026, 12, 24), date(2026, 12, 26), "Christmas"),
    "2026-12-24 12:00 – 2026-12-26 10:30 Half days": Closure(
        date(2026, 12, 24), date(2026, 12, 26), "Half days", 720, 630
    ),
}


@pytest.mark.parametrize("words", CLOSURES)
def test_a_closure_is_written_changed_and_taken_away(words: str) -> None:
    closed = with_closure(WEEK, 0, words)
    assert closed.closures == (CLOSURES[words],)
    assert closure_words(closed.closures[0]) == words
    assert with_closure(closed, 0, "").closures == ()


def test_closures_stand_in_order() -> None:
    closed = with_closure(with_closure(WEEK, 0, "2026-12-25"), 1, "2026-07-03 Picnic")
    assert [closure_words(one) for one in closed.closures] == ["2026-07-03 Picnic", "2026-12-25"]


@pytest.mark.parametrize("text", ["Christmas", "2026-13-01", "2026-12-26 – 2026-12-24"])
def test_what_is_no_closure_is_refused_in_words(text: str) -> None:
    with pytest.raises(CalendarError):
        with_closure(WEEK, 0, text)


def test_zone_and_holidays_are_tried_before_they_are_taken() -> None:
    assert with_zone(WEEK, "America/Denver").zone == "America/Denver"
    with pytest.raises(CalendarError, match="no time zone"):
        with_zone(WEEK, "Central")
    assert holidays_words(with_holidays(WEEK, "us-il")) == "US-IL"
    assert holidays_words(with_holidays(with_holidays(WEEK, "US"), "none")) == "none"
    for nobody in ("XQ", "the usual"):
        with pytest.raises(CalendarError):
            with_holidays(WEEK, nobody)
