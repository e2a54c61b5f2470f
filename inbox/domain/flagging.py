"""What the rules of this station find in a conversation, laid over what the server stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from inbox.domain.flag import Flag, union
from inbox.domain.obligations import is_split_off
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import BESIDE, Stage, WorkItem

if TYPE_CHECKING:
    from inbox.domain.red_flags import Hit


class Scanned(NamedTuple):
    """What the rules of one version found in one message."""

    hits: Sequence[Hit] = ()
    rules: str = ""


Scan = Callable[[Thread, Message], Scanned]
"""Scans a message of the patient, and with the first one the subject of its thread."""

_SAME_MOMENT = timedelta(seconds=1)


def flagged(thread: Thread, scan: Scan) -> Thread:
    """`thread` with the flags that are found in the messages of its open work.

    What is closed stays as it was decided, and what stands beside other work has that work's flags.
    """
    for item in thread.items:
        if item.stage is Stage.DONE or item.kind in BESIDE:
            continue
        found = [flag for message in _its_messages(thread, item) for flag in _flags(thread, message, scan)]
        every = union(item.flags, found)
        if every != item.flags:
            thread = thread.with_item(msgspec.structs.replace(item, flags=every))
    return thread


def _flags(thread: Thread, message: Message, scan: Scan) -> Iterator[Flag]:
    """The hits in `message` that are to be acted on."""
    scanned = scan(thread, message)
    return (flag_of(message, hit, scanned.rules) for hit in scanned.hits if hit.is_flag)


def flag_of(message: Message, hit: Hit, rules: str) -> Flag:
    """A hit as the flag it makes."""
    return Flag(
        rule=hit.rule,
        level=hit.level,
        message=message.id,
        start=hit.start,
        end=hit.end,
        place=hit.place,
        which=hit.which,
        title=hit.title,
        version=hit.version,
        rules=rules,
        found_here=True,
    )


def _its_messages(thread: Thread, item: WorkItem) -> Iterator[Message]:
    """What the patient wrote that `item` is about: what it names, and what came since it was opened.

    What was split off leaves the flags of a message to the work it was split off from: one call is enough.
    """
    since = item.arrived - _SAME_MOMENT
    others = (one for one in thread.items if is_split_off(item) and not is_split_off(one))
    elsewhere = {message for one in others for message in one.triggers}
    for message in thread.messages:
        mine = message.id in item.triggers or message.sent >= since
        if message.from_patient and mine and message.id not in elsewhere:
            yield message


def texts(thread: Thread, message: Message) -> tuple[str, str, tuple[str, ...]]:
    """What is scanned of a message: the subject once, with the first that the patient wrote."""
    first = next((one.id for one in thread.messages if one.from_patient), None)
    subject = thread.subject if message.id == first else ""
    return subject, message.text, tuple(attachment.title for attachment in message.attachments)
