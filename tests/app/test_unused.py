"""An inbox that nobody opens for a month is gone; one that somebody uses is not touched."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.app.unused import KEPT, MARKED, told_of_wiping, wipe_unused
from inbox.store.lock import FileLock

NOW = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
PARTS = (
    "cache.db",
    "cache.db-wal",
    "cache.db.damaged-1",
    "cache.db.damaged-1-wal",
    "cache.db.landmarks",
    "vault",
)


def inbox_of(person: str, profile: Path, last_used: datetime) -> Path:
    folder = profile / "portal" / person
    folder.mkdir(parents=True)
    for name in (*PARTS, "cache.db.lock"):
        (folder / name).write_bytes(b"sealed")
        os.utime(folder / name, (last_used.timestamp(),) * 2)
    return folder


def left(folder: Path) -> set[str]:
    return {part.name for part in folder.iterdir()} - {"cache.db.lock", "unused", "wiped"}


def test_an_inbox_nobody_opened_for_a_month_is_wiped_whole(tmp_path: Path) -> None:
    away = inbox_of("away", tmp_path, NOW - KEPT - MARKED)
    here = inbox_of("here", tmp_path, NOW - KEPT + timedelta(hours=1))
    assert wipe_unused(tmp_path, NOW - MARKED) == 0
    assert wipe_unused(tmp_path, NOW) == 1
    assert left(away) == set()
    assert left(here) == set(PARTS)


def test_whoever_comes_back_is_told_once_that_it_is_gone(tmp_path: Path) -> None:
    away = inbox_of("away", tmp_path, NOW - KEPT - MARKED)
    wipe_unused(tmp_path, NOW - MARKED)
    assert told_of_wiping(away) == "", "it is marked, and still there"
    wipe_unused(tmp_path, NOW)
    assert "removed, with what had not left" in told_of_wiping(away)
    assert told_of_wiping(away) == ""


@pytest.mark.parametrize("part", PARTS)
def test_whatever_was_written_last_counts_as_use(tmp_path: Path, part: str) -> None:
    folder = inbox_of("here", tmp_path, NOW - 2 * KEPT)
    wipe_unused(tmp_path, NOW - MARKED)
    os.utime(folder / part, (NOW.timestamp(),) * 2)
    assert wipe_unused(tmp_path, NOW) == 0
    assert left(folder) == set(PARTS)


def test_an_inbox_that_is_open_is_not_touched(tmp_path: Path) -> None:
    folder = inbox_of("here", tmp_path, NOW - 2 * KEPT)
    wipe_unused(tmp_path, NOW - MARKED)
    lock = FileLock(folder / "cache.db")
    try:
        assert wipe_unused(tmp_path, NOW) == 0
    finally:
        lock.release()
    assert left(folder) == set(PARTS)


def test_a_clock_that_is_wrong_for_a_while_wipes_nothing(tmp_path: Path) -> None:
    folder = inbox_of("here", tmp_path, NOW - timedelta(hours=1))
    years_off = NOW + timedelta(days=4_000)
    assert wipe_unused(tmp_path, years_off) == wipe_unused(tmp_path, years_off + timedelta(hours=3)) == 0
    assert wipe_unused(tmp_path, NOW) == 0
    later = NOW + KEPT
    assert wipe_unused(tmp_path, later) == 0, "a mark from what is still to come says nothing"
    assert left(folder) == set(PARTS)
    assert wipe_unused(tmp_path, later + MARKED) == 1


def test_a_mark_from_before_the_last_use_says_nothing(tmp_path: Path) -> None:
    folder = inbox_of("here", tmp_path, NOW - KEPT)
    assert wipe_unused(tmp_path, NOW) == 0
    os.utime(folder / "vault", ((NOW + timedelta(days=1)).timestamp(),) * 2)
    assert wipe_unused(tmp_path, NOW + 2 * KEPT) == 0
    assert left(folder) == set(PARTS)


def test_whoever_the_next_start_resumes_with_is_not_wiped(tmp_path: Path) -> None:
    folder = inbox_of("here", tmp_path, NOW - 3 * KEPT)
    (tmp_path / "portal" / "last").write_text("here\n")
    assert wipe_unused(tmp_path, NOW - MARKED) == wipe_unused(tmp_path, NOW) == 0
    assert left(folder) == set(PARTS)


def test_where_nobody_was_there_is_nothing_to_wipe(tmp_path: Path) -> None:
    (tmp_path / "diary").mkdir()
    assert wipe_unused(tmp_path, NOW) == 0
    assert wipe_unused(tmp_path / "missing", NOW) == 0
