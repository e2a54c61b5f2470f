"""A simulated shift: 120 items, each with what is right to do, worked by a nurse who follows a script."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person
from tests.shift.day import Right, day, kinds, make
from tests.shift.nurse import Nurse
from tests.shift.verdict import judge

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]

SEED = 5
MIX = {
    "medical-question": 41,
    "refill": 30,
    "result-question": 13,
    "scheduling": 11,
    "form": 7,
    "referral": 5,
    "billing": 5,
    "fyi": 5,
    "home-monitoring": 3,
}
"""Of 120, in the seed's proportions (`portal.clinic.cases`)."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Right]]:
    database = tmp_path_factory.mktemp("shift") / "portal.db"
    return database, make(database, SEED, datetime.now(UTC))


@pytest.fixture
def portal(made: tuple[Path, list[Right]]) -> Iterator[PortalProcess]:
    running = PortalProcess(made[0])
    running.start()
    yield running
    running.close()


def test_most_items_take_one_key_none_is_wrong_and_none_is_closed_unread(
    nurse: Person, portal: PortalProcess, made: tuple[Path, list[Right]], capfd: pytest.CaptureFixture[str]
) -> None:
    rights = made[1]
    nurse.signs_in()
    nurse.lets_everything_load()
    at_work = Nurse(nurse)
    at_work.works(len(rights))
    nurse.lets_the_undo_time_pass()
    nurse.sees("All confirmed", 120)
    outcome = judge(portal, rights, at_work.worked)
    with capfd.disabled():
        sys.stdout.write(f"\n{outcome.table}\n")
    assert outcome.good, outcome.table


def test_the_day_has_the_seeds_mix_and_is_the_same_for_the_same_seed() -> None:
    now = datetime(2026, 3, 17, 14, 42, tzinfo=UTC)
    today = day(SEED, now)
    assert Counter(kinds(today)) == MIX
    assert len(today.rights) == 120
    assert msgspec.json.encode(day(SEED, now)) == msgspec.json.encode(today)
    assert [one.intent for one in day(SEED + 1, now).rights] != [one.intent for one in today.rights]
