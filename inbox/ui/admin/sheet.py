"""A sheet of administration: what there is at the left, what is written of one beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from inbox.ui.admin.chooser import Chooser, Names
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.overlays.policy.table import GridTable

CHOOSER, TITLES = 210, 160
"""Widths at 100 %: the list, what the lines of the grid are called."""
_MOST_CHOOSER, _MOST_TITLES = 26, 34
"""Per cent of the width that they have at most."""


class Drafted(Protocol):
    """What a sheet writes into."""

    @property
    def changed(self) -> SignalInstance:
        """It has become another."""

    @property
    def dirty(self) -> bool:
        """Whether publishing it would make a difference."""

    def begin(self) -> None:
        """Start again from what holds now."""


class Line(NamedTuple):
    """One line of the list at the left."""

    ref: str
    """Of what it stands for; empty for the line that adds one, or means all."""
    name: str
    quiet: bool = False


class Sheet(QWidget):
    """What there is at the left, and the grid of the one that is chosen."""

    def __init__(
        self, theme: Theme, draft: Drafted, names: str, title: str, table: GridTable | None = None
    ) -> None:
        """`names`: what the list is called, `title`: the grid."""
        super().__init__()
        self.theme = theme
        self.drafted = draft
        """What it writes into; sheets of one draft are published together."""
        self._refs: list[str] = []
        self._shown: str | None = None
        self._listing = False
        self.list = Chooser(theme, Names([]), names)
        self.table = table or GridTable(theme, Names([]), title)
        self.table.wrap(True)
        self._row = QHBoxLayout(self)
        right = QWidget()
        self._beside = QVBoxLayout(right)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.addWidget(self.table, 1)
        self._row.addWidget(self.list)
        self._row.addWidget(right, 1)
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _was: self._chosen())
        self.list.entered.connect(lambda _row: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.cells.written.connect(self._written)
        draft.changed.connect(self.table.viewport().update)
        self.restyle()

    @property
    def ref(self) -> str:
        """The reference of what is chosen; empty for the line that is none."""
        return self._refs[self.list.at] if self._refs else ""

    def first(self) -> QWidget:
        """What has the keyboard when it comes."""
        return self.list

    def come(self) -> None:
        """It is in front: with what is drafted now."""
        before, self._shown = self._shown, None
        self.relist(before)

    def choose(self, ref: str) -> None:
        """Show the one of that reference."""
        if ref in self._refs:
            self.list.go_to(self._refs.index(ref), 0)

    def restyle(self) -> None:
        """Take widths from the theme again."""
        px = self.theme.px
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _grid(self, ref: str) -> Grid:
        """What is written of one of them."""
        raise NotImplementedError

    def _lines(self) -> Sequence[Line]:
        """What there is, in order."""
        raise NotImplementedError

    def relist(self, ref: str | None) -> None:
        """List what there is, and show that one; None: the first."""
        lines = self._lines()
        self._refs, self._listing = [line.ref for line in lines], True
        self.list.show_grid(Names([line.name for line in lines], [line.quiet for line in lines]))
        self.list.go_to(self._refs.index(ref) if ref is not None and ref in self._refs else 0, 0)
        self._listing = False
        self._choose()

    def _chosen(self) -> None:
        if not self._listing:
            self._choose()

    def _choose(self) -> None:
        """Show the one of the cursor; what is shown already keeps its place."""
        if self._refs and self._shown != self.ref:
            self._shown = self.ref
            self._show()

    def _show(self) -> None:
        self.table.show_grid(self._grid(self.ref))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _written(self) -> None:
        """It may be called otherwise now, or stand elsewhere."""
        self.relist(self._shown)

    def _fit(self) -> None:
        px, wide = self.theme.px, self.width()
        self.list.setFixedWidth(min(px(CHOOSER), wide * _MOST_CHOOSER // 100))
        self.table.verticalHeader().setFixedWidth(min(px(TITLES), wide * _MOST_TITLES // 100))
