"""Why an item moved, and what settled its flags: one Provenance for each such operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.operations import Comment, Complete, Dispose, Reply, Snooze
from inbox.fhir.codes import ACTIVITY, OPERATION, REASON
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_A_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def reasons_of(chain: Sequence[Entry], now: datetime) -> list[Write]:
    """The creates that record why what `chain` asks for was done."""
    return [record for entry in chain if (record := provenance(entry, now))]


def provenance(entry: Entry, now: datetime) -> Write | None:
    """The create that records `entry`; None where what it makes says itself who made it and when, and nobody
    else is to be named: a message has no field for on whose behalf it was written.

    The tag is the operation: Provenance has no identifier in R4, and duplicates merge by it.
    """
    operation, behalf = entry.operation, entry.on_behalf
    if isinstance(operation, Comment | Reply | Snooze) and not (behalf and isinstance(operation, Reply)):
        return None
    agent: dict[str, object] = {"who": reference(entry.actor, entry.actor_name)}
    if behalf is not None:
        agent["onBehalfOf"] = reference(behalf.ref, behalf.name)
    activity = {"coding": [{"system": ACTIVITY, "code": operation.verb}]}
    body: dict[str, object] = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": entry.id}]},
        "target": [reference(operation.item)],
        "occurredDateTime": written(entry.made_at),
        "recorded": written(now),
        "activity": activity,
        "agent": [agent],
    }
    if reason := _reason(entry):
        body["reason"] = [reason]
    return Write(
        method="POST",
        url="Provenance",
        body=msgspec.json.encode(body),
        if_none_exist=f"_tag={OPERATION}|{entry.id}",
        operations=(entry.id,),
    )


def _reason(entry: Entry) -> dict[str, object] | None:
    operation = entry.operation
    said = (
        operation.outcome if isinstance(operation, Complete | Dispose) else getattr(operation, "reason", "")
    )
    if not said:
        return None
    return {"coding": [{"system": REASON, "code": said}]} if _A_CODE.match(said) else {"text": said}
