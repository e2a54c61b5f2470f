"""The program as it runs all day: told of changes, and everything together."""

from __future__ import annotations

import asyncio

import msgspec

from inbox.fhir.client import FhirClient
from inbox.store.store import Store
from inbox.sync.engine import Engine
from tests.contract.between import Pass, Reply, Request
from tests.contract.clinic import Conversation
from tests.contract.credentials import Ready
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must
from tests.contract.scene import Scene
from tests.contract.wire import ref_of

area = Area("The program at work")


@area.check("Word of changes")
async def word(scene: Scene) -> Finding:
    """That something changed, over a WebSocket; never relied on."""
    _remember_subscriptions(scene)
    portal = await scene.new_station().portal(scene.line.base)
    copes = "New messages are noticed at the next look."
    if not portal.wake.possible:
        return not_offered("It tells nothing by itself.", copes)
    told = asyncio.Event()
    listening = asyncio.create_task(portal.wake.run(told.set))
    try:
        await scene.eventually(lambda: portal.wake.listening or listening.done(), 30)
        if not portal.wake.listening:
            said = scene.profile.subscriptions
            return (missing if said else not_offered)("No line for word of changes can be had.", copes)
        await _quiet(told)
        await scene.clinic.conversation()
        heard = await scene.eventually(told.is_set, 10)
    finally:
        listening.cancel()
        await asyncio.wait([listening])
    if not heard:
        return missing("The line stands, and nothing was told of a new message for 10 s.", copes)
    return holds("A new message is told of, and the next look comes at once.")


async def _quiet(told: asyncio.Event, seconds: float = 1.0) -> None:
    """Until nothing has been told for a while: lines ring when they are opened."""
    while True:
        told.clear()
        try:
            async with asyncio.timeout(seconds):
                await told.wait()
        except TimeoutError:
            return


def _remember_subscriptions(scene: Scene) -> None:
    """What the program asks to be told of by way of the line is to be tidied up, too."""

    async def meddle(request: Request, pass_on: Pass) -> Reply | None:
        reply = await pass_on(request)
        if reply.status == 201:
            scene.clinic.remember(ref_of(msgspec.json.decode(reply.body)))
        return reply

    def about(request: Request) -> bool:
        return request.method == "POST" and request.path.endswith("/Subscription")

    scene.line.rule(meddle, about, times=20)


@area.check("The whole program")
async def whole_program(scene: Scene) -> Finding:
    """Engine, cache and client together, from an empty cache to a message that arrives."""
    made = await scene.clinic.conversation()
    token = Ready(await scene.mine.tokens.access())
    station = scene.new_station()
    station.settings = msgspec.structs.replace(station.settings, poll=0.5)
    _remember_subscriptions(scene)
    engine = Engine(station.desk(), lambda: FhirClient(scene.line.base, token))
    engine.start()
    try:
        ready = await scene.eventually(lambda: engine.status.ready and _has(station.store, made), 60)
        program_must(
            ready, f"It is not ready after a minute: {engine.status.sentence or engine.status.connection}"
        )
        second = await scene.clinic.patient_writes(made.thread, "Is anybody there?")
        engine.try_now()
        heard = await scene.eventually(lambda: second in [one.ref for one in station.truth(made.thread)])
        program_must(heard, "A new message was not heard of within 20 s.")
    finally:
        stopped = await asyncio.to_thread(engine.stop)
    program_must(stopped, "It did not stop within two seconds.")
    return holds("It starts from nothing, hears of a new message, and stops.")


def _has(store: Store, made: Conversation) -> bool:
    return any(one.ref == made.task for one in store.truth_now(made.thread))
