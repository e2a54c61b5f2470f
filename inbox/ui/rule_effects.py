"""What proposed red-flag rules would find in the messages kept here, in words. Not for the GUI thread."""

from __future__ import annotations

import time
from functools import partial

from inbox.domain import resources
from inbox.domain.flagging import Scan
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.words import tr
from inbox.queries import patient
from inbox.queries.flags_compared import Compared, compared
from inbox.ui.desk import Desk

_REST_S = 0.002
"""Seconds after each conversation in which keys are answered."""


def rule_effects(desk: Desk, before: bytes | None, after: bytes) -> str:
    """The difference between two files of the site, counted."""
    reader = desk.store.reader()
    now, then = (_scan(desk, body) for body in (before, after))
    return _told(compared(reader, desk.interpreter, now, then, lambda: time.sleep(_REST_S)))


def _scan(desk: Desk, body: bytes | None) -> Scan:
    """Scans with the shipped rules and those of a file of the site; with the shipped where that is wrong."""
    from inbox.domain.red_flags import read_folder, rules_in_force, scan  # heavy, and rarely needed

    found = rules_in_force(read_folder(resources.path("red_flags")), tr("These rules"), body)
    lookout = Lookout()
    lookout.know_births(patient.births(desk.store.reader()))
    lookout.use(RulesInForce(found.rules.version, found.source), partial(scan, found.rules))
    return lookout.scan_once


def _told(found: Compared) -> str:
    if not found.read:
        return tr("No message is kept here to try them on.")
    return tr(
        "Of {read} messages kept here, {newly} would newly be flagged, {gone} no longer, "
        "and {other} at another level.",
        read=found.read,
        newly=found.newly,
        gone=found.no_longer,
        other=found.otherwise,
    )
