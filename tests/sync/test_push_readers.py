"""A proxy whose access ended between writing and sending gets nothing; the author is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Reply, Why
from inbox.domain.people import Party
from inbox.queries import patient
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
WORDS = "Take it with food."


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def proxy(backstage: Backstage, nora: Station, thread: ThreadId, **fields: Any) -> dict[str, Any]:
    """A daughter who writes for the patient, as the portal has her."""
    related = {
        "resourceType": "RelatedPerson",
        "patient": {"reference": nora.thread(thread).patient},
        "name": [{"given": ["Iris"], "family": "Example"}],
        "active": True,
    }
    return backstage.register(related | fields)


def party(related: dict[str, Any]) -> Party:
    return Party(f"RelatedPerson/{related['id']}", "Iris Example", "daughter")


def writes(nora: Station, thread: ThreadId, *to: Party) -> None:
    """Claim it and answer."""
    seen = nora.thread(thread)
    last = seen.last_from_patient
    reply = Reply(item=item_of(thread), text=WORDS, to=to, answers=last.id if last else None)
    nora.do(thread, Claim(item=item_of(thread)), reply)


def day(ahead: int) -> str:
    return (date.today() + timedelta(days=ahead)).isoformat()


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        ({"active": False}, "Iris Example may not write for the patient any more."),
        ({"period": {"end": day(-1)}}, "Iris Example could write for the patient until"),
        ({"period": {"start": day(2)}}, "Iris Example may write for the patient only from"),
    ],
)
def test_a_reply_waits_for_its_author_when_its_reader_has_lost_access(
    nora: Station, backstage: Backstage, thread: ThreadId, ended: dict[str, Any], why: str
) -> None:
    iris, before = proxy(backstage, nora, thread), backstage.texts(thread)
    writes(nora, thread, party(iris))
    backstage.register(iris | ended)
    nora.push()
    [reply] = nora.outbox()
    assert (reply.operation.verb, reply.state) == ("reply", State.CONFLICTED)
    assert reply.problem is not None
    assert reply.problem.why is Why.NOT_A_READER
    assert reply.problem.sentence.startswith(why)
    assert backstage.texts(thread) == before
    assert backstage.task(thread)["owner"]["reference"] == nora.actor.person, "the claim itself has left"


def test_the_patient_among_the_readers_does_not_let_a_former_proxy_read(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    iris, before = proxy(backstage, nora, thread), backstage.texts(thread)
    writes(nora, thread, Party(nora.thread(thread).patient), party(iris))
    backstage.register(iris | {"active": False})
    nora.push()
    assert [entry.state for entry in nora.outbox()] == [State.CONFLICTED]
    assert backstage.texts(thread) == before


def test_a_proxy_whose_access_holds_is_answered_and_is_known_here_as_the_portal_has_it(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    iris = proxy(backstage, nora, thread, period={"end": day(0)})
    writes(nora, thread, party(iris))
    nora.push()
    assert nora.outbox() == []
    assert WORDS in backstage.texts(thread)
    kept = patient.chart(nora.store.reader(), nora.thread(thread).patient)
    assert party(iris).ref in {one.ref for one in kept}


def test_a_portal_that_shows_no_proxies_bars_nobody(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.look(thread)
    writes(nora, thread, Party("RelatedPerson/unlisted", "Ivo Example", "son"))
    nora.push()
    assert nora.outbox() == []
    assert WORDS in backstage.texts(thread)
