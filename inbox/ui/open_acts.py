"""Files of a conversation, and of the reply being written, are opened: fetched, judged, shown from memory."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QWidget

from inbox.domain.attached import AttachedFile, gone_file
from inbox.domain.errors import Refused
from inbox.domain.messaging.attaching import in_mb, safe_name
from inbox.domain.messaging.file_kinds import kind_of
from inbox.domain.messaging.showable import SHOWN_OUTSIDE, not_what_it_says
from inbox.domain.thread import Attachment
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.files.outside import Outside
from inbox.ui.files.view import FileView, made_visible
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.reading.file_lines import can_be_opened
from inbox.ui.reading.moments import when
from inbox.ui.reading.pane import ReadingPane


class OpenActs:
    """Wired to the conductor. Nothing of a file is written to the disk, save a copy that was agreed to."""

    def __init__(self, desk: Desk, conductor: Conductor, reading: ReadingPane, window: QWidget) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._which = Pick(desk.theme, window)
        self.view = FileView(desk.theme, window)
        self.outside = Outside(desk, conductor, window)
        conductor.on("file.open", self._open, off=self._nothing_to_open)
        reading.composer.opened.connect(self._open_own)
        reading.conversation.file_wanted.connect(lambda file: conductor.follow(self._show(file)))

    def _open(self, _press: Press) -> Work | None:
        there = self._files()
        if not there:
            raise Refused(self._nothing_to_open())
        if len(there) == 1:
            return self._show(there[0][0])
        choices = [Choice(safe_name(file.title), file, told, "paperclip") for file, told in there]

        def taken(file: object, _note: str) -> None:
            assert isinstance(file, Attachment)
            self._conductor.follow(self._show(file))

        self._which.ask(tr("Open which file?"), "", choices, "", taken)
        return None

    def _open_own(self, file: AttachedFile) -> None:
        own = Attachment(file.title, file.content_type, file.size, digest=file.digest)
        self._conductor.follow(self._show(own))

    async def _show(self, file: Attachment) -> None:
        """Fetch `file`, unless it is here; show it if it is what it says."""
        there, name = self._reading.situation, safe_name(file.title)
        if there is None:
            return
        body = await self._body(file)
        kind = kind_of(body)
        if kind is None or (file.content_type and file.content_type != kind.content_type):
            raise Refused(not_what_it_says(name))
        if kind in SHOWN_OUTSIDE:
            if self._reading.target == there.target:
                await self.outside.offer(file, body, there.target, there.thread.patient)
            return
        shown = await asyncio.to_thread(made_visible, body, kind)
        if self._reading.target == there.target:  # else somebody else's would come up over this conversation
            self.view.show_file(name, tr("{kind}, {size}", kind=kind.said, size=in_mb(len(body))), shown)

    async def _body(self, file: Attachment) -> bytes:
        if not file.digest:
            return await asyncio.wrap_future(self._desk.sync.file(file.url))
        body = self._desk.store.file_body(file.digest)
        if body is None:
            raise Refused(gone_file())
        return body

    def _files(self) -> list[tuple[Attachment, str]]:
        """What can be opened in the conversation on screen, newest first, with who sent it and when."""
        there = self._reading.thread
        now, zone = self._desk.now(), self._desk.zone
        return [
            (file, f"{message.sender.name} · {when(message.sent, now, zone)}")
            for message in reversed(there.messages if there else ())
            for file in message.attachments
            if can_be_opened(file)
        ]

    def _nothing_to_open(self) -> str:
        return "" if self._files() else tr("There is no file in this conversation that can be opened.")
