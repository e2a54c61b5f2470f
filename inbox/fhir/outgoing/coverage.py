"""A coverage as a PractitionerRole of whoever covers, and the record of who said so."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.coverage import Coverage
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Party
from inbox.domain.pool import COVERING
from inbox.fhir.codes import ACTIVITY, COVERS_FOR, DUTY, LEFT, OPERATION
from inbox.fhir.incoming.hours import DAYS
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

_DAY = {number: name for name, number in DAYS.items()}


def cover_role(coverage: Coverage, name: str, before: bytes | None = None) -> bytes:
    """The PractitionerRole; `name` identifies a new one, `before` is the one it replaces."""
    fields = Fields(before or msgspec.json.encode(_new(name)))
    fields.put("active", coverage.active)
    fields.put("practitioner", reference(coverage.cover.ref, coverage.cover.name))
    end = {"end": written(coverage.end)} if coverage.end else {}
    fields.put("period", {"start": written(coverage.start), **end})
    fields.put("healthcareService", [reference(pool) for pool in coverage.pools])
    fields.put("availableTime", [_hours(block) for block in coverage.hours])
    away = reference(coverage.away.ref, coverage.away.name)
    said = [{"url": COVERS_FOR, "valueReference": away}, {"url": LEFT, "valueCode": str(coverage.left)}]
    fields.put("extension", said)
    return fields.encoded()


def set_by(role: str, name: str, by: Party, away: Party, at: datetime, *, ended: bool) -> Write:
    """The create of the record of who set or ended the coverage `role`."""
    body = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": name}]},
        "target": [reference(role)],
        "occurredDateTime": written(at),
        "recorded": written(at),
        "activity": {"coding": [{"system": ACTIVITY, "code": "cover-end" if ended else "cover"}]},
        "reason": [{"text": f"Cover for {away.name or away.ref}"}],
        "agent": [{"who": reference(by.ref, by.name)}],
    }
    return Write(
        method="POST",
        url="Provenance",
        body=msgspec.json.encode(body),
        if_none_exist=f"_tag={OPERATION}|{name}",
    )


def _new(name: str) -> dict[str, object]:
    return {
        "resourceType": "PractitionerRole",
        "identifier": [{"system": OPERATION, "value": name}],
        "code": [{"coding": [{"system": DUTY, "code": COVERING}], "text": "Covers for a colleague"}],
    }


def _hours(block: OpenTime) -> dict[str, object]:
    end = f"{block.end:%H:%M:%S}" if block.end else "00:00:00"
    begin = f"{block.start:%H:%M:%S}"
    return {"daysOfWeek": [_DAY[block.day]], "availableStartTime": begin, "availableEndTime": end}
