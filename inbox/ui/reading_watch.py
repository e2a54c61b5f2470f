"""Notes that a record was read: once, after it has been on screen long enough to be read.

Selecting with j and k marks nothing and stops no clock. An item shown for 1.5 s counts as seen, for this
person on this station, and its reading goes into the audit trail once (product.md §4, §12).
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from inbox import diary
from inbox.commands.declare import Target
from inbox.domain.audit import AuditNote
from inbox.domain.errors import InboxError
from inbox.domain.ids import OperationId, PatientId, ThreadId
from inbox.ui.desk import Desk

LONG_ENOUGH_MS = 1_500


class ReadingWatch(QObject):
    """Told what is on screen; writes what was read."""

    read = Signal(object)
    """A `Target` has been on screen long enough."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Target, PatientId] | None = None
        self._audited = False
        self._timer = QTimer(self, interval=LONG_ENOUGH_MS, singleShot=True)
        self._timer.timeout.connect(self._read)

    def shows(self, target: Target | None, patient: PatientId | None) -> None:
        """`target` of `patient` is on screen now (None: nothing is)."""
        now = (target, patient) if target is not None and patient is not None else None
        if now == self._shown:
            return
        self._shown = now
        self._audited = False
        self._timer.stop()
        if now is not None:
            self._timer.start()

    def opened(self, thread: ThreadId, patient: PatientId) -> None:
        """An earlier conversation of `patient` was opened to be read."""
        _see_through(self._desk.store.audit(self._note(thread, patient)))

    def painted(self) -> None:
        """What is on screen has changed, by a new message of the patient: that is to be read too."""
        if self._shown is not None:
            self._timer.start()

    def _read(self) -> None:
        if self._shown is None:
            return
        target, patient = self._shown
        desk = self._desk
        _see_through(desk.store.mark_seen(target.item, desk.actor.person, desk.now()))
        if not self._audited:
            self._audited = True
            note = self._note(target.thread, patient)
            behalf = desk.bus.on_behalf(target)
            _see_through(desk.store.audit(msgspec.structs.replace(note, on_behalf=behalf)))
            desk.sync.refresh_chart(patient)
        self.read.emit(target)

    def _note(self, thread: ThreadId, patient: PatientId) -> AuditNote:
        desk = self._desk
        return AuditNote(
            id=OperationId(str(uuid4())),
            what="read",
            actor=desk.actor.person,
            role=desk.actor.role,
            at=desk.now(),
            patient=patient,
            thread=thread,
        )


def _see_through(writing: Future[Any]) -> None:
    """Write down what kept the store from writing; the person has nothing to do about it."""

    def written(done: Future[Any]) -> None:
        error = done.exception()
        if isinstance(error, InboxError):
            diary.note("reading.not-noted")  # the store holds on to it, and says what is the matter
        elif error is not None:
            diary.mistake("reading.not-noted", error)

    writing.add_done_callback(written)
