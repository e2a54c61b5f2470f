"""What clients are told, in both forms. See the package."""

import uuid
from collections.abc import Sequence
from typing import Any

from portal import json_text
from portal.moments import Clock, to_instant
from portal.rest import attachments
from portal.storage.versions import Change


def ping(subscription: str, _change: Change) -> str:
    """R4: that something matching changed."""
    return f"ping {subscription}"


class Bundles:
    """R5 backport: bundles that begin with a SubscriptionStatus."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def handshake(self, subscription: str) -> str:
        return self._bundle([_status(subscription, "handshake")])

    def heartbeat(self, subscriptions: Sequence[str]) -> str:
        return self._bundle([_status(each, "heartbeat") for each in subscriptions])

    def event(self, subscription: str, change: Change) -> str:
        happened = {
            "eventNumber": "0",
            "timestamp": to_instant(self._clock()),
            "focus": {"reference": change.stored.reference},
        }
        status = _status(subscription, "event-notification") | {"notificationEvent": [happened]}
        return self._bundle([status, json_text.decode(attachments.signed(change.body))])

    def _bundle(self, resources: list[dict[str, Any]]) -> str:
        bundle = {
            "resourceType": "Bundle",
            "id": str(uuid.uuid4()),
            "type": "history",
            "timestamp": to_instant(self._clock()),
            "entry": [{"resource": each} for each in resources],
        }
        return json_text.encode(bundle).decode()


def _status(subscription: str, kind: str) -> dict[str, Any]:
    return {
        "resourceType": "SubscriptionStatus",
        "id": str(uuid.uuid4()),
        "status": "active",
        "type": kind,
        "subscription": {"reference": f"Subscription/{subscription}"},
    }
