"""One day by hand, with one of everything that goes wrong; and days that must be found wanting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import small_clinic
from tests.faults.cable import Wiring
from tests.faults.day import THREADS, Day
from tests.faults.oracle import run
from tests.faults.small_clinic import Seeded

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return small_clinic.make(tmp_path_factory.mktemp("clinic") / "portal.db", THREADS)


@pytest.fixture
def day(seeded: Seeded, tmp_path: Path) -> Iterator[Day]:
    wiring = Wiring()
    day = Day(seeded, tmp_path, wiring, "plain")
    yield day
    day.over()
    wiring.close()


def test_whatever_goes_wrong_every_word_is_accounted_for(day: Day) -> None:
    nora, otto, nina = day.people
    day.begins()
    day.loses_network(nora)
    day.acts(nora, "item.send", nora.home)
    day.acts(otto, "item.send", nora.home)
    day.patient_writes(nora.home)
    day.changes_clock(nora, -90)
    day.acts(nora, "item.comment", nora.home)
    day.is_killed(nora)
    day.finds_network(nora)
    day.fault("lost on the way back")
    day.acts(otto, "item.send", otto.home)
    day.is_killed(otto)
    day.fault("sent twice")
    day.acts(nina, "item.send_and_close", nina.home)
    day.portal_dies()
    day.acts(nina, "item.comment", nina.home, killed=True)
    day.closes_and_opens(nina)
    day.ends()
    assert day.happened["refusals and conflicts explained"]
    assert day.happened["words that arrived once"] >= 3


@pytest.mark.parametrize(
    ("meddling", "found"),
    [
        ("UPDATE resource SET deleted = 1 WHERE CAST(body AS TEXT) LIKE '%nora 0%'", "lost"),
        (
            "INSERT INTO resource SELECT pk + 1000000, type, id || 'x', version, updated, seq, deleted, body"
            " FROM resource WHERE CAST(body AS TEXT) LIKE '%nora 0%'",
            "doubled",
        ),
    ],
)
def test_a_portal_that_loses_or_doubles_a_word_is_found_out(
    day: Day, tmp_path: Path, meddling: str, found: str
) -> None:
    nora = day.people[0]
    day.begins()
    day.acts(nora, "item.send", nora.home)
    day.comes_to_rest(nora)
    with sqlite3.connect(tmp_path / "portal.db") as database:
        assert database.execute(meddling).rowcount == 1
    with pytest.raises(AssertionError, match=rf"{found}=\('nora 0',\)|nora was shown otherwise"):
        day.ends()


def test_days_are_made_up_and_judged(seeded: Seeded) -> None:
    happened = run(seeded, "plain", 1, 1)
    assert happened["schedules"] == 1
    assert happened["acts"]
