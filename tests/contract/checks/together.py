"""Several people at once, and what changes under somebody's hands."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from inbox.domain.entries import State
from inbox.domain.operations import Claim, Hold, Why
from inbox.domain.work_item import Stage
from tests.contract.between import Pass, Reply, Request, first
from tests.contract.checks.verbs import open_one, refers, settled, told
from tests.contract.clinic import Conversation
from tests.contract.finding import Area, Finding, holds, missing, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.station import Station

area = Area("Several people at once")

STOPPED = (State.CONFLICTED, State.REFUSED)


@area.check("Two claim: one wins")
async def claim_race(scene: Scene) -> Finding:
    rounds = 3
    for _ in range(rounds):
        made = await open_one(scene)
        await scene.colleague.look(made)
        stations = (scene.me, scene.colleague)
        for station in stations:
            await station.perform(made.thread, Claim(item=made.task))
        await asyncio.gather(*(station.push() for station in stations))
        there = await scene.wire.read(made.task)
        owners = [station for station in stations if refers(there, "owner", station.actor.person)]
        server_must(len(owners) == 1, "After two claims neither of the two is its owner.")
        loser = next(station for station in stations if station is not owners[0])
        settled(owners[0], made)
        _stopped(loser, made, Why.CLAIMED_ELSEWHERE)
    return holds(f"{rounds} times: one has it, and the other is told who was first.")


def _stopped(station: Station, made: Conversation, *expected: Why) -> None:
    """Its author has to decide, for one of these reasons."""
    left = station.waiting(made)
    program_must(left, "It counts as done although somebody else was first.")
    problem = left[0].problem
    right = left[0].state in STOPPED and problem is not None and problem.why in expected
    program_must(right, f"Its author is not told what happened: {told(left)}.")


@area.check("A colleague claims in the last moment")
async def last_moment(scene: Scene) -> Finding:
    """Between our last look and our write: no reply may leave for what is not ours any more.

    By a computer that meets the server for the first time, and then again by the same one.
    """
    station = scene.new_station()
    left_over = [await _answers_too_late(scene, station) for _ in range(2)]
    program_must(not left_over[1], "Replies leave although a colleague has claimed the item a moment before.")
    if not left_over[0]:
        return holds("The reply stays here, and its author is told who has it.")
    program_must(
        not station.taken_for.transactions, "A reply left beside a colleague's claim; nothing was learned."
    )
    return missing(
        "It did half of a transaction that it takes for whole: a reply left beside a colleague's claim.",
        "From then on each write is confirmed before the next; a site file can say so from the beginning.",
    )


async def _answers_too_late(scene: Scene, station: Station) -> bool:
    """Whether a reply left although a colleague claimed the item just before it arrived."""
    made = await open_one(scene, station)
    answered = await station.answer(made)

    async def claims() -> None:
        task = await scene.wire.read(made.task)
        owner = {"reference": scene.colleague.actor.person}
        await scene.wire.put({**task, "status": "accepted", "owner": owner})

    scene.line.rule(first(claims))
    await station.try_to_push(scene.line.base)
    await station.try_to_push(scene.line.base)
    there = await scene.wire.read(made.task)
    program_must(
        refers(there, "owner", scene.colleague.actor.person), "The colleague's claim was overwritten."
    )
    if await scene.replies(answered.reply):
        return True
    _stopped(station, made, Why.CLAIMED_ELSEWHERE, Why.ANSWERED_ELSEWHERE)
    return False


@area.check("The patient writes in the meantime")
async def patient_writes(scene: Scene) -> Finding:
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    await scene.clinic.patient_writes(made.thread, "No, wait")
    await scene.me.push()
    program_must(not await scene.replies(answered.reply), "The reply left over an unread message.")
    left = scene.me.waiting(made)
    problem = next((entry.problem for entry in left if entry.problem), None)
    program_must(problem and problem.why is Why.NEW_MESSAGE, f"Its author is not told: {told(left)}.")
    return holds("The reply needs its author's eye first.")


@area.check("A colleague answers first")
async def answered_first(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.colleague.look(made)
    mine = await scene.me.answer(made, "From me")
    theirs = await scene.colleague.answer(made, "From them")
    await scene.colleague.push()
    await scene.me.push()
    program_must(len(await scene.replies(theirs.reply)) == 1, "The first answer is not there.")
    program_must(not await scene.replies(mine.reply), "Two people answered the same question.")
    _stopped(scene.me, made, Why.CLOSED_ELSEWHERE, Why.ANSWERED_ELSEWHERE, Why.CLAIMED_ELSEWHERE)
    return holds("One answer; the other author is shown both.")


@area.check("Others change what we do not touch")
async def rebase(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    task = await scene.wire.read(made.task)
    note = {"text": "From a colleague", "authorReference": {"reference": scene.colleague.actor.person}}
    await scene.wire.put({**task, "priority": "urgent", "note": [note]})
    await scene.me.push()
    settled(scene.me, made)
    there = await scene.wire.read(made.task)
    both = (
        refers(there, "owner", scene.actor.person) and there.get("priority") == "urgent" and there.get("note")
    )
    program_must(both, "Either my claim or the colleague's note is lost.")
    return holds("My claim is made on top of the colleague's note and priority.")


@area.check("It is deleted in the meantime")
async def deleted_meanwhile(scene: Scene) -> Finding:
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    if not await scene.wire.gone(made.task):
        await scene.wire.put({**await scene.wire.read(made.task), "status": "entered-in-error"})
        how = "struck out (this sign-in may not delete)"
    else:
        how = "deleted"
    await scene.me.push()
    program_must(not await scene.replies(answered.reply), f"A reply left for an item that was {how}.")
    left = scene.me.waiting(made)
    program_must(
        left and left[0].state in STOPPED, f"Its author is not told that it was {how}: {told(left)}."
    )
    return holds(f"When it was {how}, nothing left and its author is told.")


@area.check("A change that is silently undone")
async def reverted(scene: Scene) -> Finding:
    """As where a policy makes a field read-only: the answer is yes, and nothing has changed."""
    station = scene.new_station()
    made = await open_one(scene, station)
    await station.perform(made.thread, Claim(item=made.task))
    before = await scene.wire.read(made.task)
    person, pool = scene.actor.person, scene.clinic.pool

    async def undo(request: Request, pass_on: Pass) -> Reply | None:
        reply = await pass_on(request)
        current = await scene.wire.read(made.task)
        await scene.wire.put({**before, "meta": current["meta"]})
        return Reply(reply.status, _as_before(reply.body, person, pool), reply.headers)

    scene.line.rule(undo)
    await station.try_to_push(scene.line.base)
    left = station.waiting(made)
    why = left[0].problem.why if left and left[0].problem else None
    program_must(
        why is Why.REVERTED, f"It counts as done although nothing changed ({told(left) or 'settled'})."
    )
    return holds("Noticed by what comes back, and its author is told.")


def _as_before(body: bytes, person: str, pool: str) -> bytes:
    """An answer in which the person never became the owner."""
    return body.replace(f'"{person}"'.encode(), f'"{pool}"'.encode()).replace(b'"accepted"', b'"requested"')


@area.check("Held, and the patient writes again")
async def hold_seen(scene: Scene) -> Finding:
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    await scene.me.perform(made.thread, Hold(item=made.task, wake=datetime.now(UTC) + timedelta(days=1)))
    await scene.me.push()
    settled(scene.me, made)
    await scene.clinic.patient_writes(made.thread, "I am back")
    item = (await scene.colleague.look(made)).item(made.task)
    program_must(item and item.stage is Stage.HELD, "A colleague does not see that it is held.")
    return holds("A colleague sees that it is held, and that the patient has written again.")
