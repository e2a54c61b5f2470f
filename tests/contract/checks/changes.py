"""Hearing of what others do: messages that arrive, work that moves, things that go away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.work_item import Stage
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.moments import written
from inbox.fhir.resource import decode
from inbox.sync.portal import Portal
from tests.contract.clinic import Conversation
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.station import Station
from tests.contract.wire import create_entry, ref_of

area = Area("Hearing of changes")

WRITERS, TIMES, AT_ONCE = 4, 3, 4
"""So many write so often, so many messages in each transaction."""


async def _at_work(scene: Scene) -> Station:
    """A computer that has loaded everything and now looks for changes."""
    station = scene.new_station()
    await (await station.portal()).first.front()
    return station


@area.check("The server's clock")
async def clock(scene: Scene) -> Finding:
    before = datetime.now(UTC)
    made = await scene.clinic.make(scene.clinic.header("What time is it"))
    stamped = decode(msgspec.json.encode(made)).updated
    ahead = (stamped - before).total_seconds()
    if abs(ahead) > 60:
        return missing(f"It is {ahead:+.0f} s off ours.", "Changes are looked for by the server's own times.")
    return holds(f"{ahead:+.1f} s from ours, and changes are looked for by the server's own times.")


@area.check("A message that arrives")
async def message(scene: Scene) -> Finding:
    station, made = await _at_work(scene), await scene.clinic.conversation()
    portal = await station.portal()
    await portal.pull.run()
    program_must(station.truth(made.thread), "A look at changes does not bring a new conversation.")
    second = await scene.clinic.patient_writes(made.thread, "One more thing")
    await portal.pull.run(("Communication",))
    there = [one.id for one in station.thread(made.thread).messages]
    program_must(second in there, "A look at changes does not bring a new message.")
    return holds("A new conversation and a further message come with the next look.")


@area.check("Work that moves elsewhere")
async def moved(scene: Scene) -> Finding:
    station, made = await _at_work(scene), await scene.clinic.conversation()
    portal = await station.portal()
    await portal.pull.run(("Task", "Communication"))
    task = await scene.wire.read(made.task)
    owner = {"reference": scene.colleague.actor.person}
    await scene.wire.put({**task, "status": "accepted", "owner": owner})
    await portal.pull.run(("Task",))
    item = station.thread(made.thread).item(made.task)
    stage = item.stage if item else None
    program_must(stage is Stage.CLAIMED, "A look at changes does not show that a colleague has claimed it.")
    return holds("A colleague's claim shows with the next look.")


@area.check("Late commits lose nothing")
async def late_commits(scene: Scene) -> Finding:
    """While several write, one looks again and again; at the end everything must have come."""
    station = await _at_work(scene)
    header = await scene.clinic.make(scene.clinic.header("A busy line"))
    strict = _Strict(scene, header["meta"]["lastUpdated"])
    writing = asyncio.create_task(_write(scene, ThreadId(ref_of(header))))
    portal = await station.portal()
    while not writing.done():
        await portal.pull.run(("Communication",))
        await strict.look()
    made = await writing
    await strict.look()
    await portal.pull.run(("Communication",))
    there = {one.ref for one in station.truth(ThreadId(ref_of(header)))}
    server_must(made, "Of many messages that were sent at once none was made.")
    lost = len(made - there)
    program_must(not lost, f"Of {len(made)} messages that several wrote at once, {lost} never came.")
    missed = len(made - strict.seen)
    return holds(f"All {len(made)} came; a watermark without overlap would have lost {missed}.")


async def _write(scene: Scene, thread: ThreadId) -> set[str]:
    """Many messages by several writers at once, in transactions where there are any; gives what was made."""

    kind = "transaction" if "transaction" in scene.profile.said.system else "batch"

    async def one(writer: int) -> None:
        for time in range(TIMES):
            letters = [scene.clinic.message(thread, f"{writer} {time} {n}") for n in range(AT_ONCE)]
            answer = await scene.wire.bundle(
                [create_entry(scene.clinic.named(each)) for each in letters], kind
            )
            if answer.status >= 400:
                await scene.clinic.make_all(letters)

    await asyncio.gather(*(one(writer) for writer in range(WRITERS)))
    return {
        ref_of(each) for each in await scene.wire.find("Communication", {"part-of": thread, "_count": "200"})
    }


class _Strict:
    """Looks as one must not: from the newest time seen, without any overlap."""

    def __init__(self, scene: Scene, since: str) -> None:
        self._scene = scene
        self._since = since
        self.seen: set[str] = set()

    async def look(self) -> None:
        params = {"_lastUpdated": f"gt{self._since}", "_sort": "_lastUpdated", "_count": "200"}
        for one in await self._scene.wire.find("Communication", params):
            self.seen.add(ref_of(one))
            self._since = max(self._since, one["meta"]["lastUpdated"])


@area.check("What is deleted or hidden")
async def deleted(scene: Scene) -> Finding:
    station, made = await _at_work(scene), await scene.clinic.conversation()
    await station.look(made)
    could = await scene.wire.gone(made.task)
    item = made.task if could else await _never_there(station, made)
    await station.reconcile()
    still = {one.ref for one in station.truth(made.thread)}
    program_must(item not in still, "Work that the server no longer shows stays in the list.")
    if could:
        status = (await scene.wire.ask("GET", made.task)).status
        return holds(f"A deleted item is answered with {status} and leaves the list.")
    return holds("This sign-in may not delete; an item that the server does not show leaves the list.")


async def _never_there(station: Station, made: Conversation) -> ItemId:
    """An item in the cache only, as if the server had hidden it since."""
    name = str(uuid4())
    task = {
        "resourceType": "Task",
        "id": name,
        "meta": {"versionId": "1", "lastUpdated": written(datetime.now(UTC))},
        "status": "requested",
        "intent": "order",
        "focus": {"reference": made.thread},
    }
    brought = [filed(decode(msgspec.json.encode(task)))]
    await asyncio.wrap_future(station.store.ingest(brought))
    return ItemId(f"Task/{name}")


@area.check("History and tombstones")
async def history(scene: Scene) -> Finding:
    made = await scene.clinic.conversation()
    versions = await scene.wire.ask("GET", f"{made.task}/_history")
    of_type = await scene.wire.ask("GET", "Task/_history?_count=5")
    told = [words for words, answer in (("of one", versions), ("of a type", of_type)) if answer.status == 200]
    copes = "Open work is compared with the server's now and then, so that what is gone is noticed."
    if of_type.status != 200:
        known = f"It has a history {told[0]} resource only." if told else "It has no history."
        return (missing if scene.profile.history else not_offered)(known, copes)
    if not await scene.wire.gone(made.task):
        return holds("It has a history of a type; this sign-in may not delete, so tombstones were not tried.")
    shown = (await scene.wire.page("Task/_history?_count=20")).get("entry", [])
    if not any(one.get("request", {}).get("method") == "DELETE" for one in shown):
        return missing("Its history leaves out what was deleted.", copes)
    return holds("It has a history of a type, and deletions stand in it.")


@area.check("Messages without work")
async def intake(scene: Scene) -> Finding:
    """Where a portal posts messages only: however many stations make work of one, there is one."""
    if not scene.profile.offers("Task", "create"):
        return not_offered("No work may be made here.", "Messages that nobody made work of are told of.")
    thread = ThreadId(ref_of(await scene.clinic.make(scene.clinic.header("Only a message"))))
    await scene.clinic.patient_writes(thread, seconds=-60)
    portals = [await station.portal() for station in (scene.me, scene.colleague)]
    rounds = 0
    while steps := [step for portal in portals if (step := await _step(portal, thread))]:
        rounds += 1
        program_must(rounds < 6, "They never come to an end of it.")
        await asyncio.gather(*steps)
    found = await scene.wire.find("Task", {"focus": thread})
    for one in found:
        scene.clinic.remember(ref_of(one))
    open_work = [one for one in found if one["status"] == "requested"]
    program_must(len(open_work) == 1, f"Of one message came {len(open_work)} pieces of open work.")
    second = await scene.clinic.patient_writes(thread, "And another thing")
    if step := await _step(portals[0], thread):
        await step
    triggers = [
        str(one.get("valueReference")) for one in (await scene.wire.read(ref_of(open_work[0])))["input"]
    ]
    program_must(any(second in one for one in triggers), "A further message did not join the open work.")
    doubles = f" ({len(found) - 1} made twice and taken back)" if len(found) > 1 else ""
    return holds(
        f"Two stations at once make one piece of work of it{doubles}, and a further message joins it."
    )


async def _step(portal: Portal, thread: ThreadId) -> Awaitable[object] | None:
    """What a station would do now, not begun yet."""
    await portal.pull.fetch([thread])
    steps = portal.intake.steps
    step = steps.step(thread, datetime.now(UTC) - timedelta(days=1))
    return steps.do(thread, step) if step else None
