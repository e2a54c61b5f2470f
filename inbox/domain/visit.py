"""A visit that somebody asks for because of a message, and the time a clinician spends on one online."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import Party
from inbox.domain.words import mark, tr


class How(StrEnum):
    """How the patient is to be seen, as stored on the server."""

    IN_PERSON = "in-person"
    VIDEO = "video"
    ONLINE = "e-visit"
    """In writing: the clinician reads and answers within some days."""

    @property
    def said(self) -> str:
        """In the person's language."""
        return tr(_SAID[self])


_SAID = {
    How.IN_PERSON: mark("Visit at the clinic"),
    How.VIDEO: mark("Video visit"),
    How.ONLINE: mark("E-visit"),
}


class Draft(StrEnum):
    """Why a visit stands only in the work, not in the server's calendar."""

    NOT_TAKEN = "not-taken"
    """The server takes none from programs."""
    PRESCRIBERS = "prescribers"
    """Only a prescriber opens an e-visit."""

    @property
    def said(self) -> str:
        """What is to be done about it."""
        return tr(_DRAFTS[self])


_DRAFTS = {
    Draft.NOT_TAKEN: mark("A draft only: this portal takes no such request. Book it in your own system."),
    Draft.PRESCRIBERS: mark("A draft only: a prescriber opens an e-visit."),
}


class Asked(msgspec.Struct, frozen=True):
    """A visit asked for from a message."""

    how: How
    by: Party
    at: datetime
    reason: str = ""
    when: str = ""
    """What days suit the patient, in words."""
    draft: Draft | None = None
    operation: OperationId | None = None


class Consent(msgspec.Struct, frozen=True):
    """The patient's yes to an e-visit: in which message, and who wrote that down."""

    message: MessageId
    given: datetime
    """When the patient sent it."""
    by: Party
    operation: OperationId | None = None


class Spent(msgspec.Struct, frozen=True):
    """Time somebody started, stopped and confirmed as their own."""

    start: datetime
    end: datetime
    by: Party
    operation: OperationId | None = None

    @property
    def span(self) -> timedelta:
        """How long."""
        return self.end - self.start


class WrongPatient(msgspec.Struct, frozen=True):
    """The mark that a message is about somebody other than the patient of its account."""

    by: Party
    at: datetime
    reason: str = ""
    operation: OperationId | None = None
