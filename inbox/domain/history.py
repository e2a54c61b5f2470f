"""Red flags found in conversations that are over: to be seen where they are read, and no work of anybody.

Rules that are better today may find what nobody was told of then. What the work of a conversation carried
was decided by people and is not told again.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from inbox.domain.flag import Flag
from inbox.domain.flagging import Scan, flag_of
from inbox.domain.ids import ThreadId
from inbox.domain.thread import Message, Thread


class ReadAgain(msgspec.Struct, frozen=True):
    """One conversation, read by one version of the rules."""

    thread: ThreadId
    latest: int
    """When its newest message was sent, in milliseconds: one with more in it is read anew."""
    rules: str
    """The version of the rules."""
    level: int | None = None
    """Of the most serious flag that nobody was told of; None: there is none."""
    title: str = ""
    """What a nurse calls it."""


def untold(thread: Thread, message: Message, scan: Scan) -> Iterator[Flag]:
    """The flags in a message of the patient that no work of the conversation carries."""
    if not message.from_patient:
        return
    scanned = scan(thread, message)
    told = [flag for item in thread.items for flag in item.flags]
    for hit in scanned.hits:
        flag = flag_of(message, hit, scanned.rules)
        if hit.is_flag and not any(flag.same_as(one) for one in told):
            yield flag
