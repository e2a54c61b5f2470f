"""A reply as a Communication of its thread."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.ids import reply_id
from inbox.domain.operations import Reply
from inbox.fhir.codes import OPERATION, PARTICIPATION_MODE
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_FROM_HEADER = ("category", "priority", "subject", "topic", "about")
"""What a message says again of its thread, as the server wrote it there."""


def reply(entry: Entry, operation: Reply, header: bytes, status: str, sent: datetime) -> Write:
    """The create of one reply, as sent at `sent`. Its identifier is the operation: it is made once only.

    `status` is what this server calls a sent message; `header` is the thread's own Communication.
    """
    thread = msgspec.json.decode(header, type=dict[str, msgspec.Raw])
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
        "payload": [{"contentString": operation.text}],
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
