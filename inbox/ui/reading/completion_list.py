"""The list that opens at a full stop: names with what was typed in bold, how each begins, what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases.completion import Suggestion
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.part import Part

ROWS = 6


class CompletionList(Part):
    """A popup without the keyboard: the field keeps it and moves the choice with `step`."""

    chosen = Signal(object)
    """A `Phrase` was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Phrases"), parent)
        self._rows: list[Suggestion] = []
        self._at = 0
        self._first = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    @property
    def phrase(self) -> Phrase | None:
        """The chosen phrase."""
        return self._rows[self._at].phrase if self._rows else None

    def show_rows(self, rows: Sequence[Suggestion]) -> None:
        """Offer `rows`, the first of them chosen."""
        self._rows = list(rows)
        self._at = self._first = 0
        self._tell()

    def step(self, by: int) -> None:
        """Choose another row; it goes round."""
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
            self._first = min(max(self._first, self._at - ROWS + 1), self._at)
            self._tell()

    def place(self, caret: QRect, room: QRect) -> None:
        """Stand below the caret, or above it where there is no room; both in the parent's coordinates."""
        size = self.sizeHint()
        wide = min(size.width(), room.width())
        left = min(max(caret.left(), room.left()), room.right() - wide + 1)
        below = caret.bottom() + self.theme.px(4)
        fits = below + size.height() <= room.bottom()
        top = below if fits else max(caret.top() - self.theme.px(4) - size.height(), room.top())
        self.setGeometry(left, top, wide, size.height())
        self.raise_()
        self.show()

    def sizeHint(self) -> QSize:
        rows = min(len(self._rows), ROWS)
        return QSize(self.theme.px(560), rows * self._row_height() + self.theme.px(48 + 30) + 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._first + (event.position().toPoint().y() - 1) // self._row_height()
        if row < min(len(self._rows), self._first + ROWS):
            self.chosen.emit(self._rows[row].phrase)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        roles = self.theme.roles
        paint.box(painter, self.rect(), roles.raised, roles.line_strong, self.theme.px(4))
        for place, row in enumerate(self._rows[self._first : self._first + ROWS]):
            high = self._row_height()
            self._paint_row(painter, QRect(1, 1 + place * high, self.width() - 2, high), row, place)
        self._paint_detail(painter)
        self._paint_keys(painter)

    def _row_height(self) -> int:
        return self.theme.px(28)

    def _tell(self) -> None:
        phrase = self.phrase
        if phrase is not None:
            self.setAccessibleDescription(f".{phrase.name}, {phrase.title}, {asks(phrase)}")
        self.update()

    def _paint_row(self, painter: QPainter, rect: QRect, row: Suggestion, place: int) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        if self._first + place == self._at:
            painter.fillRect(rect, roles.selected)
            painter.setPen(roles.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inside = rect.adjusted(px(12), 0, -px(12), 0)
        told = asks(row.phrase)
        if row.share:
            told = tr("{share} % · {asks}", share=round(100 * row.share), asks=told)
        right = theme.metrics(SMALL).horizontalAdvance(told)
        at = QRect(inside.right() + 1 - right, inside.y(), right, inside.height())
        paint.words(painter, at, theme, told, SMALL, roles.text_3)
        names = min(px(150), inside.width() * 2 // 5)
        self._paint_name(painter, QRect(inside.x(), inside.y(), names, inside.height()), row)
        begins = QRect(inside.x() + names, inside.y(), at.x() - inside.x() - names - px(10), inside.height())
        if begins.width() > px(40):
            text = theme.metrics(SMALL).elidedText(
                " ".join(row.phrase.text.split()), Qt.TextElideMode.ElideRight, begins.width()
            )
            paint.words(painter, begins, theme, text, SMALL, roles.text_2)

    def _paint_name(self, painter: QPainter, rect: QRect, row: Suggestion) -> None:
        theme, name = self.theme, f".{row.phrase.name}"
        x = rect.x()
        for bold, places in groupby(range(len(name)), key=lambda place: place - 1 in row.matched):
            run = "".join(name[place] for place in places)
            at = QRect(x, rect.y(), 0, rect.height())
            paint.words(painter, at, theme, run, BASE, theme.roles.text, bold)
            x += theme.metrics(BASE, bold).horizontalAdvance(run)

    def _paint_detail(self, painter: QPainter) -> None:
        theme, px, roles, phrase = self.theme, self.theme.px, self.theme.roles, self.phrase
        if phrase is None:
            return
        top = 1 + min(len(self._rows), ROWS) * self._row_height()
        painter.fillRect(1, top, self.width() - 2, px(48), roles.sunken)
        painter.fillRect(1, top, self.width() - 2, 1, roles.line)
        whose = tr(
            "{owner}, version {version}, review by {day}",
            owner=phrase.owner.name,
            version=phrase.version,
            day=date_words(phrase.review),
        )
        left, wide = px(12), self.width() - 2 * px(12)
        first, second = QRect(left, top + px(5), wide, px(18)), QRect(left, top + px(25), wide, px(18))
        paint.words(painter, first, theme, phrase.title, SMALL, roles.text, True)
        used = theme.metrics(SMALL, True).horizontalAdvance(phrase.title) + px(8)
        rest = theme.metrics(SMALL).elidedText(whose, Qt.TextElideMode.ElideRight, wide - used)
        paint.words(painter, first.adjusted(used, 0, 0, 0), theme, rest, SMALL, roles.text_3)
        text = theme.metrics(SMALL).elidedText(
            " ".join(phrase.text.split()), Qt.TextElideMode.ElideRight, wide
        )
        paint.words(painter, second, theme, text, SMALL, roles.text)

    def _paint_keys(self, painter: QPainter) -> None:
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        top = self.height() - px(30)
        painter.fillRect(1, top, self.width() - 2, 1, roles.line)
        x = px(12)
        told = (((("⏎"),), tr("insert")), (("↑", "↓"), tr("choose")), (("Esc",), tr("keep as typed")))
        for keys, words in told:
            paint.keycaps(painter, QPoint(x, top + px(6)), theme, keys)
            x += paint.keycaps_width(theme, keys) + px(5)
            paint.words(painter, QRect(x, top, 0, px(30)), theme, words, SMALL, roles.text_2)
            x += theme.metrics(SMALL).horizontalAdvance(words) + px(14)


def asks(phrase: Phrase) -> str:
    """What a phrase leaves to be settled: "1 blank", "2 lists", "ready"."""
    told = []
    if phrase.blanks:
        told.append(trn("{n} blank", "{n} blanks", phrase.blanks))
    if phrase.required_lists:
        told.append(trn("{n} list", "{n} lists", phrase.required_lists))
    return ", ".join(told) or tr("ready")
