"""Who said what kind of work an item is, and why: kept on the item, so that everybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.people import Party

TAKEN_BACK = "taken-back"
"""The reason of a re-class that undoes one."""


class Sorting(msgspec.Struct, frozen=True):
    """One re-class by a named person."""

    kind: str
    was: str
    """The kind of work it was until then."""
    by: Party
    at: datetime
    reason: str = ""
    """A code of the site's list, or somebody's own words."""
    operation: OperationId | None = None


def in_force(sortings: Sequence[Sorting], kind: str) -> Sorting | None:
    """Who decided that work is `kind`; None where nobody did, or took it back."""
    last = sortings[-1] if sortings else None
    if last is None or last.kind != kind:
        return None
    if last.reason != TAKEN_BACK:
        return last
    return next((one for one in reversed(sortings[:-2]) if one.kind == kind), None)
