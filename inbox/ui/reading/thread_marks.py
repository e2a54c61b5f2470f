"""The marks of a thread, painted behind and beside its text: flags, badges, comment boxes, icons."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from inbox.domain.thread import Attachment
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.reading.signs import ASKED
from inbox.ui.reading.thread_writer import Marks, Run


class ThreadMarks:
    """Paints what the writer told of one document into the view that shows it."""

    def __init__(self, theme: Theme, view: QTextEdit) -> None:
        self._theme = theme
        self._view = view
        self.told = Marks()
        self.file_keys = ""
        """What opens a file: it stands beside the newest."""

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint what lies in `seen`, before the text."""
        self._paint_boxes(painter, seen)
        self._paint_runs(painter, seen)
        self._paint_icons(painter, seen)
        self._paint_file_keys(painter, seen)

    def unfolds_at(self, at: QPoint) -> bool:
        """Whether a line that unfolds something is there."""
        return any(self._block_rect(number).contains(at) for number in self.told.unfolds)

    def file_at(self, at: QPoint) -> Attachment | None:
        """The file whose line is there, if it can be opened."""
        return next((file for number, file in self.told.files if self._block_rect(number).contains(at)), None)

    def place_of_fold(self) -> QRect:
        """Where the first line that unfolds something stands; empty when there is none."""
        return self._block_rect(self.told.unfolds[0]) if self.told.unfolds else QRect()

    @property
    def runs(self) -> list[Run]:
        """The flagged spans and their badges."""
        return self.told.runs

    @property
    def signs(self) -> list[Run]:
        """The badges, in the order they stand."""
        return [run for run in self.told.runs if run.words]

    @property
    def _scrolled(self) -> int:
        return self._view.verticalScrollBar().value()

    def _paint_boxes(self, painter: QPainter, seen: QRect) -> None:
        px, roles = self._theme.px, self._theme.roles
        for first, last in self.told.notes:
            box = self._box(first, last).adjusted(0, -px(7), 0, px(7))
            if box.intersects(seen):
                painter.fillRect(box, roles.note_bg)
                painter.fillRect(box.x(), box.y(), px(3), box.height(), roles.line_strong)
        for first, last in self.told.ours:
            box = self._box(first, last)
            if box.intersects(seen):
                painter.fillRect(box.x(), box.y(), px(2), box.height(), roles.accent)

    def _box(self, first: int, last: int) -> QRect:
        return self._block_rect(first).united(self._block_rect(last))

    def _paint_runs(self, painter: QPainter, seen: QRect) -> None:
        px, roles = self._theme.px, self._theme.roles
        for run in self.told.runs:
            flagged = run.level <= 3
            for rect in self._rects(run):
                if not rect.intersects(seen):
                    continue
                if run.level == ASKED:
                    painter.fillRect(rect, roles.link_bg)
                    under = QRect(rect.x(), rect.bottom() - px(2) + 1, rect.width(), px(2))
                    painter.fillRect(under, roles.accent)
                    continue
                if not run.words:
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
        for number, icon, role in self.told.icons:
            block = self._view.document().findBlockByNumber(number)
            rect = self._block_rect(number)
            if not rect.intersects(seen) or not block.layout().lineCount():
                continue
            line = block.layout().lineAt(0).rect().translated(block.layout().position())
            left = int(line.left()) - px(17)
            top = int(line.top()) - self._scrolled + (int(line.height()) - px(13)) // 2
            paint.icon(painter, QPoint(left, top), self._theme, icon, self._theme.color(role), 13)

    def _paint_file_keys(self, painter: QPainter, seen: QRect) -> None:
        if not self.told.files or not self.file_keys:
            return
        block = self._view.document().findBlockByNumber(self.told.files[-1][0])
        lines = block.layout().lineCount()
        if not lines or not self._block_rect(block.blockNumber()).intersects(seen):
            return
        last = block.layout().lineAt(lines - 1)
        line = last.naturalTextRect().translated(block.layout().position())
        px, printed = self._theme.px, caps(self.file_keys)
        left = int(line.right()) + px(8)
        if left + paint.keycaps_width(self._theme, printed) <= self._view.viewport().width() - px(16):
            top = int(line.center().y()) - self._scrolled - px(paint.KEYCAP_HEIGHT) // 2
            paint.keycaps(painter, QPoint(left, top), self._theme, printed, None, self._theme.roles.surface)

    def _block_rect(self, number: int) -> QRect:
        """Where a paragraph stands in the viewport, its margins included."""
        block = self._view.document().findBlockByNumber(number)
        rect = self._view.document().documentLayout().blockBoundingRect(block)
        wide = self._view.viewport().width() - 2 * self._theme.px(16)
        top = rect.top() - self._scrolled
        return QRectF(self._theme.px(16), top, wide, rect.height()).toAlignedRect()

    def _rects(self, run: Run) -> Iterator[QRect]:
        """The boxes of a run, one for each line it stands on."""
        block = self._view.document().findBlock(run.start)
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
                top = where.top() - self._scrolled
                yield QRectF(left, top, right - left, where.height()).toRect()


def _x(found: object) -> float:
    """`cursorToX` gives the x, or the x with the position it settled on."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]
