"""What an operation makes on the server beside its Task: its create, and the link to it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.ids import OperationId
from inbox.fhir.codes import OPERATION
from inbox.fhir.write import Write


def create(kind: str, entry: Entry, body: Mapping[str, object]) -> Write:
    """The create of a `kind` that `entry` asks for, once by its identifier; of `body` what says anything."""
    named = {"resourceType": kind, "identifier": [{"system": OPERATION, "value": entry.id}], **body}
    return Write(
        method="POST",
        url=kind,
        body=msgspec.json.encode({name: value for name, value in named.items() if value}),
        if_none_exist=f"identifier={OPERATION}|{entry.id}",
        full_url=f"urn:uuid:{entry.id}",
        operations=(entry.id,),
    )


def link(kind: str, operation: OperationId | None, said: str, linked: bool) -> dict[str, object]:
    """By the name in the same bundle (`linked`), and by its identifier: that one holds also where they go one
    by one."""
    named = {"type": kind, "identifier": {"system": OPERATION, "value": operation}, "display": said}
    return {"valueReference": {"reference": f"urn:uuid:{operation}", **named} if linked else named}
