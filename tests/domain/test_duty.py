"""Who is on duty at a moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.domain.calendar import Calendar, weekly_blocks
from inbox.domain.coverage import Coverage
from inbox.domain.duty import Roster, has_charge, may_see_the_board, names_of
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import CHARGE, Actor, Party, Role
from inbox.domain.pool import AT_WORK, Duty, OpenTime, Staff

ADVICE, REFILLS = PoolId("HealthcareService/advice"), PoolId("HealthcareService/refills")
NADIA, TOMAS = PersonId("Practitioner/nadia"), PersonId("Practitioner/tomas")
ZONE = "America/Chicago"
OFFICE = Calendar(ZONE, tuple(weekly_blocks(range(5), time(9), time(17))))
MORNINGS = tuple(OpenTime(day, time(8), time(12)) for day in range(5))
TUESDAY = date(2026, 3, 17)


def at(hour: float, day: date = TUESDAY) -> datetime:
    local = datetime.combine(day, time(), ZoneInfo(ZONE))
    return local + timedelta(hours=hour)


def works(person: PersonId, *pools: PoolId, **duty: object) -> Staff:
    held = Duty(AT_WORK, pools=pools, **duty)  # type: ignore[arg-type]
    return Staff(person, person.rpartition("/")[2].title(), (f"{person}-role",), pools, "rn", (held,))


def on(*staff: Staff, pool: PoolId = ADVICE, when: datetime, away: PersonId | None = None) -> list[str]:
    day = timedelta(days=1)
    covers = [Coverage(Party(away), Party("Practitioner/cover"), when - day, when + day)] if away else []
    cover = Staff(PersonId("Practitioner/cover"), "Cover", covers=tuple(covers))
    roster = Roster((*staff, cover), lambda _pool: OFFICE)
    return [one.id for one in roster.on_duty(pool, when)]


def test_who_states_no_hours_is_there_while_the_pool_is_open() -> None:
    nadia = works(NADIA, ADVICE)
    assert on(nadia, when=at(9)) == [NADIA]
    assert on(nadia, when=at(17)) == []
    assert on(nadia, pool=REFILLS, when=at(10)) == []
    assert on(nadia, when=at(10, TUESDAY + timedelta(days=4))) == [], "Saturday"


def test_stated_hours_count_by_the_clinics_clock_even_before_the_pool_opens() -> None:
    mornings = works(NADIA, ADVICE, hours=MORNINGS)
    assert [bool(on(mornings, when=at(hour))) for hour in (7.75, 8, 11.75, 12, 14)] == [
        False, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "there"), [(1, 31, True), (18, 31, False), (1, 16, False)])
def test_a_role_counts_on_its_days_only(first: int, last: int, there: bool) -> None:
    dated = works(NADIA, ADVICE, first=date(2026, 3, first), last=date(2026, 3, last))
    assert bool(on(dated, when=at(10))) is there


def test_who_is_away_or_has_left_is_not_on_duty() -> None:
    both = (works(NADIA, ADVICE), works(TOMAS, ADVICE))
    assert on(*both, when=at(10), away=TOMAS) == [NADIA]
    assert on(msgspec.structs.replace(both[0], active=False), both[1], when=at(10)) == [TOMAS]


def test_the_time_left_of_a_day_has_no_pauses_in_it() -> None:
    split = (*MORNINGS, *(OpenTime(day, time(13), time(16, 30)) for day in range(5)))
    person = works(NADIA, ADVICE, hours=split)
    roster = Roster((person,), lambda _pool: OFFICE)
    assert roster.time_left(person, at(11)) == timedelta(hours=4.5)
    assert roster.time_left(person, at(16.5)) == timedelta()
    week = Coverage(Party(NADIA), Party(TOMAS), at(0), at(0) + timedelta(days=7))
    cover = Staff(TOMAS, "Tomas", covers=(week,))
    assert Roster((person, cover), lambda _pool: OFFICE).time_left(person, at(11)) == timedelta()


def test_the_board_is_for_supervisors_and_whoever_has_the_charge_today() -> None:
    week = Duty(CHARGE, date(2026, 3, 16), date(2026, 3, 23), (ADVICE,))
    tomas = msgspec.structs.replace(works(TOMAS, ADVICE), duties=(week,))
    nurse = Actor(TOMAS, "Tomas", Role.RN)
    assert has_charge([tomas], TOMAS, at(20))
    assert not has_charge([tomas], TOMAS, at(10, date(2026, 3, 24)))
    assert may_see_the_board(nurse, [tomas], at(10))
    assert not may_see_the_board(msgspec.structs.replace(nurse, person=NADIA), [tomas], at(10))
    assert may_see_the_board(Actor(NADIA, "Nadia", Role.SUPERVISOR), [], at(10))


def test_every_reference_of_a_colleague_means_them() -> None:
    assert names_of([works(NADIA, ADVICE)]) == {NADIA: NADIA, f"{NADIA}-role": NADIA}
