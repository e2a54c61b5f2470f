"""What a site has agreed for its clinical work: refill protocols, bands for home readings, scores.

Data with a version. `parse` reads it; whoever finds the file passes its bytes and its name in.
"""

from __future__ import annotations

import msgspec

from inbox.domain import typed
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


class Lab(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A monitoring laboratory value that a medicine asks for."""

    name: str
    codes: tuple[str, ...]
    """LOINC; any of them will do."""
    months: int
    in_range: bool = False
    """Whether the newest must lie within its reference range as well."""


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under which conditions a licensed nurse refills these medicines without asking a prescriber."""

    name: str
    medicines: tuple[str, ...]
    """Ingredients in lower case."""
    visit_months: int
    labs: tuple[Lab, ...] = ()
    long_term: bool = False


class Refills(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the site has agreed about refills. Names are ingredients in lower case."""

    controlled: tuple[str, ...] = ()
    """Controlled whatever the order says: few servers say it."""
    critical: dict[str, tuple[str, ...]] = {}
    """Medicines that allow no gap, by group."""
    no_long_supply: tuple[str, ...] = ()
    danger_rules: tuple[str, ...] = ()
    """Parts of the names of red-flag rules about overdose and self-harm."""
    protocols: tuple[Protocol, ...] = ()


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of a questionnaire any answer to which above `above` somebody has to look at."""

    questionnaire: str
    """Part of the questionnaire's address, in lower case ("phq-9")."""
    links: tuple[str, ...]
    """The question's `linkId`, as servers spell it, or its LOINC code."""
    above: float = 0
    level: int = 2
    """Of the red flag that it makes."""
    why: str = ""


class Severity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a score means: from `least` on."""

    least: float
    said: str


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a questionnaire's score is found and read, by its author's published bands."""

    questionnaire: str
    links: tuple[str, ...] = ()
    """Where the item gives a score."""
    severities: tuple[Severity, ...] = ()
    """Ascending."""


class Questionnaires(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for in returned questionnaires."""

    flagged: tuple[Answered, ...] = ()
    scores: tuple[Score, ...] = ()


class Protocols(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a site has agreed. Empty: nothing is, and then nothing counts as met."""

    id: str = "protocols"
    version: str = ""
    refill: Refills = Refills()
    home: tuple[Band, ...] = ()
    questionnaires: Questionnaires = Questionnaires()


NO_PROTOCOLS = Protocols()


def parse(body: bytes, name: str) -> Protocols:
    """The protocols in `body`; ProtocolError names the file, the field and what to do."""
    try:
        return typed.decode(body, Protocols)
    except msgspec.DecodeError as error:
        raise ProtocolError(tr("{file} cannot be used: {why}. Correct it.", file=name, why=error)) from error
