"""The operations of one command on one item, each checked and kept as an entry of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from inbox.domain.entries import Entry, Saw, server_name
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, ItemId, MessageId, OperationId
from inbox.domain.operations import WITH_REPLY, AnyOperation, Complete, Conclude, Prescribe, Reply
from inbox.domain.people import Actor, Party
from inbox.domain.thread import Thread


class Chain:
    """The operations of one target, each on top of what the ones before it leave."""

    def __init__(
        self,
        thread: Thread,
        actor: Actor,
        now: datetime,
        group: GroupId,
        title: str,
        window: timedelta,
        behalf: Party | None,
        button: str,
    ) -> None:
        self.thread = thread
        self._behalf = behalf
        self._button = button
        self.entries: list[Entry] = []
        self.inverses: dict[OperationId, AnyOperation | None] = {}
        self._actor = actor
        self._now = now
        self._group = group
        self._title = title
        self._window = window
        self._read_up_to: MessageId | None = None
        """The last patient message the author of a reply had on screen, which may not be the newest here."""

    def add(self, operation: AnyOperation) -> None:
        """Check `operation` and append its entry; raises Refused with the rule in words."""
        problem = operation.refuse_if(self.thread, self._actor)
        if problem is not None:
            raise Refused(problem.sentence)
        operation = self._naming_its_reply(operation)
        if isinstance(operation, Reply | Prescribe) and operation.answers:
            self._read_up_to = operation.answers
        waits = operation.in_undo_window
        entry = Entry(
            id=OperationId(str(uuid4())),
            group=self._group,
            thread=self.thread.id,
            patient=self.thread.patient,
            item=operation.item,
            actor=self._actor.person,
            actor_name=self._actor.name,
            role=self._actor.role,
            office_work=self._actor.office_work,
            made_at=self._now,
            operation=operation,
            saw=self._saw(operation.item),
            not_before=self._now + self._window if waits else None,
            title=self._title,
            button=self._button,
            named=server_name(self.thread, operation.item),
            on_behalf=self._behalf,
        )
        self.inverses[entry.id] = operation.inverse(self.thread)
        self.thread = operation.apply(self.thread, entry.stamp)
        self.entries.append(entry)

    def _saw(self, item: ItemId) -> Saw:
        saw = Saw.of(self.thread, item, self._actor.person)
        return msgspec.structs.replace(saw, last_patient_message=self._read_up_to or saw.last_patient_message)

    def _naming_its_reply(self, operation: AnyOperation) -> AnyOperation:
        if isinstance(operation, Conclude):
            answered = operation.review
        elif isinstance(operation, Complete) and operation.outcome in WITH_REPLY:
            answered = operation.item
        else:
            return operation
        replies = [e.id for e in self.entries if isinstance(e.operation, Reply) and e.item == answered]
        return msgspec.structs.replace(operation, reply=replies[-1]) if replies else operation
