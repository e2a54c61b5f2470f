"""What others did meanwhile, by rule: told where it matters to what somebody did, worked around where not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import AnyOperation, Claim, Complete, Hold, Release, Route, Why
from inbox.domain.people import Party
from inbox.domain.work_item import Promise
from inbox.fhir.incoming.moments import instant
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
ROLE = {"reference": "PractitionerRole/role-nora", "display": "Nora, days"}
OTTO = {"reference": "Practitioner/otto", "display": "Otto Other, RN"}


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


def changed(backstage: Backstage, by: Station, thread: ThreadId, **fields: Any) -> None:
    """Somebody changes the item with any program."""
    backstage.write(by, backstage.task(thread) | fields)


def told(nora: Station) -> tuple[Why, str]:
    entry = nora.outbox()[0]
    assert entry.state is State.CONFLICTED
    assert entry.problem is not None
    return entry.problem.why, entry.problem.sentence


def claims(thread: ThreadId) -> AnyOperation:
    return Claim(item=item_of(thread))


def closes(thread: ThreadId) -> AnyOperation:
    return Complete(item=item_of(thread), outcome="no-reply-needed")


def releases(thread: ThreadId) -> AnyOperation:
    return Release(item=item_of(thread), reason="lunch")


def routes(thread: ThreadId) -> AnyOperation:
    return Route(item=item_of(thread), to=Party("HealthcareService/refills", "Refills"))


def mine(nora: Station, thread: ThreadId) -> None:
    nora.claim(thread)
    nora.push()


@pytest.mark.parametrize("does", [closes, releases, routes])
def test_what_a_supervisor_gave_away_is_not_acted_on(
    nora: Station,
    station: Make,
    backstage: Backstage,
    thread: ThreadId,
    does: Callable[[ThreadId], AnyOperation],
) -> None:
    mine(nora, thread)
    nora.do(thread, does(thread))
    changed(backstage, station("sara"), thread, owner=OTTO)
    nora.push()
    assert told(nora) == (Why.CLAIMED_ELSEWHERE, "It was given to Otto Other, RN meanwhile.")
    assert backstage.task(thread)["owner"] == OTTO


@pytest.mark.parametrize("does", [claims, closes, routes])
def test_what_somebody_closed_stays_closed(
    nora: Station,
    otto: Station,
    backstage: Backstage,
    thread: ThreadId,
    does: Callable[[ThreadId], AnyOperation],
) -> None:
    nora.do(thread, does(thread))
    changed(backstage, otto, thread, status="completed", owner=OTTO)
    nora.push()
    assert told(nora) == (Why.CLOSED_ELSEWHERE, "Otto Other, RN closed it meanwhile.")
    assert backstage.task(thread)["status"] == "completed"


def test_what_was_moved_to_another_pool_is_not_claimed_out_of_it(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.claim(thread)
    refills = {"reference": "HealthcareService/refills", "display": "Refills"}
    pool = {**backstage.task(thread)["input"][0], "valueReference": refills}
    changed(backstage, otto, thread, owner=refills, input=[pool])
    nora.push()
    assert told(nora) == (Why.MOVED_ELSEWHERE, "It was moved to Refills meanwhile.")


def test_nothing_is_written_into_a_conversation_that_was_entered_in_error(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Typed with care.")
    header = next(one for one in backstage.dump("Communication") if one["id"] == thread.partition("/")[2])
    backstage.write(otto, header | {"status": "entered-in-error"})
    before = backstage.texts(thread)
    nora.push()
    assert told(nora)[0] is Why.GONE
    assert backstage.texts(thread) == before


@pytest.mark.parametrize("status", [403, 404, 410])
def test_what_may_no_longer_be_seen_is_a_conflict_and_what_was_written_is_kept(
    nora: Station, backstage: Backstage, thread: ThreadId, status: int
) -> None:
    nora.answer(thread, "Typed with care.")
    backstage.fault(action="status", status=status, method="GET", path="/Task/")
    nora.push()
    assert told(nora)[0] is Why.GONE
    assert [entry.operation.verb for entry in nora.outbox()] == ["claim", "reply", "complete"]
    assert backstage.texts(thread)[1:] == []


def test_what_was_given_to_one_of_my_roles_is_mine(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "As the day nurse.")
    changed(backstage, otto, thread, status="accepted", owner=ROLE)
    nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == ["As the day nurse."]


@pytest.mark.parametrize("what", ["claim", "hold"])
def test_a_due_time_that_somebody_set_meanwhile_stays(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId, what: str
) -> None:
    now = nora.watch.now()
    ours = Promise(now + timedelta(hours=20), "test@1")
    item = item_of(thread)
    if what == "claim":
        nora.do(thread, Claim(item=item, promise=ours))
    else:
        nora.do(thread, Claim(item=item), Hold(item=item, wake=now + timedelta(days=2), promise=ours))
    theirs = (now + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    changed(backstage, otto, thread, restriction={"period": {"end": theirs}})
    nora.push()
    assert nora.outbox() == []
    task = backstage.task(thread)
    assert task["owner"]["reference"] == "Practitioner/nora"
    assert instant(task["restriction"]["period"]["end"]) == instant(theirs)


def test_a_due_time_that_nobody_changed_moves_on_with_the_claim(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    due = nora.watch.now() + timedelta(hours=20)
    nora.do(thread, Claim(item=item_of(thread), promise=Promise(due, "test@1")))
    nora.push()
    stored = instant(backstage.task(thread)["restriction"]["period"]["end"])
    assert stored is not None
    assert abs(stored - due) < timedelta(milliseconds=1)


def test_the_due_time_of_a_policy_not_known_here_stays_with_the_first_action(
    nora: Station, otto: Station, backstage: Backstage, thread: ThreadId
) -> None:
    """A claim planned for such an item brings no promise of ours: all stations show the stored one."""
    stored = {"end": "2031-05-05T10:00:00.000Z"}
    policy = {"type": {"coding": [{"code": "sla-policy"}]}, "valueString": "elsewhere@7"}
    task = backstage.task(thread)
    changed(backstage, otto, thread, restriction={"period": stored}, input=[*task["input"], policy])
    nora.look(thread)
    nora.claim(thread)
    nora.push()
    after = backstage.task(thread)
    assert after["restriction"]["period"] == stored
    assert policy in after["input"]
    promise = nora.thread(thread).items[0].holding.promise
    assert promise is not None
    assert (promise.due, promise.policy) == (instant(stored["end"]), "elsewhere@7")
