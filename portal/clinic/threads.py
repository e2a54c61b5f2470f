"""A case as Communications: a header without text, and the messages that are part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from portal.clinic.cases import DONE, Case, Line
from portal.clinic.chance import dice, uuid
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


def thread_id(case: Case) -> str:
    """The id of the header."""
    return f"thr-{case.number:05}"


def said(case: Case) -> list[tuple[str, Line]]:
    """Every message of the case with its id, oldest first."""
    lines = [line for part in case.rounds for line in part.messages()]
    return [(f"msg-{case.number:05}-{index}", line) for index, line in enumerate(lines, 1)]


def thread_resources(case: Case) -> Iterator[Json]:
    """The header, then the messages oldest first."""
    subject, messages = case.script.subject, said(case)
    yield _header(case, subject, messages)
    before = ""
    for name, line in messages:
        yield _message(case, subject, name, line, before)
        before = name


def _category(case: Case) -> Json:
    kind = case.script.kind
    return concept(MESSAGE_TYPE, kind.category, kind.label, f"{kind.label} (chosen by patient)")


def _header(case: Case, subject: str, messages: list[tuple[str, Line]]) -> Json:
    person, writer = case.script.chart.person, case.script.writer
    finished = all(part.state == DONE for part in case.rounds)
    ended = case.rounds[-1].ended if finished else None
    opened = messages[0][1].at
    people = [reference(writer.ref, writer.name)]
    if writer.ref != person.ref:
        people.append(reference(person.ref, person.name))
    return resource(
        "Communication",
        thread_id(case),
        ended or opened + timedelta(seconds=2),
        identifier=[{"system": THREAD_ID, "value": f"urn:uuid:{uuid(dice(0, thread_id(case), opened))}"}],
        status="completed" if finished else "in-progress",
        category=[_category(case)],
        priority="routine",
        subject=reference(person.ref, person.name),
        topic={"text": subject},
        about=[reference(target) for target in case.script.specifics.about],
        sent=instant(opened),
        recipient=[reference(case.pool.ref, case.pool.name), *people],
        sender=reference(writer.ref, writer.name),
    )


def _message(case: Case, subject: str, name: str, line: Line, before: str) -> Json:
    person, writer = case.script.chart.person, case.script.writer
    roll = dice(0, name, line.at)
    if line.by:
        sender, to = reference(line.by.ref, line.by.name), reference(writer.ref, writer.name)
        read = line.at + timedelta(minutes=roll.randint(2, 600)) if _read(case, line) else None
    else:
        sender, to = reference(writer.ref, writer.name), reference(case.pool.ref, case.pool.name)
        read = line.at + timedelta(seconds=roll.randint(1, 4))
    return resource(
        "Communication",
        name,
        max(line.at + timedelta(seconds=2), read if read and not line.by else line.at),
        identifier=[{"system": MESSAGE_ID, "value": f"urn:uuid:{uuid(roll)}"}],
        partOf=[reference(f"Communication/{thread_id(case)}")],
        inResponseTo=[reference(f"Communication/{before}")] if before else None,
        status="completed",
        category=[_category(case)],
        medium=[_ELECTRONIC],
        subject=reference(person.ref, person.name),
        topic={"text": subject},
        sent=instant(line.at),
        received=instant(read) if read else None,
        sender=sender,
        recipient=[to],
        payload=[{"contentString": line.text}],
    )


def _read(case: Case, line: Line) -> bool:
    """Whether the patient has read a reply: surely when they wrote again after it."""
    return any(other.at > line.at and not other.by for _, other in said(case))
