"""The lines of a list: one for each obligation, prepared so that painting only reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.domain.entries import State
from inbox.domain.flag import Flag
from inbox.domain.ids import GroupId
from inbox.domain.rows import BAND_CLOCK, BAND_CONFLICT, BAND_FLAGGED, PREVIEW_LENGTH, InboxRow, rows
from inbox.domain.thread import Pending, Thread
from inbox.domain.work_item import Holding, Kind, Promise, WorkItem
from tests.domain.threads import (
    ITEM,
    NADIA,
    NURSES,
    SECOND,
    TOMAS,
    answered,
    held_by,
    hours,
    item,
    operation_id,
    thread,
    unclaimed,
    wrote,
)

COMPUTED = Promise(hours(8), "here@1", hours(6))


def row(of: Thread, computed: Promise = COMPUTED) -> InboxRow:
    """The row of the first item, where promises come out as `computed`."""
    return rows(of, lambda _thread, _item: computed)[0]


def flagged(level: int, holding: Holding | None = None) -> WorkItem:
    return item(holding, flags=(Flag("CHEST-01", level), Flag("COUGH-02", 4)))


def marked(*states: str, verbs: tuple[str, ...] = (), of: WorkItem | None = None) -> Thread:
    """A thread whose item bears these marks, oldest first."""
    pending = tuple(
        Pending(operation_id(n), GroupId("group"), ITEM, verbs[n] if verbs else "claim", state)
        for n, state in enumerate(states)
    )
    return thread(of or item(), pending=pending)


@pytest.mark.parametrize(
    ("of", "band"),
    [
        (thread(), BAND_CLOCK),
        (thread(flagged(1)), BAND_FLAGGED),
        (thread(flagged(2, held_by(NADIA))), BAND_FLAGGED),
        (thread(flagged(3)), BAND_CLOCK),
        (thread(flagged(1, Holding("completed", NADIA, NURSES))), BAND_CLOCK),
        (marked("conflicted"), BAND_CONFLICT),
        (marked("refused"), BAND_CONFLICT),
        (marked("waiting"), BAND_CLOCK),
        (marked("unsure"), BAND_CLOCK),
        (marked("conflicted", of=flagged(2)), BAND_FLAGGED),
    ],
)
def test_flags_come_before_conflicts_and_conflicts_before_the_clock(of: Thread, band: int) -> None:
    assert row(of).band == band


def test_the_bands_sort_in_that_order() -> None:
    assert BAND_FLAGGED < BAND_CONFLICT < BAND_CLOCK


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ((), ""),
        (("waiting", "sending"), "sending"),
        (("waiting", "held"), "held"),
        (("unsure", "held"), "unsure"),
        (("refused", "held", "held"), "refused"),
        (("refused", "conflicted"), "conflicted"),
    ],
)
def test_the_worst_mark_is_the_one_shown(states: tuple[str, ...], told: str) -> None:
    assert row(marked(*states)).mark == told


def test_the_mark_names_the_first_verb_in_that_state() -> None:
    told = row(marked("waiting", "conflicted", "conflicted", verbs=("claim", "reply", "complete")))
    assert (told.mark, told.mark_verb) == (State.CONFLICTED, "reply")


def test_a_mark_on_one_item_is_not_on_its_sibling() -> None:
    pending = (Pending(operation_id(1), GroupId("group"), SECOND, "claim", "refused"),)
    found = rows(thread(item(), item(id=SECOND), pending=pending), lambda _t, _i: COMPUTED)
    assert [one.mark for one in found] == ["", "refused"]


def test_a_due_time_the_server_stores_is_the_one_shown() -> None:
    stored = row(thread(item(unclaimed(promise=Promise(hours(2), "site@3")))))
    assert (stored.due, stored.policy, stored.computed_here) == (hours(2), "site@3", False)


@pytest.mark.parametrize("promise", [None, Promise(None), Promise(None, "site@3")])
def test_where_none_is_stored_it_is_computed_here_and_says_so(promise: Promise | None) -> None:
    computed = row(thread(item(unclaimed(promise=promise))))
    assert (computed.due, computed.soon_from, computed.computed_here) == (hours(8), hours(6), True)
    assert computed.policy == (promise.policy if promise and promise.policy else "here@1")


def test_due_soon_goes_with_the_due_time_that_is_shown() -> None:
    """Servers store when, not from when it is soon: the distance is that of the computed promise."""
    stored = thread(item(unclaimed(promise=Promise(hours(100), "site@3"))))
    assert row(stored).soon_from == hours(98)
    answered_long_ago = row(stored, Promise(None, "here@1"))
    assert answered_long_ago.soon_from == hours(100) - timedelta(hours=1)
    own = thread(item(unclaimed(promise=Promise(hours(100), "site@3", hours(90)))))
    assert row(own).soon_from == hours(90)
    assert row(thread(), Promise(None, "here@1")).soon_from is None


def test_the_preview_is_the_newest_words_of_the_patient_in_one_bounded_line() -> None:
    said = "  I\n\ttook  it " + "x" * 500
    found = row(thread(messages=(wrote(1), wrote(2, hours(1), said), answered(1, TOMAS, hours(2)))))
    assert found.preview == ("I took it " + "x" * 500)[:PREVIEW_LENGTH]
    assert row(thread(messages=())).preview == ""


def test_it_counts_what_the_clinic_has_not_answered() -> None:
    assert row(thread(messages=(wrote(1), answered(1, TOMAS), wrote(2), wrote(3)))).unanswered == 2
    assert row(thread(messages=(wrote(1), answered(1, TOMAS)))).unanswered == 0


def test_it_names_who_has_it_and_where() -> None:
    found = row(thread(item(held_by(TOMAS))))
    assert (found.owner, found.owner_name) == (TOMAS.ref, TOMAS.name)
    assert (found.pool, found.pool_name, found.stage) == (NURSES.ref, NURSES.name, "claimed")
    bare = row(thread(item(Holding("requested"))))
    assert (bare.owner, bare.owner_name, bare.pool, bare.pool_name) == ("", "", "", "")


@pytest.mark.parametrize(
    ("kind", "status", "waits"),
    [
        (Kind.PHYSICIAN_REVIEW, "requested", True),
        (Kind.PHYSICIAN_REVIEW, "on-hold", True),
        (Kind.PHYSICIAN_REVIEW, "completed", False),
        (Kind.FORM, "requested", False),
    ],
)
def test_it_waits_for_a_physician_while_a_review_of_it_is_open(kind: Kind, status: str, waits: bool) -> None:
    part = item(Holding(status, TOMAS, NURSES), SECOND, kind, parent=ITEM)
    found = rows(thread(item(), part), lambda _thread, _item: COMPUTED)
    assert [one.awaiting_physician for one in found] == [waits, False]


def test_every_item_open_or_closed_has_its_row() -> None:
    of = thread(item(), item(Holding("completed", NADIA, NURSES, closed_at=hours(1)), SECOND))
    found = rows(of, lambda _thread, _item: COMPUTED)
    assert [(one.item, one.stage, one.closed_at) for one in found] == [
        (ITEM, "unclaimed", None),
        (SECOND, "done", hours(1)),
    ]
