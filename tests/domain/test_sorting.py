"""What kind of work an item is, and what is split off from it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from inbox.commands.declare import Case
from inbox.commands.sort import Piece, reclass, split
from inbox.domain.entries import Saw, conflict
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, MessageId, PersonId
from inbox.domain.obligations import is_split_off, number_for, open_work
from inbox.domain.operations import Claim, Comment, Escalate, Reclass, Route, Split, Why, Withdraw
from inbox.domain.operations.split import split_id
from inbox.domain.people import LICENSED, Actor, Role
from inbox.domain.promises import _answer
from inbox.domain.review import Packet
from inbox.domain.rows import rows
from inbox.domain.sorting import in_force
from inbox.domain.thread import Pending, Thread
from inbox.domain.work_item import Kind, Promise, Stage, WorkItem
from tests.domain.threads import (
    CLAIM,
    ITEM,
    NADIA,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    THREAD,
    TOMAS,
    answered,
    entry,
    held_by,
    hours,
    item,
    operation_id,
    stamp,
    thread,
    unclaimed,
    wrote,
)

MESSAGE = MessageId("Communication/1-1")
DUE = {"refill": 16, "medical-question": 8, "billing": 24, "scheduling": 8, "fyi": None}
CLERK = msgspec.structs.replace(NURSE, role=Role.CLERK, office_work=frozenset({"refill", "billing"}))


def promise_of(there: Thread, one: WorkItem) -> Promise:
    after = DUE[one.kind]
    return Promise(hours(after) if after else None, "test@1")


def case(one: WorkItem, actor: Actor = NURSE, at: Thread | None = None) -> Case:
    return Case(at or thread(one), one, actor, NOON, promise_of)


def test_a_tighter_kind_takes_its_tighter_promise_without_a_reason() -> None:
    [made] = reclass(case(item(kind="refill")), Kind.MEDICAL_QUESTION)
    assert isinstance(made, Reclass)
    after = made.apply(thread(item(kind="refill")), stamp()).item(ITEM)
    assert after is not None
    assert (after.kind, after.holding.promise) == ("medical-question", Promise(hours(8), "test@1"))


@pytest.mark.parametrize("kind", [Kind.BILLING, Kind.FYI])
@pytest.mark.parametrize("stored", [None, Promise(hours(16), "test@1")])
def test_a_looser_kind_needs_a_reason(kind: Kind, stored: Promise | None) -> None:
    there = item(unclaimed(promise=stored), kind="refill")
    with pytest.raises(Refused, match="say why"):
        reclass(case(there), kind)
    [made] = reclass(case(there), kind, "asks-for-this")
    after = made.apply(thread(there), stamp()).item(ITEM)
    assert after is not None and after.holding.promise is not None
    assert after.holding.promise.due == promise_of(thread(after), after).due


def test_a_due_time_of_a_policy_not_known_here_gets_tighter_only() -> None:
    theirs = Promise(hours(12), "elsewhere@3")
    there = item(unclaimed(promise=theirs), kind="refill")
    [looser] = reclass(case(there), Kind.BILLING, "asks-for-this")
    [tighter] = reclass(case(there), Kind.MEDICAL_QUESTION)
    assert [one.promise for one in (looser, tighter) if isinstance(one, Reclass)] == [
        theirs,
        Promise(hours(8), "test@1"),
    ]


def test_a_due_time_that_others_tightened_meanwhile_is_not_loosened() -> None:
    made = Reclass(item=ITEM, kind="billing", reason="r", promise=Promise(hours(24), "test@1"))
    assert made.with_promise(Promise(hours(1), "flags@1")).promise == Promise(hours(1), "flags@1")
    assert made.with_promise(Promise(hours(30), "old@1")).promise == Promise(hours(24), "test@1")


@pytest.mark.parametrize("kind", [Kind.PHYSICIAN_REVIEW, Kind.CALL_NOW])
def test_reviews_and_calls_stay_what_they_are(kind: Kind) -> None:
    there = thread(item(kind=kind))
    for made in (
        Reclass(item=ITEM, kind="refill"),
        Split(item=ITEM, kind="billing", to=REFILLS, message=MESSAGE, number=1),
    ):
        problem = made.refuse_if(there, NURSE)
        assert problem is not None and problem.why is Why.FIXED
    problem = Reclass(item=ITEM, kind=kind).refuse_if(thread(), NURSE)
    assert problem is not None and problem.why is Why.FIXED


def test_who_has_no_licence_cannot_call_a_clinical_question_office_work() -> None:
    clinical, office = thread(item(kind="medical-question")), thread(item(kind="refill"))
    to_office, to_clinical = (
        Reclass(item=ITEM, kind="billing", reason="r"),
        Reclass(item=ITEM, kind="medical-question"),
    )
    problem = to_office.refuse_if(clinical, CLERK)
    assert problem is not None and problem.why is Why.NOT_LICENSED
    assert to_office.refuse_if(office, CLERK) is None
    assert to_clinical.refuse_if(office, CLERK) is None
    for role in LICENSED:
        assert to_office.refuse_if(clinical, msgspec.structs.replace(NURSE, role=role)) is None


def test_what_was_made_clinical_can_be_taken_back_by_the_same_person() -> None:
    before = thread(item(kind="refill"))
    made = Reclass(item=ITEM, kind="medical-question")
    back = made.inverse(before)
    assert back is not None
    after = made.apply(before, stamp())
    assert back.refuse_if(after, CLERK) is None
    again = back.apply(after, stamp(2)).items[0]
    assert msgspec.structs.replace(again, sortings=()) == before.items[0]


def test_a_colleagues_re_class_meanwhile_is_a_conflict_that_names_the_kind() -> None:
    saw = Saw.of(thread(item(kind="refill")), ITEM, PersonId(NADIA.ref))
    made = entry(Reclass(item=ITEM, kind="billing", reason="r"), saw)
    problem = conflict(made, thread(item(kind="scheduling")), NOON)
    assert problem is not None and (problem.why, "Scheduling" in problem.sentence) == (Why.RECLASSED, True)
    assert conflict(entry(CLAIM, saw), thread(item(kind="scheduling")), NOON) is None


# Split

BILLING = Split(item=ITEM, kind="billing", to=REFILLS, message=MESSAGE, number=10, promise=Promise(hours(24)))
NAME = "1#1-1/10"


def test_what_is_split_off_is_work_of_its_own_beside_the_other() -> None:
    after = BILLING.apply(thread(), stamp())
    first, made = after.items
    assert first == item()
    assert (made.id, made.kind, made.stage, made.names) == (
        split_id(operation_id(1)),
        "billing",
        Stage.UNCLAIMED,
        (NAME,),
    )
    assert (made.holding.pool, made.arrived, made.triggers, made.parent) == (REFILLS, NOON, (MESSAGE,), None)
    assert is_split_off(made) and not is_split_off(first)


def test_the_plan_gives_each_piece_its_own_promise() -> None:
    made = split(case(item()), [Piece("billing", REFILLS), Piece("scheduling", REFILLS)])
    assert [one.promise.due for one in made if isinstance(one, Split) and one.promise] == [
        hours(24),
        hours(8),
    ]
    assert len({one.number for one in made if isinstance(one, Split)}) == 2


def test_two_stations_that_split_off_the_same_make_one_piece_and_different_things_two() -> None:
    numbers = {kind: number_for(thread(), MESSAGE, kind) for kind in Kind}
    assert len(set(numbers.values())) == len(Kind)
    assert number_for(thread(item(held_by(TOMAS))), MESSAGE, "billing") == numbers[Kind.BILLING]
    landed = BILLING.apply(thread(), stamp(7))
    assert BILLING.done_in(landed, stamp(8))
    assert BILLING.apply(landed, stamp(8)) == landed


def test_the_name_of_what_was_cancelled_is_not_used_again() -> None:
    number = number_for(thread(), MESSAGE, "billing")
    void = item(msgspec.structs.replace(unclaimed(), status="cancelled"), names=(f"1#1-1/{number}",))
    assert number_for(thread(void), MESSAGE, "billing") not in {
        number_for(thread(), MESSAGE, k) for k in Kind
    }


def test_open_work_of_a_kind_is_not_split_off_twice() -> None:
    for there in (thread(item(kind="billing")), BILLING.apply(thread(), stamp())):
        problem = BILLING.refuse_if(there, NURSE)
        assert problem is not None and problem.why is Why.THERE_ALREADY
    assert BILLING.refuse_if(thread(item(kind="refill")), NURSE) is None


def test_what_was_split_off_can_be_worked_on_before_the_portal_has_it() -> None:
    after = BILLING.apply(thread(), stamp())
    new = after.items[-1].id
    for made in (Claim(item=new), Comment(item=new, text="x"), Route(item=new, to=NURSES)):
        assert made.refuse_if(after, NURSE) is None
    claimed = Claim(item=new).apply(after, stamp(2))
    assert claimed.items[-1].stage is Stage.CLAIMED


def test_a_review_that_the_portal_does_not_have_yet_cannot_be_worked_on() -> None:
    asked = Escalate(item=ITEM, packet=Packet("May it be refilled?"))
    after = asked.apply(thread(item(held_by(NADIA))), stamp())
    problem = Claim(item=after.items[-1].id).refuse_if(after, NURSE)
    assert problem is not None and problem.why is Why.UNCONFIRMED


def landed(**more: object) -> Thread:
    """As the server has it after the split: another name, the same piece."""
    after = BILLING.apply(thread(), stamp())
    made = msgspec.structs.replace(after.items[-1], id="Task/77", **more)
    return msgspec.structs.replace(after, items=(after.items[0], made))


def test_what_was_split_off_is_taken_back_while_nobody_has_touched_it() -> None:
    back = BILLING.inverse(thread())
    assert back is not None
    meant = back.meant(landed())
    assert meant.item == "Task/77" and meant.refuse_if(landed(), NURSE) is None
    after = meant.apply(landed(), stamp(2))
    assert [one.stage for one in after.items] == [Stage.UNCLAIMED, Stage.DONE]
    touched = landed(holding=held_by(TOMAS))
    problem = back.meant(touched).refuse_if(touched, NURSE)
    assert problem is not None and problem.why is Why.CLAIMED_ELSEWHERE
    gone = back.meant(thread()).refuse_if(thread(), NURSE)
    assert gone is not None and gone.why is Why.GONE
    assert isinstance(meant, Withdraw)


def test_a_further_message_joins_what_the_conversation_began_with() -> None:
    early = msgspec.structs.replace(landed().items[1], arrived=NOON - timedelta(minutes=1))
    both = msgspec.structs.replace(thread(), items=(early, item()))
    assert open_work(both) == item()
    assert open_work(msgspec.structs.replace(thread(), items=(early,))) == early


def test_the_new_row_waits_until_the_portal_has_it() -> None:
    after = BILLING.apply(thread(), stamp())
    pending = Pending(operation_id(1), GroupId("group"), ITEM, "split", "waiting")
    shown = {row.kind: row for row in rows(msgspec.structs.replace(after, pending=(pending,)), promise_of)}
    assert shown["billing"].mark == "waiting"
    assert shown["billing"].thread == THREAD


def test_an_answer_counts_for_the_piece_whose_holder_wrote_it() -> None:
    reply = answered(1, NADIA, hours(1))
    mine, theirs = item(held_by(NADIA)), landed().items[1]
    both = thread(mine, theirs, messages=(wrote(), reply))
    assert _answer(both, mine) == reply
    assert _answer(both, theirs) is None
    assert _answer(thread(item(held_by(TOMAS)), messages=(wrote(), reply)), item(held_by(TOMAS))) == reply


def test_who_re_classed_it_and_why_stands_on_it_until_it_is_taken_back() -> None:
    made = Reclass(item=ITEM, kind="billing", reason="asks-for-this")
    before = thread(item(kind="refill"))
    after = made.apply(before, stamp(1))
    said = in_force(after.items[0].sortings, "billing")
    assert said is not None and (said.by, said.reason, said.was) == (NADIA, "asks-for-this", "refill")
    assert made.apply(after, stamp(1)) == after
    back = made.inverse(before)
    assert back is not None
    undone = back.apply(after, stamp(2, at=hours(1))).items[0]
    assert undone.kind == "refill" and in_force(undone.sortings, "refill") is None
    assert len(undone.sortings) == 2


def test_a_kind_that_another_program_set_since_was_decided_by_nobody_here() -> None:
    after = Reclass(item=ITEM, kind="billing", reason="x").apply(thread(item(kind="refill")), stamp(1))
    assert in_force(after.items[0].sortings, "form") is None
