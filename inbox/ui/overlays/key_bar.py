"""The line at the foot of a card: which keys do what, and one remark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part


class KeyBar(Part):
    """`hints` are (keys, what they do). The remark gives way before them."""

    def __init__(self, theme: Theme, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Keys"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._remark = ""
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Name other keys."""
        self._hints = hints
        self._describe()

    def remark(self, words: str) -> None:
        """Say something beside them."""
        self._remark = words
        self._describe()

    @property
    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys it names, each with what it does."""
        return self._hints

    @property
    def remarked(self) -> str:
        """What it says beside the keys."""
        return self._remark

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        self._ground(painter)
        x = px(14)
        top = (self.height() - px(paint.KEYCAP_HEIGHT)) // 2
        metrics = theme.metrics(SMALL)
        for keys, words in self._hints:
            printed = caps(keys)
            width = paint.keycaps_width(theme, printed)
            text = metrics.horizontalAdvance(words)
            if x + width + px(5) + text > self.width() - px(14):
                break
            paint.keycaps(painter, QPoint(x, top), theme, printed, roles.text_2, roles.surface)
            x += width + px(5)
            paint.words(painter, QRect(x, 0, text, self.height()), theme, words, SMALL, roles.text_2)
            x += text + px(16)
        room = self.width() - px(14) - x
        if self._remark and room > px(40):
            shown = metrics.elidedText(self._remark, Qt.TextElideMode.ElideRight, room)
            left = self.width() - px(14) - metrics.horizontalAdvance(shown)
            paint.words(painter, QRect(left, 0, room, self.height()), theme, shown, SMALL, roles.text_2)

    def _ground(self, painter: QPainter) -> None:
        """Sunken, with the card's own corners below."""
        roles, radius = self.theme.roles, self.theme.px(7)
        path = QPainterPath()
        path.addRoundedRect(self.rect().adjusted(0, -radius, 0, 0), radius, radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        painter.fillPath(path, roles.sunken)
        painter.restore()
        painter.fillRect(0, 0, self.width(), 1, roles.line)

    def _describe(self) -> None:
        told = [f"{keys}: {words}" for keys, words in self._hints]
        self.setAccessibleDescription(". ".join([*told, self._remark] if self._remark else told))
        self.update()
