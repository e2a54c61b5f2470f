"""What can go wrong, in words for the person it happens to.

InboxError
├── Refused      a rule of the clinic or the server says no; nothing was done
├── Offline      the server could not be reached; what was asked for waits
├── SignInNeeded the server no longer accepts this sign-in; nothing is lost
└── Bug          our mistake: goes into a crash report that holds no patient data
"""

from __future__ import annotations


class InboxError(Exception):
    """Its text is a sentence to the person: what happened and what helps. Never patient data."""


class Refused(InboxError):
    """A rule says no. Nothing was changed."""


class Offline(InboxError):
    """The server could not be reached. What was asked for is kept."""


class SignInNeeded(InboxError):
    """The server refused the sign-in. The cache and the outbox stay as they are."""


class Bug(InboxError):
    """Something that cannot happen did."""
