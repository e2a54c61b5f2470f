"""What people do, sent by the program's own push and judged by what the server holds afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from inbox.domain.entries import Entry, State
from inbox.domain.operations import Claim, Comment, Complete, Hold, Release, Route
from inbox.domain.people import Party
from inbox.domain.work_item import Kind, Stage
from inbox.fhir.codes import (
    POOL_INPUT,
    PROPOSED_REPLY_INPUT,
    QUESTION_INPUT,
    REPLY_OUTPUT,
    SUMMARY_INPUT,
    WAKE_INPUT,
)
from tests.contract.clinic import WORK_TYPE, Conversation, input_type, now
from tests.contract.finding import Area, Finding, Verdict, holds, missing, program_must
from tests.contract.scene import Scene
from tests.contract.station import Station
from tests.contract.wire import Json, ref_of, version_of

area = Area("What people do")


async def open_one(scene: Scene, station: Station | None = None) -> Conversation:
    """A new conversation that somebody (else me) has on the screen."""
    made = await scene.clinic.conversation()
    await (station or scene.me).look(made)
    return made


def settled(station: Station, made: Conversation) -> None:
    """Everything done about it has been confirmed."""
    left = station.waiting(made)
    program_must(not left, f"Not confirmed: {told(left)}.")


def told(entries: Sequence[Entry]) -> str:
    """Entries in words, without what is in them."""
    return "; ".join(
        f"{entry.operation.verb} {entry.state}"
        + (f" ({entry.problem.why}: {entry.problem.sentence})" if entry.problem else "")
        for entry in entries
    )


def refers(there: Json, name: str, to: str) -> bool:
    """Whether the reference `name` of a resource leads to `to`, absolute or relative."""
    return str(there.get(name, {}).get("reference", "")).endswith(to)


def inputs(there: Json, code: str, where: str = "input") -> list[Json]:
    """The inputs (or outputs) of a Task of one type."""
    return [
        one
        for one in there.get(where, [])
        if any(coding.get("code") == code for coding in one.get("type", {}).get("coding", []))
    ]


@area.check("Claim")
async def claim(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    await scene.me.push()
    settled(scene.me, made)
    there = await scene.wire.read(made.task)
    program_must(there["status"] == "accepted", f"After a claim its status is {there['status']}.")
    program_must(refers(there, "owner", scene.actor.person), "After a claim somebody else is its owner.")
    pools = inputs(there, POOL_INPUT)
    kept = pools and pools[0].get("valueReference", {}).get("reference", "").endswith(scene.clinic.pool)
    program_must(kept, "After a claim the pool it came from is lost.")
    program_must("start" in there.get("executionPeriod", {}), "The first action is not dated.")
    return holds("Mine, dated, and the pool it came from is kept.")


@area.check("Internal comment")
async def comment(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.me.perform(made.thread, Comment(item=made.task, text="For us only"))
    await scene.me.push()
    settled(scene.me, made)
    notes = (await scene.wire.read(made.task)).get("note", [])
    program_must(
        [one.get("text") for one in notes] == ["For us only"], f"{len(notes)} notes came of one comment."
    )
    program_must(
        refers(notes[0], "authorReference", scene.actor.person), "The comment does not name its author."
    )
    letters = await scene.wire.find("Communication", {"part-of": made.thread})
    program_must(len(letters) == 1, "An internal comment made a message.")
    if not notes[0].get("id"):
        return missing("The id of a note is not kept.", "A resend is recognised by author, time and text.")
    return holds("A note on the Task; no message.")


@area.check("Hold until a date")
async def hold(scene: Scene) -> Finding:
    made = await open_one(scene)
    wake = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    await scene.me.perform(made.thread, Hold(item=made.task, wake=wake, reason="Waiting for a reading"))
    await scene.me.push()
    settled(scene.me, made)
    there = await scene.wire.read(made.task)
    program_must(there["status"] == "on-hold", f"After a hold its status is {there['status']}.")
    program_must(inputs(there, WAKE_INPUT), "The date on which it comes back is not there.")
    again = await scene.colleague.look(made)
    item = again.item(made.task)
    program_must(item and item.holding.wake == wake, "A colleague reads another date.")
    program_must(item and item.holding.hold_reason == "Waiting for a reading", "The reason is lost.")
    return holds("On hold with reason and date, and a colleague reads the same.")


@area.check("Route to another pool")
async def route(scene: Scene) -> Finding:
    if scene.clinic.other_pool == scene.clinic.pool:
        return Finding(Verdict.NOT_OFFERED, "There is only one pool here, and no other may be made.")
    made = await open_one(scene)
    to = Party(scene.clinic.other_pool, "Another pool")
    await scene.me.perform(made.thread, Route(item=made.task, to=to, reason="wrong-pool"))
    await scene.me.push()
    settled(scene.me, made)
    there = await scene.wire.read(made.task)
    pool = inputs(there, POOL_INPUT)[0].get("valueReference", {}).get("reference", "")
    program_must(pool.endswith(scene.clinic.other_pool), "The pool is not the one it was routed to.")
    program_must(there["status"] == "requested", f"In the new pool its status is {there['status']}.")
    return holds("In the other pool, unclaimed.")


@area.check("Release")
async def release(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    await scene.me.perform(made.thread, Release(item=made.task, reason="end-of-shift"))
    await scene.me.push()
    settled(scene.me, made)
    again = (await scene.colleague.look(made)).item(made.task)
    program_must(again and again.stage is Stage.UNCLAIMED, "After a release it is still somebody's.")
    pool = again.holding.pool if again else None
    program_must(pool and pool.ref == scene.clinic.pool, "After a release it is not in its pool.")
    return holds("Back in its pool.")


@area.check("Claim, reply and close")
async def answer(scene: Scene) -> Finding:
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    await scene.me.push()
    settled(scene.me, made)
    found = await scene.replies(answered.reply)
    program_must(len(found) == 1, f"{len(found)} replies are on the server.")
    reply, there = found[0], await scene.wire.read(made.task)
    parts = [one.get("reference", "") for one in reply.get("partOf", [])]
    program_must(any(one.endswith(made.thread) for one in parts), "The reply is not in its thread.")
    to = [one.get("reference", "") for one in reply.get("inResponseTo", [])]
    program_must(any(one.endswith(made.message) for one in to), "The reply does not say what it answers.")
    program_must(refers(reply, "sender", scene.actor.person), "The reply is not from its author.")
    program_must(there["status"] == "completed", f"After closing its status is {there['status']}.")
    outputs = inputs(there, REPLY_OUTPUT, "output")
    named = outputs and outputs[0].get("valueReference", {}).get("reference", "").endswith(ref_of(reply))
    program_must(named, "The item does not name the reply that closed it.")
    thread = await scene.colleague.look(made)
    program_must(len(thread.messages) == 2, "A colleague does not see question and answer.")
    return holds(f"Once, in its thread, kept as {reply['status']}; the item is closed and names it.")


@area.check("A long queue for one thread")
async def long_queue(scene: Scene) -> Finding:
    """What was done while offline leaves in pieces that the server takes, in order."""
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    for number in range(6):
        await scene.me.perform(made.thread, Comment(item=made.task, text=f"Note {number}"))
    wake = datetime.now(UTC) + timedelta(days=1)
    await scene.me.perform(made.thread, Hold(item=made.task, wake=wake))
    await scene.me.perform(made.thread, Claim(item=made.task))
    replies = []
    for number in range(3):
        reply = scene.me.reply(made, f"Part {number}")
        replies += await scene.me.perform(made.thread, reply)
    await scene.me.perform(made.thread, Complete(item=made.task, reply=replies[-1].id))
    for _ in range(4):
        if not scene.me.waiting(made):
            break
        await scene.me.push()
    settled(scene.me, made)
    there = await scene.wire.read(made.task)
    notes = [one.get("text") for one in there.get("note", [])]
    program_must(
        notes == [f"Note {n}" for n in range(6)],
        f"Of 6 comments {len(notes)} are there, or in another order.",
    )
    thread = await scene.colleague.look(made)
    texts = [one.text for one in thread.messages if not one.from_patient]
    program_must(
        texts == [f"Part {n}" for n in range(3)], f"Of 3 replies {len(texts)} are there, or in another order."
    )
    return holds("13 commands at once: each is there, once and in order.")


@area.check("Escalate")
async def escalate(scene: Scene) -> Finding:
    made = await open_one(scene)
    child = await _child(scene, made)
    item = (await scene.colleague.look(made)).item(child.task)
    program_must(item is not None, "The review is not seen in the conversation.")
    assert item is not None
    program_must(item.parent == made.task, "The review does not know the item it is part of.")
    program_must(item.kind == Kind.PHYSICIAN_REVIEW, f"The review is read as {item.kind}.")
    words = (item.question, item.summary, item.proposed_reply)
    program_must(
        words == ("May we?", "It is so.", "Yes, please do."), "Question, summary or proposed reply is lost."
    )
    letters = await scene.wire.find("Communication", {"part-of": made.thread})
    program_must(len(letters) == 1, "A proposed reply shows as a message before anybody approved it.")
    return holds("A child Task with question, summary and proposed reply as text; no message yet.")


async def _child(scene: Scene, made: Conversation) -> Conversation:
    """A review that I ask the colleague for."""
    child = await scene.clinic.make(
        {
            "resourceType": "Task",
            "status": "requested",
            "intent": "order",
            "priority": "urgent",
            "code": {"coding": [{"system": WORK_TYPE, "code": "physician-review"}]},
            "partOf": [{"reference": made.task}],
            "focus": {"reference": made.thread},
            "for": {"reference": scene.clinic.patient},
            "authoredOn": now(),
            "requester": {"reference": scene.actor.person},
            "owner": {"reference": scene.colleague.actor.person},
            "input": [
                {"type": input_type(POOL_INPUT), "valueReference": {"reference": scene.clinic.pool}},
                {"type": input_type(QUESTION_INPUT), "valueString": "May we?"},
                {"type": input_type(SUMMARY_INPUT), "valueString": "It is so."},
                {"type": input_type(PROPOSED_REPLY_INPUT), "valueString": "Yes, please do."},
            ],
        }
    )
    return msgspec.structs.replace(made, task=ref_of(child), version=version_of(child))


@area.check("Approve a proposed reply")
async def approve(scene: Scene) -> Finding:
    made = await open_one(scene)
    child = await _child(scene, made)
    await scene.colleague.look(made)
    answered = await scene.colleague.answer(child, "Yes, please do.")
    await scene.colleague.push()
    settled(scene.colleague, child)
    found = await scene.replies(answered.reply)
    program_must(len(found) == 1, f"{len(found)} replies came of one approval.")
    program_must(
        refers(found[0], "sender", scene.colleague.actor.person), "It is not sent by who approved it."
    )
    review, parent = await scene.wire.read(child.task), await scene.wire.read(made.task)
    program_must(review["status"] == "completed", "The review is not closed.")
    program_must(parent["status"] == "requested", "The item it is part of was closed with it.")
    return holds("Sent once by who approved it; the item it is part of stays as it was.")


@area.check("Approve what has changed since")
async def approve_changed(scene: Scene) -> Finding:
    """What was read is what is sent: another proposal in between must stop the approval."""
    made = await open_one(scene)
    child = await _child(scene, made)
    await scene.colleague.look(made)
    answered = await scene.colleague.answer(child, "Yes, please do.")
    current = await scene.wire.read(child.task)
    await scene.wire.put({**current, "status": "cancelled", "owner": {"reference": scene.actor.person}})
    await scene.colleague.push()
    program_must(not await scene.replies(answered.reply), "A reply left although its review was withdrawn.")
    left = scene.colleague.waiting(child)
    program_must(left and left[0].state in (State.CONFLICTED, State.REFUSED), "Nobody is told: {told(left)}.")
    return holds(f"Nothing left; its author is told ({left[0].problem.why if left[0].problem else ''}).")
