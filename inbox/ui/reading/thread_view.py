"""The conversation on screen: one read-only text, so that it selects, copies, scrolls and reads out as text.

Marks (flags, badges, comment boxes, icons) are painted behind the text from what the writer told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from inbox.domain.flag import CALL_LEVELS
from inbox.domain.ids import OperationId
from inbox.domain.thread import Message
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import PATIENT
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.reading import selecting
from inbox.ui.reading.quoting import selected
from inbox.ui.reading.thread_marks import ThreadMarks
from inbox.ui.reading.thread_writer import Marks, State, ThreadWriter
from inbox.ui.reading.timeline import Part

LONGEST_LINE = 78
"""Characters of ordinary text on a line at most."""
_ORDINARY = "it came back last night so I guess it is nothing "
"""Is measured: a font's own average counts letters that nobody writes."""


class ThreadView(QTextEdit):
    """Shows timelines. `unfold_wanted` asks for what is folded; `painted` comes after each paint."""

    unfold_wanted = Signal()
    file_wanted = Signal(object)
    """The `Attachment` whose line was pressed."""
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = ThreadMarks(theme, self)
        self._at_unanswered = True
        self._writer = ThreadWriter(theme)
        scrolls_thinly(self, theme)
        self.setProperty("scope", "thread")
        self.setAccessibleName(tr("Conversation"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumHeight(1)  # what stands below it says how low it may become
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        by_hand = (
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTextInteractionFlags(by_hand)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setCursorWidth(0)
        self.verticalScrollBar().actionTriggered.connect(self._moved_by_hand)

    @property
    def marks(self) -> ThreadMarks:
        """What is painted behind the text, and where."""
        return self._marks

    def restyle(self) -> None:
        """Take formats from the theme again; the caller then shows its timeline anew."""
        self._writer = ThreadWriter(self._theme)
        self._wrap()

    def show_parts(
        self,
        parts: Sequence[Part],
        now: datetime,
        zone: ZoneInfo,
        states: Mapping[OperationId, State],
        unanswered: int,
        unfolded: bool,
        keep_place: bool,
    ) -> None:
        """Show another timeline, or the same again (`keep_place`) where it was scrolled to."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setCursorWidth(0)  # whoever moved it has to begin again: the words are written anew
        self._marks.told = Marks()  # emptying the document may resize the view: nothing stands there then
        self._marks.told = self._writer.write(self.document(), parts, now, zone, states, unanswered, unfolded)
        if keep_place and not self._at_unanswered:
            bar.setValue(place)
        else:
            self._at_unanswered = True
            self._go_to_unanswered()

    def _go_to_unanswered(self) -> None:
        """The first message that waits for an answer at the top, as far as there is text below it."""
        first = self._marks.told.first_unanswered
        bar = self.verticalScrollBar()
        if first < 0:
            bar.setValue(bar.maximum())
            return
        block = self.document().findBlockByNumber(first)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        bar.setValue(int(top) - self._theme.px(8))
        self._bring_call_into_view()

    def _bring_call_into_view(self) -> None:
        """What somebody has to call about is seen first, wherever in the conversation it stands."""
        wanted = next((run for run in self._marks.runs if run.level in CALL_LEVELS and not run.words), None)
        if wanted is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(wanted.start)
        place, bar = self.cursorRect(cursor), self.verticalScrollBar()
        if place.top() < 0 or place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def selected_words(self) -> list[tuple[Message, str]]:
        """What is selected of the messages' own words, message by message."""
        return selected(self.textCursor(), self._marks.told.pieces)

    def go_to_end(self) -> None:
        """Bring the newest into view."""
        self._moved_by_hand()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def next_sign(self) -> str:
        """Bring the next marked words into view and select them; gives which it is, in words.

        What is selected is told to those who hear the screen. After the last comes the first again.
        """
        signs, cursor = self._marks.signs, self.textCursor()
        after = [sign for sign in signs if sign.start > cursor.position()] if cursor.hasSelection() else signs
        sign = (after or signs)[0]
        span = next((run for run in self._marks.runs if run.start + run.length + 1 == sign.start), sign)
        cursor.setPosition(span.start)
        cursor.setPosition(sign.start + sign.length, QTextCursor.MoveMode.KeepAnchor)
        self._moved_by_hand()
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // 3)
        return tr("Mark {n} of {all}: {words}", n=signs.index(sign) + 1, all=len(signs), words=sign.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_PageDown: lambda: bar.setValue(bar.value() + bar.pageStep()),
            Qt.Key.Key_PageUp: lambda: bar.setValue(bar.value() - bar.pageStep()),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + (-1 if shift else 1) * bar.pageStep()),
        }
        if not shift:
            moves |= {
                Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + 2 * bar.singleStep()),
                Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - 2 * bar.singleStep()),
                Qt.Key.Key_Home: lambda: bar.setValue(0),
                Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            }
            if self._marks.told.unfolds:
                moves |= dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), self.unfold_wanted.emit)
        move = moves.get(key)
        self._moved_by_hand()
        if move is None:
            selecting.begin(self, event, self._marks.told)
            super().keyPressEvent(event)
        elif not (event.isAutoRepeat() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            move()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        over = self._marks.unfolds_at(at) or self._marks.file_at(at)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        if self.textCursor().hasSelection() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._marks.unfolds_at(at):
            self.unfold_wanted.emit()
        elif file := self._marks.file_at(at):
            self.file_wanted.emit(file)

    def sizeHint(self) -> QSize:
        """Low: it gets what height the others leave."""
        return QSize(super().sizeHint().width(), 1)

    def _wrap(self) -> None:
        """Lines as long as the view is wide, but no longer than is read with ease."""
        ordinary = self._theme.metrics(PATIENT).horizontalAdvance(_ORDINARY)
        longest = LONGEST_LINE * ordinary // len(_ORDINARY)
        margins = 2 * self._theme.px(16)
        self.setLineWrapColumnOrWidth(max(min(self.viewport().width(), longest + margins), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()
        if self._at_unanswered:
            self._go_to_unanswered()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._moved_by_hand()
        super().wheelEvent(event)

    def _moved_by_hand(self) -> None:
        """From now on it stays where the reader has put it."""
        self._at_unanswered = False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        seen = event.rect()
        painter.fillRect(seen, self._theme.roles.surface)
        self._marks.paint(painter, seen)
        painter.end()
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            paint.focus_ring(painter, self.viewport().rect(), self._theme, radius=0)
        self.painted.emit()
