"""A list to pick one of: headings, choices, and choices that are off and say why."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.choice_painter import CHOICE, ChoicePainter, row_height
from inbox.ui.parts.scroll_bar import scrolls_thinly

Index = QModelIndex | QPersistentModelIndex
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TALLEST = 400
"""Pixels at 100 % from which a list scrolls: longer ones are read by typing, not by looking."""


class Choice(msgspec.Struct, frozen=True):
    """One line. `number` is the digit that picks it; `keys` are those that do it anywhere."""

    title: str
    value: object = None
    about: str = ""
    icon: str = ""
    number: str = ""
    keys: str = ""
    off: str = ""
    marks: tuple[int, ...] = ()
    heading: bool = False

    @property
    def said(self) -> str:
        """The whole line in words."""
        parts = [self.title, self.about]
        parts += [tr("Off: {reason}", reason=self.off)] if self.off else []
        parts += [tr("Key: {keys}", keys=keys)] if (keys := self.number or self.keys) else []
        return ". ".join(part.rstrip(".") for part in parts if part)


class ChoiceModel(QAbstractListModel):
    """The lines as Qt asks for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: Sequence[Choice] = ()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Hold these instead."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choices[index.row()]
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return choice.said
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.choices[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class ChoiceList(QListView):
    """Shows choices. `picked` gives the one that was pressed or entered, never one that is off."""

    picked = Signal(object)
    refused = Signal(object)
    """A choice that is off was asked for."""
    moved = Signal(object)
    """The choice under the cursor, or None."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        scrolls_thinly(self, theme)
        self._model = ChoiceModel(self)
        self.setModel(self._model)
        self.setItemDelegate(ChoicePainter(theme, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda _index: self.enter())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit(self.current()))
        theme.changed.connect(self._follow)

    @property
    def choices(self) -> Sequence[Choice]:
        """What is listed."""
        return self._model.choices

    def set_choices(self, choices: Sequence[Choice], current: int = 0) -> None:
        """List these, with the `current`-th that is no heading under the cursor."""
        self._model.set_choices(choices)
        rows = self._rows()
        if rows:
            self._go(rows[min(current, len(rows) - 1)])
        else:
            self.moved.emit(None)
        self.updateGeometry()

    def current(self) -> Choice | None:
        """The choice under the cursor."""
        row = self.currentIndex().row()
        return self.choices[row] if row >= 0 else None

    def step(self, by: int) -> None:
        """Go `by` choices down or up; headings are passed over, the ends lead round."""
        rows = self._rows()
        if rows:
            row = self.currentIndex().row()
            at = rows.index(row) if row in rows else -1
            self._go(rows[(at + by) % len(rows)])

    def enter(self) -> None:
        """Pick the choice under the cursor."""
        choice = self.current()
        if choice is not None:
            (self.refused if choice.off else self.picked).emit(choice)

    def press(self, number: str) -> bool:
        """Pick the choice of that digit; whether there is one."""
        for row in self._rows():
            if self.choices[row].number == number:
                self._go(row)
                self.enter()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            if not event.isAutoRepeat():
                self.enter()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.text().isdecimal() and (event.isAutoRepeat() or self.press(event.text())):
            pass
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        height = sum(row_height(self._theme, choice.heading) for choice in self.choices)
        return QSize(self._theme.px(320), min(height, self._theme.px(_TALLEST)))

    def minimumSizeHint(self) -> QSize:
        least = min(self.sizeHint().height(), 3 * row_height(self._theme, False))
        return QSize(self._theme.px(160), least)

    def _rows(self) -> list[int]:
        return [n for n, choice in enumerate(self.choices) if not choice.heading]

    def _go(self, row: int) -> None:
        index = self._model.index(row)
        self.setCurrentIndex(index)
        above = self._model.index(row - 1)
        if row and self.choices[row - 1].heading:
            self.scrollTo(above)
        self.scrollTo(index)

    def _follow(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
