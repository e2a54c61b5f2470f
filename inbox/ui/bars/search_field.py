"""The field to search in: it shows the key that leads into it, and once words are in it the key out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.part import Part

LONGEST = 200


class SearchField(Part):
    """28 high. `searched` gives the words as soon as no more keys wait to be read."""

    searched = Signal(str)
    left = Signal()
    """Enter: on to the results."""

    def __init__(self, theme: Theme, key_in: str, key_out: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Search messages and patients"), parent)
        self._keys = (key_in, key_out)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Search messages and patients"))
        self.edit.setAccessibleName(tr("Search messages and patients"))
        self.edit.setMaxLength(LONGEST)
        self.edit.setFrame(False)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.edit, 1)
        self._wait = QTimer(self, interval=0, singleShot=True)
        self._wait.timeout.connect(self._search)
        self.edit.textEdited.connect(self._wait.start)
        self.edit.textChanged.connect(self.restyle)
        self.edit.returnPressed.connect(self._go_on)
        self.restyle()

    def words(self) -> str:
        """What is looked for."""
        return self.edit.text().strip()

    def show_words(self, words: str) -> None:
        """Have `words` in the field without searching for them."""
        self._wait.stop()
        if words != self.words():
            self.edit.setText(words)

    def show_keys(self, key_in: str, key_out: str) -> None:
        """Show other keys."""
        self._keys = (key_in, key_out)
        self.restyle()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(420), self.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(28))

    def restyle(self) -> None:
        px = self.theme.px
        self.edit.setFont(self.theme.font(BASE))
        self._row.setContentsMargins(px(34), px(2), px(14) + self._caps_width(), px(2))
        self.setMaximumWidth(px(420))
        self.setFixedHeight(px(28))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.restyle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, roles = self.theme.px, self.theme.roles
        paint.box(painter, self.rect(), roles.surface, roles.line_strong, px(4))
        paint.icon(painter, QPoint(px(10), px(6)), self.theme, "search", roles.text_2)
        at = QPoint(self.width() - px(8) - self._caps_width(), px(5))
        paint.keycaps(painter, at, self.theme, self._caps())
        if self.edit.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _caps(self) -> tuple[str, ...]:
        inside = self.edit.hasFocus() or bool(self.words())
        return tuple(caps(self._keys[1] if inside else self._keys[0]))

    def _caps_width(self) -> int:
        return paint.keycaps_width(self.theme, self._caps())

    def _search(self) -> None:
        self.searched.emit(self.words())

    def _go_on(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._search()
        self.left.emit()
