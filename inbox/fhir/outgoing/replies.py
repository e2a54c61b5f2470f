"""A reply as a Communication of its thread, with its files in it (docs/adr/0033)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha1

import msgspec

from inbox.domain import typed
from inbox.domain.attached import AttachedFile
from inbox.domain.entries import Entry
from inbox.domain.errors import Bug
from inbox.domain.ids import reply_id
from inbox.domain.operations import Reply
from inbox.fhir.codes import OPERATION, PARTICIPATION_MODE
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_FROM_HEADER = ("category", "priority", "subject", "topic", "about")
"""What a message says again of its thread, as the server wrote it there."""


Bodies = Callable[[str], bytes | None]
"""Gives the bytes of a file by their SHA-256; None where they are not here."""


def no_bodies(_digest: str) -> bytes | None:
    """Where nothing is attached."""
    return None


def reply(
    entry: Entry, operation: Reply, header: bytes, status: str, sent: datetime, bodies: Bodies = no_bodies
) -> Write:
    """The create of one reply, as sent at `sent`. Its identifier is the operation: it is made once only.

    `status` is what this server calls a sent message; `header` is the thread's own Communication.
    """
    thread = typed.decode(header, dict[str, msgspec.Raw])
    answered = reference(operation.answers or "")
    body: dict[str, object] = {
        "resourceType": "Communication",
        "identifier": [{"system": OPERATION, "value": entry.id}],
        "partOf": [reference(entry.thread)],
        "status": status,
        **{name: thread[name] for name in _FROM_HEADER if name in thread},
        "medium": [{"coding": [{"system": PARTICIPATION_MODE, "code": "ELECTRONIC"}]}],
        "sent": written(sent),
        "sender": reference(entry.actor, entry.actor_name),
        "recipient": [to for party in operation.to if (to := reference(party.ref, party.name))],
        "payload": [
            {"contentString": operation.text},
            *({"contentAttachment": _attachment(file, bodies)} for file in operation.files),
        ],
    }
    body.setdefault("subject", reference(entry.patient))
    if answered and not answered["reference"].startswith("urn:"):
        body["inResponseTo"] = [answered]
    return Write(
        method="POST",
        url="Communication",
        body=msgspec.json.encode(body),
        if_none_exist=f"identifier={OPERATION}|{entry.id}",
        full_url=reply_id(entry.id),
        operations=(entry.id,),
    )


def _attachment(file: AttachedFile, bodies: Bodies) -> dict[str, object]:
    """An Attachment with its bytes. `hash` is their SHA-1, as R4 has it."""
    body = bodies(file.digest)
    if body is None:
        raise Bug("A reply whose file is not here cannot be written.")
    return {
        "contentType": file.content_type,
        "data": body,
        "size": len(body),
        "hash": sha1(body, usedforsecurity=False).digest(),
        "title": file.title,
    }
