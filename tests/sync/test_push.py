"""What people did goes out: once, in order, and never over somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from inbox.domain.entries import Saw, State
from inbox.domain.errors import Bug, Offline
from inbox.domain.filed import Filed
from inbox.domain.ids import GroupId, ThreadId
from inbox.domain.operations import Claim, Comment, Complete, Hold, Release, Reply, Route, Why
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage
from inbox.fhir.codes import OPERATION
from inbox.fhir.faults import Busy, NoAnswer
from inbox.fhir.incoming import Reading
from inbox.fhir.profile import Profile
from inbox.sync.push import AT_ONCE, HANDFUL
from portal.running import Running
from tests.sync.clinic import THREADS
from tests.sync.examples import promise_of
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, item_of, thread_of
from tests.sync.test_pull import message

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"


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


def test_claim_answer_and_close_arrive_as_one(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    claim, reply, close = nora.answer(thread, "It is on its way.")
    nora.push()
    assert nora.outbox() == []
    task = backstage.task(thread)
    assert (task["status"], task["owner"]["reference"]) == ("completed", "Practitioner/nora")
    assert backstage.texts(thread)[1:] == ["It is on its way."]
    sent = next(
        one
        for one in backstage.dump("Communication")
        if one.get("identifier", [{}])[0].get("value") == reply.id
    )
    output = next(one for one in task["output"] if one["type"]["coding"][0]["code"] == "outcome")
    assert output["valueString"] == "answered"
    assert sent["inResponseTo"] == [{"reference": thread.replace("thr", "msg")}]
    tags = [tag["code"] for one in backstage.dump("Provenance") for tag in one["meta"]["tag"]]
    assert tags.count(claim.id) == tags.count(close.id) == 1


def test_what_was_shown_before_is_what_the_portal_holds_after(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.do(thread, Claim(item=item_of(thread)), Comment(item=item_of(thread), text="Called her."))
    nora.do(
        thread,
        Hold(item=item_of(thread), wake=nora.watch.now() + timedelta(days=3), reason="asked for a photo"),
    )
    before = nora.thread(thread)
    nora.push()
    after = nora.thread(thread)
    assert after.items[0].holding.status == before.items[0].holding.status == "on-hold"
    assert [note.text for note in after.items[0].notes] == [note.text for note in before.items[0].notes]
    assert backstage.task(thread)["statusReason"] == {"text": "asked for a photo"}
    assert nora.outbox() == []


def test_the_close_names_its_reply(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    reply = nora.do(
        thread,
        Claim(item=item_of(thread)),
        Reply(item=item_of(thread), text="Yes.", to=(Party("Patient/p0"),)),
    )[1]
    nora.do(thread, Complete(item=item_of(thread), reply=reply.id))
    nora.push()
    outputs = {one["type"]["coding"][0]["code"]: one for one in backstage.task(thread)["output"]}
    named = outputs["reply"]["valueReference"]["reference"].partition("/")[2]
    made = next(one for one in backstage.dump("Communication") if one["id"] == named)
    assert made["identifier"] == [{"system": OPERATION, "value": reply.id}]


def test_of_two_who_claim_one_wins_and_the_other_is_told_who(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Mine, typed with care.")
    otto.claim(thread)
    otto.push()
    nora.push()
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/otto"
    assert backstage.texts(thread)[1:] == []
    claim, reply, _ = nora.outbox()
    assert nora.states() == [
        ("claim", State.CONFLICTED),
        ("reply", State.WAITING),
        ("complete", State.WAITING),
    ]
    assert claim.problem is not None
    assert claim.problem.why is Why.CLAIMED_ELSEWHERE
    assert "Otto" in claim.problem.sentence
    assert isinstance(reply.operation, Reply)
    assert reply.operation.text == "Mine, typed with care."


def test_a_stale_claim_is_found_out_by_its_version(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    """A claim alone is sent without looking first; the server's 412 makes it look."""
    nora.claim(thread)
    otto.claim(thread)
    otto.push()
    nora.push()
    assert nora.states() == [("claim", State.CONFLICTED)]
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/otto"


