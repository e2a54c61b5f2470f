"""The saved inbox is damaged, between two days or within one: nothing that was only there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.store import landmarks
from inbox.store.errors import Broken
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question

TEXT = "Please drink more water."
PAGE = 4096


@pytest.fixture
def computer(tmp_path: Path) -> Path:
    """Where the nurse's files are."""
    return tmp_path / "computers" / "nadia"


def cache_in(computer: Path) -> Path:
    (cache,) = computer.rglob("cache.db")
    return cache


def damage(cache: Path, number: int) -> None:
    with cache.open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(b"\xff" * PAGE)


def replies_and_quits(nurse: Person) -> None:
    nurse.presses("r")
    nurse.types(TEXT)
    nurse.has_looked()
    nurse.presses("Ctrl+Shift+Enter")
    nurse.sees("leaves in")
    nurse.quits()


def test_a_reply_that_had_not_left_survives_the_damage_and_arrives_once(
    nurse: Person, portal: PortalProcess, computer: Path
) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    replies_and_quits(nurse)
    damage(cache_in(computer), 1)
    nurse.opens_the_program()
    nurse.sees("The saved inbox is damaged")
    nurse.sees("Rescue it")
    nurse.presses("Enter")
    nurse.sees("Your inbox is rescued")
    nurse.sees("Nothing that was only here is lost.")
    assert portal.replies(target.thread) == []
    nurse.presses("Enter")
    nurse.is_at_work()
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.replies(target.thread), "her reply on the portal")
    assert portal.replies(target.thread) == [TEXT]
    assert list(computer.rglob("cache.db.damaged-1"))


def test_damage_met_at_work_is_shown_at_once_and_what_was_typed_is_kept(
    nurse: Person, computer: Path
) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    nurse.presses("r")
    nurse.types(TEXT)
    nurse.sees("Draft saved")
    nurse.quits()
    marks = landmarks.read(cache_in(computer))
    assert marks is not None
    damage(cache_in(computer), marks.tables["sqlite_autoindex_audit_spool_1"].root)
    nurse.opens_the_program()
    nurse.sees("The saved inbox is damaged")
    nurse.presses("Enter")
    nurse.sees("Your inbox is rescued")
    nurse.presses("Enter")
    nurse.is_at_work()
    nurse.goes_to(lambda row: row.line.item == target.item)
    nurse.presses("r")
    nurse.sees(TEXT)


def test_damage_met_behind_the_lock_opens_nothing_without_a_sign_in(nurse: Person) -> None:
    nurse.signs_in()
    database = nurse.workspace.desk.store._database
    nurse.asks_for("Lock")
    nurse.sees("Locked at")
    database.heard(Broken())
    nurse.sees("The saved inbox is damaged")
    nurse.presses("Enter")
    nurse.sees("Your inbox is rescued")
    nurse.presses("Enter")
    nurse.sees("Sign in to your clinic")
    nurse.presses("Enter")
    nurse.is_at_work()
