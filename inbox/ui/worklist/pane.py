"""The worklist with its heading: which view, how much is in it, how it stands, and the next claim."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries import tally
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words
from inbox.ui.worklist.empty import empty_view
from inbox.ui.worklist.model import WorklistModel
from inbox.ui.worklist.standing_bar import StandingBar
from inbox.ui.worklist.titles import view_title
from inbox.ui.worklist.view import WorklistView


class WorklistPane(QWidget):
    """Heading, standing, list. `current_changed` names the item under the cursor, or None."""

    current_changed = Signal(object)
    opened = Signal(object)
    command = Signal(str)
    """A command was asked for with the pointer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: View | None = None
        self._anchor = -1
        self._last: tuple[ItemId | None, int] = (None, -1)
        self._quiet = False
        self.model = WorklistModel(desk, self)
        self.list = WorklistView(desk.theme, self.model, self)
        self._build()
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.doubleClicked.connect(self._opened)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)
        desk.theme.changed.connect(self._style)
        self._style()

    @property
    def view(self) -> View | None:
        """The view shown."""
        return self._view

    def show_view(self, view: View) -> None:
        """Show `view` from its top, with its first item current."""
        self._view = view
        self._title.set_words(view_title(view, self._desk))
        self._last = (None, 0)
        self._quietly(partial(self.model.show, view))
        self._refresh(keep=None)

    def current(self) -> Target | None:
        """The item under the cursor."""
        return self.model.target(self.list.currentIndex().row())

    def targets(self) -> list[Target]:
        """What a command acts on: the marked items, else the current one."""
        marked = self.model.marked
        current = self.current()
        return marked or ([current] if current else [])

    def step(self, by: int) -> None:
        """Go `by` rows down (or up), stopping at the ends."""
        if self.model.rowCount():
            row = self.list.currentIndex().row()
            self.list.go_to(min(max(row + by, 0), self.model.rowCount() - 1))

    def go_to(self, item: ItemId) -> bool:
        """Make `item` current, when this view has it."""
        place = self.model.place(item)
        self.list.go_to(place)
        return place >= 0

    def advance(self, after: frozenset[ItemId]) -> None:
        """Go to the most urgent item somebody must still act on: mine or nobody's, and not of `after`."""
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is None or row.line.item in after:
                continue
            if row.line.stage == Stage.UNCLAIMED or (row.mine and row.line.stage == Stage.CLAIMED):
                self.list.go_to(number)
                return

    def toggle_mark(self) -> None:
        """Mark or unmark the current item."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self._anchor = row
            self.model.toggle_mark(row)
            self._tell_marks()

    def mark_range(self) -> None:
        """Mark from the last marked item to the current one."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self.model.mark_range(self._anchor if self._anchor >= 0 else row, row)
            self._tell_marks()

    def unmark(self) -> bool:
        """Let go of all marks; whether there were any."""
        had = bool(self.model.marked)
        self.model.unmark()
        self._anchor = -1
        return had

    def _build(self) -> None:
        desk = self._desk
        self._title = Words(desk.theme, "", SUBJECT)
        self._count = Words(desk.theme, "", SMALL, "text_2")
        self._claim = KeyButton(desk.theme, tr("Claim next"), desk.keys_of("item.claim_next"), Variant.ACCENT)
        self._claim.clicked.connect(lambda: self.command.emit("item.claim_next"))
        self._head = QHBoxLayout()
        for widget in (self._title, self._count):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        self._head.addWidget(self._claim)
        self._standing = StandingBar(desk.theme)
        self._body = QWidget()
        self._stack = QStackedLayout(self._body)
        self._stack.addWidget(self.list)
        self._empty: QWidget = QWidget()
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._standing)
        column.addWidget(self._body, 1)
        self.setAccessibleName(tr("Worklist"))

    def _style(self) -> None:
        px = self._desk.theme.px
        self._head.setContentsMargins(px(14), px(6), px(8), px(6))
        self._head.setSpacing(px(8))
        self.setMinimumWidth(px(320))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._desk.theme.roles.surface)

    def _hear(self, changes: Changes) -> None:
        if self._view is not None and changes:
            keep = self._last
            self._quietly(self.model.reload)
            self._refresh(keep)

    def _tick(self) -> None:
        self.model.retell()
        self._summarise()

    def _quietly(self, act: Callable[[], None]) -> None:
        """Do `act` without telling that the cursor moved."""
        self._quiet = True
        act()
        self._quiet = False

    def _refresh(self, keep: tuple[ItemId | None, int] | None) -> None:
        """Put the cursor back on the item it was on, or on what took its place."""
        self._summarise()
        rows = self.model.rowCount()
        if not rows:
            self._show_empty()
            return
        self._stack.setCurrentWidget(self.list)
        item, number = keep or (None, 0)
        place = self.model.place(item) if item is not None else -1
        self.list.go_to(place if place >= 0 else min(max(number, 0), rows - 1))

    def _show_empty(self) -> None:
        assert self._view is not None
        old, self._empty = self._empty, empty_view(self._view, self._desk, self.command.emit)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        self._stack.removeWidget(old)
        old.deleteLater()
        self._last = (None, -1)
        self.current_changed.emit(None)

    def _summarise(self) -> None:
        if self._view is None:
            return
        desk = self._desk
        summary = tally.summary(desk.reader, self._view, desk.actor, desk.now())
        self._standing.show_summary(summary)
        self._standing.setVisible(self._view.kind in (ViewKind.POOL, ViewKind.MY_WORK))
        self._tell_marks()

    def _tell_marks(self) -> None:
        marked = len(self.model.marked)
        total = self.model.rowCount()
        told = tr("{n} of {total} marked", n=marked, total=total) if marked else tr("{n} open", n=total)
        if self._view is not None and self._view.kind in (ViewKind.SENT, ViewKind.SEARCH):
            told = str(total)
        self._count.set_words(told)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._quiet:
            return
        target = self.model.target(now.row())
        self._last = (target.item if target else None, now.row())
        self.current_changed.emit(target)

    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.target(index.row()))
