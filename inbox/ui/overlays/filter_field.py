"""The field above a list: letters narrow it, arrows move in it, Enter picks from it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import ChoiceList
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words

_PAGE = 8


class FilterField(QLineEdit):
    """Has the keyboard on behalf of a list. With `digits`, a digit picks instead of being typed."""

    def __init__(
        self, theme: Theme, listed: ChoiceList, name: str, digits: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._list, self._digits = theme, listed, digits
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setFrame(False)
        self.setMaxLength(80)
        listed.moved.connect(self._tell)
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._list.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._list.enter()
        elif self._digits and event.text().isdecimal():
            if not event.isAutoRepeat():
                self._list.press(event.text())
        else:
            super().keyPressEvent(event)

    def _tell(self, choice: object) -> None:
        """Say the line under the cursor to those who do not see the list."""
        self.setAccessibleDescription(getattr(choice, "said", ""))

    def _dress(self) -> None:
        self.setFont(self._theme.font(SUBJECT))
        font = self.font()
        font.setBold(False)
        self.setFont(font)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme.roles.raised)
        palette.setColor(QPalette.ColorRole.Text, self._theme.roles.text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, self._theme.roles.text_3)
        self.setPalette(palette)


class FilterBar(Part):
    """The field with its magnifying glass, and at the right how much is left."""

    def __init__(self, theme: Theme, field: FilterField, parent: QWidget | None = None) -> None:
        super().__init__(theme, field.accessibleName(), parent)
        self._told = Words(theme, "", SMALL, "text_3")
        self._row = QHBoxLayout(self)
        self._row.addWidget(field, 1)
        self._row.addWidget(self._told)
        self.restyle()

    def tell(self, words: str) -> None:
        """Say how much is left."""
        self._told.set_words(words)

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14 + 16 + 6), px(4), px(14), px(4))
        self._row.setSpacing(px(8))
        self.setFixedHeight(px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, roles = self.theme.px, self.theme.roles
        top = (self.height() - px(16)) // 2
        paint.icon(painter, QPoint(px(14), top), self.theme, "search", roles.text_2)
        painter.fillRect(0, self.height() - 1, self.width(), 1, roles.line)
