"""What each view lists, in which order, and what its lines say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inbox.domain.draft import Draft
from inbox.domain.entries import State
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Claim, Problem, Reply, Why
from inbox.domain.people import Party, Role
from inbox.domain.rows import InboxRow
from inbox.domain.thread import Thread
from inbox.domain.work_item import Snooze
from inbox.queries.tally import Count, Summary, counts, summary
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import ids, line, lines, moved, next_urgent
from inbox.store.store import Store
from tests.store.plain import (
    COLLEAGUE,
    KEY,
    ME,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    Plain,
    conversation,
    entry,
    hours,
    message,
    task,
)

PHYSICIAN = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
REVIEW = {"kind": "physician-review"}
PROBLEM = Problem(Why.CLAIMED_ELSEWHERE, "T. Aldana claimed it first.")
TO = (Party("Patient/1"),)

Fill = Callable[..., None]


@pytest.fixture
def fill(store: Store) -> Fill:
    """One conversation for each set of facts about its task, numbered from 1."""

    def put(*tasks: dict[str, Any]) -> None:
        pages = [conversation(str(n), **facts) for n, facts in enumerate(tasks, start=1)]
        store.ingest([part for page in pages for part in page]).result()

    return put


def listed(store: Store, kind: ViewKind, who: object = NURSE, **view: object) -> list[str]:
    found = ids(store.reader(), View(kind, **view), who, NOON)  # type: ignore[arg-type]
    return [item.removeprefix("Task/") for item in found]


def test_flags_of_level_1_and_2_come_first_then_what_is_due_soonest(store: Store, fill: Fill) -> None:
    fill(
        {"due": hours(3)},
        {"due": hours(1)},
        {"due": hours(9), "flag": 2},
        {"due": hours(2), "flag": 3},
        {"due": hours(8), "flag": 1},
        {"due": hours(1), "arrived": hours(-1)},
    )
    assert listed(store, ViewKind.POOL) == ["5", "3", "6", "2", "4", "1"]


def test_what_has_no_due_time_comes_last(store: Store, fill: Fill) -> None:
    class Endless(Plain):
        def rows(self, thread):  # type: ignore[no-untyped-def]
            due = None if thread.id == "Communication/1" else hours(1)
            return [msgspec.structs.replace(row, due=due) for row in super().rows(thread)]

    store.interpreter = Endless()
    fill({}, {}, {})
    assert listed(store, ViewKind.POOL) == ["2", "3", "1"]


def test_the_pool_lists_everything_open_whoever_is_on_it_but_no_reviews(store: Store, fill: Fill) -> None:
    fill(
        {},
        {"status": "accepted", "owner": COLLEAGUE},
        {"status": "on-hold", "owner": ME},
        {"status": "completed", "owner": ME},
        REVIEW,
        {"pool": REFILLS},
        {"pool": "HealthcareService/billing"},
    )
    assert sorted(listed(store, ViewKind.POOL)) == ["1", "2", "3", "6"]
    assert listed(store, ViewKind.POOL, pools=(REFILLS,)) == ["6"]


def test_my_work_is_what_i_claimed_or_what_is_addressed_to_me(store: Store, fill: Fill) -> None:
    fill(
        {"status": "accepted", "owner": ME},
        {"status": "in-progress", "owner": "PractitionerRole/brand"},
        {"status": "requested", "owner": ME},
        {"status": "on-hold", "owner": ME},
        {"status": "accepted", "owner": COLLEAGUE},
        {"status": "requested", "owner": ME, **REVIEW},
        {},
    )
    assert listed(store, ViewKind.MY_WORK) == ["1", "2", "3"]


@pytest.mark.parametrize("state", [State.REFUSED, State.CONFLICTED])
def test_what_i_must_decide_about_is_in_my_work_whoever_has_it_now(
    store: Store, fill: Fill, state: State
) -> None:
    fill({"status": "accepted", "owner": ME, "due": hours(1)}, {}, {})
    for n, actor in (("2", ME), ("3", COLLEAGUE)):
        made = entry(Claim(item=ItemId(f"Task/{n}")), n, actor=actor)
        store.run([made]).result()
        store.stop(made.id, state, PROBLEM).result()
    store.ingest([task("2", status="completed", owner=COLLEAGUE, version="2")]).result()
    assert listed(store, ViewKind.MY_WORK) == ["2", "1"]
    assert counts(store.reader(), NURSE, NOON).my_work.open == 2


def test_a_nurse_sees_what_awaits_a_physician_and_a_physician_what_is_for_them(
    store: Store, fill: Fill
) -> None:
    fill(
        {"status": "accepted", "owner": ME},
        {"status": "accepted", "owner": COLLEAGUE},
        {"status": "requested", "owner": "PractitionerRole/brand", **REVIEW},
        {"status": "requested", **REVIEW},
        {"status": "requested", "owner": COLLEAGUE, **REVIEW},
        {"status": "completed", "owner": ME, **REVIEW},
    )
    children = [task(f"{n}-review", of=n, owner=COLLEAGUE, parent=n, **REVIEW) for n in ("1", "2")]  # type: ignore[arg-type]
    store.ingest(children).result()
    assert listed(store, ViewKind.ESCALATIONS) == ["1"]
    assert listed(store, ViewKind.ESCALATIONS, PHYSICIAN) == ["1", "3", "4"], "theirs by assignment too"


def test_waiting_lists_what_is_held_by_me_or_in_my_pools_soonest_back_first(store: Store, fill: Fill) -> None:
    held = {"status": "on-hold", "owner": COLLEAGUE}
    fill(
        {**held, "wake": hours(30)},
        {**held, "wake": hours(20)},
        {**held, "pool": "HealthcareService/billing"},
        {"status": "on-hold", "owner": ME, "pool": "HealthcareService/billing", "wake": hours(10)},
        {**held},
        {},
    )
    assert listed(store, ViewKind.WAITING) == ["4", "2", "1", "5"]


def test_sent_lists_what_i_closed_newest_first_and_above_it_what_has_not_left(
    store: Store, fill: Fill
) -> None:
    done = {"status": "completed"}
    fill(
        {**done, "owner": ME, "closed_at": hours(1)},
        {**done, "owner": ME, "closed_at": hours(2)},
        {**done, "owner": COLLEAGUE, "closed_at": hours(3)},
        {"status": "accepted", "owner": ME},
        {"status": "accepted", "owner": ME},
    )
    store.run([entry(Reply(item=ItemId("Task/4"), text="Yes.", to=TO), "4")]).result()
    refused = entry(Reply(item=ItemId("Task/5"), text="No.", to=TO), "5")
    store.run([refused]).result()
    store.stop(refused.id, State.REFUSED, PROBLEM).result()
    assert listed(store, ViewKind.SENT) == ["4", "2", "1"]


def test_without_a_licence_nothing_that_waits_for_a_call_is_offered(store: Store, fill: Fill) -> None:
    fill({"due": hours(1), "flag": 1}, {"due": hours(2)})
    assert next_urgent(store.reader(), NURSE, NOON) == "Task/1"
    clerk = msgspec.structs.replace(NURSE, role=Role.CLERK)
    assert next_urgent(store.reader(), clerk, NOON) == "Task/2"


def test_the_next_most_urgent_is_unclaimed_in_my_pools_and_nobodys(store: Store, fill: Fill) -> None:
    fill(
        {"due": hours(1), "status": "accepted", "owner": COLLEAGUE},
        {"due": hours(2), "owner": COLLEAGUE},
        {"due": hours(3), "pool": "HealthcareService/billing"},
        {"due": hours(4), **REVIEW},
        {"due": hours(5)},
        {"due": hours(6)},
    )
    assert next_urgent(store.reader(), NURSE, NOON) == "Task/5"
    assert next_urgent(store.reader(), NURSE, NOON, frozenset({ItemId("Task/5")})) == "Task/6"
    assert next_urgent(store.reader(), PHYSICIAN, NOON) == "Task/4"
    made = entry(Claim(item=ItemId("Task/5")), "5")
    store.run([made]).result()
    assert next_urgent(store.reader(), NURSE, NOON) == "Task/6"
    store.stop(made.id, State.CONFLICTED, PROBLEM).result()
    assert next_urgent(store.reader(), NURSE, NOON) == "Task/6"
    nobody = msgspec.structs.replace(NURSE, pools=())
    assert next_urgent(store.reader(), nobody, NOON) is None


def test_a_line_says_who_the_patient_is_and_what_i_did_with_it(store: Store, fill: Fill) -> None:
    fill({"due": hours(2), "flag": 3})
    item = ItemId("Task/1")
    found = line(store.reader(), item, NURSE)
    assert found is not None
    assert (found.name, found.birth_date, found.sex) == ("Walter Esterbrook", date(1967, 11, 4), "male")
    assert (found.due, found.arrived, found.flag_level, found.computed_here) == (hours(2), NOON, 3, False)
    assert (found.unseen, found.has_draft, found.interpreter) == (True, False, False)
    store.mark_seen(item, ME, NOON).result()
    store.save_draft(Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, "Hi", NOON)).result()
    found = line(store.reader(), item, NURSE)
    assert found is not None
    assert (found.unseen, found.has_draft) == (False, True)
    colleague = msgspec.structs.replace(NURSE, person=COLLEAGUE)
    theirs = line(store.reader(), item, colleague)
    assert theirs is not None
    assert (theirs.unseen, theirs.has_draft) == (True, False)


def test_what_the_patient_adds_makes_it_unseen_again(store: Store, fill: Fill) -> None:
    fill({})
    store.mark_seen(ItemId("Task/1"), ME, hours(100)).result()
    store.ingest([message("1", "b", "And now I am dizzy.", sent=hours(1))]).result()
    found = line(store.reader(), ItemId("Task/1"), NURSE)
    assert found is not None
    assert found.unseen
    assert found.unanswered == 2


def test_lines_come_in_the_order_asked_for_without_what_has_gone(store: Store, fill: Fill) -> None:
    fill({}, {}, {})
    wanted = [ItemId(f"Task/{n}") for n in (3, 9, 1)]
    assert [one.item for one in lines(store.reader(), wanted, NURSE)] == ["Task/3", "Task/1"]
    assert line(store.reader(), ItemId("Task/9"), NURSE) is None


def test_seeing_what_is_not_there_changes_nothing(store: Store) -> None:
    assert not store.mark_seen(ItemId("Task/9"), ME, NOON).result()


def test_seeing_the_same_again_changes_nothing(store: Store, fill: Fill) -> None:
    fill({})
    assert store.mark_seen(ItemId("Task/1"), ME, NOON).result()
    assert not store.mark_seen(ItemId("Task/1"), ME, hours(1)).result()


def test_counts_agree_with_the_lists(store: Store, fill: Fill) -> None:
    fill(
        {"due": hours(-1)},
        {"due": hours(1), "pool": REFILLS},
        {"due": hours(-1), "status": "accepted", "owner": ME},
        {"due": hours(-1), "status": "on-hold", "owner": ME},
        {"due": hours(-1), "status": "completed", "owner": ME},
        {"due": hours(-1), "pool": "HealthcareService/billing"},
    )
    store.mark_seen(ItemId("Task/1"), ME, NOON).result()
    found = counts(store.reader(), NURSE, NOON)
    assert found.pools == {NURSES: Count(3, 2, 2), REFILLS: Count(1, 0, 1)}
    assert found.pool == Count(4, 2, 3)
    assert found.my_work == Count(1, 1, 1)
    assert found.waiting == Count(1, 0, 1)
    assert found.escalations == Count()
    assert found.pool.open == len(listed(store, ViewKind.POOL))


def test_a_summary_counts_each_item_once(store: Store, fill: Fill) -> None:
    fill(
        {"due": hours(-1), "flag": 1},
        {"due": hours(9), "flag": 3, "status": "on-hold"},
        {"due": hours(-1), "status": "on-hold"},
        {"due": hours(-1)},
        {"due": hours(-2), "flag": 4},
        {"due": hours(0.5)},
        {"due": hours(9)},
    )
    view = View(ViewKind.POOL)
    at_noon = Summary(flags=2, waiting=1, overdue=2, due_soon=1, on_track=1)
    assert summary(store.reader(), view, NURSE, NOON) == at_noon
    at_eight = Summary(flags=2, waiting=1, overdue=3, due_soon=1, on_track=0)
    assert summary(store.reader(), view, NURSE, hours(8)) == at_eight


@pytest.mark.parametrize("kind", [kind for kind in ViewKind if kind is not ViewKind.SEARCH])
def test_an_empty_store_has_empty_views(store: Store, kind: ViewKind) -> None:
    view = View(kind, text="nothing")
    assert ids(store.reader(), view, NURSE, NOON) == []
    assert summary(store.reader(), view, NURSE, NOON) == Summary()


@pytest.mark.parametrize("kind", [ViewKind.POOL, ViewKind.ESCALATIONS, ViewKind.WAITING])
def test_lists_of_open_work_never_read_the_closed_history(store: Store, kind: ViewKind) -> None:
    statements: list[str] = []
    reader = store.reader()
    raw = reader.connection.dbapi_connection
    assert raw is not None
    raw.set_trace_callback(statements.append)
    ids(reader, View(kind), NURSE, NOON)
    raw.set_trace_callback(None)
    plan = [row[3] for row in reader.exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[0]}")]
    reads = [step for step in plan if "inbox_row" in step]
    assert reads
    assert all("inbox_row_open" in step or "inbox_row_mine" in step for step in reads), plan


def test_what_i_snoozed_is_in_no_list_but_its_own_until_its_time(store: Store, fill: Fill) -> None:
    mine, theirs = Snooze(ME, hours(2), NOON), Snooze(COLLEAGUE, hours(2), NOON)
    fill(
        {"snoozes": (mine,)}, {"snoozes": (theirs,)}, {"snoozes": (mine,), "owner": ME, "status": "accepted"}
    )
    assert listed(store, ViewKind.POOL) == ["2"]
    assert listed(store, ViewKind.MY_WORK) == []
    assert listed(store, ViewKind.SNOOZED) == ["1", "3"]
    assert counts(store.reader(), NURSE, NOON).snoozed.open == 2
    assert next_urgent(store.reader(), NURSE, NOON) == "Task/2"
    later = hours(2)
    assert set(ids(store.reader(), View(ViewKind.POOL), NURSE, later)) == {"Task/1", "Task/2", "Task/3"}
    assert ids(store.reader(), View(ViewKind.SNOOZED), NURSE, later) == []
    assert moved(store.reader(), NOON, later)
    assert not moved(store.reader(), later, hours(3))


def test_word_of_a_breach_is_on_the_list_of_whom_it_is_for_only(store: Store, fill: Fill) -> None:
    fill(
        {"kind": "breach", "owner": "role|supervisor"},
        {"kind": "breach", "owner": "role|rn"},
        {"kind": "breach", "owner": ME},
        {"kind": "breach", "owner": "role|rn", "pool": "HealthcareService/elsewhere"},
    )
    assert listed(store, ViewKind.POOL) == []
    assert listed(store, ViewKind.MY_WORK) == ["2", "3"]
    supervisor = msgspec.structs.replace(NURSE, person=COLLEAGUE, role=Role.SUPERVISOR)
    assert listed(store, ViewKind.MY_WORK, supervisor) == ["1"]
    assert next_urgent(store.reader(), NURSE, NOON) is None


def test_what_is_stuck_is_on_the_supervisors_list_from_that_time_on(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "stuck.db", KEY, Stuck(), lambda changes: None)
    store.ingest(conversation("1")).result()
    supervisor = msgspec.structs.replace(NURSE, role=Role.SUPERVISOR)
    view = View(ViewKind.ESCALATIONS)
    found = [ids(store.reader(), view, who, at) for who in (NURSE, supervisor) for at in (hours(5), hours(6))]
    store.close()
    assert found == [[], [], [], ["Task/1"]]


class Stuck(Plain):
    """Whatever comes is stuck in six hours."""

    def rows(self, thread: Thread) -> list[InboxRow]:
        return [msgspec.structs.replace(row, stuck_from=hours(6)) for row in super().rows(thread)]
