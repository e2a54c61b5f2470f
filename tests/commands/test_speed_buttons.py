"""The whole starter kit pressed: every button, on every kind of work it serves, by every role it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import pytest

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, PersonId, PoolId
from inbox.domain.operations import (
    AskVisit,
    Assign,
    Comment,
    Complete,
    Escalate,
    Hold,
    Reclass,
    Release,
    Reply,
    Route,
    Snooze,
    Split,
    TakeBack,
)
from inbox.domain.operations.base import Operation
from inbox.domain.people import Party, Role
from inbox.domain.pool import Pool, Staff
from inbox.domain.review import After, Decision, Packet
from inbox.domain.routing import Place
from inbox.domain.visit import How
from inbox.domain.work_item import Kind, Stage
from inbox.shortcuts import press, steps
from inbox.shortcuts.kit import load_kit
from inbox.shortcuts.phrases.draft import finished
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.preview import Facts, not_on_several, preview, why_off
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.recorded import recorded
from inbox.shortcuts.steps import Claim, Insert, Next, Step
from inbox.shortcuts.steps import Route as RouteStep
from portal.clinic.pools import POOLS
from tests.commands.desk import Desk, target
from tests.shortcuts.ordinary import NORMALLY_THERE, STARTER
from tests.store.plain import COLLEAGUE, ME, NOON, NURSE, conversation, file, hours

KIT = load_kit(STARTER)
CLINIC = [Pool(PoolId(pool.ref), pool.name) for pool in POOLS]
"""The sandbox clinic's pools, by the names that the kit routes to."""
every_button = pytest.mark.parametrize("button", KIT.buttons, ids=lambda button: button.id)
VERB_OF_STEP = {
    "reply": Reply,
    "route": Route,
    "comment": Comment,
    "escalate": Escalate,
    "hold": Hold,
    "complete": Complete,
    "visit": AskVisit,
    "snooze": Snooze,
}
BELONGS = Place(Party("HealthcareService/elsewhere", "Elsewhere"), rule="elsewhere")
PACKET = Packet("May it be refilled?", "lisinopril 10 mg tablet", "It is at the pharmacy.")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("kit"))
    yield desk
    desk.close()


_threads = iter(range(1, 1_000_000))


def pressed(desk: Desk, button: SpeedButton, kind: str, role: Role, **of_task: str) -> Done:
    """`button` pressed by somebody in `role` on a new unclaimed item of `kind`, as the screen does it."""
    n = str(next(_threads))
    desk.receive(conversation(n, kind=kind, **of_task))
    desk.bus.actor = msgspec.structs.replace(NURSE, role=role)
    text = (
        finished(expand(KIT.phrases[button.reply.phrase], NORMALLY_THERE.get, KIT.phrases))
        if button.reply
        else ""
    )
    plan = press.plan(
        button, text=text, pools=CLINIC, packet=PACKET, wake=in_days, direct=lambda case: BELONGS
    )
    return desk.wait(desk.bus.perform(button.name, [target(n)], plan))


def in_days(days: int) -> datetime:
    return NOON + timedelta(days=days)


@every_button
def test_a_starter_button_is_accepted_wherever_it_is_shown(desk: Desk, button: SpeedButton) -> None:
    tried = 0
    for kind in button.keys:
        for role in Role:
            if not button.serves(kind, role) or button.not_for(
                kind, msgspec.structs.replace(NURSE, role=role)
            ):
                continue
            done = pressed(desk, button, kind, role)
            made = [type(entry.operation) for entry in done.entries if entry.operation.verb != "claim"]
            asked = [step for step in button.steps if not isinstance(step, Claim | Insert | Next)]
            assert made == [VERB_OF_STEP[do(step)] for step in asked]
            assert len(desk.heard) == 1, "one transaction"
            tried += 1
    assert tried > 0, "nobody could ever press it"


def test_a_route_by_the_rules_goes_where_they_send_it_or_nowhere(desk: Desk) -> None:
    steps = (RouteStep(reason="Theirs", by_rules=True), Next())
    button = msgspec.structs.replace(KIT.buttons[0], steps=steps)
    refills = Place(Party("HealthcareService/refills", "Refills"), rule="refills")
    for n in ("r1", "r2"):
        desk.receive(conversation(n, kind="refill"))
    done = desk.wait(
        desk.bus.perform("Theirs", [target("r1")], press.plan(button, direct=lambda case: refills))
    )
    (made,) = [entry.operation for entry in done.entries]
    assert isinstance(made, Route)
    assert (made.to, made.reason) == (refills.to, "Theirs")
    with pytest.raises(Refused, match="No routing rule fits"):
        desk.wait(desk.bus.perform("Theirs", [target("r2")], press.plan(button)))


