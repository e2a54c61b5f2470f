"""Names of things. Each is a FHIR reference, `Type/id`, or `urn:uuid:…` until the server has named it."""

from __future__ import annotations

from typing import NewType
from uuid import UUID, uuid5

ThreadId = NewType("ThreadId", str)
"""`Communication/…`: the header that a conversation's messages are part of."""
MessageId = NewType("MessageId", str)
"""`Communication/…` with words in it."""
ItemId = NewType("ItemId", str)
"""`Task/…`: one open obligation of a thread."""
PatientId = NewType("PatientId", str)
"""`Patient/…`"""
PoolId = NewType("PoolId", str)
"""`HealthcareService/…`, or whatever the server keeps its pools in."""
PersonId = NewType("PersonId", str)
"""`Practitioner/…`: a member of staff."""
NOBODY = PersonId("")
OperationId = NewType("OperationId", str)
"""A UUID made here; the server keeps it as identifier or tag, which makes every send idempotent."""
GroupId = NewType("GroupId", str)
"""A UUID shared by the operations of one command: they are run and undone as one."""


def is_unnamed(name: str) -> bool:
    """Whether the server has not named it yet."""
    return name.startswith("urn:")


def reply_id(operation: OperationId) -> MessageId:
    """The name a reply has here from the moment it is written until the server gives its own."""
    return MessageId(f"urn:uuid:{operation}")


def derived(operation: OperationId, what: str) -> str:
    """A UUID that follows from `operation` and `what`, so that a resend makes the same one."""
    return str(uuid5(UUID(operation), what))
