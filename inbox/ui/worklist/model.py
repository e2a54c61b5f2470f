"""The model of a worklist: the ids of the view in order, and prepared rows by the page.

Its cost does not grow with the mailbox: ids are read once for a view, rows only for what is painted. What
only a search shows is imported with the first one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId, ThreadId
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import PAGE
from inbox.ui.desk import Desk
from inbox.ui.worklist.words import Row, prepare

if TYPE_CHECKING:
    from inbox.domain.search.marking import Excerpt
    from inbox.queries.search import Found
    from inbox.ui.worklist.seeking import Result

PAGES_KEPT = 16
ROW = Qt.ItemDataRole.UserRole
LAST_OF_GROUP = Qt.ItemDataRole.UserRole + 1
MARKED = Qt.ItemDataRole.UserRole + 2
HEADING = Qt.ItemDataRole.UserRole + 3
"""The words above a row that begins a group; empty where none begins."""

Index = QModelIndex | QPersistentModelIndex


class WorklistModel(QAbstractTableModel):
    """One column; each cell is a whole item."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: View | None = None
        self._read_at = desk.now()
        self._ids: list[ItemId] = []
        self._places: dict[ItemId, int] | None = None
        self._rows: OrderedDict[int, list[Row | None]] = OrderedDict()
        self._marked: set[ItemId] = set()
        self.result: Result | None = None
        """What a search has found: what its view lists."""
        self._excerpts: dict[ThreadId, Excerpt | None] = {}

    def show(self, view: View) -> None:
        """Read `view` from the store. What was marked in another view is let go of."""
        if view != self._view:
            self._marked.clear()
        self._view = view
        self.reload()

    def reload(self) -> bool:
        """Read the same view again: something changed. Whether other items, or another order, are there."""
        if self._view is None:
            return False
        desk = self._desk
        self._read_at = desk.now()
        found = self._listed(self._view)
        if found == self._ids:
            self.retell()
            return False
        self.beginResetModel()
        self._ids = found
        self._places = None
        self._rows.clear()
        self._marked.intersection_update(found)
        self.endResetModel()
        return True

    def take_result(self, result: Result) -> None:
        """A search was made; `show` or `reload` lists it."""
        if self.result is None or result.view != self.result.view:
            self._excerpts.clear()
        self.result = result
        self._rows.clear()

    def take_excerpts(self, lines: Mapping[ThreadId, Excerpt | None]) -> None:
        """Where in some conversations of the result its words stand; None: not in what was written."""
        self._excerpts.update(lines)
        self.retell()

    def lacking(self, most: int) -> list[ThreadId]:
        """Conversations on the first page of the result whose rows do not say why they were found."""
        from inbox.ui.worklist.found_words import is_told

        rows = (self.row(number) for number in range(min(len(self._ids), PAGE)))
        lacking = (row.line.thread for row in rows if row and not is_told(row))
        return list(islice((one for one in lacking if one not in self._excerpts), most))

    def headed(self) -> list[int]:
        """The rows with a heading above them."""
        opened = self._found.open if self._found else 0
        return [number for number in {0, opened} if number < len(self._ids) and self._heading(number)]

    @property
    def _found(self) -> Found | None:
        shown = self._view is not None and self.result is not None and self.result.view == self._view
        return self.result.found if shown and self.result else None

    def _heading(self, number: int) -> str:
        if self._found is None:
            return ""
        from inbox.ui.worklist.found_words import heading

        return heading(self._found, number)

    def _listed(self, view: View) -> list[ItemId]:
        if view.kind is ViewKind.SEARCH:
            return list(self._found.items) if self._found else []
        return worklist.ids(self._desk.reader, view, self._desk.actor, self._read_at)

    def has_moved(self) -> bool:
        """Whether time alone has put something into a list, or out of it, since this one was read."""
        return worklist.moved(self._desk.reader, self._read_at, self._desk.now())

    def retell(self) -> None:
        """Time has passed: words and clock states are prepared again, the ids stay."""
        self._rows.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self.row(index.row())
        if role == LAST_OF_GROUP:
            return self._ends_group(index.row())
        if role == HEADING:
            return self._heading(index.row())
        if role == MARKED:
            return self._ids[index.row()] in self._marked
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            row = self.row(index.row())
            return self._said(index.row(), row) if row else None
        return None

    def row(self, number: int) -> Row | None:
        """The prepared row at `number`; None when it left the store since the ids were read."""
        page, within = divmod(number, PAGE)
        rows = self._rows.get(page)
        if rows is None:
            rows = self._rows[page] = self._prepare(page)
            while len(self._rows) > PAGES_KEPT:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(page)
        return rows[within] if within < len(rows) else None

    def target(self, number: int) -> Target | None:
        """The item at `number`, as commands name it."""
        row = self.row(number) if 0 <= number < len(self._ids) else None
        return Target(row.line.thread, row.line.item) if row else None

    def place(self, item: ItemId) -> int:
        """Where `item` stands; -1 when it is not in the view."""
        if self._places is None:
            self._places = {there: number for number, there in enumerate(self._ids)}
        return self._places.get(item, -1)

    def item(self, number: int) -> ItemId | None:
        """The id at `number`, without reading its row."""
        return self._ids[number] if 0 <= number < len(self._ids) else None

    def toggle_mark(self, number: int) -> None:
        """Mark or unmark the item at `number` for acting on several."""
        item = self._ids[number]
        self._marked ^= {item}
        self._repaint(number, number)

    def mark_range(self, first: int, last: int) -> None:
        """Mark everything from `first` to `last`."""
        low, high = sorted((first, last))
        self._marked.update(self._ids[low : high + 1])
        self._repaint(low, high)

    def unmark(self) -> None:
        """Let go of all marks."""
        if self._marked:
            self._marked.clear()
            self._repaint(0, len(self._ids) - 1)

    @property
    def marks(self) -> int:
        """How many items are marked."""
        return len(self._marked)

    @property
    def marked(self) -> list[Target]:
        """The marked items, in the order of the list."""
        places = sorted(self.place(item) for item in self._marked)
        return [target for place in places if (target := self.target(place)) is not None]

    def _prepare(self, page: int) -> list[Row | None]:
        desk = self._desk
        now, today, zone = desk.now(), desk.today(), desk.promises.zone
        wanted = self._ids[page * PAGE : (page + 1) * PAGE]
        lines = {line.item: line for line in worklist.lines(desk.reader, wanted, desk.actor)}
        rows = [
            prepare(lines[item], desk.actor, now, zone, today) if item in lines else None for item in wanted
        ]
        if self._found is None or self.result is None:
            return rows
        from inbox.ui.worklist.found_words import marked

        terms = self.result.terms
        return [row and marked(row, terms, self._excerpts.get(row.line.thread)) for row in rows]

    def _said(self, number: int, row: Row) -> str:
        """A row in words, the first of a group with its heading."""
        heading = self._heading(number)
        return f"{heading}. {row.sentence}" if heading else row.sentence

    def _ends_group(self, number: int) -> bool:
        here, below = self.row(number), self.row(number + 1) if number + 1 < len(self._ids) else None
        return here is not None and below is not None and here.sla is not below.sla

    def _repaint(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, 0), [MARKED])
