"""One attempt to tell the server of an operation, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Came(StrEnum):
    """What came of an attempt. Stored: a code keeps its meaning for ever."""

    SENDING = "sending"
    """It is under way."""
    NOT_REACHED = "not-reached"
    """Nothing left this computer."""
    SIGN_IN = "sign-in"
    """The server wanted a new sign-in; nothing was done."""
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    """It left and no answer came."""
    INTERRUPTED = "interrupted"
    """The program ended before the answer."""
    CHANGED = "changed"
    """Nothing was done: the item had been changed meanwhile."""
    IN_PART = "in-part"
    """Some of what went together was done, or the server did not say."""
    BESIDE = "beside"
    """Nothing wrong with it: not done because of another sent with it."""
    TOO_LARGE = "too-large"
    """Nothing was done: it goes again in smaller parts."""
    UNKNOWN = "unknown"
    """The server could not say whether an earlier attempt had arrived."""
    REFUSED = "refused"
    CONFLICTED = "conflicted"
    """A colleague or the patient was first, or the server did not keep what was asked for."""


class Attempt(msgspec.Struct, frozen=True):
    """`at` is when it left; of one that never did, when that was found out."""

    at: datetime
    came: Came
    sentence: str = ""
    """The server's own words, or ours where it said nothing."""
    status: int | None = None
    """HTTP status, of the entry where several things went together."""
    request: str = ""
    """The `X-Request-Id` it was asked under, for the server's people to find it by."""
