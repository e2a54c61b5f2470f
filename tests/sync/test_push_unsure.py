"""What may have arrived is looked up, never sent blindly; where nobody can tell, that is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from inbox.domain.attempt import Attempt, Came
from inbox.domain.entries import Saw, State
from inbox.domain.errors import Bug, Offline
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Problem, Why
from inbox.fhir.faults import NoAnswer
from inbox.fhir.profile import Profile
from inbox.queries.outbox import unconfirmed
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
REPLIES = "Communication$"
BY_NAME = "Communication.*identifier="


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def without(profile: Profile, *searches: str) -> Profile:
    """The same server without transactions, conditional creates, and some searches for messages."""
    types = dict(profile.said.types)
    types["Communication"] = msgspec.structs.replace(
        types["Communication"],
        conditional_create=False,
        searches=types["Communication"].searches - set(searches),
    )
    return Profile(msgspec.structs.replace(profile.said, system=frozenset(), types=types))


def unasked(profile: Profile) -> Profile:
    return without(profile, "identifier")


def lose_the_reply(nora: Station, backstage: Backstage, thread: ThreadId, when: str) -> None:
    nora.answer(thread, "Did it arrive?")
    backstage.fault(action=when, method="POST", path=REPLIES, nth=1)
    with pytest.raises(NoAnswer):
        nora.push()
    backstage.no_faults()
    assert nora.states() == [("reply", State.UNSURE), ("complete", State.WAITING)]
    nora.watch.ahead = timedelta(minutes=2)


def problem(nora: Station) -> Problem:
    found = nora.outbox()[0].problem
    assert found is not None
    return found


def attempts(nora: Station) -> list[Attempt]:
    return list(unconfirmed(nora.store.reader(), nora.actor.person)[0].attempts)


def test_what_left_a_moment_ago_may_still_come_and_does_not_go_again_yet(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = without
    lose_the_reply(nora, backstage, thread, "drop_before")
    nora.watch.ahead = timedelta()
    nora.push()
    assert nora.states()[0] == ("reply", State.UNSURE)
    assert nora.outbox()[0].problem is None
    assert backstage.texts(thread)[1:] == []
    nora.watch.ahead = timedelta(minutes=2)
    nora.push()
    assert backstage.texts(thread)[1:] == ["Did it arrive?"]


@pytest.mark.parametrize("when", ["drop_before", "drop_after"])
def test_without_conditional_create_a_reply_is_looked_up_by_its_identifier_before_it_goes_again(
    nora: Station, backstage: Backstage, thread: ThreadId, when: str
) -> None:
    nora.reshape = without
    lose_the_reply(nora, backstage, thread, when)
    backstage.fault(action="delay", path=BY_NAME)
    nora.push()
    assert backstage.hits() == 1, "asked for by name"
    assert backstage.texts(thread)[1:] == ["Did it arrive?"]
    assert nora.outbox() == []


def test_where_no_reply_can_be_asked_for_by_name_it_stays_unsure_and_that_is_said(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = unasked
    lose_the_reply(nora, backstage, thread, "drop_before")
    for _ in range(2):
        nora.push()
        assert nora.states() == [("reply", State.UNSURE), ("complete", State.WAITING)]
        assert problem(nora).why is Why.UNSURE
    assert [attempt.came for attempt in attempts(nora)] == [Came.NO_ANSWER, Came.UNKNOWN], "said once"
    shown = unconfirmed(nora.store.reader(), nora.actor.person)
    assert [one.state for one in shown] == ["unsure", "held"], (
        "the close waits for a decision about its reply"
    )
    assert backstage.texts(thread)[1:] == []


def test_what_is_seen_in_its_thread_has_arrived_though_it_cannot_be_asked_for_by_name(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = unasked
    lose_the_reply(nora, backstage, thread, "drop_after")
    nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == ["Did it arrive?"]


def test_asking_again_changes_nothing_but_its_author_may_send_it_all_the_same(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = unasked
    lose_the_reply(nora, backstage, thread, "drop_before")
    nora.push()
    reply, me = nora.outbox()[0].id, nora.actor.person
    nora.store.retry(reply, me).result()
    nora.push()
    assert nora.states()[0] == ("reply", State.UNSURE)
    saw = Saw.of(nora.thread(thread), item_of(thread), me)
    nora.store.retry(reply, me, saw, nora.watch.now()).result()
    nora.push()
    assert backstage.texts(thread)[1:] == ["Did it arrive?"]
    assert nora.outbox() == []


def test_while_the_server_will_not_show_its_thread_nothing_is_sent_again(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.reshape = without
    lose_the_reply(nora, backstage, thread, "drop_after")
    backstage.fault(action="status", status=403, method="GET", path=r"Communication\?")
    backstage.fault(action="status", status=422, method="POST", path=REPLIES)
    nora.push()
    assert nora.states()[0] == ("reply", State.UNSURE)
    assert problem(nora).sentence == "A fault rule answered this request."
    backstage.no_faults()
    nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread)[1:] == ["Did it arrive?"]


def test_a_reply_that_nobody_can_check_for_newer_messages_does_not_leave(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.answer(thread, "Unchecked")
    backstage.fault(action="status", status=403, method="GET", path=r"Communication\?")
    nora.push()
    assert nora.states()[0] == ("claim", State.REFUSED)
    assert problem(nora).sentence == "A fault rule answered this request."
    assert backstage.texts(thread)[1:] == []


def test_each_attempt_says_what_came_of_it_and_under_which_request(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.claim(thread)
    backstage.fault(action="drop_before", method="GET", path=r"/Task/", nth=1)
    with pytest.raises(Offline):
        nora.push()
    assert nora.states() == [("claim", State.WAITING)], "it was to be looked at first: nothing had left"
    backstage.fault(action="drop_before", method="POST", path=r"^/fhir/R4/?$", nth=1)
    with pytest.raises(NoAnswer):
        nora.push()
    backstage.no_faults()
    backstage.fault(action="status", status=422, method="POST", path=r"^/fhir/R4/?$")
    backstage.fault(action="status", status=422, method="PUT")
    nora.push()
    away, lost, whole, single = attempts(nora)
    assert [one.came for one in (away, lost, whole, single)] == [
        Came.NOT_REACHED,
        Came.NO_ANSWER,
        Came.REFUSED,
        Came.REFUSED,
    ]
    assert (away.status, away.sentence) == (None, "The connection broke before the server answered.")
    assert (whole.status, single.status) == (422, 422)
    assert len({one.request for one in attempts(nora)}) == 4
    assert all(len(one.request) == 36 for one in attempts(nora))
    assert away.at < lost.at < whole.at <= single.at


def test_what_somebody_else_did_is_turned_away_at_the_door_too(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    theirs = msgspec.structs.replace(nora.claim(thread), actor="Practitioner/otto")
    with pytest.raises(Bug):
        nora.with_portal(lambda portal: portal.push.sender.send([theirs]))
    assert backstage.task(thread)["status"] == "requested"
