"""A case as Communications: a header without text, and the messages that are part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clinic.cases import DONE, Case, Line
from portal.clinic.chance import dice, uuid
from portal.clinic.conversations import KINDS, Kind
from portal.clinic.fhir import (
    HL7,
    MESSAGE_ID,
    MESSAGE_TYPE,
    THREAD_ID,
    Json,
    concept,
    instant,
    reference,
    resource,
)

_ELECTRONIC = concept(HL7 + "v3-ParticipationMode", "ELECTRONIC")


@dataclass(frozen=True)
class Envelope:
    """What all messages of a thread share; the people and the pool are references with names."""

    kind: Kind
    subject: str
    patient: Json
    writer: Json
    pool: Json


def envelope(case: Case) -> Envelope:
    """The envelope of a seeded thread."""
    person, writer = case.script.chart.person, case.script.writer
    return Envelope(
        KINDS[case.script.kind.work],
        case.script.subject,
        reference(person.ref, person.name),
        reference(writer.ref, writer.name),
        reference(case.pool.ref, case.pool.name),
    )


def thread_id(case: Case) -> str:
    """The id of the header."""
    return f"thr-{case.number:05}"


def said(case: Case) -> list[tuple[str, Line]]:
    """Every message of the case with its id, oldest first."""
    lines = [line for part in case.rounds for line in part.messages()]
    return [(f"msg-{case.number:05}-{index}", line) for index, line in enumerate(lines, 1)]


def thread_resources(case: Case) -> Iterator[Json]:
    """The header, then the messages oldest first."""
    shared, messages, thread = envelope(case), said(case), thread_id(case)
    opened = messages[0][1].at
    head = header(shared, thread, opened, case.script.specifics.about)
    if case.rounds[-1].state == DONE and case.rounds[-1].ended:
        head |= {"status": "completed", "meta": {"lastUpdated": instant(case.rounds[-1].ended)}}
    yield head
    before = ""
    for index, (name, line) in enumerate(messages):
        answered = any(not later.by for _, later in messages[index + 1 :])
        yield message(shared, name, f"Communication/{thread}", line, before, read=answered)
        before = f"Communication/{name}"


def header(shared: Envelope, name: str, opened: datetime, about: tuple[str, ...]) -> Json:
    """A thread as the portal opens it, two seconds after the patient sent the first message."""
    people = [shared.writer]
    if shared.writer["reference"] != shared.patient["reference"]:
        people.append(shared.patient)
    return resource(
        "Communication",
        name,
        opened + timedelta(seconds=2),
        identifier=[{"system": THREAD_ID, "value": f"urn:uuid:{uuid(dice(0, name, opened))}"}],
        status="in-progress",
        category=[_category(shared.kind)],
        priority="routine",
        subject=shared.patient,
        topic={"text": shared.subject},
        about=[reference(target) for target in about],
        sent=instant(opened),
        recipient=[shared.pool, *people],
        sender=shared.writer,
    )


def message(shared: Envelope, name: str, thread: str, line: Line, before: str = "", *, read: bool) -> Json:
    """One message. The clinic receives at once; when the patient has `read` a reply, it says so later."""
    roll = dice(0, name, line.at)
    if line.by:
        sender, to = reference(line.by.ref, line.by.name), shared.writer
        received = line.at + timedelta(seconds=roll.randint(100, 500)) if read else None
    else:
        sender, to = shared.writer, shared.pool
        received = line.at + timedelta(seconds=roll.randint(1, 4))
    return resource(
        "Communication",
        name,
        received or line.at,
        identifier=[{"system": MESSAGE_ID, "value": f"urn:uuid:{uuid(roll)}"}],
        partOf=[reference(thread)],
        inResponseTo=[reference(before)] if before else None,
        status="completed",
        category=[_category(shared.kind)],
        medium=[_ELECTRONIC],
        subject=shared.patient,
        topic={"text": shared.subject},
        sent=instant(line.at),
        received=instant(received) if received else None,
        sender=sender,
        recipient=[to],
        payload=[{"contentString": line.text}],
    )


def _category(kind: Kind) -> Json:
    return concept(MESSAGE_TYPE, kind.category, kind.label, f"{kind.label} (chosen by patient)")