def do(step: Step) -> str:
    """The step's name in the kit file."""
    return str(step.__struct_config__.tag)


@pytest.mark.parametrize(
    "button", [one for one in KIT.buttons if not one.inserted], ids=lambda button: button.id
)
def test_a_starter_button_does_nothing_to_what_a_colleague_has(desk: Desk, button: SpeedButton) -> None:
    with pytest.raises(Refused, match=r"T\. Aldana is on it"):
        pressed(desk, button, next(iter(button.keys)), Role.RN, owner=COLLEAGUE, status="accepted")
    assert desk.heard == []


@every_button
def test_a_starter_button_leaves_the_item_with_somebody_or_done(desk: Desk, button: SpeedButton) -> None:
    done = pressed(desk, button, next(iter(button.keys)), Role.RN)
    thread = desk.look(done.targets[0].thread)
    item = thread.item(done.targets[0].item) if thread else None
    assert item is not None
    ends = {Route: Stage.UNCLAIMED, Hold: Stage.HELD, Complete: Stage.DONE}
    last = type(done.entries[-1].operation)
    assert item.stage is ends.get(last, Stage.CLAIMED)
    if last is not Route:
        assert item.holding.owner == NURSE.party


@every_button
def test_a_starter_button_goes_to_a_pool_the_sandbox_clinic_has(button: SpeedButton) -> None:
    names = {pool.name for pool in CLINIC}
    named = [s.pool for s in button.steps if isinstance(s, RouteStep) and not s.by_rules]
    assert set(named) <= names


@every_button
def test_a_reply_and_what_ends_the_work_leave_together(desk: Desk, button: SpeedButton) -> None:
    """A route behind a reply waits for it: the chain of a thread never overtakes itself."""
    done = pressed(desk, button, next(iter(button.keys)), Role.RN)
    if button.reply is None:
        return
    now = [chain for chain in desk.store.chains(ME, NOON).result() if chain[0].group == done.group]
    assert [entry.operation.verb for chain in now for entry in chain] in ([], ["claim"])


@every_button
def test_a_button_that_goes_on_says_so_to_the_screen(button: SpeedButton) -> None:
    assert press.goes_on(button) == isinstance(button.steps[-1], Next)


def button(name: str) -> SpeedButton:
    return next(one for one in KIT.buttons if one.id == name)


def test_a_pool_the_clinic_does_not_have_is_named_and_nothing_happens(desk: Desk) -> None:
    desk.receive(conversation("900001"))
    plan = press.plan(button("route-refills"), pools=[], wake=in_days)
    with pytest.raises(Refused, match="There is no pool “Refills” here"):
        desk.wait(desk.bus.perform("Route", [target("900001")], plan))
    assert desk.heard == []


def test_days_of_waiting_need_a_calendar(desk: Desk) -> None:
    desk.receive(conversation("900002"))
    with pytest.raises(Refused, match="no calendar"):
        desk.wait(
            desk.bus.perform("Ask", [target("900002")], press.plan(button("ask-details"), text="Hello"))
        )


def test_the_wait_ends_when_the_calendar_says(desk: Desk) -> None:
    done = pressed(desk, button("ask-details"), "refill", Role.RN)
    wakes = [entry.operation.wake for entry in done.entries if isinstance(entry.operation, Hold)]
    assert wakes == [hours(72)]


RECORDS = "Billing and records"


@pytest.mark.parametrize(
    ("step", "verb"),
    [
        (steps.SetKind(Kind.BILLING, "A bill"), Reclass),
        (steps.SplitOff(Kind.BILLING, RECORDS, "A bill too"), Split),
        (steps.Snooze(2), Snooze),
        (steps.Escalate("question", question="May she stop it?"), Escalate),
        (steps.Release("Not mine"), Release),
    ],
    ids=lambda one: getattr(one, "__name__", type(one).__name__),
)
def test_each_further_step_is_its_operation(desk: Desk, step: steps.AnyStep, verb: type[Operation]) -> None:
    button = msgspec.structs.replace(KIT.buttons[0], steps=(step,))
    n = str(next(_threads))
    mine = {"owner": ME, "status": "accepted"} if isinstance(step, steps.Release) else {}
    desk.receive(conversation(n, kind="refill", **mine))
    desk.bus.actor = NURSE
    packet = Packet("May she stop it?") if verb is Escalate else None
    plan = press.plan(button, pools=CLINIC, packet=packet, wake=in_days)
    done = desk.wait(desk.bus.perform("One", [target(n)], plan))
    assert verb in [type(entry.operation) for entry in done.entries]


