"""Expected minutes as a site writes them: kind by kind, over those that come with the program."""

from __future__ import annotations

from typing import Annotated

import msgspec

from inbox.domain import typed
from inbox.domain.errors import InboxError
from inbox.domain.words import tr
from inbox.domain.workload import Minutes

MOST = 240
_Minutes = Annotated[float, msgspec.Meta(gt=0, le=MOST)]


class MinutesError(InboxError):
    """Minutes that cannot be used: which kind, and what to write."""


class OwnMinutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site measured for itself; a kind that is left out is as shipped."""

    id: str
    version: str
    minutes: dict[str, _Minutes] = {}


NONE = OwnMinutes("shipped", "0")
"""Where a site has published none."""


def read_minutes(name: str, body: bytes) -> OwnMinutes:
    """The minutes in a file called `name`. Raises MinutesError."""
    try:
        return typed.decode(body, OwnMinutes)
    except msgspec.DecodeError as wrong:
        raise MinutesError(tr("{file}: {error}. Correct it.", file=name, error=wrong)) from wrong


def with_minutes(own: OwnMinutes, kind: str, text: str, shipped: Minutes) -> OwnMinutes:
    """The minutes with another number for one kind; empty: as shipped. Raises MinutesError."""
    others = {name: minutes for name, minutes in own.minutes.items() if name != kind}
    if not text.strip():
        return msgspec.structs.replace(own, minutes=others)
    try:
        minutes = float(text.replace(",", ".").removesuffix("min").strip())
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= MOST:
        raise MinutesError(tr("Minutes: write a number up to {n}, such as 4 or 2.5.", n=MOST))
    if minutes == shipped.of(kind):
        return msgspec.structs.replace(own, minutes=others)
    return msgspec.structs.replace(own, minutes={**others, kind: minutes})


def minutes_text(minutes: float) -> str:
    """4, 2.5"""
    return f"{minutes:g}"


def as_version(own: OwnMinutes, name: str, version: str) -> bytes:
    """The file that publishes them."""
    named = msgspec.structs.replace(own, id=name, version=version)
    return msgspec.json.format(msgspec.json.encode(named), indent=2)
