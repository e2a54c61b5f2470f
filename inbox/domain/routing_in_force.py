"""Which routing rules hold: those the site has published, the last that could be used, or the shipped."""

from __future__ import annotations

from typing import NamedTuple

from inbox.domain.routing import Routing, RoutingError, read_routing
from inbox.domain.site_kit import KitFile, file_words
from inbox.domain.words import tr


class InForce(NamedTuple):
    """The rules, and why they are not the newest."""

    rules: Routing
    problem: str = ""
    """What is wrong with the newest, what to do, and what holds until then; empty where all is well."""


def rules_in_force(shipped: Routing, newest: KitFile | None, last_valid: bytes | None) -> InForce:
    """The rules to go by. No file's content raises."""
    if newest is None:
        return InForce(shipped)
    try:
        return InForce(read_routing(file_words(newest), newest.body))
    except RoutingError as wrong:
        problem = str(wrong)
    before = shipped
    if last_valid is not None:
        try:
            before = read_routing(newest.part, last_valid)
        except RoutingError:  # a program that reads rules otherwise kept it
            before = shipped
    until = tr("Until then {rules} holds.", rules=f"{before.id}@{before.version}")
    return InForce(before, f"{problem} {until}")