def test_only_a_packet_with_a_proposed_reply_is_approved(desk: Desk) -> None:
    plan = press.plan(deciding(steps.Approve()))
    desk.receive(conversation("p0", kind="refill"))
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    with pytest.raises(Refused, match="This is no packet"):
        desk.wait(desk.bus.perform("Approve", [target("p0")], plan))
    review = handed_over(desk, "p2", msgspec.structs.replace(PACKET, proposal=""))
    with pytest.raises(Refused, match="No reply was proposed"):
        desk.wait(desk.bus.perform("Approve", [review], plan))


def deciding(*made: Step) -> SpeedButton:
    keys: dict[Kind, int | None] = {Kind.PHYSICIAN_REVIEW: 7}
    return msgspec.structs.replace(KIT.buttons[0], keys=keys, steps=(*made, Next()))


def giving(*made: Step) -> SpeedButton:
    return msgspec.structs.replace(KIT.buttons[0], steps=(*made, Next()))


TO_TOMAS = steps.Assign("Practitioner/aldana", "Tomas Aldana, RN", "He knows her")
TOMAS = Staff(PersonId("Practitioner/aldana"), "Tomas Aldana, RN", licence=Role.RN)


def test_assigning_goes_by_the_licence_the_person_has_now(desk: Desk) -> None:
    for n in ("a1", "a2", "a3"):
        desk.receive(conversation(n, kind="medical-question"))
    desk.bus.actor = NURSE

    def press_on(n: str, there: Staff | None) -> Done:
        plan = press.plan(giving(TO_TOMAS), colleague=lambda _person: there)
        return desk.wait(desk.bus.perform("To Tomas", [target(n)], plan))

    (given,) = press_on("a1", TOMAS).entries
    assert isinstance(given.operation, Assign)
    assert (given.operation.to.ref, given.operation.reason) == (TOMAS.id, "He knows her")
    with pytest.raises(Refused, match="needs somebody with a nursing or prescribing licence"):
        press_on("a2", msgspec.structs.replace(TOMAS, licence=Role.CLERK))
    for gone in (None, msgspec.structs.replace(TOMAS, active=False)):
        with pytest.raises(Refused, match="Tomas Aldana, RN no longer works here"):
            press_on("a3", gone)


def test_taking_back_is_for_who_leads_and_the_preview_says_so_before(desk: Desk) -> None:
    desk.receive(conversation("t1", kind="refill", owner=COLLEAGUE, status="accepted"))
    button = giving(steps.TakeBack("Not there today"))
    facts = Facts("Walter", NURSE, Kind.REFILL, NORMALLY_THERE.get, KIT.phrases, held_by="another")
    assert why_off(button, facts) == (
        "Only a supervisor or the charge nurse takes work back from a colleague."
    )
    lead = msgspec.structs.replace(NURSE, role=Role.SUPERVISOR)
    facts = msgspec.structs.replace(facts, actor=lead)
    assert preview(button, facts) == ["1 Take it back to its pool: Not there today", "2 Open the list"]
    desk.bus.actor = lead
    (made,) = desk.wait(desk.bus.perform("Back", [target("t1")], press.plan(button))).entries
    assert isinstance(made.operation, TakeBack)
    free = msgspec.structs.replace(facts, held_by="nobody")
    assert why_off(button, free) == "No colleague has it."


def handed_over(desk: Desk, n: str, packet: Packet) -> Target:
    """A prescriber has `packet` to decide, below the item of thread `n`."""
    desk.receive(conversation(n, kind="refill"))
    thread, item = desk.thread(n), desk.item(n)
    review = msgspec.structs.replace(
        item,
        id=ItemId(f"Task/{n}-review"),
        kind=Kind.PHYSICIAN_REVIEW,
        parent=item.id,
        question=packet.question,
        proposed_reply=packet.proposal,
        after=packet.after,
    )
    desk.receive(
        [file(review.id, review, version="1", updated=NOON, thread=thread.id, patient=thread.patient)]
    )
    desk.bus.actor = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    return Target(thread.id, review.id)


def test_an_approval_by_button_sends_the_proposed_reply_closes_the_packet_and_the_item(desk: Desk) -> None:
    """One press: the reply in the prescriber's name, the packet decided, the nurse's item as she asked."""
    review = handed_over(desk, "p1", msgspec.structs.replace(PACKET, after=After.CLOSE))
    approve = deciding(steps.Approve(), steps.Complete("answered"))
    done = desk.wait(desk.bus.perform("Approve", [review], press.plan(approve)))
    sent = next(one.operation for one in done.entries if isinstance(one.operation, Reply))
    assert (sent.text, sent.edited) == (PACKET.proposal, False)
    assert {one.kind: one.stage for one in desk.thread("p1").items} == {
        "refill": Stage.DONE,
        Kind.PHYSICIAN_REVIEW: Stage.DONE,
    }


