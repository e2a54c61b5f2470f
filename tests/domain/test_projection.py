"""What the screen shows is the server's truth with the waiting operations folded over it."""

from __future__ import annotations

from itertools import takewhile

import msgspec
from hypothesis import given

from inbox.domain.entries import LIVE, Entry, State
from inbox.domain.operations import Complete, Reply
from inbox.domain.projection import HELD_BACK, project
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage
from tests.domain.threads import CLAIM, ITEM, WALTER, entries, entry, few, thread, threads

REPLY = Reply(item=ITEM, text="It is at the pharmacy.", to=(WALTER,))
CLOSE = Complete(item=ITEM)


def alive(waiting: list[Entry]) -> list[Entry]:
    """The entries before the first that was refused or conflicted."""
    return list(takewhile(lambda entry: entry.state in LIVE, waiting))


@few
@given(threads(), entries())
def test_it_is_each_live_operation_applied_in_order(truth: Thread, waiting: list[Entry]) -> None:
    expected = truth
    for one in alive(waiting):
        expected = one.operation.apply(expected, one.stamp)
    shown = project(truth, waiting)
    assert (shown.items, shown.messages) == (expected.items, expected.messages)


@few
@given(threads(), entries())
def test_every_entry_leaves_its_mark(truth: Thread, waiting: list[Entry]) -> None:
    marks = project(truth, waiting).pending
    assert [(mark.operation, mark.group, mark.item, mark.verb) for mark in marks] == [
        (one.id, one.group, one.item, one.operation.verb) for one in waiting
    ]
    stop = len(alive(waiting))
    assert [mark.state for mark in marks[: stop + 1]] == [str(one.state) for one in waiting[: stop + 1]]
    assert all(mark.state not in (State.WAITING, State.SENDING, State.UNSURE) for mark in marks[stop + 1 :])


@few
@given(threads(), entries())
def test_it_changes_neither_the_truth_nor_the_outbox(truth: Thread, waiting: list[Entry]) -> None:
    before = msgspec.json.encode((truth, waiting))
    once, again = project(truth, waiting), project(truth, waiting)
    assert once == again
    assert msgspec.json.encode((truth, waiting)) == before


@few
@given(threads(), entries())
def test_what_the_server_has_done_meanwhile_changes_nothing_more(truth: Thread, waiting: list[Entry]) -> None:
    """Truth that already holds the first operation shows the same: settling never flickers."""
    live = [msgspec.structs.replace(one, state=State.WAITING) for one in waiting[:1]]
    shown = project(truth, live)
    assert project(shown, live) == shown


@few
@given(threads())
def test_with_nothing_waiting_it_is_the_truth(truth: Thread) -> None:
    assert project(truth, []) == truth


def test_a_refused_claim_stops_the_reply_and_the_close_behind_it() -> None:
    chain = [
        entry(CLAIM, number=1, state=State.REFUSED),
        entry(REPLY, number=2),
        entry(CLOSE, number=3, state=State.SENDING),
    ]
    shown = project(thread(), chain)
    assert shown.items[0].stage is Stage.UNCLAIMED
    assert len(shown.messages) == 1
    assert [mark.state for mark in shown.pending] == ["refused", HELD_BACK, HELD_BACK]


def test_what_went_before_the_conflict_still_shows() -> None:
    shown = project(
        thread(),
        [entry(CLAIM, number=1), entry(REPLY, number=2, state=State.CONFLICTED), entry(CLOSE, number=3)],
    )
    assert shown.items[0].stage is Stage.CLAIMED
    assert [mark.state for mark in shown.pending] == ["waiting", "conflicted", HELD_BACK]
    assert len(shown.messages) == 1


def test_an_operation_of_unknown_fate_still_counts_on_the_screen() -> None:
    shown = project(thread(), [entry(REPLY, state=State.UNSURE)])
    assert shown.messages[-1].text == REPLY.text
    assert shown.pending[0].state == "unsure"
