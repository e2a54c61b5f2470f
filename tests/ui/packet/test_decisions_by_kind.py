"""What is asked decides what a key does: a refill is ordered, a result released, an e-visit opened."""

from __future__ import annotations

import time

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.operations import AskVisit, Comment, Complete, Conclude, Prescribe, Reply
from inbox.domain.prescription import Supply
from inbox.domain.review import Decision
from inbox.domain.visit import How
from inbox.fhir.codes import TASK_OUTPUT, VISIT_OUTPUT
from inbox.fhir.incoming import filed
from inbox.fhir.profile import Report
from inbox.fhir.resource import decode
from inbox.queries.views import View, ViewKind
from inbox.store import truth
from inbox.sync.status import Status
from inbox.ui.desk import Desk
from inbox.ui.escalation.prefill import prefilled
from inbox.ui.packet.decide import releases
from inbox.ui.packet.declining import declining
from inbox.ui.packet.keys import does_first
from inbox.ui.reading.situation import Situation
from portal.clinic.staged import staged_resources
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW
from tests.ui.packet.conftest import REPLY, hand_over

SUPPLY = '{"days":30,"refills":2}'


@pytest.fixture
def scenes(physician: Desk) -> Desk:
    """Her desk with the conversations that show every branch of the clinical work."""
    found = [filed(decode(msgspec.json.encode(one))) for one in staged_resources(7, 100, NOW)]
    found.sort(key=lambda one: one.type in ("Communication", "Task"))
    physician.store.ingest(found).result()
    return physician


def asked(desk: Desk, qtbot: QtBot, scene: str, **words: str) -> AtWork:
    """Her screen with Nadia's packet on a staged conversation, looked at for long enough."""
    parent = Target(ThreadId(f"Communication/thr-{scene}"), ItemId(f"Task/task-{scene}"))
    target = hand_over(desk, parent, 1, **words)
    work = AtWork(desk, qtbot)
    work.views.show_view(View(ViewKind.ESCALATIONS))
    work.settle()
    work.go(lambda line: line.item == target.item)
    guard, reading = work.conductor.guard, work.reading
    work.qtbot.waitUntil(lambda: guard.allows(reading.guard_key(), time.monotonic(), False))
    return work


def made(work: AtWork, kind: type) -> list[object]:
    return [one for one in work.outbox() if isinstance(one, kind)]


def notes(work: AtWork) -> str:
    told = work.reading.packet.told
    assert told is not None
    return " ".join(line.text for line in told.notes)


def test_approving_a_refill_orders_what_was_asked_for_and_what_was_on_screen(
    scenes: Desk, qtbot: QtBot
) -> None:
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    packet = work.reading.packet
    assert packet.needs.needs is not None and "lisinopril" in packet.needs.needs.title
    assert "Potassium" in packet.needs.accessibleDescription()
    assert "Supply left" in packet.needs.accessibleDescription()
    assert "Approving orders: lisinopril 10 mg" in notes(work)
    work.press("review.approve")
    [order] = made(work, Prescribe)
    assert isinstance(order, Prescribe)
    assert order.order.supply == Supply(30, 2)
    assert order.order.prior.endswith("-rx0")
    assert order.order.quantity == 30
    assert order.proposed_by is not None and order.proposed_by.ref == "Practitioner/nadia"
    verbs = [one.verb for one in work.outbox()]
    assert verbs == ["claim", "prescribe", "reply", "complete", "conclude"]


def test_a_supply_that_nobody_asked_for_is_said_to_be_the_one_of_the_last_time(
    scenes: Desk, qtbot: QtBot
) -> None:
    work = asked(scenes, qtbot, "refill-met")
    assert "Approving orders, as the last time: lisinopril 10 mg" in notes(work)
    work.press("review.supply")
    told = [choice.about for choice in work.chooser.visits.list.choices]
    assert "as the last time" in told and "as asked for" not in told


def test_an_order_is_taken_back_with_its_reply_while_it_waits(scenes: Desk, qtbot: QtBot) -> None:
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    work.press("review.approve")
    assert made(work, Prescribe)
    work.press("edit.undo")
    assert work.outbox() == []
    assert work.line(ItemId("Task/task-refill-met")).stage == "unclaimed"


def test_another_supply_is_chosen_by_two_keys_and_the_nurse_sees_that_it_was_changed(
    scenes: Desk, qtbot: QtBot
) -> None:
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    work.press("review.supply")
    work.choose("1")
    [order] = made(work, Prescribe)
    assert isinstance(order, Prescribe) and order.order.supply == Supply(30)
    assert Decision.EDITED in [one.outcome for one in work.outbox() if isinstance(one, Complete)]


