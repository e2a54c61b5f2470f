"""The field of the reply as one for colleagues: the reply is laid aside, and comes back untouched."""

from __future__ import annotations

from inbox.domain.ids import ItemId
from inbox.shortcuts.phrases.expansion import Expansion
from inbox.ui.reading.composer_frame import ComposerFrame


class CommentMode:
    """An unfinished comment waits, item by item, until it is begun again or the program ends."""

    def __init__(self, frame: ComposerFrame) -> None:
        self._frame = frame
        self._item: ItemId | None = None
        self._unfinished: dict[ItemId, str] = {}
        self.aside = Expansion()
        """The reply, while a comment is written."""

    def __bool__(self) -> bool:
        """Whether a comment is being written."""
        return self._item is not None

    @property
    def text(self) -> str:
        """The comment as it stands."""
        return self._frame.editor.reply.text.strip()

    def begin(self, item: ItemId) -> None:
        """Lay the reply aside and write a comment on `item`."""
        self.aside = self._frame.editor.reply
        self._item = item
        self._frame.show_commenting(True)
        self._frame.editor.start_afresh(Expansion(self._unfinished.pop(item, "")))

    def leave(self, finished: bool = False) -> bool:
        """Bring the reply back; whether a comment was being written."""
        if self._item is None:
            return False
        if not finished and self.text:
            self._unfinished[self._item] = self._frame.editor.reply.text
        self._frame.editor.start_afresh(self.aside)
        self._item = None
        self._frame.show_commenting(False)
        return True
