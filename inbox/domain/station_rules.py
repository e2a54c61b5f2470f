"""What a site decides for its stations themselves, whoever sits at them."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

import msgspec

from inbox.domain import typed
from inbox.domain.errors import InboxError
from inbox.domain.words import tr

USUAL_LOCK_MINUTES: Final = 5
"""Without a key or a movement (product, "Safety and privacy"); a site may have it sooner, never later."""

LockMinutes = Annotated[int, msgspec.Meta(ge=1, le=USUAL_LOCK_MINUTES)]


class StationRulesError(InboxError):
    """Rules that cannot be used: which entry, and what to do."""


class StationRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `station-rules` of a site's kit; what is left out is as usual."""

    id: str
    version: str
    lock_minutes: LockMinutes = USUAL_LOCK_MINUTES


USUAL = StationRules("shipped", "0")
"""Where a site has published none."""


def read_station_rules(name: str, body: bytes) -> StationRules:
    """The rules in a file called `name`. Raises StationRulesError."""
    try:
        return typed.decode(body, StationRules)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise StationRulesError(tr("{file}: {error}. Correct it.", file=name, error=wrong)) from wrong


def lock_after(*minutes: int | None) -> timedelta:
    """How long nobody may be there before it locks: the soonest that anybody has decided."""
    return timedelta(minutes=min([USUAL_LOCK_MINUTES, *(one for one in minutes if one is not None)]))
