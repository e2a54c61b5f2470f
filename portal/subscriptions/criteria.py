"""What a Subscription asks to be told of."""

from typing import Any
from urllib.parse import parse_qsl

from portal.profile import Profile
from portal.refusals import invalid, unsupported
from portal.search.parameters import RESOURCE_TYPES
from portal.search.query import Search, read_search


def read_criteria(criteria: str, profile: Profile) -> Search:
    """`Type` or `Type?parameters`, as a search."""
    resource_type, _, query = criteria.partition("?")
    if resource_type not in RESOURCE_TYPES:
        raise unsupported("The criteria name no type that is held here.")
    return read_search(resource_type, parse_qsl(query, keep_blank_values=True), profile)


def activated(subscription: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """A Subscription as it is stored: what is requested is active at once. Refused if it could not work."""
    read_criteria(str(subscription["criteria"]), profile)
    if subscription["channel"]["type"] != "websocket":
        raise invalid("Only a channel of type websocket is offered.", "Subscription.channel.type")
    if subscription["status"] == "requested":
        return {**subscription, "status": "active"}
    return subscription
