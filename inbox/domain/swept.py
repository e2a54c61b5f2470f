"""That somebody looked at an item before the clinic closed: kept on the item, so that all stations agree."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.people import Party


class Swept(msgspec.Struct, frozen=True):
    """One look, by a named person."""

    by: Party
    at: datetime
    left: str = ""
    """Why it stays as it is until the next opening; empty: it was looked at, no more was said."""
    operation: OperationId | None = None
