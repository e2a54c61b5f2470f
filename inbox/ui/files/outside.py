"""A file is handed to a program of this computer: asked first, noted for the audit, as a copy that goes."""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import uuid4

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Target
from inbox.domain.audit import EXPORT, AuditNote
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId, PatientId
from inbox.domain.messaging.attaching import in_mb, safe_name
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.messaging.showable import kind_shown_outside
from inbox.domain.thread import Attachment
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.confirm import Confirm


class Outside:
    """Hands over what the program cannot show. `put_away` deletes what was handed over."""

    def __init__(self, desk: Desk, conductor: Conductor, window: QWidget) -> None:
        self._desk = desk
        self._conductor = conductor
        self.confirm = Confirm(desk.theme, window)
        self._asked_for: Target | None = None
        self._lent_for: Target | None = None
        self.confirm.closed.connect(self._asked)
        desk.left.connect(self.put_away)

    async def offer(self, file: Attachment, body: bytes, target: Target, patient: PatientId) -> None:
        """Ask whether `file` of the conversation `target` is to be opened elsewhere. Raises Refused where it
        must not be."""
        kind = await asyncio.to_thread(kind_shown_outside, file.title, file.content_type, body)
        about = tr(
            "It is a {kind}, {size}. This computer’s own program shows it, from a copy that is deleted when "
            "you leave this conversation, lock or quit. What you save or print there is not deleted.",
            kind=kind.said,
            size=in_mb(len(body)),
        )
        then = partial(self._agreed, body, kind, target, patient)
        question = tr("Open {name} outside this program?", name=safe_name(file.title))
        self.confirm.ask(question, about, tr("Open"), tr("Do not open"), then)
        self._asked_for = target

    def left(self, target: Target | None) -> None:
        """`target` is on screen now: what was lent for another goes."""
        if self._asked_for not in (None, target):
            self.confirm.dismiss()
        if self._lent_for not in (None, target):
            self.put_away()

    def put_away(self) -> None:
        """Delete what was lent."""
        self._lent_for = None
        self._desk.copies.wipe()

    def _agreed(self, body: bytes, kind: FileKind, target: Target, patient: PatientId) -> None:
        self._lent_for = target
        self._conductor.follow(self._open(body, kind, target, patient))

    def _asked(self) -> None:
        self._asked_for = None

    async def _open(self, body: bytes, kind: FileKind, target: Target, patient: PatientId) -> None:
        """Noted first: what cannot be noted does not go out."""
        await asyncio.wrap_future(self._desk.store.audit(self._note(target, patient)))
        copy = await asyncio.to_thread(self._desk.copies.make, body, kind)
        if self._lent_for != target:  # left or locked meanwhile
            self._desk.copies.wipe()
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.put_away()
            raise Refused(tr("No program of this computer opens a {kind}.", kind=kind.said))
        self._desk.say(
            tr("Opened in another program. The copy goes when you leave this conversation."), Tone.GOOD
        )

    def _note(self, target: Target, patient: PatientId) -> AuditNote:
        desk = self._desk
        note = AuditNote(
            id=OperationId(str(uuid4())),
            what=EXPORT,
            actor=desk.actor.person,
            role=desk.actor.role,
            at=desk.now(),
            patient=patient,
            thread=target.thread,
        )
        return msgspec.structs.replace(note, on_behalf=desk.bus.on_behalf(target))