def test_ninety_days_are_ordered_only_while_every_condition_holds(scenes: Desk, qtbot: QtBot) -> None:
    long = '{"days":90,"refills":1}'
    work = asked(scenes, qtbot, "refill-ninety", **{"proposed-supply": long})
    assert "90 days, 1 refill" in notes(work)
    assert "90-day supply: can be proposed" in work.reading.packet.needs.accessibleDescription()
    stale = Target(ThreadId("Communication/thr-refill-lab-due"), ItemId("Task/task-refill-lab-due"))
    hand_over(scenes, stale, 2, **{"proposed-supply": '{"days":100}'})
    work.settle()
    work.go(lambda line: line.item.startswith("Task/asked-task-refill-lab-due"))
    work.press("review.approve")
    assert made(work, Prescribe) == [] and made(work, Reply) == []
    assert "Dispensed for 30 days or less" in work.said[-1]


def test_a_controlled_substance_is_neither_approved_nor_ordered_here(scenes: Desk, qtbot: QtBot) -> None:
    work = asked(scenes, qtbot, "refill-controlled", **{"proposed-supply": SUPPLY})
    for command in ("review.approve", "review.supply"):
        work.press(command)
        assert "Prescribe it in the EHR" in work.said[-1]
    work.press("review.edit")
    work.write("I will send it from the clinic.")
    work.press("item.send")
    work.choose("1")
    assert work.outbox() == [], "there is no order that could go with it"
    work.choose("2")
    assert [one.verb for one in work.outbox()] == ["claim", "reply", "complete"]
    assert work.line(ItemId("Task/task-refill-controlled")).stage != "done"


@pytest.mark.parametrize(
    ("digit", "verbs", "done"),
    [
        ("1", ["claim", "prescribe", "reply", "complete", "conclude"], True),
        ("2", ["claim", "reply", "complete"], False),
    ],
)
def test_words_of_ones_own_go_with_the_order_or_without_it_as_is_said(
    scenes: Desk, qtbot: QtBot, digit: str, verbs: list[str], done: bool
) -> None:
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    work.press("review.edit")
    work.write("I want to see you first.")
    work.press("item.send")
    assert work.outbox() == []
    work.choose(digit)
    assert [one.verb for one in work.outbox()] == verbs
    assert (work.line(ItemId("Task/task-refill-met")).stage == "done") == done


def test_a_result_is_not_said_to_be_released_where_its_item_goes_back(scenes: Desk, qtbot: QtBot) -> None:
    work = asked(scenes, qtbot, "release-normal", **{"after-decision": "back"})
    assert "releases the result" not in notes(work)
    there = work.reading.situation
    assert there is not None
    assert not releases(there) and does_first(there) == ""


@pytest.mark.parametrize(
    ("scene", "named", "offered"), [("refill-met", True, True), ("refill-met", False, False)]
)
def test_a_reply_says_that_a_refill_was_sent_only_where_approving_orders_it(
    scenes: Desk, qtbot: QtBot, scene: str, named: bool, offered: bool
) -> None:
    parent = Target(ThreadId(f"Communication/thr-{scene}"), ItemId(f"Task/task-{scene}"))
    if not named:
        unname(scenes, parent)
    work = AtWork(scenes, qtbot)
    work.views.show_view(View(ViewKind.POOL))
    work.settle()
    work.go(lambda line: line.item == parent.item)
    there = work.reading.situation
    assert there is not None and there.refill is not None
    assert bool(prefilled(there, "").proposal) == offered


def unname(desk: Desk, parent: Target) -> None:
    """The work names its medicine no more: only its words do."""
    found = truth.of_threads(desk.reader, [parent.thread])[parent.thread]
    body = msgspec.json.decode(next(one.body for one in found if one.ref == parent.item))
    body["input"] = [one for one in body["input"] if "MedicationRequest" not in str(one)]
    body["meta"] = {"versionId": "2", "lastUpdated": desk.now().isoformat()}
    desk.store.ingest([filed(decode(msgspec.json.encode(body)))]).result()


def test_a_refill_is_denied_with_a_reason_that_the_nurse_sees_and_nothing_goes_to_the_patient(
    scenes: Desk, qtbot: QtBot
) -> None:
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    work.press("review.decline")
    work.choose("2")
    [note] = made(work, Comment)
    [close] = made(work, Complete)
    assert isinstance(note, Comment) and isinstance(close, Complete)
    assert (note.item, note.text) == ("Task/task-refill-met", "Declined: Labs are due first")
    assert (close.outcome, close.reason) == (Decision.DECLINED, "Labs are due first")
    assert made(work, Reply) == [] and made(work, Prescribe) == []
    assert work.line(ItemId("Task/task-refill-met")).stage == "unclaimed"


