"""What holds for every verb, whichever it is: a new one is covered by being in the union."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inbox.domain.entries import Entry
from inbox.domain.operations import (
    AnyOperation,
    Comment,
    Complete,
    Escalate,
    Hold,
    Operation,
    PutBack,
    Release,
    Reply,
    Route,
    Split,
    Stamp,
    Why,
)
from inbox.domain.people import Actor, Party, Role
from inbox.domain.thread import Thread
from inbox.domain.work_item import Holding, Stage
from tests.domain.threads import (
    CLAIM,
    ITEM,
    NADIA,
    NOBODYS,
    NURSE,
    NURSES,
    REFILLS,
    TOMAS,
    VERBS,
    WALTER,
    actors,
    entry,
    few,
    held_by,
    hours,
    item,
    moments,
    operation_ids,
    operations,
    stamp,
    thread,
    threads,
    unclaimed,
)

every_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
MAKES = (Escalate, Split)
REVERSIBLE = [verb for verb in VERBS if verb.inverse is not Operation.inverse and verb not in MAKES]
"""Those whose inverse works on the same item; what was made is taken back in tests of its own."""
anything = st.data()


def case(data: st.DataObject, verb: type[AnyOperation]) -> tuple[Thread, AnyOperation, Actor, Stamp]:
    """A thread, an operation on one of its items, and who performs it."""
    before = data.draw(threads())
    operation = data.draw(operations(verb, of=st.sampled_from([one.id for one in before.items])))
    actor = data.draw(actors)
    made = Stamp(data.draw(operation_ids), actor.party, actor.role, data.draw(moments))
    return before, operation, actor, made


def seen(at: Thread) -> object:
    """What a person would notice of a thread: who has each item and until when, and what was said."""
    holdings = [
        (
            one.stage,
            one.holding.owner.ref if one.holding.owner and one.stage is not Stage.UNCLAIMED else "",
            one.holding.pool.ref if one.holding.pool else "",
            one.holding.wake if one.stage is Stage.HELD else None,
            len(one.notes),
        )
        for one in at.items
    ]
    return holdings, len(at.messages)


@every_verb
@few
@given(anything)
def test_it_is_the_same_after_being_stored(verb: type[AnyOperation], data: st.DataObject) -> None:
    operation = data.draw(operations(verb, of=st.just(ITEM)))
    stored = msgspec.json.encode(entry(operation))
    assert msgspec.json.decode(stored, type=Entry) == entry(operation)


@every_verb
@few
@given(anything)
def test_applying_it_twice_changes_nothing_more(verb: type[AnyOperation], data: st.DataObject) -> None:
    before, operation, _, made = case(data, verb)
    once = operation.apply(before, made)
    assert operation.apply(once, made) == once


@every_verb
@few
@given(anything)
def test_it_changes_its_own_item_only(verb: type[AnyOperation], data: st.DataObject) -> None:
    before, operation, _, made = case(data, verb)
    after = operation.apply(before, made)
    others = [one for one in before.items if one.id != operation.item]
    there = {one.id for one in before.items}
    assert [one for one in after.items if one.id != operation.item and one.id in there] == others
    assert after.messages[: len(before.messages)] == before.messages


@pytest.mark.parametrize("verb", REVERSIBLE, ids=lambda verb: verb.__name__)
@few
@given(anything)
def test_its_inverse_puts_the_holding_back(verb: type[AnyOperation], data: st.DataObject) -> None:
    before, operation, _, made = case(data, verb)
    inverse = operation.inverse(before)
    assert inverse is not None
    after = operation.apply(before, made)
    back = inverse.apply(after, msgspec.structs.replace(made, id="another")).item(operation.item)
    was = before.item(operation.item)
    assert back is not None and was is not None
    records = {"dismissals": was.dismissals, "sortings": was.sortings, "taken_back": was.taken_back}
    assert msgspec.structs.replace(back, **records) == was
    assert back.standing == was.standing, "what was recorded stays, and counts no more"


@pytest.mark.parametrize(
    "verb", [verb for verb in REVERSIBLE if verb is not PutBack], ids=lambda verb: verb.__name__
)
@settings(few, suppress_health_check=[HealthCheck.filter_too_much])
@given(anything)
def test_what_a_person_may_do_the_same_person_may_take_back(
    verb: type[AnyOperation], data: st.DataObject
) -> None:
    before, operation, actor, made = case(data, verb)
    assume(operation.refuse_if(before, actor) is None)
    inverse = operation.inverse(before)
    assert inverse is not None
    assert inverse.refuse_if(operation.apply(before, made), actor) is None


@every_verb
@few
@given(anything)
def test_whether_it_must_be_refused_can_always_be_said(verb: type[AnyOperation], data: st.DataObject) -> None:
    before, operation, actor, _ = case(data, verb)
    problem = operation.refuse_if(before, actor)
    assert problem is None or problem.sentence.endswith(".")


@every_verb
@few
@given(anything)
def test_it_is_recognised_once_done_and_not_before(verb: type[AnyOperation], data: st.DataObject) -> None:
    before, operation, _, made = case(data, verb)
    after = operation.apply(before, made)
    assert operation.done_in(after, made)
    if seen(after) != seen(before):
        assert not operation.done_in(before, made)


@every_verb
@few
@given(anything)
def test_on_an_item_that_is_gone_it_changes_nothing_and_is_refused(
    verb: type[AnyOperation], data: st.DataObject
) -> None:
    before, _, actor, made = case(data, verb)
    operation = data.draw(operations(verb, of=st.just(NOBODYS)))
    assert operation.apply(before, made) == before
    assert operation.refuse_if(before, actor) is not None
    assert operation.inverse(before) is None


@every_verb
@few
@given(anything)
def test_it_says_in_the_outbox_what_it_does(verb: type[AnyOperation], data: st.DataObject) -> None:
    assert data.draw(operations(verb, of=st.just(ITEM))).describe().strip()


def test_every_verb_has_a_stable_name_of_its_own() -> None:
    assert sorted(str(verb.__struct_config__.tag) for verb in VERBS) == [
        "ask-visit", "assign", "claim", "comment", "complete", "conclude", "dismiss-flag", "dispose",
        "escalate", "hold", "keep-time", "prescribe", "put-back", "raise-flag", "recall", "reclass",
        "record-consent", "redue", "release", "reply", "route", "snooze", "split", "sweep", "take-back",
        "withdraw", "wrong-patient",
    ]  # fmt: skip


MINE, TOMASES = held_by(NADIA), held_by(TOMAS)
CLOSED = Holding("completed", TOMAS, NURSES)
REPLY = Reply(item=ITEM, text="It is at the pharmacy.", to=(WALTER,))
HOLD = Hold(item=ITEM, wake=hours(48), reason="Asked for a reading")

REFUSED: dict[str, tuple[AnyOperation, Holding, Why]] = {
    "claiming what a colleague has": (CLAIM, TOMASES, Why.CLAIMED_ELSEWHERE),
    "claiming what is closed": (CLAIM, CLOSED, Why.CLOSED_ELSEWHERE),
    "answering what a colleague has": (REPLY, TOMASES, Why.CLAIMED_ELSEWHERE),
    "answering what is closed": (REPLY, CLOSED, Why.CLOSED_ELSEWHERE),
    "answering with nothing": (Reply(item=ITEM, text=" \n", to=(WALTER,)), MINE, Why.EMPTY),
    "answering nobody": (Reply(item=ITEM, text="Hello", to=()), MINE, Why.EMPTY),
    "an empty comment": (Comment(item=ITEM, text="  "), unclaimed(), Why.EMPTY),
    "closing what a colleague holds": (
        Complete(item=ITEM), held_by(TOMAS, "on-hold"), Why.CLAIMED_ELSEWHERE,
    ),
    "closing twice": (Complete(item=ITEM), CLOSED, Why.CLOSED_ELSEWHERE),
    "waiting on what a colleague has": (HOLD, TOMASES, Why.CLAIMED_ELSEWHERE),
    "waiting on what is closed": (HOLD, CLOSED, Why.CLOSED_ELSEWHERE),
    "releasing what nobody has": (Release(item=ITEM), unclaimed(), Why.NOT_YOURS),
    "releasing what a colleague has": (Release(item=ITEM), TOMASES, Why.CLAIMED_ELSEWHERE),
    "routing to where it is": (Route(item=ITEM, to=NURSES), unclaimed(), Why.MOVED_ELSEWHERE),
    "routing what a colleague has": (Route(item=ITEM, to=REFILLS), TOMASES, Why.CLAIMED_ELSEWHERE),
    "routing what is closed": (Route(item=ITEM, to=REFILLS), CLOSED, Why.CLOSED_ELSEWHERE),
    "putting back what a colleague took": (
        PutBack(item=ITEM, to=unclaimed()), TOMASES, Why.CLAIMED_ELSEWHERE,
    ),
    "putting back what a colleague closed": (
        PutBack(item=ITEM, to=unclaimed()), CLOSED, Why.CLOSED_ELSEWHERE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_rules_of_the_clinic(name: str) -> None:
    operation, holding, why = REFUSED[name]
    problem = operation.refuse_if(thread(item(holding)), NURSE)
    assert problem is not None
    assert problem.why is why


ALLOWED: dict[str, tuple[AnyOperation, Holding]] = {
    "claiming what is in the pool": (CLAIM, unclaimed()),
    "claiming what waits for the patient": (CLAIM, held_by(NADIA, "on-hold")),
    "acting on what is mine by my role": (Complete(item=ITEM), held_by(Party("PractitionerRole/brand"))),
    "commenting on what a colleague has": (Comment(item=ITEM, text="Seen"), TOMASES),
    "commenting on what is closed": (Comment(item=ITEM, text="Seen"), CLOSED),
    "giving back what I have to its own pool": (Route(item=ITEM, to=NURSES), MINE),
    "reopening what I closed": (PutBack(item=ITEM, to=MINE), Holding("completed", NADIA, NURSES)),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_rules_allow(name: str) -> None:
    operation, holding = ALLOWED[name]
    assert operation.refuse_if(thread(item(holding)), NURSE) is None


def test_claiming_keeps_the_time_of_the_first_look() -> None:
    first = CLAIM.apply(thread(), stamp(at=hours(1))).items[0].holding
    again = CLAIM.apply(thread(item(unclaimed(first_action=hours(1)))), stamp(at=hours(5))).items[0].holding
    assert (first.first_action, again.first_action) == (hours(1), hours(1))


def test_a_released_item_belongs_to_its_pool_and_no_longer_waits() -> None:
    held = held_by(NADIA, "on-hold", wake=hours(48), hold_reason="Asked for a reading")
    after = Release(item=ITEM).apply(thread(item(held)), stamp()).items[0].holding
    assert (after.stage, after.owner, after.wake, after.hold_reason) == (Stage.UNCLAIMED, NURSES, None, "")


def test_a_reply_is_pending_under_its_own_name_until_the_server_has_it() -> None:
    message = REPLY.apply(thread(), stamp()).messages[-1]
    assert (message.pending, message.identifiers, message.from_patient) == (stamp().id, (stamp().id,), False)


def test_a_resent_reply_is_known_by_its_name_and_not_by_its_words() -> None:
    after = REPLY.apply(thread(), stamp(1))
    assert REPLY.done_in(after, stamp(1))
    assert not REPLY.done_in(after, stamp(2))


def test_a_new_day_to_wait_for_is_not_taken_for_done() -> None:
    waiting = thread(item(held_by(NADIA, "on-hold", wake=hours(24))))
    assert not HOLD.done_in(waiting, stamp())
    assert not PutBack(item=ITEM, to=held_by(NADIA, "on-hold", wake=hours(48))).done_in(waiting, stamp())


def test_a_server_that_keeps_milliseconds_has_done_what_was_asked_to_the_microsecond() -> None:
    exact = hours(48).replace(microsecond=123_456)
    kept = thread(item(held_by(NADIA, "on-hold", wake=exact.replace(microsecond=123_000))))
    assert Hold(item=ITEM, wake=exact).done_in(kept, stamp())


@pytest.mark.parametrize(
    ("role", "kind", "looked"),
    [
        (Role.RN, "medical-question", True),
        (Role.CLERK, "medical-question", False),
        (Role.CLERK, "scheduling", True),
    ],
)
def test_only_somebody_with_the_role_ends_the_first_look(role: Role, kind: str, looked: bool) -> None:
    before = thread(item(unclaimed(), kind=kind))
    by = msgspec.structs.replace(stamp(), role=role, office_work=frozenset({"scheduling"}))
    after = CLAIM.apply(before, by).items[0]
    assert (after.holding.first_action is not None) == looked
