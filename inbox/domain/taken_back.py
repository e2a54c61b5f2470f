"""That an item was taken back from a colleague: kept on the item, so that they learn by whom, and why."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.people import Party


class TakenBack(msgspec.Struct, frozen=True):
    """Once, by a named person."""

    by: Party
    at: datetime
    whose: Party
    """Who had it, or was to have it."""
    reason: str = ""
    """A code of the site's list, or somebody's own words."""
    operation: OperationId | None = None