def test_fields_somebody_else_changed_are_kept(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    otto.do(thread, Comment(item=item_of(thread), text="She also called."))
    otto.push()
    backstage.write(otto, backstage.task(thread) | {"priority": "urgent"})
    nora.claim(thread)
    nora.push()
    task = backstage.task(thread)
    assert (task["owner"]["reference"], task["priority"]) == ("Practitioner/nora", "urgent")
    assert [note["text"] for note in task["note"]] == ["She also called."]
    assert nora.outbox() == []


def test_nobody_answers_over_an_unread_message(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Take two.")
    backstage.write(otto, message(thread, "Wait: I am allergic!", sent="2030-01-01T00:00:00Z"))
    nora.push()
    assert "Take two." not in backstage.texts(thread)
    reply = nora.outbox()[0]
    assert nora.states() == [("reply", State.CONFLICTED), ("complete", State.WAITING)]
    assert reply.problem is not None
    assert reply.problem.why is Why.NEW_MESSAGE
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora", "the claim went on"


def test_sent_anyway_after_looking_again_it_leaves(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Still yes.")
    backstage.write(otto, message(thread, "Are you there?", sent="2030-01-01T00:00:00Z"))
    nora.push()
    reply = nora.outbox()[0]
    saw = Saw.of(nora.thread(thread), item_of(thread), nora.actor.person)
    nora.store.retry(reply.id, nora.actor.person, saw, nora.watch.now()).result()
    nora.push()
    assert "Still yes." in backstage.texts(thread)
    assert nora.outbox() == []


def test_a_colleagues_answer_stops_mine(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "My answer")
    otto.answer(thread, "Otto's answer")
    otto.push()
    nora.push()
    assert backstage.texts(thread)[1:] == ["Otto's answer"]
    assert nora.states()[0] == ("claim", State.CONFLICTED)


def test_a_reply_older_than_four_hours_needs_another_look(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Late")
    nora.watch.ahead = timedelta(hours=5)
    nora.push()
    assert backstage.texts(thread)[1:] == []
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.TOO_OLD


@pytest.mark.parametrize(
    "fault", [{"action": "drop_after"}, {"action": "duplicate"}, {"action": "drop_before"}]
)
def test_whatever_happens_to_the_request_the_reply_arrives_once(
    nora: Station, backstage: Backstage, thread: ThreadId, fault: dict[str, Any]
) -> None:
    nora.answer(thread, "Exactly once.")
    backstage.fault(**fault, method="POST", path=BUNDLE, nth=1)
    try:
        nora.push()
    except NoAnswer:
        assert {state for _, state in nora.states()} == {State.UNSURE}
    assert backstage.hits() == 1
    nora.push()
    assert backstage.texts(thread)[1:] == ["Exactly once."]
    assert backstage.task(thread)["status"] == "completed"
    assert nora.outbox() == []


def test_an_answer_lost_before_a_restart_is_looked_up_not_resent(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Before the crash.")
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(NoAnswer):
        nora.push()
    nora.reopen()
    backstage.no_faults()
    backstage.fault(action="status", status=422, method="POST", path=BUNDLE)
    nora.push()
    assert backstage.hits() == 0, "nothing had to be sent again"
    assert nora.outbox() == []
    assert nora.thread(thread).items[0].stage is Stage.DONE


def test_while_the_portal_is_away_everything_waits_and_leaves_in_order(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    there = nora.base_url
    nora.do(thread, Claim(item=item_of(thread)))
    nora.do(thread, Reply(item=item_of(thread), text="First", to=(Party("Patient/p0"),)))
    nora.do(thread, Reply(item=item_of(thread), text="Second", to=(Party("Patient/p0"),)))
    nora.do(thread, Complete(item=item_of(thread)))
    nora.base_url = "http://127.0.0.1:9/fhir/R4"
    with pytest.raises(Offline):
        nora.push()
    assert {state for _, state in nora.states()} == {State.WAITING}
    assert nora.thread(thread).items[0].stage is Stage.DONE, "the screen shows what was done"
    nora.base_url = there
    nora.push()
    assert backstage.texts(thread)[1:] == ["First", "Second"]
    assert backstage.task(thread)["status"] == "completed"


def test_a_busy_server_is_left_alone_and_nothing_is_lost(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.claim(thread)
    backstage.fault(action="status", status=429, retry_after=7, method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Busy) as busy:
        nora.push()
    assert busy.value.retry_after == 7
    assert nora.states() == [("claim", State.WAITING)]
    nora.push()
    assert backstage.task(thread)["status"] == "accepted"


def test_a_refusal_is_kept_with_the_servers_words_and_stops_only_its_thread(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    other = thread_of(THREADS - 2)
    nora.look(other)
    nora.answer(thread, "Refused")
    backstage.fault(action="status", status=422, method="POST", path=f"{BUNDLE}|Communication$")
    nora.push()
    backstage.no_faults()
    stopped = [("reply", State.REFUSED), ("complete", State.WAITING)]
    assert nora.states() == stopped, "the whole was refused: which part it was, the parts tell"
    assert backstage.task(thread)["status"] == "accepted"
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert (problem.why, problem.sentence) == (Why.SERVER, "A fault rule answered this request.")
    nora.claim(other)
    nora.push()
    assert nora.states() == stopped
    assert backstage.task(other)["owner"]["reference"] == "Practitioner/nora"


def pushed_in_order(nora: Station, portal: Running) -> list[str]:
    """Pushes all there is; the conversations it was about, in the order they left."""
    left: list[str] = []

    def note(bundle: Bundle) -> Bundle:
        left.append(bundle["entry"][0]["resource"]["focus"]["reference"])
        return bundle

    with rude(portal, note) as base:
        nora.base_url = base
        nora.push()
    return left


def test_what_somebody_waits_for_leaves_before_a_backlog(
    nora: Station, portal: Running, thread: ThreadId, numbers: Iterator[int]
) -> None:
    backlog = [thread_of(next(numbers)) for _ in range(6)]
    nora.watch.ahead = timedelta(hours=-1)
    for old in backlog:
        nora.look(old)
        nora.claim(old)
    nora.watch.ahead = timedelta()
    nora.claim(thread)
    left = pushed_in_order(nora, portal)
    assert set(left) == {thread, *backlog}
    assert left.index(thread) < AT_ONCE
    assert nora.outbox() == []


def test_what_one_act_did_to_many_items_leaves_after_a_persons_other_work(
    nora: Station, portal: Running, thread: ThreadId, numbers: Iterator[int]
) -> None:
    many = [thread_of(next(numbers)) for _ in range(HANDFUL + 1)]
    for one in many:
        nora.look(one)
        nora.do(one, Claim(item=item_of(one)), group=GroupId("rebalance"))
    nora.claim(thread)
    left = pushed_in_order(nora, portal)
    assert set(left) == {thread, *many}
    assert left.index(thread) < AT_ONCE
    assert nora.outbox() == []


class Puzzled(Reading):
    """Cannot make anything of one thread."""

    def __init__(self, puzzle: ThreadId) -> None:
        super().__init__(promise_of)
        self.puzzle = puzzle

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        if thread == self.puzzle:
            raise Bug("This should not have happened.")
        return super().thread(thread, resources)


def test_a_thread_we_cannot_deal_with_keeps_no_other_from_leaving(
    nora: Station, backstage: Backstage, thread: ThreadId, numbers: Iterator[int]
) -> None:
    others = [thread_of(next(numbers)) for _ in range(5)]
    nora.claim(thread)
    for other in others:
        nora.look(other)
        nora.claim(other)
    nora.reading = Puzzled(thread)
    with pytest.raises(Bug):
        nora.push()
    assert {backstage.task(other)["status"] for other in others} == {"accepted"}
    assert nora.states() == [("claim", State.WAITING)]
    nora.reading = Reading(promise_of)
    nora.push()
    assert nora.outbox() == []


def test_another_persons_rows_never_leave(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    entry = msgspec.structs.replace(nora.claim(thread), id="5b0f4f0e-7f3e-4d0b-9a55-9f1d2f6f0a01")
    others = msgspec.structs.replace(entry, actor="Practitioner/otto")
    nora.store.take_back(entry.group, nora.actor.person).result()
    nora.store.run([others]).result()
    nora.push()
    assert backstage.task(thread)["status"] == "requested"


def test_what_is_in_its_undo_window_stays(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    entry = nora.claim(thread)
    nora.store.take_back(entry.group, nora.actor.person).result()
    later = nora.watch.now() + timedelta(seconds=8)
    nora.store.run([msgspec.structs.replace(entry, not_before=later)]).result()
    nora.push()
    assert backstage.task(thread)["status"] == "requested"
    nora.watch.ahead = timedelta(seconds=9)
    nora.push()
    assert backstage.task(thread)["status"] == "accepted"


def test_undo_after_sending_puts_it_back(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    before = nora.thread(thread)
    entry = nora.claim(thread)
    nora.push()
    undo = entry.operation.inverse(before)
    assert undo is not None
    nora.do(thread, undo)
    nora.push()
    task = backstage.task(thread)
    assert (task["status"], task["owner"]["reference"]) == ("requested", "HealthcareService/nurses")
    assert "executionPeriod" not in task


def test_release_and_route_move_it(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    nora.claim(thread)
    nora.do(thread, Release(item=item_of(thread), reason="wrong-pool"))
    nora.do(
        thread, Route(item=item_of(thread), to=Party("HealthcareService/refills", "Refills"), reason="refill")
    )
    nora.push()
    task = backstage.task(thread)
    assert task["owner"]["reference"] == "HealthcareService/refills"
    assert nora.outbox() == []


def test_without_transactions_each_step_is_confirmed_before_the_next(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    def plain(profile: Profile) -> Profile:
        return Profile(msgspec.structs.replace(profile.said, system=frozenset()))

    nora.reshape = plain
    nora.answer(thread, "One at a time.")
    backstage.fault(action="drop_after", method="POST", path="Communication$", nth=1)
    with pytest.raises(NoAnswer):
        nora.push()
    assert nora.states() == [("reply", State.UNSURE), ("complete", State.WAITING)]
    nora.push()
    assert backstage.texts(thread)[1:] == ["One at a time."]
    assert backstage.task(thread)["status"] == "completed"
    assert nora.outbox() == []


def test_an_item_the_server_no_longer_has_is_a_conflict(
    nora: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Too late")
    sara = station("sara")
    url = f"{backstage.portal.base_url}/{item_of(thread)}"
    httpx.delete(url, headers={"Authorization": f"Bearer {sara.token.token}"}).raise_for_status()
    nora.push()
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.GONE
    assert backstage.texts(thread)[1:] == []
