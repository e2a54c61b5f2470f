"""The record of who arranged pools and people: beside what was written, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain.people import Party
from inbox.fhir.codes import ACTIVITY, OPERATION
from inbox.fhir.outgoing.fields import reference
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write


def arranged_by(targets: Sequence[str], name: str, by: Party, at: datetime, reason: str) -> Write:
    """The create of it. `targets`: references, or the `urn:uuid:` of what the same bundle creates."""
    body: dict[str, object] = {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": OPERATION, "code": name}]},
        "target": [{"reference": target} for target in targets],
        "occurredDateTime": written(at),
        "recorded": written(at),
        "activity": {"coding": [{"system": ACTIVITY, "code": "arrange"}]},
        "agent": [{"who": reference(by.ref, by.name)}],
    }
    if reason:
        body["reason"] = [{"text": reason}]
    return Write(method="POST", url="Provenance", body=msgspec.json.encode(body))
