"""Things go wrong on the line: nothing may be lost and nothing may happen twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec

from inbox.domain.entries import State
from inbox.fhir.faults import Busy
from tests.contract.between import (
    Late,
    Meddle,
    Pass,
    Reply,
    Request,
    answer,
    deliver_twice,
    lose_the_answer,
    lose_the_request,
)
from tests.contract.checks.verbs import open_one, settled, told
from tests.contract.clinic import OURS, Conversation
from tests.contract.finding import (
    Area,
    Finding,
    holds,
    missing,
    not_offered,
    program_must,
    server_must,
)
from tests.contract.scene import Scene
from tests.contract.station import A_MOMENT, Answered
from tests.contract.wire import Json, ref_of

area = Area("When the line fails")

MOST_WRITES = 12
"""More than a claim, a reply and a close ever take."""
A_WHILE_LATER = timedelta(minutes=2)
"""Without conditional creates the program waits before it sends again what was not found."""


@area.check("The answer is lost")
async def answer_lost(scene: Scene) -> Finding:
    """At each write in turn: the server did it, and nobody heard."""
    lost = 0
    for after in range(MOST_WRITES):
        made, answered, struck = await _answered_over(scene, lose_the_answer, after)
        if not struck:
            break
        lost += 1
        looked = _looked_up(scene.line.heard, answered)
        await _once(scene, made, answered)
        program_must(looked or after, "What was of unknown fate was sent again without a look.")
    program_must(lost, "Nothing was written.")
    return holds(f"At each of {lost} writes: looked up, and the reply is there once.")


@area.check("The request is lost")
async def request_lost(scene: Scene) -> Finding:
    lost = 0
    for after in range(MOST_WRITES):
        made, answered, struck = await _answered_over(scene, lose_the_request, after)
        if not struck:
            break
        lost += 1
        await _once(scene, made, answered)
    return holds(f"At each of {lost} writes: sent again, and the reply is there once.")


@area.check("It arrives twice")
async def twice(scene: Scene) -> Finding:
    made, answered, _ = await _answered_over(scene, deliver_twice, 0, times=MOST_WRITES)
    await _once(scene, made, answered)
    return holds("Every write delivered twice: the reply is there once.")


@area.check("It arrives late")
async def late(scene: Scene) -> Finding:
    """Given up, looked for in vain, sent again; and then the first one arrives after all."""
    lost = 0
    for after in range(MOST_WRITES):
        kept = Late()
        made, answered, struck = await _answered_over(scene, kept, after)
        if not struck:
            break
        lost += 1
        await kept.deliver()
        found = await scene.replies(answered.reply)
        sure = scene.profile.conditional_create("Communication")
        if len(found) > 1 and not (sure and await _keeps_names_unique(scene)):
            return missing(
                "A create that arrives after its resend is done again.",
                "Without conditional creates nothing can prevent it; the copy bears the same identifier.",
            )
        program_must(len(found) == 1, f"A request that arrived after its resend made {len(found)} replies.")
        settled(scene.me, made)
    return holds(f"At each of {lost} writes: the first request, arriving last, does nothing more.")


async def _keeps_names_unique(scene: Scene) -> bool:
    """Whether the server, whatever it says, makes one of two creates under one identifier."""
    named = scene.clinic.named(scene.clinic.header("Twice"))
    name = f"{OURS}|{named['identifier'][0]['value']}"
    for _ in range(2):
        made = await scene.wire.create(named, if_none_exist=f"identifier={name}")
        scene.clinic.remember(ref_of(made))
    return len(await scene.wire.find("Communication", {"identifier": name})) == 1


@area.check("It ends while it sends")
async def restart(scene: Scene) -> Finding:
    """The program is gone when the answer comes; the next start has to find out."""
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    scene.line.rule(lose_the_answer)
    await scene.me.try_to_push(scene.line.base)
    unsure = [entry for entry in scene.me.waiting(made) if entry.state is State.UNSURE]
    program_must(unsure, f"It does not show that their fate is unknown: {told(scene.me.waiting(made))}.")
    scene.me.forget(scene.line.base)
    await _pushed(scene, made)
    await _once(scene, made, answered)
    return holds("Shown as unsure, then found on the server and settled.")


@area.check("A busy server (429)")
async def busy(scene: Scene) -> Finding:
    said = {"ratelimit": '"requests";r=0;t=1', "content-type": "application/fhir+json"}
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    rule = scene.line.rule(answer(Reply(429, b"{}", said)))
    fault = await scene.me.try_to_push(scene.line.base)
    program_must(rule.struck == 1, "It was asked again at once.")
    program_must(
        isinstance(fault, Busy) and fault.retry_after == 1, f"It does not know how long to wait: {fault!r}."
    )
    states = {entry.state for entry in scene.me.waiting(made)}
    program_must(states == {State.WAITING}, f"It does not wait: {told(scene.me.waiting(made))}.")
    await asyncio.sleep(1)
    await _pushed(scene, made)
    await _once(scene, made, answered)
    return holds("Left alone as long as it says, nothing is lost, and then it goes.")


@area.check("A busy server inside a Bundle")
async def busy_inside(scene: Scene) -> Finding:
    if not scene.profile.transactions:
        return not_offered("Nothing is sent in Bundles here.", "Each write is answered by itself.")
    made = await open_one(scene)
    answered = await scene.me.answer(made)

    async def meddle(request: Request, _pass_on: Pass) -> Reply | None:
        count = len(msgspec.json.decode(request.body).get("entry", []))
        entries: list[Json] = [{"response": {"status": "429"}}] * count
        body = {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}
        return Reply(200, msgspec.json.encode(body), {"content-type": "application/fhir+json"})

    scene.line.rule(meddle)
    fault = await scene.me.try_to_push(scene.line.base)
    program_must(
        isinstance(fault, Busy), f"An outer 200 is believed although each entry says 429: {fault!r}."
    )
    await _pushed(scene, made)
    await _once(scene, made, answered)
    return holds("The outer 200 is not believed; nothing is lost, and then it goes.")


@area.check("A fault of the server (500)")
async def broken(scene: Scene) -> Finding:
    made = await open_one(scene)
    answered = await scene.me.answer(made)

    async def meddle(request: Request, pass_on: Pass) -> Reply | None:
        await pass_on(request)
        return Reply(502, b"<html>Bad gateway</html>", {"content-type": "text/html"})

    scene.line.rule(meddle)
    program_must(await scene.me.try_to_push(scene.line.base), "A 502 counts as done.")
    await _pushed(scene, made)
    await _once(scene, made, answered)
    return holds("Its fate counts as unknown: looked up, and the reply is there once.")


async def _answered_over(
    scene: Scene, meddle: Meddle, after: int, times: int = 1
) -> tuple[Conversation, Answered, int]:
    """Claim, reply and close over a line on which `after` writes pass before `meddle` begins."""
    scene.line.listen()
    made = await open_one(scene)
    answered = await scene.me.answer(made)
    rule = scene.line.rule(meddle, times=times, after=after)
    await _pushed(scene, made)
    return made, answered, rule.struck


async def _pushed(scene: Scene, made: Conversation) -> None:
    """Try until nothing of it waits, and then again when whatever was on its way must have arrived."""
    await _tried(scene, made)
    scene.me.ahead = A_WHILE_LATER
    try:
        await _tried(scene, made)
    finally:
        scene.me.ahead = timedelta()


async def _tried(scene: Scene, made: Conversation) -> None:
    for _ in range(6):
        if not any(entry.state in (State.WAITING, State.UNSURE) for entry in scene.me.waiting(made)):
            return
        fault = await scene.me.try_to_push(scene.line.base)
        if isinstance(fault, Busy):
            await asyncio.sleep(A_MOMENT if fault.retry_after is None else fault.retry_after)


async def _once(scene: Scene, made: Conversation, answered: Answered) -> None:
    """All is confirmed here, and the server has the reply once and the item closed."""
    settled(scene.me, made)
    found = await scene.replies(answered.reply)
    program_must(found, "The reply counts as sent here, and the server does not have it.")
    program_must(len(found) == 1, f"The reply is there {len(found)} times.")
    there = await scene.wire.read(made.task)
    server_must(there["status"] == "completed", f"Confirmed as closed here, and {there['status']} there.")


def _looked_up(heard: list[Request], answered: Answered) -> bool:
    """Whether the server was asked for the reply's identifier, or its thread, after the first write."""
    first = next((at for at, request in enumerate(heard) if request.writes), len(heard))
    later = [f"{one.path} {one.body.decode()}" for one in heard[first + 1 :] if not one.writes]
    return any("part-of=" in asked or answered.reply in asked for asked in later)
