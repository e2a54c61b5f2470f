"""What people did, told to a portal as strict as servers met in the field (field notes 1 to 7, 15, 16).

Each of these fails when the handling of its note is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from inbox.domain.attempt import Came
from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Comment, Complete, Hold, Redue, Reply, Why
from inbox.domain.people import Party
from inbox.domain.work_item import Promise, Stage
from inbox.fhir.faults import Busy, NoAnswer
from inbox.fhir.profile import Profile
from inbox.queries.outbox import unconfirmed
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import STAFF, Clinic, Member, clinic
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_pull import message

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"
CLEO = Member("cleo", "Cleo Clerk", "clerk")


def with_a_clerk(seed: int, patients: int, threads: int, now: Any) -> Clinic:
    made = clinic(seed, patients, threads, now)
    practitioner = {"reference": CLEO.practitioner}
    clerk: list[dict[str, Any]] = [
        {"resourceType": "Practitioner", "id": CLEO.user, "name": [{"family": "Clerk", "given": ["Cleo"]}]},
        {"resourceType": "PractitionerRole", "id": f"role-{CLEO.user}", "practitioner": practitioner},
    ]
    return Clinic(accounts=[*STAFF, CLEO], resources=[*made.resources, *clerk])


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=PROFILES["strict"])
    with Running(settings, make_clinic=with_a_clerk) as running:
        yield running


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


def taken(task: dict[str, Any], by: str = "otto") -> dict[str, Any]:
    """A task as a colleague writes it who claims it with any program."""
    return task | {"status": "accepted", "owner": {"reference": f"Practitioner/{by}", "display": by.title()}}


def patching(profile: Profile) -> Profile:
    """The same server, if it took changes as patches only."""
    task = profile.said.types["Task"]
    only = msgspec.structs.replace(task, interactions=task.interactions - {"update"})
    return Profile(msgspec.structs.replace(profile.said, types={**profile.said.types, "Task": only}))


def without_transactions(profile: Profile) -> Profile:
    return Profile(msgspec.structs.replace(profile.said, system=frozenset()))


def overtaken(nora: Station, otto: Station, backstage: Backstage, portal: Running, thread: ThreadId) -> None:
    """Otto takes the item after Nora's last look and before her request."""

    def meanwhile(bundle: Bundle) -> Bundle:
        if backstage.task(thread)["status"] == "requested":
            backstage.write(otto, taken(backstage.task(thread)))
        return bundle

    nora.answer(thread, "Too late.")
    with rude(portal, meanwhile) as base:
        nora.base_url = base
        nora.push()


def lost_to_otto(nora: Station, backstage: Backstage, thread: ThreadId) -> None:
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/otto"
    assert backstage.texts(thread)[1:] == []
    assert nora.states()[0] == ("claim", State.CONFLICTED)
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert (problem.why, problem.sentence) == (Why.CLAIMED_ELSEWHERE, "Otto claimed it first.")


def test_note_1_an_update_names_its_version_as_the_server_reads_it_and_overwrites_nobody(
    nora: Station, otto: Station, backstage: Backstage, portal: Running, thread: ThreadId
) -> None:
    overtaken(nora, otto, backstage, portal, thread)
    lost_to_otto(nora, backstage, thread)


def test_note_2_a_patch_tests_the_version_itself_since_if_match_is_ignored(
    nora: Station, otto: Station, backstage: Backstage, portal: Running, thread: ThreadId
) -> None:
    nora.reshape = patching
    overtaken(nora, otto, backstage, portal, thread)
    lost_to_otto(nora, backstage, thread)


def test_note_2_a_patch_whose_test_failed_is_a_conflict_though_the_server_says_400(
    nora: Station, otto: Station, backstage: Backstage, portal: Running, thread: ThreadId
) -> None:
    def meanwhile(method: str, path: str) -> None:
        if method == "PATCH" and backstage.task(thread)["status"] == "requested":
            backstage.write(otto, taken(backstage.task(thread)))

    nora.reshape = lambda profile: without_transactions(patching(profile))
    nora.claim(thread)
    with rude(portal, before=meanwhile) as base:
        nora.base_url = base
        nora.push()
    lost_to_otto(nora, backstage, thread)


