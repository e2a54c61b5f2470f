"""A packet for a prescriber, told to a real portal: it arrives once, below its item, for every station."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inbox.domain.errors import Offline
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Escalate
from inbox.domain.people import Party
from inbox.domain.review import Packet, review_of
from inbox.domain.work_item import WorkItem
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
BUNDLE = r"^/fhir/R4/?$"
PACKET = Packet(
    "May it be refilled?", "lisinopril 10 mg tablet", "It is ready.", Party("Practitioner/otto", "Otto")
)


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def ask(station: Station, thread: ThreadId) -> None:
    item = item_of(thread)
    station.do(thread, Claim(item=item), Escalate(item=item, packet=PACKET))


def reviews(backstage: Backstage, thread: ThreadId) -> list[dict[str, Any]]:
    """What the portal holds below the item."""
    parent = {"reference": item_of(thread)}
    return [task for task in backstage.dump("Task") if parent in task.get("partOf", [])]


def review(station: Station, thread: ThreadId) -> WorkItem:
    there = station.thread(thread)
    item = there.item(item_of(thread))
    found = review_of(there, item) if item else None
    assert found is not None
    return found


def test_a_packet_arrives_below_its_item_and_every_station_sees_it(
    nora: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    ask(nora, thread)
    assert review(nora, thread).id.startswith("urn:uuid:")
    nora.push()
    assert nora.outbox() == []
    (made,) = reviews(backstage, thread)
    assert made["owner"]["reference"] == "Practitioner/otto"
    assert review(nora, thread).id == f"Task/{made['id']}"
    otto = station("otto")
    otto.look(thread)
    seen = review(otto, thread)
    assert (seen.question, seen.summary, seen.proposed_reply) == (
        PACKET.question,
        PACKET.summary,
        PACKET.proposal,
    )


def test_killed_without_an_answer_it_is_made_once(
    nora: Station, backstage: Backstage, thread: ThreadId
) -> None:
    ask(nora, thread)
    backstage.fault(action="drop_after", method="POST", path=BUNDLE, nth=1)
    with pytest.raises(Offline):
        nora.push()
    nora.reopen()
    nora.push()
    assert nora.outbox() == []
    assert len(reviews(backstage, thread)) == 1


def test_a_colleagues_claim_stops_it_and_nothing_is_asked(
    nora: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    otto = station("otto")
    otto.look(thread)
    ask(nora, thread)
    otto.claim(thread)
    otto.push()
    nora.push()
    assert reviews(backstage, thread) == []
    assert [verb for verb, _ in nora.states()] == ["claim", "escalate"]
