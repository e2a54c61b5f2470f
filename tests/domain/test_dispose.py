"""Recording a call: who may, what it settles, and what waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from inbox.domain.disposition import CallOutcome
from inbox.domain.flag import Flag
from inbox.domain.ids import MessageId
from inbox.domain.operations import (
    AnyOperation,
    Claim,
    Comment,
    Complete,
    Dispose,
    Hold,
    Release,
    Reply,
    Route,
    Why,
)
from inbox.domain.people import Role
from inbox.domain.policy import parse
from inbox.domain.promises import Promises
from inbox.domain.resources import path
from inbox.domain.rows import BAND_CLOCK, BAND_FLAGGED, rows
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, Stage, WorkItem
from tests.domain.threads import (
    ITEM,
    NADIA,
    NOON,
    NURSE,
    REFILLS,
    TOMAS,
    WALTER,
    held_by,
    hours,
    item,
    operation_id,
    stamp,
    thread,
    unclaimed,
    wrote,
)

FIRST, SECOND = wrote(1), wrote(2, hours(1))
CHEST = Flag("CHEST-01", 1, FIRST.id)
SETTLING = [outcome for outcome in CallOutcome if outcome is not CallOutcome.NO_ANSWER]
REACHED = Dispose(item=ITEM, outcome=CallOutcome.REACHED, note="On the way to the ED", messages=(FIRST.id,))
NO_ANSWER = Dispose(item=ITEM, outcome=CallOutcome.NO_ANSWER, messages=(FIRST.id,))
WAIT_FOR_THE_CALL: list[AnyOperation] = [
    Reply(item=ITEM, text="Take it with food.", to=(WALTER,)),
    Complete(item=ITEM),
    Hold(item=ITEM, wake=hours(48)),
]
DO_NOT_WAIT: list[AnyOperation] = [
    Claim(item=ITEM),
    Release(item=ITEM),
    Route(item=ITEM, to=REFILLS),
    Comment(item=ITEM, text="Her daughter is with her"),
]


class Clock:
    """Stands still at noon."""

    def now(self) -> datetime:
        return NOON


def flagged(*flags: Flag, mine: bool = True, **more: Any) -> Thread:
    """A conversation with two messages, and an item of Nadia's with these flags."""
    holding = held_by(NADIA) if mine else unclaimed()
    return thread(item(holding, flags=flags or (CHEST,), **more), messages=(FIRST, SECOND))


def only(there: Thread) -> WorkItem:
    return there.items[0]


def promises() -> Promises:
    policy = parse(path("starter", "policy.json").read_bytes(), "policy.json")
    return Promises(policy, (), Clock())


def band(there: Thread) -> int:
    return rows(there, lambda _thread, _item: Promise(None))[0].band


@pytest.mark.parametrize("operation", WAIT_FOR_THE_CALL, ids=lambda operation: operation.verb)
def test_answering_closing_and_waiting_are_refused_until_the_call_is_settled(operation: AnyOperation) -> None:
    for level in (1, 2):
        before = flagged(Flag("CHEST-01", level, FIRST.id))
        problem = operation.refuse_if(before, NURSE)
        assert problem is not None
        assert problem.why is Why.CALL_FIRST
        attempted = NO_ANSWER.apply(before, stamp(1))
        assert operation.refuse_if(attempted, NURSE) is not None, "an attempt settles nothing"
        assert operation.refuse_if(REACHED.apply(attempted, stamp(2)), NURSE) is None
    assert operation.refuse_if(flagged(Flag("COUGH-02", 3, FIRST.id)), NURSE) is None


@pytest.mark.parametrize("operation", DO_NOT_WAIT, ids=lambda operation: operation.verb)
def test_taking_and_giving_do_not_wait_for_the_call(operation: AnyOperation) -> None:
    assert operation.refuse_if(flagged(), NURSE) is None


@pytest.mark.parametrize("outcome", SETTLING)
@pytest.mark.parametrize("role", Role)
def test_only_an_rn_or_prescriber_settles_it(role: Role, outcome: CallOutcome) -> None:
    actor = msgspec.structs.replace(NURSE, role=role)
    problem = Dispose(item=ITEM, outcome=outcome, note="Looked at it").refuse_if(flagged(), actor)
    if role in (Role.RN, Role.PRESCRIBER):
        assert problem is None
    else:
        assert problem is not None
        assert problem.sentence == "Only an RN or prescriber can settle a red flag."


@pytest.mark.parametrize("role", Role)
def test_an_attempt_is_recorded_by_anybody_with_a_licence(role: Role) -> None:
    problem = NO_ANSWER.refuse_if(flagged(), msgspec.structs.replace(NURSE, role=role))
    assert (problem is not None) == (role is Role.CLERK)


def test_no_emergency_needs_its_reason() -> None:
    bare = Dispose(item=ITEM, outcome=CallOutcome.NOT_AN_EMERGENCY, note="  ")
    problem = bare.refuse_if(flagged(), NURSE)
    assert problem is not None
    assert problem.why is Why.EMPTY
    said = msgspec.structs.replace(bare, note="Quoted from last year's discharge letter")
    assert said.refuse_if(flagged(), NURSE) is None


