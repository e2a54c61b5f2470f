"""What is usual on a server, seen from what its other programs wrote: how a sent message is marked, and
where work names its pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from inbox.domain import typed
from inbox.fhir.codes import OPERATION, POOL_INPUT
from inbox.fhir.profile.profile import Profile
from inbox.fhir.resource import Resource

T = TypeVar("T")

ENOUGH = 5
"""So many alike, and it is the usual."""
_SENT = frozenset({"in-progress", "completed", "unknown"})
_STAFF = frozenset({"Practitioner", "PractitionerRole", "HealthcareService", "Organization", "CareTeam"})
_POOLS = frozenset({"HealthcareService", "CareTeam", "Organization", "PractitionerRole"})


class Usual:
    """Looks at what comes in until it is clear what is usual here; afterwards it looks no more."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._sent = Counter[str]()

    def notice(self, resources: Iterable[Resource]) -> None:
        """Look at what the server sent."""
        for resource in resources:
            if resource.type == "Communication":
                self._communication(resource)
            elif resource.type == "Task" and not self._profile.learned.pools:
                self._work(resource)

    def _communication(self, resource: Resource) -> None:
        learned = self._profile.learned
        if learned.sent_status and learned.read_receipts:
            return
        message = _read(resource, _Communication)
        if message is None:
            return
        if message.received and _kind(message.sender) in _STAFF and not learned.read_receipts:
            self._profile.learn(read_receipts=True)
        if not learned.sent_status:
            self._message(message)

    def _message(self, message: _Communication) -> None:
        if message.status not in _SENT or not message.partOf:
            return
        if any(one.system == OPERATION for one in message.identifier):
            return  # our own: it says what we wrote, not what is usual
        self._sent[message.status] += 1
        if self._sent[message.status] >= ENOUGH:
            self._profile.learn(sent_status=message.status)

    def _work(self, resource: Resource) -> None:
        work = _read(resource, _Task)
        if work is None:
            return
        named = [
            one.valueReference for one in work.input if any(c.code == POOL_INPUT for c in one.type.coding)
        ]
        kinds = {kind for one in (*named, work.owner) if (kind := _kind(one)) in _POOLS}
        if not kinds and not work.owner.reference and work.performerType:
            kinds = {"performerType"}
        if kinds:
            self._profile.learn(pools=frozenset(kinds))


class _Reference(msgspec.Struct):
    reference: str = ""


class _Identifier(msgspec.Struct):
    system: str = ""


class _Communication(msgspec.Struct):
    status: str = ""
    received: str = ""
    sender: _Reference = msgspec.field(default_factory=_Reference)
    partOf: list[_Reference] = []
    identifier: list[_Identifier] = []


class _Coding(msgspec.Struct):
    code: str = ""


class _Concept(msgspec.Struct):
    coding: list[_Coding] = []


class _Input(msgspec.Struct):
    type: _Concept = msgspec.field(default_factory=_Concept)
    valueReference: _Reference = msgspec.field(default_factory=_Reference)


class _Task(msgspec.Struct):
    owner: _Reference = msgspec.field(default_factory=_Reference)
    performerType: list[_Concept] = []
    input: list[_Input] = []


def _read(resource: Resource, shape: type[T]) -> T | None:
    """As much of a resource as is looked at; None where it is shaped otherwise: then it says nothing."""
    try:
        return typed.decode(resource.body, shape)
    except msgspec.DecodeError:
        return None


def _kind(reference: _Reference) -> str:
    """The type in `Type/id`, which may be an absolute address."""
    parts = reference.reference.split("/")
    return parts[-2] if len(parts) > 1 else ""