def test_a_draft_is_said_to_be_one_where_the_portal_takes_no_orders(scenes: Desk, qtbot: QtBot) -> None:
    scenes.status = Status(report=Report(name="A portal"))
    work = asked(scenes, qtbot, "refill-met", **{"proposed-supply": SUPPLY})
    assert "takes no orders: it stays a draft" in notes(work)


@pytest.mark.parametrize("scene", ["release-normal", "release-abnormal"])
def test_a_result_comes_first_with_its_range_and_flag_and_approving_releases_it(
    scenes: Desk, qtbot: QtBot, scene: str
) -> None:
    work = asked(scenes, qtbot, scene)
    packet = work.reading.packet
    assert packet.values.needs is not None
    assert packet.values.y() < packet.words.y()
    assert "range" in packet.values.accessibleDescription()
    assert packet.values.needs.alert == (scene == "release-abnormal")
    work.press("review.approve")
    [reply], [end] = made(work, Reply), made(work, Conclude)
    assert isinstance(reply, Reply) and reply.text == REPLY and reply.to
    assert isinstance(end, Conclude)
    assert work.line(ItemId(f"Task/task-{scene}")).stage == "done"


def test_a_result_that_is_held_back_stays_unreleased_with_the_nurse(scenes: Desk, qtbot: QtBot) -> None:
    work = asked(scenes, qtbot, "release-abnormal")
    work.press("review.decline")
    work.choose("1")
    assert [one.verb for one in work.outbox()] == ["claim", "comment", "complete"]
    assert work.line(ItemId("Task/task-release-abnormal")).stage != "done"


def test_an_e_visit_that_a_nurse_could_only_draft_is_opened_by_approving(
    work: AtWork, parents: list[Target]
) -> None:
    asks_for_visit(work.desk, parents[0])
    target = hand_over(work.desk, parents[0], 8)
    work.settle()
    work.go(lambda line: line.item == target.item)
    told = work.reading.packet.told
    assert told is not None
    assert "yes is not recorded" in " ".join(line.text for line in told.notes)
    guard, reading = work.conductor.guard, work.reading
    work.qtbot.waitUntil(lambda: guard.allows(reading.guard_key(), time.monotonic(), False))
    work.press("review.approve")
    [visit] = made(work, AskVisit)
    assert isinstance(visit, AskVisit) and visit.how is How.ONLINE
    assert visit.item == target.item


def test_a_later_packet_promises_no_e_visit_that_is_open_already(work: AtWork, parents: list[Target]) -> None:
    asks_for_visit(work.desk, parents[0])
    later = hand_over(work.desk, parents[0], 9, **{"after-decision": "back"})
    first = hand_over(work.desk, parents[0], 8, **{"after-decision": "back"})
    work.settle()
    work.go(lambda line: line.item == later.item)
    assert does_first(shown(work)) == "opens the e-visit;"
    assert declining(shown(work)).button == "No e-visit"
    work.go(lambda line: line.item == first.item)
    guard, reading = work.conductor.guard, work.reading
    work.qtbot.waitUntil(lambda: guard.allows(reading.guard_key(), time.monotonic(), False))
    work.press("review.approve")
    assert len(made(work, AskVisit)) == 1
    work.go(lambda line: line.item == later.item)
    assert does_first(shown(work)) == ""
    assert declining(shown(work)).button == "Decline"


def shown(work: AtWork) -> Situation:
    there = work.reading.situation
    assert there is not None
    return there


def asks_for_visit(desk: Desk, parent: Target) -> None:
    """Nadia's draft of an e-visit on an item, as the portal has it."""
    found = truth.of_threads(desk.reader, [parent.thread])[parent.thread]
    body = msgspec.json.decode(next(one.body for one in found if one.ref == parent.item))
    visit = {"how": "e-visit", "at": NOW.isoformat(), "draft": "prescribers", "reason": "Rash"}
    body["output"] = [
        {
            "type": {"coding": [{"system": TASK_OUTPUT, "code": VISIT_OUTPUT}]},
            "valueString": msgspec.json.encode(visit).decode(),
        }
    ]
    body["meta"] = {"versionId": "2", "lastUpdated": desk.now().isoformat()}
    desk.store.ingest([filed(decode(msgspec.json.encode(body)))]).result()
