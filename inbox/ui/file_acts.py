"""Files are chosen, dropped or pasted, read and judged, and go with the reply they were meant for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.messaging.attaching import attached, check_room, in_mb
from inbox.domain.messaging.rules import FileRules
from inbox.domain.thread import Thread
from inbox.domain.words import tr, trn
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.files.taking import take
from inbox.ui.reading.pane import ReadingPane

Offered = Path | QImage
"""A file of the disk, or a picture from the clipboard."""


class FileActs:
    """Wired to the conductor. Reading and judging is done off the GUI thread, one file after the other."""

    def __init__(self, desk: Desk, conductor: Conductor, reading: ReadingPane, window: QWidget) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._window = window
        self._in_turn = asyncio.Lock()
        conductor.on("composer.attach", self._choose, off=self._why_not)
        conductor.on("composer.detach", self._detach, off=self._nothing_attached)
        reading.composer.offered.connect(self._offered)
        reading.composer.detached.connect(reading.composer.detach)

    def _choose(self, _press: Press) -> None:
        """Ask for files; they go with the reply that is on screen now."""
        thread = self._thread()
        check_room(self._rules, self._reading.composer.files)
        dialog = QFileDialog(self._window.window(), tr("Attach files to the reply"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

        def chosen(paths: Sequence[str]) -> None:
            self._conductor.follow(self._attach(thread, list(map(Path, paths))))

        dialog.filesSelected.connect(chosen)
        dialog.open()

    def _detach(self, _press: Press) -> None:
        if off := self._nothing_attached():
            raise Refused(off)
        self._reading.composer.detach(self._reading.composer.files[-1])

    def _offered(self, offered: list[Offered]) -> None:
        """Dropped on the reply, or pasted into it."""
        try:
            thread = self._thread()
        except Refused as refusal:
            self._desk.say(str(refusal), Tone.WARNING)
        else:
            self._conductor.follow(self._attach(thread, offered))

    async def _attach(self, thread: Thread, offered: Sequence[Offered]) -> None:
        """Have what is `offered` go with the reply to `thread`; what may not is said."""
        taken: list[AttachedFile] = []
        refused: list[str] = []
        async with self._in_turn:
            for one in offered:
                there = self._reading.composer.files_of(thread)
                try:
                    check_room(self._rules, there)
                    file, body = await asyncio.to_thread(_taken, one, self._rules, there, self._largest)
                    await asyncio.wrap_future(self._reading.composer.attach(thread, file, body))
                    taken.append(file)
                except Refused as refusal:
                    refused.append(str(refusal))
                    if len(there) >= self._rules.count:
                        break
        if refused:
            more = trn("{n} more was refused.", "{n} more were refused.", len(refused) - 1)
            raise Refused(f"{refused[0]} {more}" if len(refused) > 1 else refused[0])
        size = in_mb(sum(file.size for file in taken))
        told = trn("{n} file attached, {size}.", "{n} files attached, {size}.", len(taken), size=size)
        self._desk.say(told, Tone.GOOD)

    def _thread(self) -> Thread:
        if off := self._why_not():
            raise Refused(off)
        assert self._reading.thread is not None
        return self._reading.thread

    def _why_not(self) -> str:
        if self._reading.composer.commenting:
            return tr("Files go with replies to the patient, not with comments.")
        return self._reading.why_no_reply()

    def _nothing_attached(self) -> str:
        return "" if self._reading.composer.files else tr("Nothing is attached to the reply.")

    @property
    def _rules(self) -> FileRules:
        return self._desk.messaging.files

    @property
    def _largest(self) -> int | None:
        """Bytes that this portal is known not to take."""
        status = self._desk.status
        return status.report.largest if status is not None else None


def _taken(
    one: Offered, rules: FileRules, there: Sequence[AttachedFile], largest: int | None
) -> tuple[AttachedFile, bytes]:
    """What is offered as a file of the reply. Raises Refused."""
    if isinstance(one, Path):
        name, body = one.name, take(one, rules)
    else:
        name, body = tr("picture") + ".png", _png(one)
    return attached(name, body, rules, there, largest), body


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(picture):
        raise Refused(tr("The picture cannot be read."))
    return bytes(buffer.data().data())
