"""The arithmetic of open hours and business days, with the check cases of the clinic's promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inbox.domain.calendar import Block, Calendar, CalendarError, Closure, always, weekly_blocks

NEW_YORK = "America/New_York"
MONDAY = date(2026, 6, 1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

OFFICE = Calendar(NEW_YORK, tuple(weekly_blocks(range(5), time(9), time(17))))
LUNCH = Calendar(
    NEW_YORK,
    tuple(weekly_blocks(range(5), time(8), time(12)) + weekly_blocks(range(5), time(13), time(17))),
)


def at(words: str, week: int = 0, zone: str = NEW_YORK) -> datetime:
    """ "Fri 16:30" of the week of 1 June 2026, or so many weeks later."""
    day, clock = words.split()
    when = MONDAY + timedelta(days=DAYS.index(day), weeks=week)
    return datetime.combine(when, time.fromisoformat(clock), ZoneInfo(zone))


def wall(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=ZoneInfo(NEW_YORK))


def closed_on(calendar: Calendar, day: date, **minutes: int) -> Calendar:
    return msgspec.structs.replace(calendar, closures=(Closure(day, day, "closed", **minutes),))


# The check cases


def test_an_hour_from_friday_half_past_four_ends_monday_half_past_nine() -> None:
    assert OFFICE.add_hours(at("Fri 16:30"), 1) == at("Mon 09:30", week=1)


def test_a_closed_monday_moves_that_hour_to_tuesday() -> None:
    calendar = closed_on(OFFICE, MONDAY + timedelta(weeks=1))
    assert calendar.add_hours(at("Fri 16:30"), 1) == at("Tue 09:30", week=1)


def test_a_public_holiday_on_monday_moves_that_hour_to_tuesday() -> None:
    calendar = msgspec.structs.replace(OFFICE, holidays="US")
    friday_before_labor_day = wall(2026, 9, 4, 16, 30)
    assert calendar.add_hours(friday_before_labor_day, 1) == wall(2026, 9, 8, 9, 30)


def test_a_day_from_saturday_ends_tuesday_at_opening() -> None:
    assert OFFICE.add_days(at("Sat 14:00"), 1) == at("Tue 09:00", week=1)


def test_a_day_from_monday_night_ends_wednesday_at_opening() -> None:
    assert OFFICE.add_days(at("Mon 20:00"), 1) == at("Wed 09:00")


def test_a_day_from_friday_four_ends_monday_four() -> None:
    assert OFFICE.add_days(at("Fri 16:00"), 1) == at("Mon 16:00", week=1)


def test_a_monday_open_only_till_noon_ends_that_day_at_noon() -> None:
    calendar = closed_on(OFFICE, MONDAY + timedelta(weeks=1), from_min=12 * 60)
    assert calendar.add_days(at("Fri 16:00"), 1) == at("Mon 12:00", week=1)


def test_two_hours_before_lunch_end_after_it() -> None:
    assert LUNCH.add_hours(at("Mon 11:30"), 2) == at("Mon 14:30")


def test_hours_the_clock_skips_or_repeats_inside_open_hours_count_as_real_time() -> None:
    nights = always(NEW_YORK)
    assert nights.add_hours(wall(2026, 3, 8, 1), 3) == wall(2026, 3, 8, 5)
    assert nights.add_hours(wall(2026, 11, 1, 0), 3) == wall(2026, 11, 1, 2)
    assert nights.open_seconds(wall(2026, 3, 8, 0), wall(2026, 3, 9, 0)) == 23 * 3600
    assert nights.open_seconds(wall(2026, 11, 1, 0), wall(2026, 11, 2, 0)) == 25 * 3600


# Edges of a day


def test_a_day_keeps_the_clock_time_when_the_clocks_change_in_between() -> None:
    week_with_change = Calendar(NEW_YORK, tuple(weekly_blocks(range(7), time(9), time(17))))
    assert week_with_change.add_days(wall(2026, 3, 7, 10), 1) == wall(2026, 3, 8, 10)
    assert week_with_change.add_days(wall(2026, 10, 31, 10), 1) == wall(2026, 11, 1, 10)


def test_a_clock_time_that_the_clocks_skip_is_the_moment_they_jump() -> None:
    assert always(NEW_YORK).add_days(wall(2026, 3, 7, 2, 30), 1) == wall(2026, 3, 8, 3)


def test_hours_that_open_in_a_skipped_hour_open_when_the_clocks_jump() -> None:
    early = Calendar(NEW_YORK, tuple(weekly_blocks(range(7), time(2, 30), time(10))))
    assert early.opens_on(date(2026, 3, 8)) == wall(2026, 3, 8, 3)
    assert early.is_open(wall(2026, 3, 8, 3, 1))


def test_hours_wholly_inside_a_skipped_hour_do_not_open() -> None:
    brief = Calendar(NEW_YORK, tuple(weekly_blocks(range(7), time(2, 10), time(2, 50))))
    assert brief.opens_on(date(2026, 3, 8)) is None
    assert brief.add_hours(wall(2026, 3, 8, 0), 0.5) == wall(2026, 3, 9, 2, 40)


def test_a_midnight_that_the_clocks_skip_still_begins_the_day() -> None:
    cairo = always("Africa/Cairo")
    skipped = datetime(2026, 4, 24, 1, tzinfo=ZoneInfo("Africa/Cairo"))
    assert cairo.opens_on(date(2026, 4, 24)) == skipped
    assert cairo.closes_on(date(2026, 4, 23)) == skipped


def test_a_clock_time_before_that_days_first_opening_ends_at_the_opening() -> None:
    late_tuesday = Calendar(NEW_YORK, (Block(0, 540, 1020), Block(1, 780, 1020)))
    assert late_tuesday.add_days(at("Mon 10:00"), 1) == at("Tue 13:00")


def test_a_clock_time_between_two_blocks_ends_with_the_first() -> None:
    assert Calendar(NEW_YORK, (Block(0, 540, 1020), *LUNCH.blocks)).add_days(at("Mon 12:30"), 1) == at(
        "Tue 12:00"
    )


def test_no_days_and_no_hours_are_the_next_opening() -> None:
    assert OFFICE.add_days(at("Sat 14:00"), 0) == at("Mon 09:00", week=1)
    assert OFFICE.add_hours(at("Sat 14:00"), 0) == at("Mon 09:00", week=1)


def test_it_is_open_at_the_opening_and_closed_at_the_closing() -> None:
    assert OFFICE.is_open(at("Mon 09:00"))
    assert not OFFICE.is_open(at("Mon 17:00"))
    assert OFFICE.next_open(at("Mon 17:00")) == at("Tue 09:00")
    assert OFFICE.next_open(at("Mon 10:00")) == at("Mon 10:00")


def test_hours_that_last_to_the_closing_are_due_at_the_closing() -> None:
    assert OFFICE.add_hours(at("Fri 16:00"), 1) == at("Fri 17:00")


def test_a_day_tells_its_opening_and_closing() -> None:
    assert LUNCH.opens_on(MONDAY) == at("Mon 08:00")
    assert LUNCH.closes_on(MONDAY) == at("Mon 17:00")
    assert LUNCH.opens_on(MONDAY + timedelta(days=5)) is None
    assert LUNCH.closes_on(MONDAY + timedelta(days=5)) is None


def test_a_stretch_closes_at_its_end_and_a_closed_moment_at_once() -> None:
    assert LUNCH.closes_at(at("Mon 11:00")) == at("Mon 12:00")
    assert LUNCH.closes_at(at("Mon 12:30")) == at("Mon 12:30")
    assert closed_on(always(NEW_YORK), MONDAY).closes_at(at("Sat 11:00", week=-1)) == at("Mon 00:00")


def test_around_the_clock_never_closes() -> None:
    assert always().closes_at(at("Mon 11:00")) is None


def test_hours_that_adjoin_over_midnight_are_open_without_a_break() -> None:
    weekend = Calendar(NEW_YORK, (Block(5, 600, 1440), Block(6, 0, 1440), Block(0, 0, 480)))
    midnight = at("Sun 00:00")
    assert weekend.is_open(midnight)
    assert weekend.next_open(midnight) == midnight
    assert weekend.add_hours(at("Sat 22:00"), 30) == at("Mon 04:00", week=1)
    assert weekend.closes_at(at("Sat 22:00")) == at("Mon 08:00", week=1)


def test_overlapping_and_adjoining_blocks_of_a_day_count_once() -> None:
    double = Calendar(NEW_YORK, (Block(0, 540, 720), Block(0, 600, 780), Block(0, 780, 840)))
    assert double.openings(MONDAY) == ((at("Mon 09:00"), at("Mon 14:00")),)


def test_open_time_and_open_days_leave_out_what_is_closed() -> None:
    assert OFFICE.open_seconds(at("Fri 16:00"), at("Mon 10:00", week=1)) == 2 * 3600
    assert OFFICE.open_seconds(at("Mon 10:00"), at("Mon 09:00")) == 0
    assert OFFICE.open_days_touched(at("Fri 16:00"), at("Mon 10:00", week=1)) == 2
    assert OFFICE.open_days_touched(at("Fri 17:00"), at("Mon 09:00", week=1)) == 0
    assert OFFICE.open_days_touched(at("Mon 10:00"), at("Mon 10:05")) == 1


def test_a_closure_over_several_days_keeps_the_hours_at_its_ends() -> None:
    trip = Closure(MONDAY, MONDAY + timedelta(days=2), "moving", from_min=12 * 60, until_min=10 * 60)
    calendar = msgspec.structs.replace(OFFICE, closures=(trip,))
    assert calendar.closes_on(MONDAY) == at("Mon 12:00")
    assert calendar.openings(MONDAY + timedelta(days=1)) == ()
    assert calendar.opens_on(MONDAY + timedelta(days=2)) == at("Wed 10:00")


def test_a_state_has_its_own_holidays() -> None:
    texas = msgspec.structs.replace(OFFICE, holidays="US-TX")
    independence_of_texas = date(2026, 3, 2)
    assert texas.openings(independence_of_texas) == ()
    assert msgspec.structs.replace(OFFICE, holidays="US").openings(independence_of_texas) != ()


def test_weekly_hours_may_be_all_day_end_at_midnight_or_cross_it() -> None:
    assert weekly_blocks([2]) == [Block(2, 0, 1440)]
    assert weekly_blocks([2], time(18), time(0)) == [Block(2, 1080, 1440)]
    assert weekly_blocks([6], time(22), time(6)) == [Block(6, 1320, 1440), Block(0, 0, 360)]


def test_a_calendar_survives_json() -> None:
    texas = closed_on(msgspec.structs.replace(OFFICE, holidays="US-TX"), MONDAY)
    texas.add_days(at("Mon 09:00"), 3)
    assert msgspec.json.decode(msgspec.json.encode(texas), type=Calendar) == texas


# Mistakes are said, and nothing searches for ever


def test_a_calendar_without_hours_is_refused() -> None:
    with pytest.raises(CalendarError, match="no open hours"):
        Calendar(NEW_YORK, ())


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "America"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(CalendarError, match="time zone"):
        Calendar(zone, OFFICE.blocks)


@pytest.mark.parametrize(
    ("day", "start", "end"), [(7, 0, 60), (0, 60, 60), (0, 60, 30), (0, 0, 1441), (0, -1, 9)]
)
def test_a_block_outside_one_day_is_refused(day: int, start: int, end: int) -> None:
    with pytest.raises(CalendarError, match="Open hours"):
        Block(day, start, end)


def test_a_closure_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(CalendarError, match="ends before it starts"):
        Closure(MONDAY, MONDAY - timedelta(days=1))


@pytest.mark.parametrize("code", ["XX", "US-ZZ"])
def test_holidays_nobody_knows_are_refused(code: str) -> None:
    with pytest.raises(CalendarError, match=code):
        msgspec.structs.replace(OFFICE, holidays=code).next_open(at("Mon 10:00"))


def test_a_calendar_closed_for_too_long_says_so() -> None:
    shut = msgspec.structs.replace(OFFICE, closures=(Closure(MONDAY, MONDAY + timedelta(days=500)),))
    with pytest.raises(CalendarError, match="no open hours"):
        shut.next_open(at("Mon 10:00"))
    with pytest.raises(CalendarError, match="no open hours"):
        shut.add_hours(at("Mon 10:00"), 1)
    with pytest.raises(CalendarError, match="no open hours"):
        shut.add_days(at("Fri 10:00", week=-1), 1)
    assert shut.closes_at(at("Fri 10:00", week=-1)) == at("Fri 17:00", week=-1)


def test_time_is_never_counted_backwards_or_without_a_zone() -> None:
    with pytest.raises(ValueError, match="forward"):
        OFFICE.add_hours(at("Mon 10:00"), -1)
    with pytest.raises(ValueError, match="forward"):
        OFFICE.add_days(at("Mon 10:00"), -1)
    with pytest.raises(ValueError, match="without a zone"):
        OFFICE.next_open(datetime(2026, 6, 1, 10))


# Properties


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    start = draw(st.integers(0, 95)) * 15
    return Block(draw(st.integers(0, 6)), start, draw(st.integers(start // 15 + 1, 96)) * 15)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = draw(st.sampled_from([NEW_YORK, "UTC", "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe"]))
    if draw(st.booleans()):
        return always(zone)
    closures = draw(
        st.lists(st.integers(0, 400).map(lambda n: date(2026, 1, 1) + timedelta(days=n)), max_size=4)
    )
    hours = draw(st.lists(blocks(), min_size=1, max_size=8))
    return Calendar(zone, tuple(hours), tuple(Closure(day, day + timedelta(days=1)) for day in closures))


INSTANTS = st.integers(0, 400 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
MINUTES = st.integers(1, 60 * 40)
TICK = timedelta(microseconds=1)


def in_open_hours(calendar: Calendar, due: datetime) -> bool:
    """Within open hours, or at the very closing."""
    return calendar.is_open(due) or calendar.is_open(due - TICK)


@settings(deadline=None)
@given(calendars(), INSTANTS, MINUTES)
def test_hours_never_end_in_closed_time(calendar: Calendar, start: datetime, minutes: int) -> None:
    assert in_open_hours(calendar, calendar.add_hours(start, minutes / 60))


@settings(deadline=None)
@given(calendars(), INSTANTS, st.integers(0, 30))
def test_days_never_end_in_closed_time(calendar: Calendar, start: datetime, days: int) -> None:
    assert in_open_hours(calendar, calendar.add_days(start, days))


@settings(deadline=None)
@given(calendars(), INSTANTS, MINUTES, MINUTES)
def test_more_hours_end_later(calendar: Calendar, start: datetime, few: int, more: int) -> None:
    assert calendar.add_hours(start, few / 60) < calendar.add_hours(start, (few + more) / 60)


@settings(deadline=None)
@given(calendars(), INSTANTS, st.integers(0, 30))
def test_more_days_end_later(calendar: Calendar, start: datetime, days: int) -> None:
    assert calendar.add_days(start, days) <= calendar.add_days(start, days + 1)


@settings(deadline=None)
@given(calendars(), INSTANTS, MINUTES, st.integers(0, 10_000))
def test_hours_of_a_later_arrival_never_end_earlier(
    calendar: Calendar, start: datetime, minutes: int, later: int
) -> None:
    second = start + timedelta(minutes=later)
    assert calendar.add_hours(start, minutes / 60) <= calendar.add_hours(second, minutes / 60)


@settings(deadline=None)
@given(calendars(), INSTANTS, st.integers(0, 10), st.integers(0, 10_000))
def test_days_of_a_later_arrival_never_end_earlier(
    calendar: Calendar, start: datetime, days: int, later: int
) -> None:
    second = start + timedelta(minutes=later)
    # "The same clock time" as the second pass of a repeated hour is, on another day, before its first pass.
    assume(not calendar.local(calendar.next_open(second)).fold)
    assert calendar.add_days(start, days) <= calendar.add_days(second, days)


@settings(deadline=None)
@given(calendars(), INSTANTS, MINUTES, MINUTES)
def test_hours_add_up(calendar: Calendar, start: datetime, first: int, then: int) -> None:
    in_two = calendar.add_hours(calendar.add_hours(start, first / 60), then / 60)
    assert in_two == calendar.add_hours(start, (first + then) / 60)


@settings(deadline=None)
@given(calendars(), INSTANTS, MINUTES)
def test_counting_back_what_was_added_gives_the_same_hours(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    assert calendar.open_seconds(start, calendar.add_hours(start, minutes / 60)) == minutes * 60


@settings(deadline=None, max_examples=30)
@given(calendars(), INSTANTS, st.integers(0, 4 * 24 * 60))
def test_open_time_is_what_a_minute_by_minute_walk_finds(
    calendar: Calendar, start: datetime, span: int
) -> None:
    minutes = (start + timedelta(minutes=n) for n in range(span))
    walked = sum(60 for minute in minutes if calendar.is_open(minute))
    assert calendar.open_seconds(start, start + timedelta(minutes=span)) == walked


@settings(deadline=None)
@given(calendars(), INSTANTS)
def test_it_is_open_when_the_clock_on_the_wall_says_so(calendar: Calendar, instant: datetime) -> None:
    local = calendar.local(instant)
    assume(not local.fold and not calendar.local(instant + timedelta(hours=2)).fold)
    minute = local.hour * 60 + local.minute
    by_the_wall = any(
        block.day == local.weekday() and block.start_min <= minute < block.end_min
        for block in calendar.blocks
    ) and not any(closure.first <= local.date() <= closure.last for closure in calendar.closures)
    assert calendar.is_open(instant) == by_the_wall
