"""What the program relies on when it writes, one promise at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable

import msgspec

from inbox.fhir.faults import Busy, NoAnswer
from inbox.fhir.write import Outcome, Write
from tests.contract.clinic import OURS
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.wire import create_entry, put_entry, ref_of, statuses, version_of

area = Area("Writing")

AT_ONCE = 8


async def at_once(writes: Iterable[Awaitable[Outcome]]) -> list[Outcome]:
    """What came of writes that are asked for together; a fault of the server in the throng counts as a no."""
    came = await asyncio.gather(*writes, return_exceptions=True)
    for one in came:
        if isinstance(one, BaseException) and (isinstance(one, Busy) or not isinstance(one, NoAnswer)):
            raise one
    return [Outcome(500) if isinstance(one, BaseException) else one for one in came]


@area.check("A create that is repeated")
async def conditional_create(scene: Scene) -> Finding:
    """Eight at once under one name, as when an answer was lost and several tries are under way."""
    named = scene.clinic.named(scene.clinic.header("Once"))
    condition = f"identifier={OURS}|{named['identifier'][0]['value']}"
    body = msgspec.json.encode(named)
    outcomes = await at_once(scene.client.create(body, if_none_exist=condition) for _ in range(AT_ONCE))
    outcomes.append(await scene.client.create(body, if_none_exist=condition))
    found = await scene.wire.find("Communication", {"identifier": condition.partition("=")[2]})
    for one in found:
        scene.clinic.remember(ref_of(one))
    server_must(found, "A conditional create made nothing.")
    copes = "Each reply is looked up by its identifier before it is sent again."
    if len(found) > 1:
        told = scene.profile.conditional_create("Communication")
        what = f"{len(outcomes)} creates under one identifier made {len(found)}."
        return (missing if told else not_offered)(what, copes)
    named_one = {outcome.ref for outcome in outcomes if outcome.done}
    program_must(
        named_one == {ref_of(found[0])}, "The program was told another name than the one that is there."
    )
    refused = sum(not outcome.done for outcome in outcomes)
    extra = f", {refused} were told to try again" if refused else ""
    return holds(f"{len(outcomes)} creates under one identifier, {AT_ONCE} of them at once, made one{extra}.")


@area.check("An update on an old version")
async def stale_update(scene: Scene) -> Finding:
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    await scene.wire.put({**task, "description": "First"})
    body = msgspec.json.encode({**task, "description": "Second"})
    outcome = await scene.client.update(made.task, body, if_match=version_of(task))
    there = (await scene.wire.read(made.task)).get("description")
    server_must(there == "First", "An update on an old version overwrites: two people could, too.")
    program_must(
        outcome.changed, f"The server refused it ({outcome.status}) and the program did not see why."
    )
    return holds(f"Refused ({outcome.status}); nothing was overwritten.")


@area.check("Eight updates at once")
async def one_winner(scene: Scene) -> Finding:
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    bodies = [msgspec.json.encode({**task, "description": f"Writer {n}"}) for n in range(AT_ONCE)]
    outcomes = await at_once(
        scene.client.update(made.task, body, if_match=version_of(task)) for body in bodies
    )
    won = [n for n, outcome in enumerate(outcomes) if outcome.done]
    server_must(len(won) <= 1, f"{len(won)} of {AT_ONCE} updates on the same version went through.")
    server_must(won, f"None of {AT_ONCE} updates on the current version went through.")
    there = (await scene.wire.read(made.task)).get("description")
    server_must(there == f"Writer {won[0]}", "What is there is not what the winner wrote.")
    return holds("One went through, and what is there is what it wrote.")


@area.check("A patch that tests the version")
async def guarded_patch(scene: Scene) -> Finding:
    if not scene.profile.offers("Task", "patch"):
        return not_offered("Task cannot be patched.", "The program replaces Tasks, naming the version.")
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    stale, good = version_of(task), version_of(await scene.wire.put({**task, "description": "Newer"}))

    async def patch(version: str) -> int:
        steps = [
            {"op": "test", "path": "/meta/versionId", "value": version},
            {"op": "add", "path": "/description", "value": f"By patch on {version}"},
        ]
        return (await scene.client.write(Write("PATCH", made.task, msgspec.json.encode(steps)))).status

    refused = await patch(stale)
    there = (await scene.wire.read(made.task)).get("description")
    server_must(there == "Newer" and refused >= 400, "A patch whose test of the version fails is done.")
    taken = await patch(good)
    if not 200 <= taken < 300:
        return missing(f"A patch with a good version is answered {taken}.", "The program replaces Tasks.")
    return holds(f"Refused ({refused}) on an old version, done on the current one.")


@area.check("Several writes as one")
async def atomic(scene: Scene) -> Finding:
    """A good create beside an update that must fail: either both are done, or neither."""
    copes = "Claim, reply and close go one after the other, each confirmed before the next."
    if "transaction" not in scene.profile.said.system:
        return not_offered("It takes no transactions.", copes)
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    await scene.wire.put({**task, "description": "Newer"})
    letter = scene.clinic.named(scene.clinic.message(made.thread, "Only with the other"))
    name = f"{OURS}|{letter['identifier'][0]['value']}"
    entries = [create_entry(letter, f"identifier={name}"), put_entry(task, version_of(task))]
    answer = await scene.wire.bundle(entries)
    there = await scene.wire.find("Communication", {"identifier": name})
    for one in there:
        scene.clinic.remember(ref_of(one))
    now_there = (await scene.wire.read(made.task)).get("description")
    server_must(now_there == "Newer", "A transaction overwrote a newer version.")
    whole = answer.status >= 400
    server_must(not (there and whole), f"It refuses a transaction ({answer.status}) and does half of it.")
    if there:
        return missing(
            f"It did half of a transaction and answered {answer.status} {statuses(answer)}.", copes
        )
    good = [
        create_entry(letter, f"identifier={name}"),
        put_entry(task, str(await _version(scene, made.task))),
    ]
    both = await scene.wire.bundle(good)
    done = statuses(both)
    if not (done and all(200 <= status < 300 for status in done)):
        return missing(f"A transaction of a create and an update is answered {both.status} {done}.", copes)
    for one in await scene.wire.find("Communication", {"identifier": name}):
        scene.clinic.remember(ref_of(one))
    return holds(f"Both or neither: refused whole ({answer.status}), then done whole.")


async def _version(scene: Scene, ref: str) -> str:
    return version_of(await scene.wire.read(ref))


@area.check("An update of what was deleted")
async def resurrection(scene: Scene) -> Finding:
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    if not await scene.wire.gone(made.task):
        return not_offered(
            "This sign-in may not delete.", "Nothing here can be deleted under anybody's hands."
        )
    body = msgspec.json.encode({**task, "status": "accepted"})
    outcome = await scene.client.update(made.task, body, if_match=version_of(task))
    if outcome.done:
        return missing("It brings a deleted Task back.", "It shows as open work again, with its owner.")
    return holds(f"Refused ({outcome.status}).")


@area.check("Ids of our own")
async def own_ids(scene: Scene) -> Finding:
    resource = {**scene.clinic.named(scene.clinic.header("Ours")), "id": f"contract-{scene.clinic.run}"}
    answer = await scene.wire.ask("PUT", f"Communication/{resource['id']}", resource)
    if answer.status in (200, 201):
        scene.clinic.remember(f"Communication/{resource['id']}")
        return holds("Taken; the program never makes use of it.")
    return not_offered(
        f"The server chooses ids ({answer.status}).", "The program names things by identifier."
    )