def test_note_2_work_is_done_by_patches_where_there_is_no_update(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = patching
    nora.answer(thread, "Patched through.")
    nora.push()
    assert nora.outbox() == []
    assert backstage.task(thread)["status"] == "completed"
    assert backstage.texts(thread)[1:] == ["Patched through."]


def test_note_3_what_was_deleted_is_not_brought_back(
    nora: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    sara = station("sara")
    url = f"{backstage.portal.base_url}/{item_of(thread)}"
    httpx.delete(url, headers={"Authorization": f"Bearer {sara.token.token}"}).raise_for_status()
    nora.claim(thread)
    nora.push()
    assert item_of(thread).partition("/")[2] not in [task["id"] for task in backstage.dump("Task")]
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.GONE


@pytest.mark.parametrize("fault", ["duplicate", "drop_after"])
def test_note_4_a_reply_is_made_once_by_its_identifier_however_often_it_arrives(
    nora: Station, backstage: Backstage, thread: ThreadId, fault: str
) -> None:
    """By itself: no version of its item, changed in the same transaction, stands guard over it."""
    nora.reshape = without_transactions
    reply = nora.answer(thread, "Only one of me.")[1]
    backstage.fault(action=fault, method="POST", path="Communication$", nth=1)
    try:
        nora.push()
    except NoAnswer:
        nora.push()
    assert backstage.hits() == 1
    made = [one for one in backstage.dump("Communication") if reply.id in str(one.get("identifier"))]
    assert len(made) == 1
    assert made[0]["id"] != reply.id, "the server gives the name"
    assert nora.outbox() == []


def test_note_5_an_update_whose_answer_was_lost_is_recognised_by_what_it_says(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Twice told.")
    backstage.fault(action="duplicate", method="POST", path=BUNDLE, nth=1)
    nora.push()
    assert backstage.hits() == 1
    assert nora.outbox() == [], "the second arrival was refused with 412, and was no conflict"
    assert backstage.task(thread)["status"] == "completed"
    assert backstage.texts(thread)[1:] == ["Twice told."]


def test_note_5_when_others_write_at_the_same_moment_it_goes_again(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    sent: list[Bundle] = []

    def contended_twice(bundle: Bundle) -> Bundle | tuple[int, dict[str, Any]]:
        sent.append(bundle)
        return bundle if len(sent) == 3 else (409, {"resourceType": "OperationOutcome", "issue": []})

    nora.claim(thread)
    with rude(portal, contended_twice) as base:
        nora.base_url = base
        nora.push()
    assert len(sent) == 3
    assert nora.outbox() == []


def test_note_5_where_others_write_all_the_time_it_waits_and_is_no_conflict(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    nora.claim(thread)
    with rude(portal, lambda bundle: (409, {"resourceType": "OperationOutcome", "issue": []})) as base:
        there, nora.base_url = nora.base_url, base
        with pytest.raises(Busy):
            nora.push()
    assert nora.states() == [("claim", State.WAITING)]
    nora.base_url = there
    nora.push()
    assert nora.outbox() == []


def test_note_6_a_command_larger_than_its_transactions_goes_step_by_step(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    """Nine replies and their item are more than eight entries with conditions."""
    to = (Party("Patient/p0"),)
    replies = [Reply(item=item_of(thread), text=f"Part {n}", to=to) for n in range(9)]
    nora.do(thread, Claim(item=item_of(thread)), *replies, Complete(item=item_of(thread)))
    nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == [f"Part {n}" for n in range(9)]
    assert backstage.task(thread)["status"] == "completed"


def test_note_6_a_refusal_that_names_no_entry_is_found_out_by_taking_them_singly(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Unwelcome words")
    backstage.fault(action="status", status=422, method="POST", path=f"{BUNDLE}|Communication$")
    nora.push()
    assert nora.states() == [("reply", State.REFUSED), ("complete", State.WAITING)]
    assert backstage.task(thread)["status"] == "accepted"


def test_note_7_what_is_not_sent_back_is_read(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    """Without bodies, etags and versions in the answer, the screen still shows what the server has."""

    def silent(answer: Bundle) -> Bundle:
        for entry in answer.get("entry", []):
            entry.pop("resource", None)
            entry["response"].pop("etag", None)
            entry["response"]["location"] = entry["response"].get("location", "").partition("/_history")[0]
        return answer

    nora.answer(thread, "Silence is no answer.")
    with rude(portal, lambda bundle: bundle, answered=silent) as base:
        nora.base_url = base
        nora.push()
    assert nora.outbox() == []
    shown = nora.thread(thread)
    assert shown.items[0].stage is Stage.DONE
    assert shown.messages[-1].text == "Silence is no answer."


def without_wake(inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in inputs if one["type"]["coding"][0]["code"] != "wake"]


KEPT: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "the state": lambda asked, was: asked | {"status": was["status"]},
    "who has it": lambda asked, was: asked | {"owner": was["owner"]},
    "the due time": lambda asked, was: {n: v for n, v in asked.items() if n != "restriction"},
    "what it waits for": lambda asked, was: {n: v for n, v in asked.items() if n != "statusReason"},
    "the day it comes back": lambda asked, was: asked | {"input": without_wake(asked["input"])},
    "the note": lambda asked, was: {n: v for n, v in asked.items() if n != "note"},
}


@pytest.mark.parametrize("field", KEPT)
def test_note_15_what_is_silently_left_as_it_was_is_a_conflict_that_names_it(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId, field: str
) -> None:
    was = backstage.task(thread)

    def read_only(bundle: Bundle) -> Bundle:
        for entry in bundle["entry"]:
            if entry["resource"]["resourceType"] == "Task":
                entry["resource"] = KEPT[field](entry["resource"], was)
        return bundle

    now = nora.watch.now()
    promise = Promise(now + timedelta(hours=3), "test@1")
    nora.do(
        thread,
        Comment(item=item_of(thread), text="She prefers mornings."),
        Hold(item=item_of(thread), wake=now + timedelta(days=2), reason="photo", promise=promise),
    )
    with rude(portal, read_only) as base:
        nora.base_url = base
        nora.push()
    stopped = nora.outbox()
    assert [entry.state for entry in stopped] == [State.CONFLICTED]
    problem = stopped[0].problem
    assert problem is not None
    assert problem.why is Why.REVERTED
    assert problem.sentence == f"The server took it but left as it was: {field}."
    assert stopped[0].operation.verb == ("comment" if field == "the note" else "hold")
    attempts = unconfirmed(nora.store.reader(), nora.actor.person)[0].attempts
    assert [attempt.came for attempt in attempts] == [Came.CONFLICTED]


def test_note_15_a_field_that_this_person_may_never_write_is_told_once_and_lived_with(
    station: Make, backstage: Backstage, numbers: Iterator[int]
) -> None:
    cleo = station("cleo")
    claimed: list[list[State]] = []
    for number in (next(numbers), next(numbers)):
        thread = ThreadId(f"Communication/thr{number}")
        cleo.look(thread)
        due = Promise(cleo.watch.now() + timedelta(hours=3), "test@1")
        cleo.do(thread, Claim(item=item_of(thread), promise=due))
        cleo.push()
        assert backstage.task(thread)["owner"]["reference"] == CLEO.practitioner
        claimed.append([entry.state for entry in cleo.outbox() if entry.thread == thread])
        cleo.reopen()
    assert claimed == [[State.CONFLICTED], []]
    told = cleo.outbox()[0]
    before = backstage.task(told.thread)["meta"]["versionId"]
    cleo.store.retry(told.id, cleo.actor.person).result()
    cleo.push()
    assert cleo.outbox() == [], "what matters of it is done"
    assert backstage.task(told.thread)["meta"]["versionId"] == before


def test_note_15_a_due_time_that_was_all_that_was_asked_for_is_told_each_time(
    station: Make, numbers: Iterator[int]
) -> None:
    cleo = station("cleo")
    for number in (next(numbers), next(numbers)):
        thread = ThreadId(f"Communication/thr{number}")
        cleo.look(thread)
        due = Promise(cleo.watch.now() + timedelta(hours=3), "test@2")
        cleo.do(thread, Redue(item=item_of(thread), to=due))
        cleo.push()
    assert cleo.states() == [("redue", State.CONFLICTED), ("redue", State.CONFLICTED)]


def test_note_16_the_address_of_a_file_is_another_with_every_look_and_nothing_has_changed(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    picture = {"contentType": "image/png", "url": "Binary/photo", "title": "rash.png"}
    with_file = message(thread, "See the picture", sent="2030-01-01T00:00:00Z")
    with_file["payload"].append({"contentAttachment": picture})
    backstage.write(otto, with_file)
    nora.look(thread)
    before = nora.thread(thread).messages[-1].attachments[0].url
    nora.answer(thread, "I see it.")
    there = nora.store.truth_now(thread)
    nora.push()
    assert backstage.texts(thread)[-1] == "See the picture", "it was sent with a time to come"
    assert nora.outbox() == []
    assert before == nora.thread(thread).messages[-1].attachments[0].url != ""
    kept = [one for one in nora.store.truth_now(thread) if one.ref in {was.ref for was in there}]
    assert [one for one in kept if one.type == "Communication"] == [
        one for one in there if one.type == "Communication"
    ]
