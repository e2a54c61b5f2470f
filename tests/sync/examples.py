"""Small resources as a portal sends them, and entries as the outbox holds them. All people are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec

from inbox.domain.entries import Entry, Saw
from inbox.domain.filed import Filed
from inbox.domain.ids import GroupId, ItemId, OperationId, PatientId, PersonId, ThreadId
from inbox.domain.operations import AnyOperation
from inbox.domain.people import Role
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.incoming import Directory, Reading, filed
from inbox.fhir.resource import decode

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
THREAD = ThreadId("Communication/thr-1")
ITEM = ItemId("Task/t-1")
NURSE, OTHER = PersonId("Practitioner/rn-1"), PersonId("Practitioner/rn-2")
POOL = "HealthcareService/nurses"
ANY_INPUT = "https://elsewhere.example/CodeSystem/task-input"
DUE = NINE + timedelta(hours=4)

Json = dict[str, Any]


def promise_of(thread: Thread, item: WorkItem) -> Promise:
    """Four hours after nine, by the policy of these tests."""
    return Promise(DUE, "test@1", DUE - timedelta(hours=1))


def reading() -> Reading:
    """An interpreter that knows nobody yet."""
    return Reading(promise_of, Directory())


def at(minutes: float) -> str:
    """So many minutes past nine, as FHIR writes it."""
    return (NINE + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def kept(body: Json, version: str = "1", minutes: float = 0) -> Filed:
    """`body` as the store keeps it once the server has sent it."""
    body = {"id": "x", **body}
    body["meta"] = {"versionId": version, "lastUpdated": at(minutes), **body.get("meta", {})}
    return filed(decode(msgspec.json.encode(body)))


def concept(code: str, system: str = "https://elsewhere.example/CodeSystem/any") -> Json:
    return {"coding": [{"system": system, "code": code}]}


def header(**fields: Any) -> Json:
    return {
        "resourceType": "Communication",
        "id": "thr-1",
        "status": "in-progress",
        "category": [concept("medication-refill")],
        "subject": {"reference": "Patient/p1", "display": "Ada Example"},
        "topic": {"text": "Refill please"},
        "sent": at(0),
        "sender": {"reference": "RelatedPerson/r1", "display": "Bea Example (mother)"},
        "recipient": [{"reference": POOL, "display": "Nurses"}],
        **fields,
    }


def message(name: str = "m-1", text: str = "May I have more?", minutes: float = 0, **fields: Any) -> Json:
    return {
        "resourceType": "Communication",
        "id": name,
        "status": "completed",
        "partOf": [{"reference": "Communication/thr-1"}],
        "subject": {"reference": "Patient/p1"},
        "sent": at(minutes),
        "sender": {"reference": "Patient/p1"},
        "payload": [{"contentString": text}],
        **fields,
    }


def parameter(code: str, **value: Any) -> Json:
    return {"type": concept(code, ANY_INPUT), **value}


def task(**fields: Any) -> Json:
    return {
        "resourceType": "Task",
        "id": "t-1",
        "status": "requested",
        "intent": "order",
        "code": concept("respond-to-message"),
        "focus": {"reference": "Communication/thr-1"},
        "for": {"reference": "Patient/p1"},
        "authoredOn": at(0),
        "owner": {"reference": POOL, "display": "Nurses"},
        "input": [parameter("triggering-message", valueReference={"reference": "Communication/m-1"})],
        **fields,
    }


def conversation(*more: Filed, **of_task: Any) -> list[Filed]:
    """A header, one message of the patient, and the Task they made."""
    return [kept(header()), kept(message()), kept(task(**of_task), version="5"), *more]


def entry(
    operation: AnyOperation,
    truth: list[Filed] | None = None,
    *,
    actor: PersonId = NURSE,
    made_at: datetime = NINE + timedelta(minutes=10),
    group: str = "g",
    name: str = "",
) -> Entry:
    """`operation` as `actor` performed it while looking at `truth`."""
    thread = reading().thread(THREAD, truth or conversation())
    assert thread is not None
    return Entry(
        id=OperationId(name or str(uuid4())),
        group=GroupId(group),
        thread=THREAD,
        patient=PatientId("Patient/p1"),
        item=operation.item,
        actor=actor,
        actor_name="Nora Nurse, RN" if actor == NURSE else "Otto Other, RN",
        role=Role.RN,
        made_at=made_at,
        operation=operation,
        saw=Saw.of(thread, operation.item, actor),
    )
