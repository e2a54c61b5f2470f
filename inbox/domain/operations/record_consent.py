"""Record consent: the patient agreed to an e-visit, in a message that is named."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from inbox.domain.ids import MessageId
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why, not_open
from inbox.domain.people import Actor
from inbox.domain.thread import Thread
from inbox.domain.visit import Consent
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem


class RecordConsent(Operation, frozen=True, tag="record-consent", kw_only=True):
    """Says which message of the patient is the yes. Whoever holds the item, that is a fact."""

    message: MessageId
    given: datetime
    """When the patient sent it."""

    touches: ClassVar[frozenset[Touch]] = frozenset()
    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refuse_if(self, thread: Thread, actor: Actor) -> Problem | None:
        there = next((message for message in thread.messages if message.id == self.message), None)
        if there is None or not there.from_patient:
            return Problem(Why.EMPTY, tr("Only a message of the patient can be their yes."))
        return super().refuse_if(thread, actor)

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.consent is not None:
            return Problem(Why.NOT_OPEN, tr("The patient’s yes is already recorded."))
        return not_open(item)

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        consent = Consent(self.message, self.given, stamp.by, stamp.id)
        return thread.with_item(msgspec.structs.replace(item, consent=consent))

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.consent is not None and item.consent.operation == stamp.id

    def describe(self) -> str:
        return tr("Record the patient’s yes")
