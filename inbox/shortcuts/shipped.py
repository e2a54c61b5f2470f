"""The messaging rules that come with the program: they hold where a site has published none."""

from __future__ import annotations

from functools import cache

from inbox.domain import resources
from inbox.domain.messaging.rules import MessagingRules, read_messaging


@cache
def shipped_messaging() -> MessagingRules:
    """Read once."""
    path = resources.path("starter", "messaging.json")
    return read_messaging(path.name, path.read_bytes())
