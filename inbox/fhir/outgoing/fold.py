"""A thread's operations as writes: at most one for each resource, plus creates and their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.errors import Bug
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, MessageId, reply_id
from inbox.domain.operations import AskVisit, Escalate, Reply, Split
from inbox.domain.rows import tightened
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.incoming import Reading
from inbox.fhir.outgoing.patch import patch
from inbox.fhir.outgoing.prescriptions import ORDER, as_ordered, prescriptions
from inbox.fhir.outgoing.provenance import reasons_of
from inbox.fhir.outgoing.replies import Bodies, no_bodies, reply
from inbox.fhir.outgoing.reviews import reviews
from inbox.fhir.outgoing.splits import splits
from inbox.fhir.outgoing.tasks import task
from inbox.fhir.outgoing.visits import VISITS, as_taken, visit
from inbox.fhir.write import Write

OFFERED = VISITS | {ORDER}
"""What a server may take from a person or not: where it does not, a draft stays in the work."""
_NAMED = frozenset({"Communication", ORDER})
"""What the reason of its making names as well."""
_MAKES = (Reply, Escalate, Split)
"""Verbs that make something new and change no Task."""


def writes(
    chain: Sequence[Entry],
    truth: Sequence[Filed],
    reading: Reading,
    now: datetime,
    *,
    reply_status: str = "completed",
    reasons: bool = True,
    together: bool = True,
    patches: bool = False,
    taken: frozenset[str] = OFFERED,
    bodies: Bodies = no_bodies,
) -> list[Write]:
    """What `chain`, operations of one thread in order, asks of the server that holds `truth`.

    Replies, visits and reviews come first, then each Task once with everything that was done to it and the
    version in `truth`, then the reasons (`reasons` False where the server keeps none). A Task is written
    even when only something new was made: its version is what tells us that nobody else took the item
    meanwhile. That holds only where all is done `together` or nothing is. `patches`: by JSON Patch. `taken`:
    which of visits and orders the server lets this person create, others stay drafts. `bodies`: of
    replies' files.
    """
    thread = reading.thread(chain[0].thread, truth)
    if thread is None:
        raise Bug("A thread without its header cannot be written to.")
    there = {resource.ref: resource for resource in truth}
    after = _after(thread, chain)
    sent = {message.id: message.sent for message in after.messages}
    header = there[chain[0].thread].body
    replies = [
        reply(entry, entry.operation, header, reply_status, sent[reply_id(entry.id)], bodies)
        for entry in chain
        if isinstance(entry.operation, Reply) and not entry.operation.done_in(thread, entry.stamp)
    ]
    items = dict.fromkeys(e.item for e in chain if together or not isinstance(e.operation, _MAKES))
    as_asked = _Asked(chain, thread, after, reading, together, patches, taken)
    updates = [_update(item, there[item], as_asked) for item in items]
    new = [*replies, *_made(chain, thread, after, reading, taken)]
    named = {write.full_url for write in new if write.url in _NAMED}
    return [*new, *updates, *(reasons_of(chain, now, named) if reasons else [])]


def _after(thread: Thread, chain: Sequence[Entry]) -> Thread:
    for entry in chain:
        thread = entry.operation.apply(thread, entry.stamp)
    return thread


def _made(
    chain: Sequence[Entry], thread: Thread, after: Thread, reading: Reading, taken: frozenset[str]
) -> list[Write]:
    """What is made beside replies: visits, orders, reviews, further work."""
    asked = [*_visits(chain, thread, taken), *prescriptions(chain, thread, taken)]
    return [*asked, *reviews(chain, thread, after), *splits(chain, thread, after, reading)]


def _visits(chain: Sequence[Entry], thread: Thread, taken: frozenset[str]) -> list[Write]:
    made = (
        visit(entry, entry.operation, taken)
        for entry in chain
        if isinstance(entry.operation, AskVisit) and not entry.operation.done_in(thread, entry.stamp)
    )
    return [write for write in made if write]


class _Asked(msgspec.Struct, frozen=True):
    """What every update of a chain is made from."""

    chain: Sequence[Entry]
    before: Thread
    after: Thread
    reading: Reading
    together: bool
    patches: bool
    taken: frozenset[str]


def _update(item: ItemId, resource: Filed, asked: _Asked) -> Write:
    mine = [entry for entry in asked.chain if entry.item == item]
    before, done = asked.before.item(item), asked.after.item(item)
    if before is None or done is None:
        raise Bug("An item that is not there cannot be written to.")
    done = as_taken(before, _with_known_answer(done, asked.before), asked.taken)
    done = as_ordered(before, done, asked.taken)
    done = _due_by_its_flags(asked.after, done, asked.reading)
    promise = _promise(asked.before, before, done, asked.reading)
    answered = any(isinstance(entry.operation, _MAKES) for entry in mine)
    body = task(resource.body, before, done, promise, mine[-1].made_at, asked.together, answered)
    return Write(
        method="PATCH" if asked.patches else "PUT",
        url=item,
        body=patch(resource.body, body, resource.version) if asked.patches else body,
        if_match=resource.version,
        operations=tuple(entry.id for entry in mine),
    )


def _promise(thread: Thread, before: WorkItem, after: WorkItem, reading: Reading) -> Promise | None:
    """What the item stores from now on: with its first action, the promise that was computed here."""
    if after.holding.promise and after.holding.promise.due:
        return after.holding.promise
    if before.holding.promise and before.holding.promise.due:
        return after.holding.promise
    return reading.promise_of(thread, msgspec.structs.replace(before, kind=after.kind))


def _due_by_its_flags(after: Thread, item: WorkItem, reading: Reading) -> WorkItem:
    """The item due sooner where flags ask for it that are stored along with this."""
    stored = item.holding.promise
    computed = reading.promise_of(after, item)
    if not tightened(item, stored, computed):
        return item
    holding = msgspec.structs.replace(item.holding, promise=computed)
    return msgspec.structs.replace(item, holding=holding)


def _with_known_answer(item: WorkItem, thread: Thread) -> WorkItem:
    """The item naming its reply by the server's name, where the server has it already."""
    answer = item.holding.answer
    for message in thread.messages:
        if answer in {reply_id(operation) for operation in message.identifiers}:  # type: ignore[arg-type]
            holding = msgspec.structs.replace(item.holding, answer=MessageId(message.id))
            return msgspec.structs.replace(item, holding=holding)
    return item
