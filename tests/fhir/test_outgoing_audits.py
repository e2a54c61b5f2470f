"""The audit trail as the server keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest
from fhirclient.models.auditevent import AuditEvent

from inbox.domain.audit import AuditNote
from inbox.domain.ids import OperationId, PatientId, ThreadId
from inbox.domain.people import Role
from inbox.fhir.outgoing import audit_event
from tests.sync.examples import NINE, NURSE

NAME = OperationId("5b0f4f0e-7f3e-4d0b-9a55-9f1d2f6f0a01")


def event(what: str, outcome: str = "", at: datetime = NINE) -> dict[str, Any]:
    note = AuditNote(
        NAME, what, NURSE, Role.RN, at, PatientId("Patient/p1"), ThreadId("Communication/t"), outcome
    )
    write = audit_event(note, "triage-07", "https://portal.example/fhir/")
    body: dict[str, Any] = msgspec.json.decode(write.body)
    AuditEvent(body, strict=True)
    assert write.if_none_exist.endswith(NAME)
    assert body["meta"]["tag"][0]["code"] == NAME
    return body


@pytest.mark.parametrize("what", ["read", "update", "search", "sign-in", "sign-out", "lock", "anything-new"])
def test_every_event_is_valid_and_names_the_person(what: str) -> None:
    person = next(agent for agent in event(what)["agent"] if agent["requestor"])
    assert person["who"] == {"reference": NURSE}


def test_a_read_names_the_patient_and_the_conversation() -> None:
    body = event("read")
    assert (body["action"], body["subtype"][0]["code"], body["outcome"]) == ("R", "read", "0")
    assert [entity["what"]["reference"] for entity in body["entity"]] == ["Communication/t", "Patient/p1"]


def test_a_failure_says_so() -> None:
    body = event("update", outcome="A colleague was first.")
    assert (body["outcome"], body["outcomeDesc"]) == ("4", "A colleague was first.")