DECISIONS = {
    "answer-nurse": (steps.AnswerNurse("Half of it, then call me."), Decision.TO_NURSE),
    "needs-visit": (steps.NeedsVisit(How.VIDEO), Decision.VISIT),
}


@pytest.mark.parametrize("step", DECISIONS)
def test_a_packet_is_decided_by_button_and_undone_as_one(desk: Desk, step: str) -> None:
    """One press; the patient hears nothing, whoever asked reads it in the item that is theirs again."""
    made, outcome = DECISIONS[step]
    review = handed_over(desk, step, PACKET)
    before = desk.thread(step).items
    decide = desk.bus.perform("Decide", [review], press.plan(deciding(made)), button="half-of-it")
    done = desk.wait(decide)
    assert {entry.button for entry in done.entries} == {"half-of-it"}
    packet = next(item for item in desk.thread(step).items if item.kind == Kind.PHYSICIAN_REVIEW)
    assert (packet.stage, packet.holding.outcome) == (Stage.DONE, outcome)
    asked = next(item for item in desk.thread(step).items if item.kind == "refill")
    (note,) = asked.notes
    assert note.text in ("Half of it, then call me.", "Needs a visit: Video visit.")
    assert not any(isinstance(entry.operation, Reply) for entry in done.entries)
    desk.undo.push(done)
    desk.wait(desk.undo.back())
    assert desk.thread(step).items == before


@pytest.mark.parametrize("step", DECISIONS)
def test_nobody_but_a_prescriber_decides_by_button_and_on_nothing_but_a_packet(desk: Desk, step: str) -> None:
    plan = press.plan(deciding(DECISIONS[step][0]))
    review = handed_over(desk, f"no-{step}", PACKET)
    with pytest.raises(Refused, match="This is no packet"):
        desk.wait(desk.bus.perform("Decide", [target(f"no-{step}")], plan))
    desk.bus.actor = NURSE
    with pytest.raises(Refused, match="A prescriber decides on a packet"):
        desk.wait(desk.bus.perform("Decide", [review], plan))
    facts = Facts("Walter", NURSE, Kind.PHYSICIAN_REVIEW, NORMALLY_THERE.get, KIT.phrases)
    assert why_off(deciding(DECISIONS[step][0]), facts) == "A prescriber decides on a packet."


def test_the_whole_is_refused_where_one_packet_of_several_is_no_packet(desk: Desk) -> None:
    review = handed_over(desk, "both", PACKET)
    desk.receive(conversation("neither", kind="refill"))
    plan = press.plan(deciding(steps.AnswerNurse("Yes.")))
    with pytest.raises(Refused, match="This is no packet"):
        desk.wait(desk.bus.perform("Decide", [review, target("neither")], plan))
    assert all(item.stage is not Stage.DONE for item in desk.thread("both").items)
    assert not_on_several(deciding(steps.AnswerNurse("Yes."))) == (
        "A packet is read before it is decided: press it on one at a time."
    )


def test_the_preview_of_a_decision_says_who_is_told(desk: Desk) -> None:
    physician = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
    facts = Facts("Walter", physician, Kind.PHYSICIAN_REVIEW, NORMALLY_THERE.get, KIT.phrases)
    said = [preview(deciding(made), facts)[0] for made, _ in DECISIONS.values()]
    assert said == [
        "1 Answer whoever asked, staff only: Half of it, then call me.",
        "1 Ask for: Video visit; whoever asked tells the patient",
    ]


@pytest.mark.parametrize("step", DECISIONS)
def test_a_decision_that_was_made_by_hand_is_recorded_as_the_step_it_is(desk: Desk, step: str) -> None:
    made, _ = DECISIONS[step]
    review = handed_over(desk, f"by-hand-{step}", PACKET)
    by_hand = (
        {"text": made.text} if isinstance(made, steps.AnswerNurse) else {"how": made.how}  # type: ignore[attr-defined]
    )
    command = COMMANDS["review.answer" if "text" in by_hand else "review.visit"]
    done = desk.wait(desk.bus.run(command, [review], **by_hand))
    recording = recorded([entry.operation for entry in done.entries], NOON, lambda _text: "")
    assert recording == ((Claim(), made, Next()), [])
