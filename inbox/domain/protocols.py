"""What a site has agreed for its clinical work: refill protocols, bands for home readings, scores.

Data with a version. `parse` reads it; whoever finds the file passes its bytes and its name in.
"""

from __future__ import annotations

import msgspec

from inbox.domain.errors import InboxError
from inbox.domain.words import tr


class ProtocolError(InboxError):
    """A file of protocols that cannot be used: which file, which field, what to do."""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a home reading should lie, and from where on it makes an alert. Bounds belong to the band."""

    code: str
    """LOINC of the observation."""
    name: str
    low: float | None = None
    high: float | None = None
    second_low: float | None = None
    """The same for the diastolic of a blood pressure."""
    second_high: float | None = None
    rise: float | None = None
    """A gain over `rise_days` that makes an alert, in the unit of the readings."""
    rise_days: int = 7


class Protocols(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a site has agreed. Empty: nothing is, and then nothing counts as met."""

    version: str = ""
    home: tuple[Band, ...] = ()


NO_PROTOCOLS = Protocols()


def parse(body: bytes, name: str) -> Protocols:
    """The protocols in `body`; ProtocolError names the file, the field and what to do."""
    try:
        return msgspec.json.decode(body, type=Protocols)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(
            tr("{file} cannot be used: {why}. Correct it and start again.", file=name, why=error)
        ) from error
