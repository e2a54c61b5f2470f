"""What has been judged by rule is left alone for a while, and no longer than it stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from inbox.domain.by_rule import Known
from inbox.domain.ids import PersonId, ThreadId
from inbox.domain.pool import Staff
from inbox.domain.promises import Promises
from inbox.store.store import Store
from inbox.sync.judged import AHEAD, Judged, Marks
from tests.store.plain import KEY, Plain, conversation, message
from tests.sync.test_by_rule import policy

ONE, OTHER = ThreadId("Communication/one"), ThreadId("Communication/other")


class Loop:
    """A loop's clock that stands still until it is moved."""

    now = 0.0

    def time(self) -> float:
        return self.now


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, tzinfo=UTC)


def known(*staff: Staff) -> Known:
    return Known(Promises(policy(), (), Clock()), staff)


def test_what_was_judged_holds_while_the_conversation_is_as_it_was() -> None:
    judged, by = Judged(Loop().time), known()
    judged.begin(by, {ONE: 7, OTHER: 8})
    judged.note(ONE, 7)
    judged.note(OTHER, 8)

    judged.begin(by, {ONE: 7, OTHER: 9})

    assert judged.holds(ONE)
    assert not judged.holds(OTHER)


def test_what_was_judged_is_judged_anew_after_a_while() -> None:
    loop, by = Loop(), known()
    judged = Judged(loop.time)
    judged.begin(by, {ONE: 7})
    judged.note(ONE, 7)

    loop.now = (AHEAD + timedelta(seconds=1)).total_seconds()
    judged.begin(by, {ONE: 7})

    assert not judged.holds(ONE)


def test_all_is_judged_anew_by_other_people_or_promises() -> None:
    judged, by = Judged(Loop().time), known()
    judged.begin(by, {ONE: 7})
    judged.note(ONE, 7)
    judged.begin(msgspec.structs.replace(by, opened=lambda _item: False), {ONE: 7})
    assert judged.holds(ONE)

    joined = Staff(PersonId("Practitioner/nora"), "Nora Nurse, RN")
    judged.begin(msgspec.structs.replace(by, staff=(joined,)), {ONE: 7})

    assert not judged.holds(ONE)


def test_a_conversation_in_which_something_was_done_is_judged_anew() -> None:
    judged, by = Judged(Loop().time), known()
    judged.begin(by, {ONE: 7})
    judged.note(ONE, 7)

    judged.forget(ONE)

    assert not judged.holds(ONE)


def test_a_mark_is_another_once_something_came_and_only_there(tmp_path: Path) -> None:
    one, other = ThreadId("Communication/1"), ThreadId("Communication/2")
    store = Store.open(tmp_path / "inbox.db", KEY, Plain(), lambda _changes: None)
    store.ingest([*conversation("1"), *conversation("2")]).result()
    marks = Marks(store)
    before, as_of = marks.of([one, other, ThreadId("Communication/nowhere")]), store.as_of()
    assert before.keys() == {one, other}
    assert (marks.of([one, other]), store.as_of()) == (before, as_of), "nothing has been written"

    store.ingest([message("1", "b", "And one thing more.")]).result()

    assert store.as_of() != as_of
    now = marks.of([one, other])
    store.close()
    assert now[one] != before[one]
    assert now[other] == before[other]
