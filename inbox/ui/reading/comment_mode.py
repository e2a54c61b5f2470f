"""The field of the reply as one for colleagues: the reply is laid aside, and comes back untouched."""

from __future__ import annotations

from inbox.shortcuts.phrases.expansion import Expansion
from inbox.ui.reading.composer_frame import ComposerFrame
from inbox.ui.reading.drafts import Begun


class CommentMode:
    """Two texts and one field: whichever is not in the field waits here."""

    def __init__(self, frame: ComposerFrame) -> None:
        self._frame = frame
        self._on = False
        self._reply = Expansion()
        self._words = ""

    def __bool__(self) -> bool:
        """Whether a comment is being written."""
        return self._on

    @property
    def reply(self) -> Expansion:
        """What is written to the patient."""
        return self._reply if self._on else self._frame.editor.reply

    @property
    def words(self) -> str:
        """What is written for colleagues."""
        return self._frame.editor.reply.text if self._on else self._words

    def show(self, begun: Begun) -> None:
        """Have these two texts instead."""
        self._reply, self._words = begun.reply, begun.comment
        self._into_field()

    def begin(self) -> None:
        """Lay the reply aside and write a comment."""
        self._turn(True)

    def leave(self) -> bool:
        """Bring the reply back; whether a comment was being written."""
        return self._on and self._turn(False)

    def _turn(self, on: bool) -> bool:
        self._reply, self._words = self.reply, self.words
        self._on = on
        self._frame.show_commenting(on)
        self._into_field()
        return True

    def _into_field(self) -> None:
        self._frame.show_comment_waits(not self._on and bool(self._words.strip()))
        self._frame.editor.start_afresh(Expansion(self._words) if self._on else self._reply)
