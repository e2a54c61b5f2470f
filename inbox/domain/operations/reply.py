"""Reply: words to the patient, exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from inbox.domain.attached import AttachedFile, no_words
from inbox.domain.disposition import nobody_reached
from inbox.domain.ids import MessageId, reply_id
from inbox.domain.operations.base import (
    Operation,
    Problem,
    Stamp,
    Touch,
    Why,
    needs_call,
    not_free,
    not_to_decide,
)
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Attachment, Message, Thread
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem

MOMENT = timedelta(milliseconds=1)
"""Times are written to the millisecond."""
CLOCKS_DIFFER = timedelta(days=1)


class Reply(Operation, frozen=True, tag="reply", kw_only=True):
    """One plain-text message to the recipients shown before sending. A sent reply cannot be taken back."""

    text: str
    to: tuple[Party, ...]
    answers: MessageId | None = None
    """The last message of the patient that its author had on screen."""
    drafted_by: Party | None = None
    """Who wrote what its sender approved; None: its sender alone wrote it."""
    edited: bool = False
    """Its sender changed what was drafted."""
    emergency: bool = False
    """It is an emergency phrase of the site and nothing else: the only words for whom nobody has reached."""
    files: tuple[AttachedFile, ...] = ()
    """What goes with the words. Their bodies are the store's."""

    touches: ClassVar[frozenset[Touch]] = frozenset(Touch)
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        return super().refuse_if(thread, actor) or not_to_decide(thread, self.item)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if not self.text.strip():
            return Problem(Why.EMPTY, no_words(bool(self.files)))
        if not self.to:
            return Problem(Why.EMPTY, tr("Nobody to send it to."))
        if item.tried_to_call:
            return not_free(item, actor) or (
                None if self.emergency and not self.files else Problem(Why.CALL_FIRST, nobody_reached())
            )
        return not_free(item, actor) or needs_call(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        if thread.item(self.item) is None or self.done_in(thread, stamp):
            return thread
        message = Message(
            id=reply_id(stamp.id),
            sent=_below(thread, stamp.at),
            sender=stamp.by,
            from_patient=False,
            text=self.text,
            attachments=tuple(
                Attachment(one.title, one.content_type, one.size, digest=one.digest) for one in self.files
            ),
            identifiers=(stamp.id,),
            pending=stamp.id,
        )
        return msgspec.structs.replace(thread, messages=(*thread.messages, message))

    def done_in(self, thread: Thread, stamp: Stamp) -> bool:
        return any(stamp.id in message.identifiers for message in thread.messages)

    def describe(self) -> str:
        return tr("Reply")


def _below(thread: Thread, at: datetime) -> datetime:
    """When a reply written at `at` was sent: never before what it stands under.

    Clocks differ and are set back, and everybody, the patient too, sees messages in the order of their
    times. A message dated more than a day ahead is itself wrong, and left alone.
    """
    last = thread.messages[-1].sent if thread.messages else at
    return last + MOMENT if at - MOMENT < last < at + CLOCKS_DIFFER else at
