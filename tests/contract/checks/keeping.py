"""How much a server takes, and whether what it took comes back."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import ThreadId
from inbox.fhir.faults import NoAnswer
from tests.contract.clinic import OURS, input_type, now
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene
from tests.contract.wire import Json, create_entry, located, ref_of, statuses

area = Area("What it takes and keeps")


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
        if not isinstance(there, list) or len(there) != len(wanted):
            return False
        return all(_says(one, each) for one, each in zip(there, wanted, strict=True))
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
    await portal.pull.fetch([ThreadId(ref_of(header))])
    before = station.changes
    await portal.pull.fetch([ThreadId(ref_of(header))])
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
