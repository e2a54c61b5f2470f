"""A look before closing leaves as an output of its Task, and reads back at every station."""

from __future__ import annotations

import json

from fhirclient.models.task import Task

from inbox.domain.operations import Comment, Sweep
from inbox.fhir.outgoing import writes
from tests.sync.examples import ITEM, NINE, THREAD, conversation, entry, kept, reading


def test_a_look_is_an_output_that_changes_nothing_of_the_work_and_reads_back() -> None:
    there = next(one for one in conversation() if one.ref == ITEM)
    chain = [entry(Sweep(item=ITEM, left="the patient knows"), name="op-1")]
    [write] = writes(chain, conversation(), reading(), NINE)
    body = json.loads(write.body)
    Task(body, strict=True)
    before = json.loads(there.body)
    assert body.pop("output")[-1]["type"]["coding"][0]["code"] == "swept"
    before.pop("output", None)
    assert body == before, "not even when it was last changed"
    thread = reading().thread(THREAD, [*conversation()[:-1], kept(json.loads(write.body), version="2")])
    item = thread.item(ITEM) if thread else None
    assert item is not None
    [look] = item.swept
    assert (look.by.ref, look.left, look.at) == (chain[0].actor, "the patient knows", chain[0].made_at)
    assert thread is not None and chain[0].operation.done_in(thread, chain[0].stamp)


def test_a_look_beside_other_work_is_written_with_it_and_says_when_that_was_done() -> None:
    chain = [
        entry(Comment(item=ITEM, text="Left"), name="op-1"),
        entry(Sweep(item=ITEM, left="it waits"), name="op-2"),
    ]
    [write] = writes(chain, conversation(), reading(), NINE)
    body = json.loads(write.body)
    assert body["note"][-1]["text"] == "Left"
    assert body["lastModified"] == chain[1].made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_look_that_cannot_be_read_counts_for_none() -> None:
    there = next(one for one in conversation() if one.ref == ITEM)
    odd = {"type": {"coding": [{"code": "swept"}]}, "valueString": "yes"}
    body = {**json.loads(there.body), "output": [odd]}
    thread = reading().thread(THREAD, [*conversation()[:-1], kept(body, version="2")])
    item = thread.item(ITEM) if thread else None
    assert item is not None and item.swept == ()
