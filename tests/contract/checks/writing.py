"""What the program relies on when it writes, one promise at a time."""

from __future__ import annotations

import asyncio

import msgspec

from inbox.fhir.faults import NoAnswer
from inbox.fhir.write import Write
from tests.contract.clinic import OURS, input_type, now
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.wire import Json, create_entry, located, put_entry, ref_of, statuses, version_of

area = Area("Writing")

AT_ONCE = 8


@area.check("A create that is repeated")
async def conditional_create(scene: Scene) -> Finding:
    """Eight at once under one name, as when an answer was lost and several tries are under way."""
    named = scene.clinic.named(scene.clinic.header("Once"))
    condition = f"identifier={OURS}|{named['identifier'][0]['value']}"
    body = msgspec.json.encode(named)
    outcomes = await asyncio.gather(
        *(scene.client.create(body, if_none_exist=condition) for _ in range(AT_ONCE))
    )
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
    outcomes = await asyncio.gather(
        *(scene.client.update(made.task, body, if_match=version_of(task)) for body in bodies)
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


@area.check("How much goes at once")
async def limits(scene: Scene) -> Finding:
    """Transactions of conditional creates of what is there already: they change nothing."""
    if "transaction" not in scene.profile.said.system:
        return not_offered("It takes no transactions.", "One write at a time.")
    thread, _ = await scene.clinic.long_thread()
    letters = await scene.wire.find("Communication", {"part-of": thread, "_count": "100"})
    took, refused = 0, 0
    for size in (2, 8, 9, 16, 24):
        entries = [
            create_entry(_unnamed(each), f"identifier={OURS}|{_name(each)}") for each in letters[:size]
        ]
        answer = await scene.wire.bundle(entries)
        done = statuses(answer)
        if answer.status >= 400 or len(done) != size or any(status >= 400 for status in done):
            refused = answer.status
            break
        took = size
    server_must(took >= 2, f"Two conditional creates in a transaction are answered {refused}.")
    if refused:
        return holds(
            f"{took} conditional creates in a transaction, more are refused ({refused}); we send at most 8."
        )
    return holds(f"{took} conditional creates in a transaction are taken; we send at most 8.")


def _unnamed(resource: Json) -> Json:
    """Without what the server gave it."""
    return {name: value for name, value in resource.items() if name not in ("id", "meta")}


def _name(resource: Json) -> str:
    return str(resource["identifier"][0]["value"])


@area.check("A large body")
async def large_body(scene: Scene) -> Finding:
    header = await scene.clinic.make(scene.clinic.header("How large"))
    letter = scene.clinic.named(scene.clinic.message(ref_of(header), "x" * 1_200_000))
    copes = "What we send stays below 1 MB."
    try:
        outcome = await scene.client.create(msgspec.json.encode(letter))
    except NoAnswer:
        return missing("At 1.2 MB it breaks the connection without an answer.", copes)
    if outcome.done:
        scene.clinic.remember(outcome.ref)
        return holds("1.2 MB are taken.")
    server_must(outcome.status in (400, 413, 422), f"1.2 MB are answered {outcome.status}.")
    return holds(f"1.2 MB are refused ({outcome.status}). {copes}")


@area.check("All that we write is kept")
async def kept(scene: Scene) -> Finding:
    """Fields that a policy makes read-only, or a server does not keep, come back otherwise."""
    made = await scene.clinic.conversation()
    task = await scene.wire.read(made.task)
    wanted: Json = {
        "status": "on-hold",
        "businessStatus": {"coding": [{"system": OURS, "code": "waiting-for-patient"}]},
        "statusReason": {"text": "Waiting"},
        "owner": {"reference": scene.actor.person},
        "priority": "urgent",
        "executionPeriod": {"start": now(-60)},
        "restriction": {"period": {"end": now(3600)}},
        "lastModified": now(),
        "note": [{"text": "A note", "time": now(), "authorReference": {"reference": scene.actor.person}}],
        "input": [*task["input"], {"type": input_type("wake"), "valueDateTime": now(86400)}],
        "output": [{"type": input_type("outcome"), "valueString": "answered"}],
    }
    await scene.wire.put({**task, **wanted})
    back = await scene.wire.read(made.task)
    lost = [name for name, value in wanted.items() if not _says(back.get(name), value)]
    server_must(
        "status" not in lost and "owner" not in lost,
        f"It answers yes and leaves as it was: {', '.join(lost)}.",
    )
    if lost:
        return missing(f"Not kept: {', '.join(lost)}.", "What comes back is what is shown.")
    return holds(f"{len(wanted)} fields of a Task come back as they were sent.")


def _says(there: object, wanted: object) -> bool:
    """Whether `there` says all that is `wanted`; a server may add to it."""
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(
            _says(there.get(name), value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        same = isinstance(there, list) and len(there) == len(wanted)
        return same and all(_says(one, each) for one, each in zip(there, wanted, strict=True))  # type: ignore[call-overload]
    if isinstance(wanted, str) and isinstance(there, str) and wanted[:2] == "20":
        return there[:19] == wanted[:19]  # one moment, however many digits of a second
    return there == wanted


@area.check("Attachments")
async def attachments(scene: Scene) -> Finding:
    header = await scene.clinic.make(scene.clinic.header("With a picture"))
    url = await _a_file(scene)
    letter = scene.clinic.message(ref_of(header), "See picture")
    file = {"contentType": "text/plain", "title": "Picture", "url": url}
    letter["payload"].append({"contentAttachment": file})
    made = await scene.clinic.make(letter)
    one, two = await scene.wire.read(ref_of(made)), await scene.wire.read(ref_of(made))
    addresses = [_address(each) for each in (one, two)]
    server_must(all(addresses), "The address of an attachment does not come back.")
    station = scene.new_station()
    portal = await station.portal()
    await portal.pull.fetch([ref_of(header)])  # type: ignore[list-item]
    before = station.changes
    await portal.pull.fetch([ref_of(header)])  # type: ignore[list-item]
    program_must(station.changes == before, "Reading the same version again counts as a change.")
    if addresses[0] != addresses[1]:
        return missing("Their addresses change at every reading.", "Versions are compared, never addresses.")
    return holds("Their addresses stay the same, and reading again changes nothing here.")


async def _a_file(scene: Scene) -> str:
    """The address of a Binary; of one that is not there where none may be made."""
    headers = {"content-type": "application/fhir+json"}
    file = {"resourceType": "Binary", "contentType": "text/plain", "data": "cGljdHVyZQ=="}
    answer = await scene.wire.ask("POST", "Binary", file, headers)
    if answer.status != 201:
        return "Binary/0b1f5c1e-9a5c-4f1e-8d50-0e6a2f1c9a11"
    file_ref = located(answer.headers.get("location", "")) or ref_of(msgspec.json.decode(answer.body))
    scene.clinic.remember(file_ref)
    return file_ref


def _address(letter: Json) -> str:
    files = [part.get("contentAttachment", {}) for part in letter.get("payload", [])]
    return next((str(file["url"]) for file in files if file.get("url")), "")


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
