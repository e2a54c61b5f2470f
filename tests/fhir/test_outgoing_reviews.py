"""What a prescriber is asked leaves as a Task below the item, once, and reads back as it was asked."""

from __future__ import annotations

import json
from datetime import timedelta

from fhirclient.models.task import Task

from inbox.domain.operations import Claim, Escalate
from inbox.domain.people import Party
from inbox.domain.review import Packet
from inbox.domain.work_item import Kind, Promise
from inbox.fhir.outgoing import writes
from tests.sync.examples import ITEM, NINE, THREAD, conversation, entry, kept, reading

SOLHEIM = Party("Practitioner/solheim", "Dr. Ingrid Solheim, MD")
PACKET = Packet(
    "May lisinopril be refilled?", "lisinopril 10 mg tablet\nPotassium: none", "It is ready.", SOLHEIM
)
ASK = Escalate(item=ITEM, packet=PACKET, promise=Promise(NINE + timedelta(hours=4), "p@1"))


def test_a_review_is_a_task_of_its_own_below_the_item_and_reads_back_as_it_was_asked() -> None:
    chain = [entry(Claim(item=ITEM), name="op-1"), entry(ASK, name="op-2")]
    made = writes(chain, conversation(), reading(), NINE, reasons=False)
    (review,) = [write for write in made if write.method == "POST"]
    body = json.loads(review.body)
    Task(body, strict=True)
    assert review.if_none_exist.startswith("identifier=")
    assert body["partOf"] == [{"reference": ITEM}]
    assert (body["intent"], body["status"]) == ("proposal", "requested")
    there = reading().thread(THREAD, [*conversation(), kept({**body, "id": "9"}, version="1")])
    assert there is not None
    item = there.item("Task/9")  # type: ignore[arg-type]
    assert item is not None
    assert (item.kind, item.parent, item.question) == (Kind.PHYSICIAN_REVIEW, ITEM, PACKET.question)
    assert (item.summary, item.proposed_reply) == (PACKET.summary, PACKET.proposal)
    assert item.holding.owner == SOLHEIM
    assert item.holding.promise is not None
    assert item.holding.promise.due == NINE + timedelta(hours=4)
    assert ASK.done_in(there, chain[1].stamp)


def test_what_the_server_has_already_is_not_made_again() -> None:
    chain = [entry(ASK, name="op-2")]
    (review, *_) = writes(chain, conversation(), reading(), NINE, reasons=False)
    truth = [*conversation(), kept({**json.loads(review.body), "id": "9"}, version="1")]
    again = writes(chain, truth, reading(), NINE, reasons=False)
    assert [write.method for write in again] == ["PUT"]


def test_one_by_one_only_the_review_is_written() -> None:
    made = writes([entry(ASK, name="op-2")], conversation(), reading(), NINE, reasons=False, together=False)
    assert [(write.method, write.url) for write in made] == [("POST", "Task")]
