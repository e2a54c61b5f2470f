"""While a call is due: every verb there is either waits for it or is known to be harmless."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from inbox.domain.flag import SETTLING_ROLES, Flag
from inbox.domain.ids import ItemId
from inbox.domain.operations import (
    AnyOperation,
    AskVisit,
    Assign,
    Complete,
    Conclude,
    Hold,
    Prescribe,
    Reply,
    SendToRecords,
    Snooze,
    TakeBack,
    Why,
)
from inbox.domain.operations.conclude import Way
from inbox.domain.people import Actor, Role
from inbox.domain.prescription import Order, Supply
from inbox.domain.visit import How
from inbox.domain.work_item import Kind
from tests.domain.threads import (
    ITEM,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    TOMAS,
    WALTER,
    held_by,
    item,
    stamp,
    thread,
)

FLAGS = (Flag("chest-pain", 1, title="Chest pain"),)
CALL = thread(item(flags=FLAGS))
COLLEAGUES = thread(item(held_by(TOMAS), flags=FLAGS))
LEADS = msgspec.structs.replace(NURSE, role=Role.SUPERVISOR)
REVIEW = ItemId("Task/review")
WAITS = (
    Reply(item=ITEM, text="It is at the pharmacy.", to=(WALTER,)),
    Complete(item=ITEM, outcome="no-reply-needed"),
    Hold(item=ITEM, wake=NOON + timedelta(days=1)),
    Snooze(item=ITEM, until=NOON + timedelta(hours=1)),
    AskVisit(item=ITEM, how=How.IN_PERSON, reason="To listen to the chest"),
    SendToRecords(item=ITEM, to=REFILLS, reason="Another date of birth"),
)
ORDER = Order("MedicationRequest/1", "lisinopril 10 mg", Supply(30), "One a day")
ORDERS = (Prescribe(item=ITEM, order=ORDER), Prescribe(item=REVIEW, order=ORDER))
DECISIONS = tuple(Conclude(item=ITEM, review=REVIEW, way=way) for way in Way)


@pytest.mark.parametrize("role", [Role.RN, Role.PRESCRIBER])
@pytest.mark.parametrize("operation", WAITS, ids=lambda one: one.verb)
def test_nobody_answers_closes_waits_or_snoozes_before_the_call(operation: AnyOperation, role: Role) -> None:
    problem = operation.refuse_if(CALL, msgspec.structs.replace(NURSE, role=role))
    assert problem is not None
    assert problem.why in (Why.CALL_FIRST, Why.FLAGGED)
    calm = operation.refuse_if(thread(), NURSE)
    assert calm is None or calm.why not in (Why.CALL_FIRST, Why.FLAGGED), "without a flag it is not the call"


@pytest.mark.parametrize("operation", DECISIONS, ids=lambda one: one.way)
def test_a_decision_on_the_packet_ends_nothing_before_the_call(operation: Conclude) -> None:
    prescriber = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    problem = operation.refuse_if(CALL, prescriber)
    assert problem is not None and problem.why is Why.CALL_FIRST
    assert operation.refuse_if(thread(), prescriber) is None, "without a flag it is not the call"


@pytest.mark.parametrize("operation", ORDERS, ids=["with the flag", "in its packet"])
def test_no_order_leaves_before_the_call_that_its_patient_waits_for(operation: Prescribe) -> None:
    """A packet has no flag of its own: the call is due on the item it asks about."""
    prescriber = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    packet = msgspec.structs.replace(item(), id=REVIEW, kind=Kind.PHYSICIAN_REVIEW, parent=ITEM)
    there = msgspec.structs.replace(CALL, items=(*CALL.items, packet))
    problem = operation.refuse_if(there, prescriber)
    assert problem is not None and problem.why is Why.CALL_FIRST
    calm = msgspec.structs.replace(there, items=(item(), packet))
    assert operation.refuse_if(calm, prescriber) is None, "without a flag it is not the call"


@pytest.mark.parametrize("licence", [*Role, None], ids=str)
@pytest.mark.parametrize("actor", [NURSE, LEADS], ids=["nurse", "supervisor"])
def test_before_the_call_it_is_given_only_to_who_may_settle_it(actor: Actor, licence: Role | None) -> None:
    give = Assign(item=ITEM, to=TOMAS, licence=licence, reason="He knows her")
    problem = give.refuse_if(CALL, actor)
    if licence not in SETTLING_ROLES:
        assert problem is not None and problem.why is Why.NOT_LICENSED
        return
    assert problem is None
    given = give.apply(CALL, stamp()).item(ITEM)
    assert given is not None and given.needs_call, "to hand it on is no call"
    assert given.holding.first_action is None, "nobody has looked by that"


def test_before_the_call_it_is_taken_back_to_the_pool_and_still_waits_for_it() -> None:
    take = TakeBack(item=ITEM, reason="Not there today")
    assert take.refuse_if(COLLEAGUES, LEADS) is None
    back = take.apply(COLLEAGUES, stamp()).item(ITEM)
    assert back is not None and back.needs_call and back.holding.owner == NURSES
    problem = take.refuse_if(COLLEAGUES, NURSE)
    assert problem is not None and problem.why is Why.NOT_YOURS


def test_a_new_verb_is_looked_at_here_before_it_ships() -> None:
    """Handing on, writing down, taking back may go before the call; what ends or delays work may not."""
    waits = {one.verb for one in (*WAITS, *ORDERS, *DECISIONS)}
    before_the_call = {
        "assign", "claim", "comment", "dismiss-flag", "dispose", "escalate", "keep-time", "put-back",
        "raise-flag", "recall", "reclass", "record-consent", "redue", "release", "route", "split",
        "sweep", "take-back", "withdraw",
    }  # fmt: skip
    verbs = {str(verb.__struct_config__.tag) for verb in get_args(AnyOperation)}
    assert verbs <= before_the_call | waits
