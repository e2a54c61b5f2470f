"""Resources to send, each unlike any other."""

import uuid
from typing import Any

SYSTEM = "urn:test:key"


def new_key() -> str:
    return str(uuid.uuid4())


def message(key: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Communication",
        "identifier": [{"system": SYSTEM, "value": key or new_key()}],
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "payload": [{"contentString": "The refill is ready."}],
        **more,
    }


def task(key: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Task",
        "identifier": [{"system": SYSTEM, "value": key or new_key()}],
        "status": "requested",
        "intent": "order",
        "for": {"reference": "Patient/p1"},
        **more,
    }


def provenance(target: str, tag: str) -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "meta": {"tag": [{"system": "urn:test:operation", "code": tag}]},
        "target": [{"reference": target}],
        "recorded": "2026-01-09T21:06:40Z",
        "agent": [{"who": {"reference": "Practitioner/nora"}}],
    }


def posted(resource: dict[str, Any], **request: str) -> dict[str, Any]:
    """A bundle entry that creates."""
    return {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"], **request}}


def bundle(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}
