"""What can go wrong, in words for the person it happens to.

InboxError
├── Refused      a rule of the clinic or the server says no; nothing was done
├── Offline      the server could not be reached; what was asked for waits
├── SignInNeeded the server no longer accepts this sign-in; nothing is lost
├── AccessEnded  the server says that this person works there no longer
└── Bug          our mistake: goes into a crash report that holds no patient data
"""

from __future__ import annotations

from inbox.domain.words import tr


class InboxError(Exception):
    """Its text is a sentence to the person: what happened and what helps. Never patient data."""

    request = ""
    """The `X-Request-Id` the server was asked under, for its people to look up; empty if none was."""

    @property
    def in_full(self) -> str:
        """The sentence, with as much of the request's id as can be read out over a telephone."""
        if not self.request:
            return str(self)
        return tr("{sentence} (Request {id})", sentence=self, id=self.request[:8])


class Refused(InboxError):
    """A rule says no. Nothing was changed."""


class Offline(InboxError):
    """The server could not be reached. What was asked for is kept."""


class SignInNeeded(InboxError):
    """The server refused the sign-in. The cache and the outbox stay as they are."""


class AccessEnded(InboxError):
    """The server says in so many words that `person` (their reference) works there no longer.

    What it sent here is wiped; what had not left stays sealed to its author (product, "Safety and privacy").
    """

    def __init__(self, sentence: str, person: str) -> None:
        super().__init__(sentence)
        self.person = person


class Bug(InboxError):
    """Something that cannot happen did."""
