"""The record: why things moved, who opened what, and word of changes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec

from inbox.domain.audit import AuditNote
from inbox.domain.operations import Claim
from inbox.fhir.codes import OPERATION
from tests.contract.checks.verbs import open_one, settled
from tests.contract.clinic import now
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must
from tests.contract.scene import Scene
from tests.contract.station import new_id
from tests.contract.wire import Json, No, ref_of

area = Area("The record")


@area.check("Provenance")
async def provenance(scene: Scene) -> Finding:
    copes = "The reasons of claims and moves are not kept on the server."
    if not scene.profile.offers("Provenance", "create"):
        return not_offered("It keeps none from us.", copes)
    made = await open_one(scene)
    [entry] = await scene.me.perform(made.thread, Claim(item=made.task))
    await scene.me.push()
    settled(scene.me, made)
    try:
        found = await scene.wire.find("Provenance", {"_tag": f"{OPERATION}|{entry.id}"})
    except No as no:
        return holds(f"Sent with the claim; whether it is there may not be read ({no.status}).")
    for one in found:
        scene.clinic.remember(ref_of(one))
    if not found:
        return missing("It says that it takes them, and the claim's is not there.", copes)
    program_must(len(found) == 1, f"One claim made {len(found)} of them.")
    return holds("One for the claim, found by its tag.")


@area.check("A Provenance that is repeated")
async def repeated(scene: Scene) -> Finding:
    if not scene.profile.offers("Provenance", "create"):
        return not_offered("It keeps none from us.", "Nothing is sent.")
    made, name = await open_one(scene), new_id()
    body: Json = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": name}]},
        "target": [{"reference": made.task}],
        "recorded": now(),
        "agent": [{"who": {"reference": scene.actor.person}}],
    }
    condition, sent = f"_tag={OPERATION}|{name}", msgspec.json.encode(body)
    outcomes = [await scene.client.create(sent, if_none_exist=condition) for _ in range(2)]
    refs = {outcome.ref for outcome in outcomes if outcome.done}
    for ref in refs:
        scene.clinic.remember(ref)
    if not refs:
        return missing(f"Refused ({outcomes[0].status}).", "The reasons of moves stay on this computer.")
    if len(refs) > 1:
        return missing("Sent twice it is there twice.", "Copies share the tag and count as one.")
    return holds("Sent twice it is there once, known by its tag.")


@area.check("Versions and names of requests")
async def named(scene: Scene) -> Finding:
    """What the program sends: each change of an item names the version it read, each request itself."""
    made = await open_one(scene)
    await scene.me.perform(made.thread, Claim(item=made.task))
    await scene.me.try_to_push(scene.line.base)
    settled(scene.me, made)
    tag = f'W/"{made.version}"'
    in_body = msgspec.json.encode(tag).strip(b'"')
    about = made.task.encode()
    changes = [one for one in scene.line.heard if one.writes and about in one.path.encode() + one.body]
    guarded = [
        tag == one.headers.get("if-match") or in_body in one.body or b"/meta/versionId" in one.body
        for one in changes
    ]
    program_must(any(guarded), f"An item is changed without naming the version that was read, {tag}.")
    names = [one.headers.get("x-request-id", "") for one in scene.line.heard]
    program_must(all(names) and len(set(names)) == len(names), "A request has no name of its own.")
    return holds(f"A claim names {tag}; {len(names)} requests have an X-Request-Id each.")


@area.check("Audit events")
async def audit(scene: Scene) -> Finding:
    copes = "Who opened what is kept on this computer."
    if not scene.profile.offers("AuditEvent", "create"):
        return not_offered("It keeps none from us.", copes)
    made = await open_one(scene)
    note = AuditNote(
        new_id(), "read", scene.actor.person, scene.actor.role, datetime.now(UTC), None, made.thread
    )
    await asyncio.wrap_future(scene.me.store.audit(note))
    await (await scene.me.portal()).audits.send()
    left = await asyncio.wrap_future(scene.me.store.audits_waiting(scene.actor.person, 10))
    if left:
        return missing("It says that it takes them, and does not.", copes)
    try:
        found = await scene.wire.find("AuditEvent", {"_tag": f"{OPERATION}|{note.id}"})
    except No as no:
        return holds(f"Taken; whether it is there may not be read ({no.status}).")
    for one in found:
        scene.clinic.remember(ref_of(one))
    if len(found) != 1:
        return missing(
            f"Taken, and by its tag {len(found)} are found.", "Copies share the tag and count as one."
        )
    return holds("Taken, and found by its tag.")
