"""Searching and paging, as the program does it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from inbox.domain.ids import PatientId
from inbox.fhir.faults import Declined
from inbox.fhir.search import Params
from tests.contract.clinic import MANY, OURS
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.wire import Json, ref_of, version_of

area = Area("Reading")

LATEST = 5.0
"""Seconds after which what was written has to be found."""


@area.check("Versions and times")
async def versions(scene: Scene) -> Finding:
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    server_must(version_of(task), "Task has no meta.versionId: nobody could be kept from overwriting.")
    server_must(task["meta"].get("lastUpdated"), "Task has no meta.lastUpdated: changes cannot be found.")
    changed = await scene.wire.put({**task, "priority": "urgent"})
    server_must(version_of(changed) != version_of(task), "An update did not make a new version.")
    return holds(f"Each write makes a new version ({version_of(task)}, then {version_of(changed)}).")


@area.check("Found as soon as it is written")
async def at_once(scene: Scene) -> Finding:
    """Before a resend the program looks for what it sent; a late index, or an answer kept from before the
    write, would hide it."""
    clinic, made = scene.clinic, await scene.clinic.conversation()
    searches: Sequence[tuple[str, Params, Json]] = (
        ("Communication", {"part-of": made.thread}, clinic.message(made.thread, "And this")),
        ("Task", {"focus": made.thread}, clinic.task(made.thread, made.message)),
    )
    loop, slowest = asyncio.get_running_loop(), 0.0
    for kind, params, resource in searches:
        await _found(scene, kind, params)
        ref, began = ref_of(await clinic.make(resource)), loop.time()
        while ref not in await _found(scene, kind, params):
            slowest = loop.time() - began
            server_must(slowest < LATEST, f"What is written is not found by {next(iter(params))}.")
            await asyncio.sleep(0.2)
    if slowest:
        return missing(f"Found only {slowest:.1f} s after it was written.", "A resend relies on identifiers.")
    return holds("By the thread it is part of and by the thread it is about.")


async def _found(scene: Scene, kind: str, params: Params) -> list[str]:
    """What the program finds; a server that answers from yesterday's list shows here."""
    pages = scene.client.search(kind, params, interactive=True)
    return [resource.ref async for page in pages for resource in page.resources]


@area.check("Search by identifier")
async def by_identifier(scene: Scene) -> Finding:
    header = await scene.clinic.make(scene.clinic.header("Named"))
    value = header["identifier"][0]["value"]
    found = await scene.wire.find("Communication", {"identifier": f"{OURS}|{value}"})
    server_must([ref_of(one) for one in found] == [ref_of(header)], f"One was made and {len(found)} found.")
    none = await scene.wire.find("Communication", {"identifier": f"{OURS}|{uuid4()}"})
    server_must(not none, "A search for an identifier that nothing has finds something.")
    return holds("Finds that one, and nothing for a name that nothing has.")


@area.check("Open work by status")
async def by_status(scene: Scene) -> Finding:
    made, closed = await scene.clinic.conversation(), await scene.clinic.conversation(status="completed")
    station = scene.new_station()
    portal = await station.portal()
    await portal.first.front()
    there = set(station.desk().open_here())
    program_must(made.task in there, "The first load did not bring an open item that the server has.")
    program_must(closed.task not in there, "The first load took a closed item for an open one.")
    thread = station.thread(made.thread)
    program_must(thread.last_from_patient is not None, "The first load brought an item without its message.")
    return holds(
        f"The first load brings all open work: {len(there)} items, with messages; closed ones stay out."
    )


@area.check("Several by id at once")
async def by_id(scene: Scene) -> Finding:
    one, two = [await scene.clinic.make(scene.clinic.header("By id")) for _ in range(2)]
    ids = f"{one['id']},{two['id']}"
    found = {ref_of(each) for each in await scene.wire.find("Communication", {"_id": ids, "_count": "100"})}
    server_must(found == {ref_of(one), ref_of(two)}, f"Two were asked for by _id and {len(found)} came.")
    return holds("Each of those asked for, and nothing else.")


@area.check("What comes along (_include)")
async def includes(scene: Scene) -> Finding:
    if "Task:focus" not in scene.profile.included("Task"):
        return not_offered(
            "Threads do not come along with their work.", "They are read by id, in a second step."
        )
    made = await scene.clinic.conversation()
    page = await scene.wire.page(f"Task?_id={made.task.partition('/')[2]}&_include=Task:focus")
    along = [ref_of(one["resource"]) for one in page.get("entry", [])]
    if made.thread not in along:
        return missing(
            "It says that threads come along with their work, and they do not.", "They are read by id."
        )
    return holds("Threads come along with their work.")


@area.check("Page by page")
async def paging(scene: Scene) -> Finding:
    thread, refs = await scene.clinic.long_thread()
    for count in (20, 7):
        params = {"part-of": thread, "_count": str(count), "_sort": "_lastUpdated"}
        pages = [page async for page in scene.client.search("Communication", params)]
        found = [resource.ref for page in pages for resource in page.resources]
        server_must(len(found) == len(set(found)), f"By pages of {count}, some come twice.")
        server_must(set(found) == set(refs), f"By pages of {count}, {len(found)} of {MANY} come.")
        times = [resource.updated for page in pages for resource in page.resources]
        server_must(times == sorted(times), "Sorted by time of change they are not in order.")
    return holds(f"{MANY} messages by pages of 20 and of 7, each once, in order ({len(pages)} pages).")


@area.check("Large pages")
async def large_pages(scene: Scene) -> Finding:
    thread, refs = await scene.clinic.long_thread()
    portal_pages = [
        page async for page in scene.client.search("Communication", {"part-of": thread, "_count": "1000"})
    ]
    found = [resource.ref for page in portal_pages for resource in page.resources]
    program_must(set(found) == set(refs), "A page of 1000 does not bring a thread of two dozen messages.")
    return holds("A page of 1000 may be asked for.")


@area.check("Long searches")
async def long_searches(scene: Scene) -> Finding:
    """A hundred ids make an address that some servers refuse: they are posted."""
    header = await scene.clinic.make(scene.clinic.header("Among many"))
    ids = ",".join([*(str(uuid4()) for _ in range(99)), header["id"]])
    found = [
        resource.ref
        async for page in scene.client.search("Communication", {"_id": ids, "_count": "100"})
        for resource in page.resources
    ]
    program_must(found == [ref_of(header)], f"One of a hundred ids is there, and {len(found)} came.")
    return holds("A hundred ids at once, by POST to _search.")


@area.check("How many there are")
async def how_many(scene: Scene) -> Finding:
    thread, refs = await scene.clinic.long_thread()
    told = await scene.client.count("Communication", {"part-of": thread})
    if told is None:
        return not_offered("The server does not count.", "Progress is shown without a total.")
    if told != len(refs):
        return missing(f"The server counts {told} of {len(refs)}.", "It is used for progress only.")
    return holds("The server counts.")


@area.check("A search it does not know")
async def unknown_parameter(scene: Scene) -> Finding:
    try:
        async for _ in scene.client.search("Task", {"made-up-parameter": "x", "_count": "1"}):
            break
    except Declined as no:
        return holds(f"Refused ({no.status}), so that nothing is found by mistake.")
    return missing("An unknown parameter is ignored.", "The program asks only by what the statement lists.")


@area.check("A patient's chart")
async def chart(scene: Scene) -> Finding:
    await (await scene.me.portal()).charts.read([PatientId(scene.clinic.patient)])
    return holds("Read as far as this server has it; what it does not offer stays empty.")
