"""A file that an earlier version of the program left is opened by today's with all that people had in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inbox.domain.entries import State
from inbox.store import outbox
from inbox.store.migrations import STEPS
from inbox.store.store import Store
from tests.store.looking import found
from tests.store.released import KEY, Released, released, write
from tests.sync.examples import reading

EVERY = [pytest.param(one, id=one.file.stem) for one in released()]


@pytest.fixture(params=EVERY)
def old(request: pytest.FixtureRequest) -> Released:
    found: Released = request.param
    return found


@pytest.fixture
def opened(old: Released, tmp_path: Path) -> Iterator[Store]:
    file = Path(shutil.copy(old.file, tmp_path / "inbox.db"))
    store = Store.open(file, KEY, reading(), lambda changes: None)
    yield store
    store.close()


def bodies(store: Store, select: str) -> list[Any]:
    return [msgspec.json.decode(body) for (body,) in store.reader().exec_driver_sql(select)]


def holds(now: Any, before: Any) -> bool:
    """Whether all of `before` is in `now`: a later version may have added fields."""
    if isinstance(before, dict):
        return isinstance(now, dict) and all(
            name in now and holds(now[name], value) for name, value in before.items()
        )
    if isinstance(before, list):
        return isinstance(now, list) and len(now) == len(before) and all(map(holds, now, before))
    return bool(now == before)


def test_no_released_schema_version_is_left_out() -> None:
    there = [one.file.name for one in released()]
    assert there == [f"schema-{number:03}.db" for number in range(1, len(there) + 1)] != []
    assert len(there) <= len(STEPS)


def test_todays_program_leaves_something_in_every_table(tmp_path: Path) -> None:
    assert write(tmp_path).name == f"schema-{len(STEPS):03}.db"


def test_the_outbox_is_as_it_was_and_what_was_leaving_is_unsure(opened: Store, old: Released) -> None:
    now = [
        msgspec.to_builtins(msgspec.json.decode(body))
        for (body,) in opened.reader().exec_driver_sql("SELECT entry FROM outbox ORDER BY seq")
    ]
    before = old.kept["outbox"]
    assert {entry["state"] for entry in before} == set(State)
    for entry in before:
        if entry["state"] == State.SENDING:
            entry = entry | {"state": State.UNSURE}
        assert any(holds(one, entry) for one in now), entry["id"]
    assert len(now) == len(before)
    for actor in {entry["actor"] for entry in before}:
        own = outbox.of_actor(opened.reader(), actor)
        assert [entry.id for entry in own] == [entry["id"] for entry in before if entry["actor"] == actor]


def test_drafts_and_audit_notes_are_as_they_were(opened: Store, old: Released) -> None:
    assert holds(bodies(opened, "SELECT words FROM draft ORDER BY thread, person"), old.kept["draft"])
    assert holds(bodies(opened, "SELECT note FROM audit_spool ORDER BY seq"), old.kept["audit_spool"])


def test_pulling_goes_on_from_where_it_was(opened: Store, old: Released) -> None:
    held = dict(tuple(row) for row in opened.reader().exec_driver_sql("SELECT * FROM cursor"))
    assert held == old.kept["cursor"]


def test_lists_and_search_show_what_they_showed(opened: Store, old: Released) -> None:
    opened.remove([]).result()  # comes after what a step left to be made again
    rows = opened.reader().exec_driver_sql("SELECT item FROM inbox_row ORDER BY item").scalars().all()
    assert rows == sorted({entry["item"] for entry in old.kept["outbox"]})
    for words, items in old.kept["search"].items():
        assert set(found(opened.reader(), words)) >= set(items), "a later version may look in more"
