"""What the rules of this station find in a conversation, laid over what the server stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from inbox.domain.flag import Flag, dismissal_of, union
from inbox.domain.obligations import is_split_off, is_void
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import BESIDE, NOT_CLINICAL, Stage, WorkItem

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
        found = [
            flag
            for message in _its_messages(thread, item)
            for flag in _flags(thread, message, scan)
            if not _seen_to(thread, item, flag)
        ]
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
    """What the patient wrote whose flags `item` has: what it names, and what came since it was opened."""
    for message in thread.messages:
        if message.from_patient and _is_about(item, message) and _carries(thread, item, message):
            yield message


def _is_about(item: WorkItem, message: Message) -> bool:
    return message.id in item.triggers or message.sent >= item.arrived - _SAME_MOMENT


def _carries(thread: Thread, item: WorkItem, message: Message) -> bool:
    """Whether `item` has the flags of `message`. Where work was split, one part has them: one call is enough.

    It is the clinical one, else the one that was there first; only open parts count, so that a flag stands
    on one of them for as long as there is any. What a part has stored stays on it all the same: only a
    person takes that away.
    """
    open_ = [one for one in thread.items if one.stage is not Stage.DONE and one.kind not in BESIDE]
    parts = [one for one in open_ if _is_about(one, message)]
    if not any(map(is_split_off, parts)):
        return True
    return item.id == min(parts, key=lambda one: (one.kind in NOT_CLINICAL, is_split_off(one), one.names)).id


def _seen_to(thread: Thread, item: WorkItem, flag: Flag) -> bool:
    """Whether another part of the same work had this flag, and its call or dismissal: one is enough."""
    parts = (one for one in thread.items if one.id != item.id and set(one.triggers) & set(item.triggers))
    return any(_settled_on(one, flag) for one in parts if not is_void(one))


def _settled_on(part: WorkItem, flag: Flag) -> bool:
    """Whether `flag` owes nothing more on `part`. Of a call that names no messages nobody knows whether this
    one was among them, so it counts only for what the part was closed with."""
    if part.stage is Stage.DONE and any(f.same_as(flag) and f not in part.to_call for f in part.flags):
        return True
    called = any(one.outcome.settles and flag.message in one.messages for one in part.dispositions)
    return called or dismissal_of(flag, part.dismissals) is not None


def texts(thread: Thread, message: Message) -> tuple[str, str, tuple[str, ...]]:
    """What is scanned of a message: the subject once, with the first that the patient wrote."""
    first = next((one.id for one in thread.messages if one.from_patient), None)
    subject = thread.subject if message.id == first else ""
    return subject, message.text, tuple(attachment.title for attachment in message.attachments)
