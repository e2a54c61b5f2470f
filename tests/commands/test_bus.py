"""Every write command in every role: one transaction with its outbox rows, or a refusal and nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import pytest

from inbox.commands.bus import ROLES, UNDO_WINDOW
from inbox.commands.declare import Case, Command
from inbox.commands.registry import COMMANDS
from inbox.domain.entries import State
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, MessageId, PoolId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Complete, Release, Reply, Route
from inbox.domain.people import LICENSED, Role
from inbox.domain.prescription import Order, Supply
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from tests.commands.desk import ARGUMENTS, FITTING, MINE, THEIRS, Desk, target
from tests.store.plain import (
    COLLEAGUE,
    ME,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    conversation,
    hours,
    message,
    party,
    task,
)

WRITES = [command for command in COMMANDS.values() if command.plan is not None]
AT_ONCE = {"claim", "raise-flag", "reclass", "release", "route", "snooze", "split"}
AT_ONCE |= {"assign", "recall", "take-back"}


def test_every_write_command_is_tried_here() -> None:
    assert {command.id for command in WRITES} == set(ARGUMENTS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", WRITES, ids=lambda command: command.id)
def test_it_is_one_transaction_with_its_outbox_rows_or_a_refusal_that_names_the_role(
    tmp_path: Path, command: Command, role: Role
) -> None:
    desk = Desk(tmp_path, msgspec.structs.replace(NURSE, role=role))
    desk.receive(conversation("1", **FITTING.get(command.id, MINE)))
    before = desk.everything()
    try:
        if role in command.roles:
            done = desk.do(command.id, **ARGUMENTS[command.id])
            assert [change.by_group for change in desk.heard] == [done.group], "one transaction, told once"
            assert [entry.id for entry in desk.waiting()] == [entry.id for entry in done.entries] != []
            assert {(e.actor, e.role, e.group, e.title) for e in desk.waiting()} == {
                (ME, role, done.group, command.title)
            }
        else:
            with pytest.raises(
                Refused, match=f"{command.title} is not allowed for your role, {tr(ROLES[role])}"
            ):
                desk.do(command.id, **ARGUMENTS[command.id])
            assert (desk.everything(), desk.heard) == (before, [])
    finally:
        desk.close()


@pytest.mark.parametrize("command", WRITES, ids=lambda command: command.id)
def test_a_role_it_is_not_for_is_told_so_and_nothing_happens(desk: Desk, command: Command) -> None:
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.CLERK)
    before = desk.everything()
    for_nurses = dataclasses.replace(command, roles=LICENSED)
    with pytest.raises(Refused, match=f"^{command.title} is not allowed for your role, clerk.$"):
        desk.wait(desk.bus.run(for_nurses, [target()], **ARGUMENTS[command.id]))
    assert (desk.everything(), desk.heard) == (before, [])


@pytest.mark.parametrize("command", WRITES, ids=lambda command: command.id)
def test_what_a_colleague_has_is_refused_by_name_and_nothing_happens(desk: Desk, command: Command) -> None:
    facts = {"item.comment", "sweep.leave", "item.disposition", "item.consent", "flag.dismiss", "flag.raise"}
    if command.id in facts | {"item.take_back"}:
        return  # anybody may leave a note; a call, a yes that was given, and how a flag is judged, are facts
    desk.receive(conversation("1", **FITTING.get(command.id, {}) | THEIRS, version="2"))
    desk.let(command)
    before = desk.everything()
    with pytest.raises(Refused, match=r"T\. Aldana is (on it|deciding on it now)"):
        desk.do(command.id, **ARGUMENTS[command.id])
    assert (desk.everything(), desk.heard) == (before, [])


@pytest.mark.parametrize("command", WRITES, ids=lambda command: command.id)
def test_what_is_gone_is_refused_and_nothing_happens(desk: Desk, command: Command) -> None:
    desk.let(command)
    before = desk.everything()
    with pytest.raises(Refused, match="no longer here"):
        desk.do(command.id, "2", **ARGUMENTS[command.id])
    assert (desk.everything(), desk.heard) == (before, [])


def test_what_the_screen_does_itself_is_no_command_of_the_bus(desk: Desk) -> None:
    with pytest.raises(Refused, match="Next item"):
        desk.do("item.next")


def test_a_plan_that_asks_for_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing to do"):
        desk.wait(desk.bus.perform("Nothing", [target()], lambda _case: []))


def test_what_a_plan_may_look_at_is_the_projected_item_and_who_asks(desk: Desk) -> None:
    desk.do("item.claim")
    seen: list[Case] = []

    def look(case: Case) -> list[AnyOperation]:
        seen.append(case)
        return [Release(item=case.item.id)]

    desk.wait(desk.bus.perform("Look", [target()], look))
    (case,) = seen
    assert (case.item.stage, case.actor, case.now) == (Stage.CLAIMED, NURSE, NOON)


def test_an_order_relies_on_the_message_its_author_had_on_screen_though_a_newer_one_is_here(
    desk: Desk,
) -> None:
    desk.receive(conversation("1", **FITTING["review.approve"], version="2"))
    desk.let(COMMANDS["review.approve"])
    order = Order("MedicationRequest/1", "lisinopril 10 mg", Supply(30), "One a day")
    read = MessageId("Communication/read")
    desk.do("review.approve", text="It is at the pharmacy.", answers=read, order=order)
    assert desk.verbs() == ["prescribe", "reply", "complete"]
    assert {one.saw.last_patient_message for one in desk.waiting()} == {read}


def test_acting_on_an_unclaimed_item_claims_it_first_with_the_promise_of_the_answer(desk: Desk) -> None:
    desk.do("item.send_and_close", **ARGUMENTS["item.send_and_close"])
    assert desk.verbs() == ["claim", "reply", "complete"]
    claim = desk.waiting()[0].operation
    assert isinstance(claim, Claim)
    assert claim.promise is not None
    assert claim.promise.due == hours(24)


def test_an_item_that_is_mine_is_not_claimed_again(desk: Desk) -> None:
    desk.do("item.claim")
    desk.do("item.done")
    assert desk.verbs() == ["claim", "complete"]


@pytest.mark.parametrize("command", sorted(ARGUMENTS))
def test_a_due_time_of_a_policy_not_known_here_is_left_alone_by_everything(desk: Desk, command: str) -> None:
    fitting: dict[str, object] = FITTING.get(command, MINE)
    desk.receive(conversation("1", due=hours(3), version="2", **fitting))
    desk.let(COMMANDS[command])
    desk.do(command, **ARGUMENTS[command])
    promise = desk.item().holding.promise
    assert promise is not None
    assert (promise.due, promise.policy) == (hours(3), "site@3")


@pytest.mark.parametrize(("here", "there"), [(NURSES, REFILLS), (REFILLS, NURSES)])
def test_being_passed_on_never_makes_it_due_later(desk: Desk, here: str, there: PoolId) -> None:
    """Refills would have six hours, the nurses have four: the sooner of both holds either way."""
    desk.receive([task("1", pool=here, version="2")])
    desk.do("item.route", to=party(there), reason="Theirs")
    route = desk.waiting()[0].operation
    assert isinstance(route, Route)
    assert route.promise is not None
    assert route.promise.due == hours(4)


def test_a_close_names_the_reply_of_its_own_group(desk: Desk) -> None:
    done = desk.do("item.send_and_close", **ARGUMENTS["item.send_and_close"])
    _, reply, close = done.entries
    assert isinstance(close.operation, Complete)
    assert close.operation.reply == reply.id
    assert desk.item().holding.answer == f"urn:uuid:{reply.id}"


def test_a_close_without_an_answer_names_none_even_after_a_reply(desk: Desk) -> None:
    desk.do("item.send", **ARGUMENTS["item.send"])
    desk.do("item.done")
    close = desk.waiting()[-1].operation
    assert isinstance(close, Complete)
    assert (close.reply, close.outcome) == (None, "no-reply-needed")


def test_a_reply_goes_to_whoever_wrote_last(desk: Desk) -> None:
    desk.do("item.send", text="Hello")
    reply = desk.waiting()[-1].operation
    assert isinstance(reply, Reply)
    assert [to.ref for to in reply.to] == ["Patient/1"]


@pytest.mark.parametrize("command", WRITES, ids=lambda command: command.id)
def test_only_what_is_final_or_ends_the_work_waits_the_undo_window(tmp_path: Path, command: Command) -> None:
    desk = Desk(tmp_path)
    desk.receive(conversation("1", **FITTING.get(command.id, MINE)))
    desk.let(command)
    done = desk.do(command.id, **ARGUMENTS[command.id])
    windows = {entry.operation.verb: entry.not_before for entry in desk.waiting()}
    desk.close()
    for verb, until in windows.items():
        assert until == (None if verb in AT_ONCE else NOON + UNDO_WINDOW)
    assert done.leaves_at == (None if set(windows) <= AT_ONCE else NOON + UNDO_WINDOW)


def test_a_claim_leaves_at_once_though_the_reply_behind_it_waits(desk: Desk) -> None:
    desk.do("item.send", text="Hello")
    (chain,) = desk.store.chains(ME, NOON).result()
    assert [entry.operation.verb for entry in chain] == ["claim"]
    (later,) = desk.store.chains(ME, NOON + UNDO_WINDOW).result()
    assert [entry.operation.verb for entry in later] == ["claim", "reply"]


def test_each_entry_keeps_what_its_author_saw(desk: Desk) -> None:
    done = desk.do("item.send_and_close", **ARGUMENTS["item.send_and_close"])
    claim, reply, close = (entry.saw for entry in done.entries)
    assert (claim.status, claim.owner, claim.pool, claim.version) == ("requested", NURSES, NURSES, "1")
    assert (reply.status, reply.owner, close.owner) == ("accepted", ME, ME)
    assert {saw.last_patient_message for saw in (claim, reply, close)} == {"Communication/1-a"}
    assert {saw.last_answer for saw in (claim, reply, close)} == {None}
    assert [entry.saw for entry in desk.waiting()] == [claim, reply, close]


def test_a_message_that_was_not_on_screen_is_not_taken_for_read(desk: Desk) -> None:
    """It came while the reply was being written: the engine has to see that its author had not."""
    desk.receive([message("1", "b", "Now my chest hurts.", sent=hours(0.5))])
    read = MessageId("Communication/1-a")
    done = desk.do("item.send_and_close", text="It is at the pharmacy.", answers=read)
    assert [e.saw.last_patient_message for e in done.entries if e.operation.verb != "claim"] == [read, read]


def test_several_items_are_one_transaction_and_one_group(desk: Desk) -> None:
    desk.receive([*conversation("2"), *conversation("3")])
    done = desk.do("item.claim", "1", "2", "3")
    assert [change.by_group for change in desk.heard] == [done.group]
    assert [entry.thread for entry in desk.waiting()] == [f"Communication/{n}" for n in (1, 2, 3)]
    assert {entry.group for entry in desk.waiting()} == {done.group}
    assert done.targets == [target("1"), target("2"), target("3")]


def test_when_one_of_several_is_refused_none_is_done(desk: Desk) -> None:
    desk.receive([*conversation("2", owner=COLLEAGUE, status="accepted"), *conversation("3")])
    before = desk.everything()
    with pytest.raises(Refused, match=r"T\. Aldana is on it"):
        desk.do("item.claim", "1", "2", "3")
    assert (desk.everything(), desk.heard) == (before, [])


def test_two_items_of_one_thread_are_each_on_top_of_the_other(desk: Desk) -> None:
    desk.receive([task("8", of="1")])
    first, second = target("1"), dataclasses.replace(target("1"), item=ItemId("Task/8"))
    plan = COMMANDS["item.claim"].plan
    assert plan is not None
    desk.wait(desk.bus.perform("Claim", [first, second], plan))
    assert [item.stage for item in desk.thread().items] == [Stage.CLAIMED, Stage.CLAIMED]


def test_every_record_that_was_acted_on_leaves_one_audit_note(desk: Desk) -> None:
    desk.receive(conversation("2"))
    desk.do("item.send_and_close", **ARGUMENTS["item.send_and_close"])
    desk.do("item.claim", "2")
    assert desk.store.audits_waiting(ME, 10).result() == []  # not before it is known what became of it
    desk.store.settle([entry.id for entry in desk.waiting()], [], "5b0f4f0e").result()
    notes = desk.store.audits_waiting(ME, 10).result()
    assert {note.request for note in notes} == {"5b0f4f0e"}
    assert [(note.what, note.actor, note.role, note.at, note.patient) for note in notes] == [
        ("update", ME, Role.RN, NOON, "Patient/1")
    ] * 2
    assert [note.thread for note in notes] == [ThreadId("Communication/1"), ThreadId("Communication/2")]


def test_a_rehearsal_says_what_would_be_refused_and_does_nothing(desk: Desk) -> None:
    before = desk.everything()
    refused = desk.bus.rehearsal([target()])
    assert refused(COMMANDS["item.release"]) == "Nobody has claimed it."
    assert refused(COMMANDS["item.claim"]) == ""
    assert (desk.everything(), desk.heard) == (before, [])


def test_what_is_performed_shows_at_once(desk: Desk) -> None:
    desk.do("item.claim")
    assert desk.item().holding.owner == NURSE.party
    assert [(mark.verb, mark.state) for mark in desk.thread().pending] == [("claim", State.WAITING)]


@pytest.mark.parametrize("command", [c for c in COMMANDS.values() if c.plan is not None], ids=lambda c: c.id)
def test_every_command_can_be_rehearsed_before_anything_is_typed_or_chosen(
    desk: Desk, command: Command
) -> None:
    desk.let(command)
    sentence = desk.bus.rehearsal([target()])(command)
    assert sentence in (
        "",
        "Nobody has claimed it.",
        "Nobody has it.",
        "There is no red flag of level 1 or 2 to call about.",
        "There is no red flag to dismiss.",
        "No red flag is dismissed here.",
        "No prescriber is asked about it.",
        "This is no packet for a prescriber.",
    )


def test_claiming_what_is_mine_already_is_refused(desk: Desk) -> None:
    desk.do("item.claim")
    with pytest.raises(Refused, match="already yours"):
        desk.do("item.claim")


@pytest.mark.parametrize("kind", ["medical-question", "something nobody knows"])
@pytest.mark.parametrize("command", ["item.done", "item.send_and_close"])
def test_without_a_licence_a_medical_question_is_not_closed_by_any_command(
    desk: Desk, command: str, kind: str
) -> None:
    desk.receive(conversation("2", kind=kind))
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.CLERK)
    with pytest.raises(Refused, match="nursing or prescribing licence"):
        desk.do(command, "2", **ARGUMENTS[command])
    assert desk.waiting() == []


def test_without_a_licence_a_scheduling_request_can_be_closed(desk: Desk) -> None:
    desk.receive(conversation("2", kind="scheduling"))
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.CLERK, office_work=frozenset({"scheduling"}))
    desk.do("item.done", "2")
    assert desk.item("2").stage is Stage.DONE
