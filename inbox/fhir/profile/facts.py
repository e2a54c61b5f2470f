"""What is known of a server, as it is shown: plain, so that it may cross threads."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from inbox.domain.words import mark


class Source(StrEnum):
    """Where something is known from."""

    SAID = mark("said by the server")
    SEEN = mark("learned here")
    SITE = mark("site file")
    USUAL = mark("assumed")


class Topic(StrEnum):
    """What a fact is about."""

    WORK = mark("Messages and work")
    SAFETY = mark("Safety")
    CHANGES = mark("Changes and speed")
    RECORD = mark("Record and settings")
    LIMITS = mark("Limits")


class Fact(msgspec.Struct, frozen=True):
    """One thing about a server."""

    topic: Topic
    what: str
    words: str
    """What it offers, or what it costs that it does not."""
    there: bool = True
    source: Source = Source.SAID


class Missing(msgspec.Struct, frozen=True):
    """Something the server does not offer and what that means here."""

    what: str
    cost: str


class Report(msgspec.Struct, frozen=True):
    """All that is known of one server, to be shown. Plain: may cross threads."""

    name: str = ""
    """Software and version; empty where it does not say."""
    fhir: str = ""
    """The version of FHIR it speaks."""
    address: str = ""
    facts: tuple[Fact, ...] = ()
    largest: int | None = None
    """Bytes of a request that it is known not to take; None where none has been met."""
    orders: bool = False
    """Whether it takes orders of medicines from a prescriber."""

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Each gap and its cost, most serious first."""
        return tuple(Missing(fact.what, fact.words) for fact in self.facts if not fact.there)
