"""Why an item moved, and what settled its flags: one Provenance for each such operation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.ids import reply_id
from inbox.domain.operations import (
    AnyOperation,
    Comment,
    Complete,
    Dispose,
    Prescribe,
    Reply,
    Snooze,
    Sweep,
)
from inbox.fhir.codes import ACTIVITY, OPERATION, PARTICIPANT_TYPE, REASON, SPEED_BUTTON
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_AUTHOR, _VERIFIER, _ENTERER = "author", "verifier", "enterer"
"""HL7 provenance-participant-type."""
_A_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def reasons_of(chain: Sequence[Entry], now: datetime, made: Collection[str] = ()) -> list[Write]:
    """The creates that record why what `chain` asks for was done.

    `made`: the `urn:uuid:` of what the same bundle creates, which may be named by it.
    """
    return [record for entry in chain if (record := provenance(entry, now, made))]


def provenance(entry: Entry, now: datetime, made: Collection[str] = ()) -> Write | None:
    """The create that records `entry`; None where what it makes says itself who made it and when, and nothing
    else is to be named: a message has no field for who drafted it, on whose behalf it was written, nor by
    which speed button.

    The tag is the operation: Provenance has no identifier in R4, and duplicates merge by it.
    """
    operation = entry.operation
    if isinstance(operation, Comment | Snooze | Sweep) or (
        isinstance(operation, Reply) and not _names_more(entry)
    ):
        return None
    activity = {"coding": [{"system": ACTIVITY, "code": _activity(operation)}]}
    body: dict[str, object] = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": entry.id}]},
        "target": [
            *([{"reference": urn}] if (urn := reply_id(entry.id)) in made else []),
            reference(operation.item),
        ],
        "occurredDateTime": written(entry.made_at),
        "recorded": written(now),
        "activity": activity,
        "agent": _agents(entry),
    }
    if entry.button:
        body["policy"] = [SPEED_BUTTON + quote(entry.button, safe="")]
    if reason := _reason(entry):
        body["reason"] = [reason]
    return Write(
        method="POST",
        url="Provenance",
        body=msgspec.json.encode(body),
        if_none_exist=f"_tag={OPERATION}|{entry.id}",
        operations=(entry.id,),
    )


def _activity(operation: AnyOperation) -> str:
    return "approve" if isinstance(operation, Reply) and operation.drafted_by else operation.verb


def _names_more(entry: Entry) -> bool:
    """Whether there is something to say of a reply that the message itself cannot say."""
    operation = entry.operation
    drafted = isinstance(operation, Reply) and operation.drafted_by is not None
    return drafted or entry.on_behalf is not None or bool(entry.button)


def _agents(entry: Entry) -> list[dict[str, object]]:
    """Who did it. Of an approved reply who wrote it, and who sent it: its verifier, or its second author; of
    an order its author, and who proposed it."""
    who: dict[str, object] = {"who": reference(entry.actor, entry.actor_name)}
    if entry.on_behalf is not None:
        who["onBehalfOf"] = reference(entry.on_behalf.ref, entry.on_behalf.name)
    operation = entry.operation
    if isinstance(operation, Prescribe) and operation.proposed_by is not None:
        proposed = reference(operation.proposed_by.ref, operation.proposed_by.name)
        return [{"type": _participant(_AUTHOR), **who}, {"type": _participant(_ENTERER), "who": proposed}]
    if not isinstance(operation, Reply) or operation.drafted_by is None:
        return [who]
    drafted = reference(operation.drafted_by.ref, operation.drafted_by.name)
    sends = _AUTHOR if operation.edited else _VERIFIER
    return [{"type": _participant(sends), **who}, {"type": _participant(_AUTHOR), "who": drafted}]


def _participant(code: str) -> dict[str, object]:
    return {"coding": [{"system": PARTICIPANT_TYPE, "code": code}]}


def _reason(entry: Entry) -> dict[str, object] | None:
    operation = entry.operation
    said = (
        operation.outcome if isinstance(operation, Complete | Dispose) else getattr(operation, "reason", "")
    )
    if not said:
        return None
    if isinstance(operation, Complete) and operation.reason:
        return {"coding": [{"system": REASON, "code": said}], "text": operation.reason}
    return {"coding": [{"system": REASON, "code": said}]} if _A_CODE.match(said) else {"text": said}
