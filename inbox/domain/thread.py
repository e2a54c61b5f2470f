"""A conversation with a patient, the work it made, and what waits to be told to the server."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.ids import GroupId, ItemId, MessageId, OperationId, PatientId, ThreadId
from inbox.domain.people import Party
from inbox.domain.work_item import WorkItem


class Attachment(msgspec.Struct, frozen=True):
    """A file that came with a message. Its address changes on every read and is never compared."""

    title: str
    content_type: str = ""
    size: int | None = None
    """Bytes, where the server says so."""
    url: str = ""
    """Where the server has it: an address, or `Communication/x#2` for a part of that message."""
    digest: str = ""
    """Of a file of ours that has not left: under it the store has its body."""


class Message(msgspec.Struct, frozen=True):
    """One message as plain text."""

    id: MessageId
    sent: datetime
    sender: Party
    from_patient: bool
    """True for the patient and for a proxy."""
    text: str
    attachments: tuple[Attachment, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Identifier values: a reply of ours carries its operation id here."""
    received: datetime | None = None
    """When the other side read it, where the server tells that."""
    pending: OperationId | None = None
    """Set while the reply is only ours: the server has not confirmed it."""


class Pending(msgspec.Struct, frozen=True):
    """A mark of an outbox entry on the thread it concerns."""

    operation: OperationId
    group: GroupId
    item: ItemId | None
    verb: str
    state: str
    """A value of `entries.State`, or "held" when it waits behind a stopped one."""


class Thread(msgspec.Struct, frozen=True):
    """Messages oldest first; items oldest first."""

    id: ThreadId
    patient: PatientId
    subject: str
    chosen_kind: str = ""
    """What the patient chose; never overwritten."""
    opened: datetime | None = None
    sender: Party | None = None
    recipients: tuple[Party, ...] = ()
    about: tuple[str, ...] = ()
    """What it concerns, as `Type/id`: an order, a result, a reading, an answered questionnaire."""
    messages: tuple[Message, ...] = ()
    items: tuple[WorkItem, ...] = ()
    pending: tuple[Pending, ...] = ()
    restricted: bool = False
    """Labelled restricted or very restricted: its recipients are confirmed every time."""

    def item(self, wanted: ItemId) -> WorkItem | None:
        """The item of that name, or None when the thread does not have it."""
        return next((item for item in self.items if item.id == wanted), None)

    @property
    def last_from_patient(self) -> Message | None:
        """The newest message of the patient or a proxy."""
        return next((m for m in reversed(self.messages) if m.from_patient), None)

    @property
    def answered_to(self) -> Party | None:
        """Who a reply goes to: whoever wrote last; where nobody has yet, the patient it is addressed to."""
        if last := self.last_from_patient:
            return last.sender
        return next((party for party in self.recipients if party.ref == self.patient), None)

    @property
    def unanswered(self) -> int:
        """How many messages the patient has written since the clinic last answered."""
        count = 0
        for message in reversed(self.messages):
            if not message.from_patient:
                break
            count += 1
        return count

    def with_item(self, changed: WorkItem) -> Thread:
        """The same thread with one item replaced."""
        items = tuple(changed if item.id == changed.id else item for item in self.items)
        return msgspec.structs.replace(self, items=items)
