"""The conversation on screen: one read-only text, so that it selects, copies, scrolls and reads out as text.

Marks (flags, badges, comment boxes, icons) are painted behind the text from what the writer told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from inbox.domain.ids import OperationId
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.reading.thread_writer import Marks, Run, State, ThreadWriter
from inbox.ui.reading.timeline import Part


class ThreadView(QTextEdit):
    """Shows timelines. `unfold_wanted` asks for what is folded; `painted` comes after each paint."""

    unfold_wanted = Signal()
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = Marks()
        self._at_unanswered = True
        self._writer = ThreadWriter(theme)
        self.setProperty("scope", "thread")
        self.setAccessibleName(tr("Conversation"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        by_hand = (
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTextInteractionFlags(by_hand)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setCursorWidth(0)
        self.verticalScrollBar().actionTriggered.connect(self._moved_by_hand)

    def restyle(self) -> None:
        """Take formats from the theme again; the caller then shows its timeline anew."""
        self._writer = ThreadWriter(self._theme)

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
        self._marks = self._writer.write(self.document(), parts, now, zone, states, unanswered, unfolded)
        if keep_place and not self._at_unanswered:
            bar.setValue(place)
        else:
            self._at_unanswered = True
            self._go_to_unanswered()

    def _go_to_unanswered(self) -> None:
        """The first message that waits for an answer at the top, as far as there is text below it."""
        first = self._marks.first_unanswered
        bar = self.verticalScrollBar()
        if first < 0:
            bar.setValue(bar.maximum())
            return
        block = self.document().findBlockByNumber(first)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        bar.setValue(int(top))

    def go_to_end(self) -> None:
        """Bring the newest into view."""
        self._moved_by_hand()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

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
            if self._marks.unfolds:
                moves |= dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), self.unfold_wanted.emit)
        move = moves.get(key)
        self._moved_by_hand()
        if move is None:
            super().keyPressEvent(event)
        elif not (event.isAutoRepeat() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            move()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._unfold_at(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._unfold_at(event.position().toPoint()) and not self.textCursor().hasSelection():
            self.unfold_wanted.emit()

    def _unfold_at(self, at: QPoint) -> bool:
        return any(self._block_rect(number).contains(at) for number in self._marks.unfolds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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
        self._paint_boxes(painter, seen)
        self._paint_runs(painter, seen)
        self._paint_icons(painter, seen)
        painter.end()
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            paint.focus_ring(painter, self.viewport().rect(), self._theme, radius=0)
        self.painted.emit()

    def _paint_boxes(self, painter: QPainter, seen: QRect) -> None:
        px, roles = self._theme.px, self._theme.roles
        for first, last in self._marks.notes:
            box = self._box(first, last).adjusted(0, -px(7), 0, px(7))
            if box.intersects(seen):
                painter.fillRect(box, roles.note_bg)
                painter.fillRect(box.x(), box.y(), px(3), box.height(), roles.line_strong)
        for first, last in self._marks.ours:
            box = self._box(first, last)
            if box.intersects(seen):
                painter.fillRect(box.x(), box.y(), px(2), box.height(), roles.accent)

    def _box(self, first: int, last: int) -> QRect:
        return self._block_rect(first).united(self._block_rect(last))

    def _paint_runs(self, painter: QPainter, seen: QRect) -> None:
        px, roles = self._theme.px, self._theme.roles
        for run in self._marks.runs:
            flagged = run.level <= 3
            for rect in self._rects(run):
                if not rect.intersects(seen):
                    continue
                if not run.badge:
                    if flagged:
                        painter.fillRect(rect, roles.flag_bg)
                    under = QRect(rect.x(), rect.bottom() - px(2) + 1, rect.width(), px(2))
                    painter.fillRect(under, roles.flag if flagged else roles.line_strong)
                    continue
                height = px(paint.BADGE_HEIGHT)
                box = QRect(rect.x(), rect.center().y() - height // 2 + 1, rect.width(), height)
                fill = roles.flag if run.level <= 2 else roles.flag_bg if flagged else None
                paint.box(painter, box, fill, roles.flag if flagged else roles.line_strong, px(3))

    def _paint_icons(self, painter: QPainter, seen: QRect) -> None:
        px = self._theme.px
        for number, icon, role in self._marks.icons:
            block = self.document().findBlockByNumber(number)
            rect = self._block_rect(number)
            if not rect.intersects(seen) or not block.layout().lineCount():
                continue
            line = block.layout().lineAt(0).rect().translated(block.layout().position())
            left = int(line.left()) - px(17)
            top = int(line.top()) - self.verticalScrollBar().value() + (int(line.height()) - px(13)) // 2
            paint.icon(painter, QPoint(left, top), self._theme, icon, self._theme.color(role), 13)

    def _block_rect(self, number: int) -> QRect:
        """Where a paragraph stands in the viewport, its margins included."""
        block = self.document().findBlockByNumber(number)
        rect = self.document().documentLayout().blockBoundingRect(block)
        wide = self.viewport().width() - 2 * self._theme.px(16)
        top = rect.top() - self.verticalScrollBar().value()
        return QRectF(self._theme.px(16), top, wide, rect.height()).toAlignedRect()

    def _rects(self, run: Run) -> Iterator[QRect]:
        """The boxes of a run, one for each line it stands on."""
        block = self.document().findBlock(run.start)
        while block.isValid() and block.position() < run.start + run.length:
            yield from self._rects_in(block, run)
            block = block.next()

    def _rects_in(self, block: QTextBlock, run: Run) -> Iterator[QRect]:
        layout = block.layout()
        begin = max(run.start - block.position(), 0)
        end = min(run.start + run.length - block.position(), block.length() - 1)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(begin, line.textStart())
            stop = min(end, line.textStart() + line.textLength())
            if start < stop:
                one, other = _x(line.cursorToX(start)), _x(line.cursorToX(stop))
                where = line.rect().translated(layout.position())
                left, right = min(one, other) + layout.position().x(), max(one, other) + layout.position().x()
                top = where.top() - self.verticalScrollBar().value()
                yield QRectF(left, top, right - left, where.height()).toRect()


def _x(found: object) -> float:
    """`cursorToX` gives the x, or the x with the position it settled on."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]


__all__ = ["State", "ThreadView"]
