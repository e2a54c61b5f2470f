"""The rules that come with the program: they hold where a site has published none."""

from __future__ import annotations

from functools import cache

from inbox.domain import resources, typed
from inbox.domain.messaging.rules import MessagingRules, read_messaging
from inbox.domain.minutes_sheet import NONE, OwnMinutes
from inbox.domain.protocols import Protocols, parse
from inbox.domain.routing import Routing, read_routing
from inbox.domain.site import SiteFile
from inbox.domain.workload import Minutes


@cache
def shipped_messaging() -> MessagingRules:
    """The portal's rules for messages; read once."""
    path = resources.path("starter", "messaging.json")
    return read_messaging(path.name, path.read_bytes())


@cache
def shipped_protocols() -> Protocols:
    """What is agreed for refills, home readings and questionnaires; read once."""
    path = resources.path("starter", "protocols.json")
    return parse(path.read_bytes(), path.name)


@cache
def shipped_routing() -> Routing:
    """Where work goes; read once."""
    path = resources.path("starter", "routing.json")
    return read_routing(path.name, path.read_bytes())


@cache
def shipped_minutes() -> Minutes:
    """How long work of each kind takes; read once."""
    path = resources.path("starter", "workload.json")
    return typed.decode(path.read_bytes(), Minutes)


def expected_minutes(site: SiteFile, published: OwnMinutes = NONE) -> Minutes:
    """The same with what the site measured for itself: what it has published before its site file."""
    own = published.minutes if published is not NONE else site.site.minutes.by_kind()
    return shipped_minutes().overridden(own)
