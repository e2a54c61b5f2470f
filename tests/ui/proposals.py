"""Red-flag rules as a supervisor proposes them, in the cache of a desk."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import msgspec

from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.ui.desk import Desk

RULE: dict[str, Any] = {
    "id": "any-question",
    "level": 2,
    "title": "A question",
    "patterns": ["question"],
    "hits": ["I have a question"],
    "misses": ["I have an answer"],
}
RULES = json.dumps({"add": [{"group": "site", "rules": [RULE]}]}).encode()
_EXTENSION = "https://example.org/inbox/StructureDefinition/kit-author"


def proposes(desk: Desk, version: str = "2", by: str = "petra", body: bytes = RULES) -> None:
    """It comes from the server."""
    who = {"reference": f"Practitioner/{by}", "display": "Petra Nair"}
    library = {
        "resourceType": "Library",
        "id": "proposal",
        "meta": {"versionId": version, "lastUpdated": "2026-03-17T12:00:00Z"},
        "url": "https://example.org/inbox/Library/red-flag-rules",
        "version": version,
        "status": "draft",
        "extension": [
            {
                "url": _EXTENSION,
                "extension": [
                    {"url": "by", "valueReference": who},
                    {"url": "at", "valueDateTime": "2026-03-17T12:00:00Z"},
                    {"url": "reason", "valueString": "Too few were found"},
                ],
            }
        ],
        "content": [{"contentType": "application/json", "data": b64encode(body).decode()}],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(library)))]).result()
    desk.kit_changed.emit()
