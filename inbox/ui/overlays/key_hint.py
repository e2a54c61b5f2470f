"""What may follow the keys pressed so far: shown when somebody hesitates, gone with the next key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts.trie import Follower
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.overlays.command_words import said
from inbox.ui.parts.part import Part

HESITATES: Final = 350
"""Milliseconds after which nobody is in the middle of pressing the next key."""
_LINE, _HEAD, _EDGE, _COLUMN, _BELOW = 26, 30, 14, 236, 40
"""Pixels at 100 %: a line, what stands above the lines, around them, what a column wants, the status bar."""


class KeyHint(Part):
    """Lies over the foot of the window, takes neither keyboard nor pointer. Every line is on it at once."""

    def __init__(self, theme: Theme, window: QWidget, said: Callable[[str], str] = said) -> None:
        """`said` gives the words of a command."""
        super().__init__(theme, tr("Keys that may follow"), window)
        self._window = window
        self._said = said
        self._begun = ""
        self._followers: Sequence[Follower] = ()
        self._patience = QTimer(self, interval=HESITATES, singleShot=True)
        self._patience.timeout.connect(self._appear)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)

    def follow(self, begun: str, followers: Sequence[Follower]) -> None:
        """`begun` has been pressed and `followers` may come after it; nothing more: it is over."""
        self._begun, self._followers = begun, followers
        if not followers:
            self._patience.stop()
            self.hide()
        elif self.isVisible():
            self._appear()
        else:
            self._patience.start()

    def restyle(self) -> None:
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        paint.box(painter, self.rect(), roles.raised, roles.line_strong, px(7))
        top = px(7)
        width = self._paint_keys(painter, QPoint(px(_EDGE), top + px(3)), self._begun)
        told = QRect(px(_EDGE) + width + px(8), top, self.width(), px(_HEAD) - top)
        paint.words(painter, told, theme, tr("and then … · Esc leaves it"), SMALL, roles.text_2)
        columns, lines = self._grid()
        wide = (self.width() - 2 * px(_EDGE)) // columns
        taken = max(paint.keycaps_width(theme, caps(str(one.keys))) for one in self._followers)
        for number, one in enumerate(self._followers):
            left = px(_EDGE) + number // lines * wide
            y = px(_HEAD) + px(4) + number % lines * px(_LINE)
            self._paint_keys(
                painter, QPoint(left, y + (px(_LINE) - px(paint.KEYCAP_HEIGHT)) // 2), str(one.keys)
            )
            room = QRect(left + taken + px(8), y, wide - taken - px(16), px(_LINE))
            words = theme.metrics(BASE).elidedText(
                self._said(one.command), Qt.TextElideMode.ElideRight, room.width()
            )
            paint.words(painter, room, theme, words, BASE, roles.text)

    def _paint_keys(self, painter: QPainter, at: QPoint, keys: str) -> int:
        """Draw keycaps; gives their width."""
        roles, printed = self.theme.roles, caps(keys)
        paint.keycaps(painter, at, self.theme, printed, roles.text, roles.surface)
        return paint.keycaps_width(self.theme, printed)

    def _appear(self) -> None:
        lines = ((one.keys, self._said(one.command)) for one in self._followers)
        told = [tr("{keys}: {words}", keys=keys, words=words) for keys, words in lines]
        self.set_name(tr("After {keys}: {lines}", keys=self._begun, lines=", ".join(told)))
        self._place()
        self.show()
        self.raise_()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _grid(self) -> tuple[int, int]:
        """How many columns there is room for, and how many lines each has. Where that is too high, columns
        are narrower, and words give way before lines do."""
        px, count = self.theme.px, len(self._followers)
        wide = self._window.width() - 4 * px(_EDGE)
        high = self._window.height() - px(_HEAD) - px(_BELOW) - 2 * px(_EDGE)
        columns = max(1, min(4, wide // px(_COLUMN), count), ceil(count / max(1, high // px(_LINE))))
        lines = ceil(count / columns)
        return ceil(count / lines), lines

    def _place(self) -> None:
        px = self.theme.px
        columns, lines = self._grid()
        wide = min(columns * px(_COLUMN) + 2 * px(_EDGE), self._window.width() - 2 * px(_EDGE))
        size = QSize(wide, px(_HEAD) + lines * px(_LINE) + px(12))
        left = (self._window.width() - size.width()) // 2
        top = self._window.height() - size.height() - px(_BELOW)
        self.setGeometry(QRect(QPoint(left, max(0, top)), size))
