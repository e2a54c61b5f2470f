"""A speed button: its number is always at the same place, so that hands learn it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.pressable import Pressable

_HIGH, _BAN = 28, 12
"""Pixels at 100 %: a button of one line, and the mark of what is off."""


def readable_from(theme: Theme, labels: Iterable[str]) -> int:
    """The width from which every word of `labels` can be read on a button."""
    words = {word for label in labels for word in label.split()}
    longest = max((theme.metrics(SMALL).horizontalAdvance(word) for word in words), default=0)
    return _around(theme) + longest + 1


def _left(theme: Theme, keys: str = "") -> int:
    """Where the label begins: behind the room of a number at least, so that labels stand in line."""
    room = max(paint.keycaps_width(theme, ("0",)), paint.keycaps_width(theme, caps(keys)))
    return theme.px(5 + 7) + room


def _around(theme: Theme, keys: str = "", more: str = "") -> int:
    """What is not label; room for the mark of what is off is always kept, so that nothing jumps."""
    beside = theme.px(6) + paint.keycaps_width(theme, caps(more)) if more else 0
    return _left(theme, keys) + theme.px(6 + _BAN + 8) + beside


class CommandButton(Pressable):
    """Keys (most have a number), label in one line or two, and the ban icon while it is off. `set_armed`
    marks the one whose preview is shown."""

    def __init__(self, theme: Theme, keys: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, label, keys, parent)
        self.more_keys = ""
        """Another way to press it, drawn at its end."""
        self._armed = False
        # Not Fixed: a fixed height is that of the size hint, which knows nothing of a second line.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_more_keys(self, keys: str) -> None:
        """Show a second way to press it; this draws the keys, it binds nothing."""
        self.more_keys = keys
        self._refresh()

    def set_armed(self, armed: bool) -> None:
        """Show that the preview tells about this one."""
        self._armed = armed
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._around() + self._advance(self.label) + 1, self.theme.px(_HIGH))  # 1: rounding

    def minimumSizeHint(self) -> QSize:
        return QSize(self._around() + self.theme.metrics(SMALL).averageCharWidth() * 6, self.theme.px(_HIGH))

    def heightForWidth(self, width: int) -> int:
        more = len(self._lines(width)) - 1
        return self.theme.px(_HIGH) + more * self.theme.line_height(SMALL)

    def shown(self) -> str:
        """The label as far as it fits."""
        return " ".join(self._lines(self.width()))

    def _lines(self, width: int) -> list[str]:
        """The label in one line, or in two of which the second takes what is left."""
        room = width - self._around()
        if self._advance(self.label) <= room:
            return [self.label]
        first, *rest = self.label.split()
        while rest and self._advance(f"{first} {rest[0]}") <= room:
            first = f"{first} {rest.pop(0)}"
        return [self._elided(line, room) for line in (first, " ".join(rest)) if line]

    def _elided(self, line: str, room: int) -> str:
        return self.theme.metrics(SMALL).elidedText(line, Qt.TextElideMode.ElideRight, room)

    def _advance(self, words: str) -> int:
        return self.theme.metrics(SMALL).horizontalAdvance(words)

    def _left(self) -> int:
        return _left(self.theme, self.keys)

    def _around(self) -> int:
        return _around(self.theme, self.keys, self.more_keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, roles, px, rect = self.theme, self.theme.roles, self.theme.px, self.rect()
        touched = self.isEnabled() and (self.underMouse() or self.isDown())
        fill = roles.selected if self._armed or self.isDown() else roles.hover if touched else roles.sunken
        paint.box(painter, rect, fill, roles.line_strong if touched else roles.line, px(4))
        if self._armed:
            paint.focus_ring(painter, rect, theme)
        ink = roles.text_3 if self.off_reason else roles.text
        cap_ink = roles.text_3 if self.off_reason or self.typing else roles.text_2
        cap_top = (rect.height() - px(paint.KEYCAP_HEIGHT)) // 2
        paint.keycaps(painter, QPoint(px(5), cap_top), theme, caps(self.keys), cap_ink, roles.surface)
        if more := caps(self.more_keys):
            end = QPoint(rect.width() - px(5) - paint.keycaps_width(theme, more), cap_top)
            paint.keycaps(painter, end, theme, more, cap_ink, roles.surface)
        lines, high = self._lines(rect.width()), theme.line_height(SMALL)
        top = (rect.height() - len(lines) * high) // 2
        for n, line in enumerate(lines):
            at = QRect(self._left(), top + n * high, rect.width() - self._left(), high)
            paint.words(painter, at, theme, line, SMALL, ink)
        if self.off_reason:
            x = self._left() + max(map(self._advance, lines)) + px(6)
            paint.icon(painter, QPoint(x, (rect.height() - px(_BAN)) // 2), theme, "ban", ink, _BAN)
