"""The list of the outbox by conversations: what, when, how far it has come, what is the matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QWidget,
)

from inbox.domain.words import tr
from inbox.queries.outbox import Unconfirmed
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.type import BASE
from inbox.ui.overlays.entry_painter import SAID, EntryPainter
from inbox.ui.overlays.outbox_words import Said
from inbox.ui.parts.scroll_bar import scrolls_thinly

Index = QModelIndex | QPersistentModelIndex
_TALLEST = 360


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.said: Sequence[Said] = ()

    def set_said(self, said: Sequence[Said]) -> None:
        self.beginResetModel()
        self.said = said
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.said)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        said = self.said[index.row()]
        if role == SAID:
            return said
        if role == Qt.ItemDataRole.DisplayRole:
            return said.what
        return said.aloud if role == Qt.ItemDataRole.AccessibleTextRole else None


class OutboxList(QListView):
    """Keeps its place by operation while entries leave around it."""

    entered = Signal(object)
    """An `Unconfirmed` was opened."""
    moved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = desk.theme
        scrolls_thinly(self, desk.theme)
        self._model = _Entries(self)
        self.setModel(self._model)
        self.setItemDelegate(EntryPainter(desk.theme, self))
        self.setAccessibleName(tr("Not confirmed by the server"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(lambda _index: self._enter())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit())

    def show_entries(self, said: Sequence[Said]) -> None:
        """List these; the cursor stays on its entry, or on what took its place."""
        current, row = self.current(), self.currentIndex().row()
        kept = current.entry.id if current else None
        if [one.aloud for one in said] == [one.aloud for one in self._model.said] and kept:
            return
        self._model.set_said(said)
        if said:
            same = (n for n, one in enumerate(said) if one.one.entry.id == kept)
            self.setCurrentIndex(self._model.index(next(same, min(max(row, 0), len(said) - 1))))
        self.updateGeometry()

    def go_to_first(self, wanted: Collection[str]) -> None:
        """Put the cursor on the first entry in one of the states `wanted`, else on the first of all."""
        states = [one.one.entry.state for one in self._model.said]
        first = next((n for n, state in enumerate(states) if state in wanted), 0)
        self.setCurrentIndex(self._model.index(first))

    def current(self) -> Unconfirmed | None:
        """The entry under the cursor."""
        row = self.currentIndex().row()
        return self._model.said[row].one if 0 <= row < len(self._model.said) else None

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, never a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter()
        elif (event.text().isprintable() and event.text()) or event.key() == Qt.Key.Key_Delete:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        rows = sum(self.sizeHintForRow(row) for row in range(len(self._model.said)))
        return QSize(px(400), min(rows or px(72), px(_TALLEST)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.said:
            theme = self._theme
            at = self.viewport().rect().adjusted(theme.px(14), 0, 0, 0)
            told = tr("Everything you did has reached the server.")
            paint.words(QPainter(self.viewport()), at, theme, told, BASE, theme.roles.text_2)

    def _enter(self) -> None:
        if (one := self.current()) is not None:
            self.entered.emit(one)