def test_a_call_that_was_made_is_a_fact_whoever_has_the_item_and_though_it_is_closed() -> None:
    for holding in (held_by(TOMAS), held_by(TOMAS, "completed")):
        there = thread(item(holding, flags=(CHEST,)), messages=(FIRST,))
        assert REACHED.refuse_if(there, NURSE) is None
        after = only(REACHED.apply(there, stamp()))
        assert (after.holding.status, after.holding.owner) == (holding.status, TOMAS)
        assert [call.by for call in after.dispositions] == [NADIA]


def test_every_attempt_is_kept_and_the_call_stays_due_until_one_settles_it() -> None:
    there = flagged()
    for number in (1, 2):
        there = NO_ANSWER.apply(there, stamp(number, at=hours(number)))
        assert only(there).needs_call
    there = REACHED.apply(there, stamp(3, at=hours(3)))
    assert [call.outcome for call in only(there).dispositions] == ["no-answer", "no-answer", "reached"]
    assert [call.at for call in only(there).dispositions] == [hours(1), hours(2), hours(3)]
    assert (only(there).needs_call, only(there).called) == (False, (CHEST,))


def test_a_flag_that_arrives_after_the_call_needs_one_of_its_own() -> None:
    later = Flag("BREATH-01", 2, SECOND.id)
    there = REACHED.apply(flagged(CHEST, later), stamp())
    assert (only(there).called, only(there).to_call) == ((CHEST,), (later,))
    both = Dispose(item=ITEM, outcome=CallOutcome.REACHED, messages=(SECOND.id,))
    assert not only(both.apply(there, stamp(2))).needs_call


def test_a_flag_that_names_no_message_is_settled_by_any_call() -> None:
    there = REACHED.apply(flagged(Flag("unknown", 1)), stamp())
    assert not only(there).needs_call


def test_a_call_counts_as_the_first_look_and_moves_the_due_time_on() -> None:
    moved = msgspec.structs.replace(REACHED, promise=Promise(hours(9), "site@3"))
    after = only(moved.apply(flagged(mine=False), stamp(at=hours(1)))).holding
    assert (after.first_action, after.promise) == (hours(1), Promise(hours(9), "site@3"))
    assert after.stage is Stage.UNCLAIMED, "claiming is the command's"


def test_the_flag_no_longer_keeps_the_item_on_top_but_its_level_is_still_told() -> None:
    before = flagged()
    assert band(before) == band(NO_ANSWER.apply(before, stamp(1))) == BAND_FLAGGED
    after = REACHED.apply(before, stamp(2))
    assert band(after) == BAND_CLOCK
    assert rows(after, lambda _thread, _item: Promise(None))[0].flag_level == 1


def test_once_settled_the_clocks_of_the_call_have_stopped() -> None:
    before = flagged(kind="medical-question")
    after = REACHED.apply(before, stamp(at=hours(0.1)))
    attempted = NO_ANSWER.apply(before, stamp(at=hours(0.1)))
    due = [promises().of(there, only(there)).due for there in (before, attempted, after)]
    plain = thread(item(held_by(NADIA, first_action=hours(0.1)), kind="medical-question"))
    plain = msgspec.structs.replace(plain, messages=(FIRST, SECOND))
    assert due[2] == promises().of(plain, only(plain)).due
    assert due[0] is not None and due[1] is not None and due[2] is not None
    assert due[0] < due[2]
    assert due[1] < due[2], "nobody was reached: the call is still due"


def test_a_patient_of_level_2_is_still_to_be_seen_within_four_hours_of_it() -> None:
    level_2 = Flag("BREATH-01", 2, FIRST.id)
    after = REACHED.apply(flagged(level_2, kind="medical-question"), stamp(at=hours(1.5)))
    opening = hours(1)  # 09:00 by the clinic's clock
    assert promises().of(after, only(after)).due == opening + (hours(4) - NOON)


def test_a_call_now_item_is_an_ordinary_question_once_called() -> None:
    after = REACHED.apply(flagged(kind="call-now"), stamp())
    question = REACHED.apply(flagged(kind="medical-question"), stamp())
    assert promises().of(after, only(after)) == promises().of(question, only(question))


def test_what_was_sent_cannot_be_taken_back() -> None:
    assert REACHED.inverse(flagged()) is None
    assert Dispose.in_undo_window
    done = REACHED.apply(flagged(), stamp(4))
    assert REACHED.done_in(done, stamp(4))
    assert not REACHED.done_in(done, stamp(5))
    assert only(done).dispositions[0].operation == operation_id(4)


def test_it_is_about_the_messages_its_author_had_on_screen() -> None:
    assert REACHED.messages == (MessageId(FIRST.id),)
    assert only(REACHED.apply(flagged(), stamp())).dispositions[0].messages == (FIRST.id,)
