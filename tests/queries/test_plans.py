"""What is read again after each change never walks the history: the time it takes is that of open work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from inbox.domain.board import Day
from inbox.domain.people import Role
from inbox.queries import board, status, tally, worklist
from inbox.queries.reader import Reader
from inbox.queries.views import View, ViewKind
from inbox.store.store import Store
from tests.store.plain import NOON, NURSE

ROLES = (Role.RN, Role.PRESCRIBER, Role.SUPERVISOR)
LISTS = (ViewKind.POOL, ViewKind.MY_WORK, ViewKind.ESCALATIONS, ViewKind.WAITING, ViewKind.SNOOZED)


def plans(reader: Reader, read: Callable[[], object]) -> list[str]:
    """How SQLite goes about each statement of `read`, a line a step."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        said.append((statement, values))

    event.listen(reader.engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(reader.engine, "before_cursor_execute", note)
    asked = [reader.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values) for one, values in said]
    assert asked, "nothing was read"
    return [str(step.detail) for found in asked for step in found]


def walks(steps: list[str]) -> list[str]:
    """The steps that look at every row there is, or at rows of an index that does not say all."""
    return [one for one in steps if one.startswith("SCAN inbox_row") and "COVERING INDEX" not in one]


def test_a_walk_over_all_rows_is_seen(store: Store) -> None:
    reader = store.reader()
    assert walks(plans(reader, lambda: reader.exec_driver_sql("SELECT subject FROM inbox_row").all()))


@pytest.mark.parametrize("role", ROLES)
def test_what_follows_every_change_reads_indexes_of_open_work(store: Store, role: Role) -> None:
    reader, actor = store.reader(), msgspec.structs.replace(NURSE, role=role)

    def read() -> None:
        status.standing(reader, actor)
        tally.counts(reader, actor, NOON)
        worklist.moved(reader, NOON - timedelta(minutes=1), NOON)
        worklist.next_urgent(reader, actor, NOON)
        board.numbers(reader, Day.of(NOON), NOON)
        for kind in LISTS:
            worklist.ids(reader, View(kind), actor, NOON)
            tally.summary(reader, View(kind), actor, NOON)

    assert walks(plans(reader, read)) == []
