"""A coverage as it is typed, and everything that keeps it from being set."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.domain.coverage import Coverage, Left
from inbox.domain.coverage_sheet import Mistake, mistakes
from inbox.domain.coverage_text import Sheet, coverage_words, covering_words, read
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Actor, Party, Role
from inbox.domain.pool import Pool, Staff

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 3, 17, 14, 42, tzinfo=UTC)
"""A Tuesday, 09:42 in Chicago."""
OKELLO, SOLHEIM = Party("Practitioner/okello", "Dr. Okello"), Party("Practitioner/solheim", "Dr. Solheim")
NADIA = Party("Practitioner/nadia", "Nadia Brand")
POOLS = [Pool(PoolId("HealthcareService/refills"), "Refills")]


def colleagues(*set_already: Coverage) -> list[Staff]:
    licences = {OKELLO: Role.PRESCRIBER, SOLHEIM: Role.PRESCRIBER, NADIA: Role.RN}
    return [
        Staff(
            PersonId(one.ref),
            one.name,
            licence=licence,
            covers=tuple(each for each in set_already if each.cover == one),
        )
        for one, licence in licences.items()
    ]


def actor(who: Party, role: Role = Role.PRESCRIBER) -> Actor:
    return Actor(PersonId(who.ref), who.name, role)


def absence(away: Party = OKELLO, cover: Party = SOLHEIM, begins: float = 1, ends: float = 48) -> Coverage:
    return Coverage(away, cover, NOW + timedelta(hours=begins), NOW + timedelta(hours=ends))


def first(new: Coverage, who: Actor | None = None, *set_already: Coverage) -> str:
    found = mistakes(new, who or actor(OKELLO), colleagues(*set_already), NOW, ZONE)
    return found[0].sentence if found else ""


def test_days_and_times_are_read_by_the_clinics_clock_and_a_day_counts_whole() -> None:
    sheet = Sheet(OKELLO, SOLHEIM, "2026-03-20 13:00", "2026-03-27", "tue 13-17, Thu 8:00–24", "refills")
    meant = read(sheet, POOLS, ZONE)
    assert isinstance(meant, Coverage)
    assert meant.start == datetime(2026, 3, 20, 18, tzinfo=UTC)
    assert meant.end == datetime(2026, 3, 28, 5, tzinfo=UTC), "the 27th is still part of it"
    assert meant.hours == (OpenTime(1, time(13), time(17)), OpenTime(3, time(8), None))
    assert meant.pools == (POOLS[0].id,)
    assert read(Sheet.of(meant, POOLS, ZONE), POOLS, ZONE) == meant, "what is shown means the same"
    assert coverage_words(meant, ZONE).endswith("only Tue 13:00–17:00, Thu 08:00–24:00 · open work stays")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"start": "Friday"}, "start"),
        ({"start": "2026-02-30"}, "start"),
        ({"end": ""}, "end"),
        ({"hours": "afternoons"}, "hours"),
        ({"hours": "Tue 17-13"}, "hours"),
        ({"pools": "Nowhere"}, "pools"),
    ],
)
def test_what_cannot_be_read_is_said_where_it_stands(typed: dict[str, str], part: str) -> None:
    sheet = msgspec.structs.replace(Sheet(OKELLO, SOLHEIM, "2026-03-20", "2026-03-27"), **typed)
    found = read(sheet, POOLS, ZONE)
    assert isinstance(found, Mistake)
    assert found.part == part


def test_what_may_be_set_is_set() -> None:
    assert first(absence()) == ""
    assert first(absence(begins=-2)) == "", "whoever called in sick this morning"
    assert first(absence(), actor(NADIA, Role.SUPERVISOR)) == ""


def test_oneself_the_past_and_the_wrong_way_round_are_refused() -> None:
    assert "themselves" in first(absence(cover=OKELLO))
    assert "past" in first(absence(begins=-30))
    assert "over already" in first(absence(begins=-5, ends=-1))
    assert "before it begins" in first(absence(begins=5, ends=2))
    assert "a year" in first(absence(ends=24 * 400))


def test_too_low_a_licence_and_somebody_elses_absence_are_refused() -> None:
    assert "may not do all" in first(absence(cover=NADIA))
    assert "supervisor" in first(absence(away=SOLHEIM, cover=OKELLO))


def test_overlaps_and_circles_are_refused_and_what_is_over_is_not_in_the_way() -> None:
    there = msgspec.structs.replace(absence(), ref="PractitionerRole/1")
    assert "already" in first(absence(begins=24, ends=72), None, there)
    assert first(absence(begins=48, ends=72), None, there) == ""
    ended = msgspec.structs.replace(there, active=False)
    assert first(absence(begins=24, ends=72), None, ended) == ""
    assert first(msgspec.structs.replace(there, left=Left.GOES), None, there) == "", "changed, not doubled"
    back = absence(away=SOLHEIM, cover=OKELLO)
    assert "circle" in first(back, actor(SOLHEIM), there)


def test_whoever_covers_reads_for_whom_and_until_when() -> None:
    told = covering_words(absence(ends=80), NOW + timedelta(hours=2), ZONE)
    assert told == "for Dr. Okello, until Fri 20 Mar, 17:42"
