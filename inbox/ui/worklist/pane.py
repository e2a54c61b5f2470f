"""The worklist with its heading: which view, how much is in it, how it stands, and the next claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries import tally
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import HIDDEN, Desk
from inbox.ui.worklist.body import Body
from inbox.ui.worklist.heading import Heading
from inbox.ui.worklist.seeking import Result, Seeking
from inbox.ui.worklist.standing_bar import StandingBar
from inbox.ui.worklist.view import MarksRows
from inbox.ui.worklist.words import Row

if TYPE_CHECKING:
    from inbox.ui.worklist.found_bar import FoundBar

_SUMMARISED = (ViewKind.POOL, ViewKind.MY_WORK)


class WorklistPane(MarksRows):
    """Heading, standing, list. `current_changed` names the current item or None, `marked` how many are."""

    current_changed = Signal(object)
    view_changed = Signal(object)
    opened = Signal(object)
    marked = Signal(int)
    wanted = Signal()  # somebody asked to see it: whatever stands before it goes
    command = Signal(str)
    """A command was asked for with the pointer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._desk = desk
        self._view: View | None = None
        self._current: Target | None = None
        self._named: dict[ItemId, ItemId] = {}  # what was split off here: the server's reference
        self._row = 0
        self._quiet = False
        self.moves = 0
        """How often the cursor was moved on purpose, so that whoever waits can tell that it was."""
        self.seeking = Seeking(desk, self, self.model.lacking)
        self._keyboard_then = False
        self._found: FoundBar | None = None
        self._news = QTimer(self, interval=0, singleShot=True)
        self._build()
        self._listen()
        self._style()

    @property
    def view(self) -> View | None:
        """The view shown."""
        return self._view

    def show_view(self, view: View, at: ItemId | None = None) -> None:
        """Show `view` from its top, its first item current; a search when it has been made, with `at`."""
        self._keyboard_then = False
        if not self.seeking.takes(view, at):
            self._present(view)

    def _present(self, view: View) -> None:
        before, self._view = self._view, view
        self._news.stop()
        self._anchor = None
        self._quiet = True
        self.model.show(view)
        self.list.go_to(0)
        self._quiet = False
        self.moves += 1
        self._settle()
        self.wanted.emit()
        if view != before:
            self.view_changed.emit(view)

    def take_keyboard(self) -> None:
        """Give the list the keyboard, or what stands in its place while it is empty; once it is found."""
        self._keyboard_then = self.seeking.under_way
        if not self._keyboard_then:
            self._body.take_keyboard()

    def has_keyboard(self) -> bool:
        """Whether keys go to the list."""
        return self._body.has_keyboard()

    def go_to(self, item: ItemId) -> bool:
        """Make `item` current, when this view has it."""
        if self.model.place(item) < 0:
            self._catch_up()
        place = self.model.place(item)
        self.list.go_to(place)
        return place >= 0

    def advance(self, after: frozenset[ItemId]) -> None:
        """Go to the most urgent item somebody must still act on: mine or nobody's, and not of `after`."""
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is not None and row.line.item not in after and is_to_do(row):
                self.list.go_to(number)
                return

    def _build(self) -> None:
        desk = self._desk
        self._heading = Heading(desk)
        self._standing = StandingBar(desk.theme)
        self._body = Body(desk, self.list)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._standing)
        self._column.addWidget(self._body, 1)
        self.setAccessibleName(tr("Worklist"))

    def _listen(self) -> None:
        desk = self._desk
        self.seeking.came.connect(self._came)
        self.seeking.excerpted.connect(self.model.take_excerpts)
        for part in (self._heading, self._body):
            part.command.connect(self.command)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.doubleClicked.connect(lambda index: self.opened.emit(self.model.target(index.row())))
        self._news.timeout.connect(self._catch_up)
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)
        desk.theme.changed.connect(self._style)

    def _style(self) -> None:
        self.setMinimumWidth(self._desk.theme.px(320))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._desk.theme.roles.surface)

    def _hear(self, changes: Changes) -> None:
        """Changes that come together are looked at once, later where nobody sees it; a kit is in no row."""
        self._named.update(changes.named)
        if self._view is not None and msgspec.structs.replace(changes, kit=False, own_kit=False):
            self._news.start(0 if self.isVisible() else HIDDEN)

    def _came(self, result: Result) -> None:
        """What was looked for is there: shown from its top, or where it was if it is shown already."""
        if result.at is not None and result.at not in result.found.items:
            return
        self.model.take_result(result)
        if self._found is None:
            from inbox.ui.worklist.found_bar import FoundBar

            self._found = FoundBar(self._desk, self)
            self._found.command.connect(self.command)
            self._column.insertWidget(2, self._found)
        if result.view == self._view:
            self._read_again()
        else:
            self._present(result.view)
        if result.at is not None:
            self.list.go_to(self.model.place(result.at))
        if self._keyboard_then:
            self.take_keyboard()

    def _catch_up(self) -> None:
        """Read the view again, or have it looked for again."""
        self.seeking.again()
        self._read_again()

    def _read_again(self) -> None:
        """The cursor stays on its item, or on what took its place."""
        self._news.stop()
        if self._view is not None:
            self._quiet = True
            self.list.holding_still(self._reread)
            self._quiet = False
            self._settle()

    def _reread(self) -> int:
        self.model.reload()
        item = self._current.item if self._current else None
        place = self.model.place(self._named.get(item, item)) if item else -1
        return place if place >= 0 else min(self._row, self.model.rowCount() - 1)

    def _tick(self) -> None:
        if self.model.has_moved():
            self._catch_up()
        else:
            self.model.retell()
            self._summarise()

    def _settle(self) -> None:
        """Other rows may be there: say how many, how they stand, and which is current."""
        if self._view is not None:
            self._body.show_list(self._view, self.model.rowCount() > 0)
        self._summarise()
        self._tell_current()

    def _summarise(self) -> None:
        if self._view is None:
            return
        desk = self._desk
        if self._found is not None:
            self._found.show_result(self.model.result if self._view.kind is ViewKind.SEARCH else None)
        self._standing.setVisible(self._view.kind in _SUMMARISED)
        if self._view.kind in _SUMMARISED:
            self._standing.show_summary(tally.summary(desk.reader, self._view, desk.actor, desk.now()))
        self._tell_count()

    def _tell_count(self) -> None:
        if self._view is not None:
            self._heading.tell(self._view, self.model.rowCount(), self.model.marks)
            self.marked.emit(self.model.marks)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet:
            self.moves += 1
            self._tell_current()

    def _tell_current(self) -> None:
        self._row = max(self.list.currentIndex().row(), 0)
        before, self._current = self._current, self.current()
        if self._current != before:
            self.current_changed.emit(self._current)


def is_to_do(row: Row) -> bool:
    """Whether the person at this desk may go on with it: theirs or nobody's, and no prescriber is asked."""
    line = row.line
    if line.awaiting_physician:
        return False
    if line.stage == Stage.UNCLAIMED:
        return row.mine or line.owner in ("", line.pool)
    return line.stage == Stage.CLAIMED and row.mine
