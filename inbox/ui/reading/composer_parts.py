"""What a composer is made of: the framed field with its panels and drafts; and what is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.attached import AttachedFile
from inbox.domain.words import tr
from inbox.shortcuts.phrases import draft as edits
from inbox.shortcuts.phrases.expansion import Expansion
from inbox.shortcuts.phrases.guards import Problem, guards
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.spelling import Span
from inbox.ui.desk import Desk
from inbox.ui.reading.addressed import Addressed
from inbox.ui.reading.bond import Bond
from inbox.ui.reading.comment_mode import CommentMode
from inbox.ui.reading.composer_frame import ComposerFrame
from inbox.ui.reading.drafts import Begun, Drafts
from inbox.ui.reading.plain_field import COMPACT, LINES
from inbox.ui.reading.settling import Settling
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.spelling_hints import SpellingHints
from inbox.ui.reading.utf16 import points


class ComposerParts(QWidget):
    """What a composer is made of: the framed field, panels below it, drafts; and what is in it."""

    command = Signal(str)
    """A button asks for a command."""
    resized = Signal()
    """It may need another height."""
    typing = Signal(bool)
    """Whether the field has the keyboard."""
    opening = Signal()
    """The field is about to get the keyboard: whoever has it hidden shows it now."""

    offered = Signal(list)
    """Files (`Path`) or a picture (`QImage`) are to go with the reply."""
    opened = Signal(object)
    detached = Signal(object)
    """An `AttachedFile` of the reply is to be opened, or is not to go."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._situation: Situation | None = None
        self._files: tuple[AttachedFile, ...] = ()
        self._drafts = Drafts(desk, self)
        self._frame = ComposerFrame(desk)
        self._editor = self._frame.editor
        self._comment = CommentMode(self._frame)
        self._settling = Settling(desk, self._editor, self._lookup, self.problems)
        self.spelling = SpellingHints(desk, self._editor, lambda: self._situation)
        self.addressed = Addressed()
        self._bond = Bond()
        self.setProperty("scope", "composer")
        self.setAccessibleName(tr("Composer"))
        self.setFocusProxy(self._editor)
        self._column = QVBoxLayout(self)
        for widget in (self._frame, self._settling.picks, self._settling.unsettled):
            self._column.addWidget(widget)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._frame.command.connect(self.command)
        self._editor.focused.connect(self.typing)
        self._editor.offered.connect(self.offered)
        self._frame.files.opened.connect(self.opened)
        self._frame.files.grown.connect(self.resized)
        self._frame.files.removed.connect(self.detached)
        self._editor.grown.connect(self.resized)

    def focus(self) -> None:
        """Give the field the keyboard. A hidden one would get none: what is typed then would be commands."""
        self.opening.emit()
        self.set_folded(False)
        self._editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_compact(self, compact: bool) -> None:
        """Take less height: one line while it is empty, four at most."""
        self._editor.set_lines(*(COMPACT if compact else LINES))
        self._frame.settle()
        self._column.activate()

    def set_folded(self, folded: bool) -> None:
        """Show only to whom it goes and the key that opens it."""
        self._frame.set_folded(folded)
        self._column.activate()

    def _lookup(self) -> Lookup | None:
        return self._situation.lookup if self._situation is not None else None

    def _kind(self) -> str:
        item = self._situation.item if self._situation is not None else None
        return item.kind if item is not None else ""

    def _calls(self) -> bool:
        there = self._situation
        return there is not None and (there.calls or there.call_settled)

    @property
    def commenting(self) -> bool:
        """Whether an internal comment is being written."""
        return bool(self._comment)

    def text(self) -> str:
        """The words as they would be sent."""
        return edits.finished(self._reply)

    def is_empty(self) -> bool:
        """Whether there is no reply yet, not even a file."""
        return not (self._reply.text.strip() or self.files)

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        """What goes with the reply."""
        return self._files

    def _show_files(self, files: tuple[AttachedFile, ...]) -> None:
        self._files = files
        self._frame.show_files(files)
        self.resized.emit()

    def nothing_open(self) -> str:
        """Why there is no blank to go to; empty when there is one."""
        open_ones = any(field.open for field in self._editor.reply.fields)
        return "" if open_ones else tr("Nothing is open in the reply.")

    def next_unknown_word(self) -> Span | None:
        """Select the next word that no dictionary knows, from the caret on and round; None: there is none."""
        words, caret = self.spelling.unknown(), self._editor.textCursor().selectionEnd()
        after = points(self._editor.reply.text, caret)
        word = next((one for one in words if one.start >= after), words[0] if words else None)
        if word is not None:
            self._editor.select_range(word.start, word.end)
        return word

    def put_right(self, word: Span, meant: str) -> bool:
        """Put what was meant in the place of a word; whether it still stood there."""
        reply = self._editor.reply
        if reply.text[word.start : word.end] != word.word:
            return False
        changed = edits.replace(reply, word.start, word.end, meant)
        self._editor.set_reply(changed, word.start + len(meant))
        return True

    @property
    def in_use(self) -> bool:
        """Whether somebody writes, or has written something that is not sent."""
        return self._editor.hasFocus() or self.commenting or not self.is_empty()

    def problems(self) -> list[Problem]:
        """What keeps the reply from being sent, in its order."""
        there = self._situation
        if self.is_empty() or there is None:
            return []
        found = self._bond.problems(there.thread, self._reply.text)
        lookup = there.lookup
        if lookup is not None:
            found += guards(self._reply, lookup, self._desk.messaging.length.limit)
        return found

    @property
    def comment(self) -> str:
        """The words for colleagues."""
        return self._comment.words.strip()

    @property
    def _reply(self) -> Expansion:
        return self._comment.reply

    @property
    def begun(self) -> Begun:
        """Both as they stand."""
        return Begun(self._reply, self._comment.words, self._files)
