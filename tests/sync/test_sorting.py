"""Re-class and split, told to a real portal: once, and never over somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from inbox.domain.entries import State
from inbox.domain.errors import Offline
from inbox.domain.ids import ItemId, MessageId, ThreadId
from inbox.domain.obligations import is_split_off
from inbox.domain.operations import Claim, Complete, Reclass, Route, Split, Why, Withdraw
from inbox.domain.operations.split import split_id
from inbox.domain.people import Party
from inbox.domain.work_item import Promise, Stage, WorkItem
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"
BILLING = Party("HealthcareService/refills", "Refills")


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


@pytest.fixture
def otto(station: Make, thread: ThreadId) -> Station:
    made = station("otto")
    made.look(thread)
    return made


def opener(thread: ThreadId) -> MessageId:
    return MessageId(thread.replace("thr", "msg"))


def split(thread: ThreadId, kind: str = "billing", number: int = 10) -> Split:
    return Split(item=item_of(thread), kind=kind, to=BILLING, message=opener(thread), number=number)


def pieces(backstage: Backstage, thread: ThreadId) -> list[dict[str, Any]]:
    """What was split off, as the portal has it."""
    return [
        one
        for one in backstage.dump("Task")
        if one["focus"]["reference"] == thread
        and any("/" in name["value"].partition("#")[2] for name in one.get("identifier", []))
    ]


def items(station: Station, thread: ThreadId) -> list[WorkItem]:
    """The work the conversation began with, then what was split off."""
    return sorted(station.thread(thread).items, key=is_split_off)


def test_a_re_class_arrives_with_its_reason_and_leaves_what_the_patient_chose(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    chosen = nora.thread(thread).chosen_kind
    [entry] = nora.do(thread, Reclass(item=item_of(thread), kind="billing", reason="asks-for-this"))
    nora.push()
    assert nora.outbox() == []
    code = backstage.task(thread)["code"]["coding"]
    assert [one["code"] for one in code if one["code"] == "billing"] == ["billing"]
    reasons = [one for one in backstage.dump("Provenance") if one["meta"]["tag"][0]["code"] == entry.id]
    assert [one["reason"][0]["coding"][0]["code"] for one in reasons] == ["asks-for-this"]
    otto.look(thread)
    there = items(otto, thread)[0]
    assert there.kind == "billing"
    assert otto.thread(thread).chosen_kind == chosen
    [said] = there.sortings
    assert (said.kind, said.by.ref, said.reason) == ("billing", "Practitioner/nora", "asks-for-this")
    assert said.operation == entry.id


def test_the_class_of_a_stored_promise_is_stored_with_it(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    urgent = Promise(nora.watch.now() + timedelta(hours=4), "test@1", sla_class="urgent")
    nora.do(thread, Reclass(item=item_of(thread), kind="billing", reason="asks-for-this", promise=urgent))
    nora.push()
    otto.look(thread)
    stored = items(otto, thread)[0].holding.promise
    assert stored is not None and stored.sla_class == "urgent"


def test_a_refill_that_was_re_classed_is_no_refill_to_anybody(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, Reclass(item=item_of(thread), kind="refill", reason="asks-for-this"))
    nora.push()
    assert "103742009" in str(backstage.task(thread)["code"])
    nora.do(thread, Reclass(item=item_of(thread), kind="form", reason="asks-for-this"))
    nora.push()
    assert "103742009" not in str(backstage.task(thread)["code"])
    assert items(nora, thread)[0].kind == "form"


def test_of_two_who_re_class_the_second_is_told(nora: Station, otto: Station, thread: ThreadId) -> None:
    nora.do(thread, Reclass(item=item_of(thread), kind="billing", reason="asks-for-this"))
    otto.do(thread, Reclass(item=item_of(thread), kind="scheduling", reason="asks-for-this"))
    nora.push()
    otto.push()
    assert otto.states() == [("reclass", State.CONFLICTED)]
    [stopped] = otto.outbox()
    assert stopped.problem is not None and stopped.problem.why is Why.RECLASSED


def test_what_is_split_off_is_a_task_of_the_same_thread_with_a_name_of_its_own(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, split(thread))
    before = [(one.kind, one.stage) for one in items(nora, thread)]
    nora.push()
    assert nora.outbox() == []
    [made] = pieces(backstage, thread)
    name = f"{thread.partition('/')[2]}#{opener(thread).partition('/')[2]}/10"
    assert [one["value"] for one in made["identifier"]] == [name]
    assert (made["status"], made["owner"]["reference"], "partOf" in made) == ("requested", BILLING.ref, False)
    assert made["authoredOn"] == backstage.task(thread)["authoredOn"]
    assert made["restriction"]["period"]["end"]
    assert [(one.kind, one.stage) for one in items(nora, thread)] == before
    otto.look(thread)
    assert [one.kind for one in items(otto, thread)] == [kind for kind, _ in before]


def test_two_stations_that_split_off_the_same_make_one(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, split(thread))
    otto.do(thread, split(thread))
    otto.do(thread, split(thread, "scheduling", 7))
    nora.push()
    otto.push()
    assert (nora.outbox(), otto.outbox()) == ([], [])
    assert len(pieces(backstage, thread)) == 2


def test_a_split_whose_answer_was_lost_is_not_made_twice(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, split(thread))
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Offline):
        nora.push()
    assert nora.states() == [("split", State.UNSURE)]
    nora.push()
    assert nora.outbox() == []
    assert len(pieces(backstage, thread)) == 1


def test_what_was_split_off_is_cancelled_while_nobody_has_touched_it(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    made = split(thread)
    nora.do(thread, made)
    nora.push()
    back = Withdraw(item=item_of(thread), name=made.name_in(thread)).meant(nora.thread(thread))
    nora.do(thread, back)
    nora.push()
    assert nora.outbox() == []
    assert [one["status"] for one in pieces(backstage, thread)] == ["cancelled"]
    assert [one.stage for one in items(nora, thread)] == [Stage.UNCLAIMED, Stage.DONE]


def test_what_a_colleague_has_begun_is_not_taken_back(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    made = split(thread)
    nora.do(thread, made)
    nora.push()
    otto.look(thread)
    new = items(otto, thread)[1].id
    nora.do(thread, Withdraw(item=new, name=made.name_in(thread)))
    otto.do(thread, Claim(item=new))
    otto.push()
    nora.push()
    assert [state for _, state in nora.states()] == [State.CONFLICTED]
    assert [one["status"] for one in pieces(backstage, thread)] == ["accepted"]


NURSES = Party("HealthcareService/nurses", "Nurses")


def begun(station: Station, thread: ThreadId) -> ItemId:
    """Split off, and claimed before the portal has heard of it."""
    [entry] = station.do(thread, split(thread))
    new = split_id(entry.id)
    station.do(thread, Claim(item=new))
    return new


def test_what_was_split_off_is_worked_on_before_the_portal_has_it_and_arrives_in_order_once(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    new = begun(nora, thread)
    nora.do(thread, Complete(item=new, outcome="no-reply-needed"))
    there = nora.thread(thread).item(new)
    assert there is not None and there.stage is Stage.DONE
    nora.push()
    assert nora.outbox() == []
    [made] = pieces(backstage, thread)
    assert (made["status"], made["owner"]["reference"]) == ("completed", "Practitioner/nora")
    assert backstage.task(thread)["status"] == "requested"
    history = [one.kind for one in items(nora, thread)]
    assert len(history) == 2


def test_what_was_split_off_is_routed_on_before_the_portal_has_it(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    [entry] = nora.do(thread, split(thread))
    nora.do(thread, Route(item=split_id(entry.id), to=NURSES, reason="theirs"))
    nora.push()
    assert nora.outbox() == []
    [made] = pieces(backstage, thread)
    assert made["owner"]["reference"] == NURSES.ref


@pytest.mark.parametrize("restart", [False, True], ids=["goes on", "after a restart"])
def test_a_lost_answer_to_the_split_makes_neither_it_nor_what_followed_twice(
    nora: Station, backstage: Backstage, thread: ThreadId, restart: bool
) -> None:
    begun(nora, thread)
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Offline):
        nora.push()
    assert nora.states() == [("split", State.UNSURE), ("claim", State.WAITING)]
    if restart:
        nora.reopen()
    nora.push()
    assert nora.outbox() == []
    [made] = pieces(backstage, thread)
    assert (made["status"], made["meta"]["versionId"]) == ("accepted", "2")


def test_what_a_pull_brings_first_is_what_was_split_off(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    begun(nora, thread)
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Offline):
        nora.push()
    nora.look(thread)
    assert len(items(nora, thread)) == 2
    assert items(nora, thread)[1].stage is Stage.CLAIMED
    [named] = [entry for entry in nora.outbox() if entry.operation.verb == "claim"]
    assert named.item == f"Task/{pieces(backstage, thread)[0]['id']}" == named.operation.item
    nora.push()
    assert nora.outbox() == [] and len(pieces(backstage, thread)) == 1


def test_where_a_colleague_split_off_the_same_and_has_it_the_claim_is_a_conflict(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    begun(nora, thread)
    begun(otto, thread)
    otto.push()
    nora.push()
    assert otto.outbox() == []
    assert nora.states() == [("claim", State.CONFLICTED)]
    [stopped] = nora.outbox()
    assert stopped.problem is not None and stopped.problem.why is Why.CLAIMED_ELSEWHERE
    [made] = pieces(backstage, thread)
    assert made["owner"]["reference"] == "Practitioner/otto"


def test_what_is_done_to_a_piece_waits_while_its_split_is_stopped_and_goes_with_it(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    begun(nora, thread)
    backstage.fault(action="status", status=422, method="POST", path=f"{BUNDLE}|Task")
    nora.push()
    assert nora.states() == [("split", State.REFUSED), ("claim", State.WAITING)]
    backstage.no_faults()
    nora.push()
    assert pieces(backstage, thread) == []
    nora.store.discard(nora.outbox()[0].id, nora.actor.person).result()
    assert nora.outbox() == []


def test_a_split_that_is_taken_back_takes_along_what_was_done_to_its_piece(
    nora: Station, thread: ThreadId
) -> None:
    begun(nora, thread)
    back, left = nora.store.take_back(nora.outbox()[0].group, nora.actor.person).result()
    assert [entry.operation.verb for entry in back] == ["split", "claim"] and left == []
    assert nora.outbox() == [] and len(items(nora, thread)) == 1
