"""That an item was taken back leaves with its Task, and reads back for whoever had it."""

from __future__ import annotations

import json

from fhirclient.models.task import Task

from inbox.domain.entries import Entry, conflict
from inbox.domain.given import taken_back
from inbox.domain.operations import Release, TakeBack
from inbox.domain.thread import Thread
from inbox.fhir.outgoing import writes
from tests.sync.examples import ITEM, NINE, NURSE, OTHER, THREAD, conversation, entry, kept, reading

HERS = {"status": "accepted", "owner": {"reference": NURSE, "display": "Nadia Brand, RN"}}


def taken() -> tuple[Entry, Thread, dict[str, object]]:
    """How a supervisor takes it from her, the thread as every station then reads it, and the Task."""
    chain = [entry(TakeBack(item=ITEM, reason="absent"), conversation(**HERS), actor=OTHER, name="op-1")]
    [write] = [one for one in writes(chain, conversation(**HERS), reading(), NINE) if one.url == ITEM]
    body = json.loads(write.body)
    thread = reading().thread(THREAD, [*conversation()[:-1], kept(body, version="6")])
    assert thread is not None
    return chain[0], thread, body


def test_by_whom_from_whom_when_and_why_reads_back_at_every_station() -> None:
    told, thread, body = taken()
    Task(body, strict=True)
    item = thread.item(ITEM)
    assert item is not None
    [one] = item.taken_back
    assert (one.by.ref, one.whose.ref, one.at, one.reason) == (OTHER, NURSE, told.made_at, "absent")
    assert taken_back(item) == one
    assert told.operation.apply(thread, told.stamp) == thread, "done twice it is told once"


def test_it_is_no_news_any_more_once_somebody_has_done_something_about_it() -> None:
    _, _, body = taken()
    later = {**body, "lastModified": "2026-03-02T10:00:00Z"}
    thread_then = reading().thread(THREAD, [*conversation()[:-1], kept(later, version="7")])
    item = thread_then.item(ITEM) if thread_then else None
    assert item is not None and item.taken_back
    assert taken_back(item) is None


def test_what_she_still_wanted_to_do_says_that_it_was_taken_back() -> None:
    _, thread, _ = taken()
    hers = entry(Release(item=ITEM, reason="lunch"), conversation(**HERS))
    problem = conflict(hers, thread, NINE)
    assert problem is not None
    assert problem.sentence == "Otto Other, RN took it back to its pool meanwhile."


def test_a_take_back_that_cannot_be_read_tells_nothing() -> None:
    odd = {"type": {"coding": [{"code": "taken-back"}]}, "valueString": "yes"}
    thread = reading().thread(THREAD, conversation(output=[odd]))
    item = thread.item(ITEM) if thread else None
    assert item is not None and item.taken_back == ()
