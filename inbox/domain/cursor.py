"""How far a delta pull has come."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Cursor(msgspec.Struct, frozen=True):
    """Everything of the stream `name` that the server had changed before `since` (its time) is here."""

    name: str
    since: datetime
