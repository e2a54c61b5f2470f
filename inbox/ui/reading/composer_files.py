"""What goes with the words of a composer: put to them, taken out, always kept at once."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt

from inbox.domain.attached import AttachedFile
from inbox.domain.changes import Changes
from inbox.domain.thread import Thread
from inbox.ui.reading.composer_parts import ComposerParts


class ComposerFiles(ComposerParts):
    """A composer's files. They belong to the reply, also while a comment is in the field."""

    def attach(self, thread: Thread, file: AttachedFile, body: bytes) -> Future[Changes]:
        """Have `file` go with the reply to `thread`, which may be on screen no more; done when it is kept."""
        bodies, there = {file.digest: body}, self._situation
        if there is None or there.thread.id != thread.id:
            begun = self._drafts.of(thread)
            return self._drafts.keep(thread, begun.after(files=(*begun.files, file)), bodies)
        if self.is_empty():
            self._bond.tie(there.thread)
        self._show_files((*self.files, file))
        kept = self._drafts.keep(self._bond.as_written(there.thread), self.begun, bodies)
        self._editor.edited.emit()
        return kept

    def detach(self, file: AttachedFile) -> None:
        """`file` is not to go. When none is left, the field has the keyboard again."""
        self._show_files(tuple(one for one in self.files if one != file))
        self._editor.edited.emit()
        if not self.files:
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def files_of(self, thread: Thread) -> tuple[AttachedFile, ...]:
        """What goes with the reply to `thread`, as it stands."""
        there = self._situation
        return self.files if there and there.thread.id == thread.id else self._drafts.of(thread).files
