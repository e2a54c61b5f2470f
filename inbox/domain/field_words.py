"""What people call the fields of an item that a server may leave as they were."""

from __future__ import annotations

from collections.abc import Collection

from inbox.domain.words import tr

KIND = "kind"
RECORD = "record"
"""A comment or a call: it is there or not."""


def in_words(fields: Collection[str]) -> str:
    """The names of fields, as a list of words."""
    words = {
        "status": tr("the state"),
        "owner": tr("who has it"),
        "pool": tr("the pool"),
        "first_action": tr("the time of the first look"),
        "promise": tr("the due time"),
        "wake": tr("the day it comes back"),
        "hold_reason": tr("what it waits for"),
        "outcome": tr("how it was closed"),
        "answer": tr("which reply closed it"),
        "closed_at": tr("the time it was closed"),
        KIND: tr("the kind of work"),
        RECORD: tr("the note"),
    }
    return ", ".join(words[field] for field in words if field in fields)
