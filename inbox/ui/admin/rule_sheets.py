"""The sheets of the routing rules and of the expected minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt

from inbox.domain.kind_words import kind_words
from inbox.domain.minutes_sheet import OwnMinutes, minutes_text, with_minutes
from inbox.domain.people import Party
from inbox.domain.routing import Routing, RoutingError, Rule
from inbox.domain.routing_sheet import CELLS, Cell, Here, all_rules, cell_text, with_cell, with_new, without
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.shortcuts.shipped import shipped_minutes
from inbox.ui.admin.part_draft import PartDraft
from inbox.ui.admin.sheet import Line, Sheet
from inbox.ui.desk import Desk
from inbox.ui.overlays.policy.grids import Grid
from inbox.ui.overlays.policy.table import GridTable

RoutingDraft = PartDraft[Routing]
MinutesDraft = PartDraft[OwnMinutes]


class RuleGrid:
    """One routing rule, a line for each condition. An empty name: one that is to be added."""

    def __init__(self, draft: RoutingDraft, name: str, here: Here, renamed: Callable[[str], None]) -> None:
        """`renamed` is told what the rule is called now; empty where it is gone."""
        self._draft = draft
        self._name = name
        self._here = here
        self._renamed = renamed
        self.rows = [tr(title) for title in CELLS.values()]

    @property
    def columns(self) -> Sequence[str]:
        """The rule's name."""
        return [self._name or tr("New rule")]

    @property
    def _rule(self) -> Rule | None:
        return next((rule for rule in all_rules(self._draft.rules) if rule.id == self._name), None)

    def text(self, row: int, column: int) -> str:
        """What stands in the cell."""
        rule = self._rule
        if rule is None:
            return "" if row else tr("Write its name here, such as refills-to-rns")
        return cell_text(self._draft.rules, rule, list(CELLS)[row], self._here)

    def quiet(self, row: int, column: int) -> bool:
        """Whether nothing can be written there yet."""
        return self._rule is None

    def write(self, row: int, column: int, text: str) -> None:
        """Write the cell; raises InboxError."""
        cell: Cell = list(CELLS)[row]
        if self._rule is None:
            if row:
                raise RoutingError(tr("Name: write the name of the new rule first."))
            self._draft.change(partial(with_new, name=text, here=self._here))
            self._renamed(text.strip())
            return
        self._draft.change(partial(with_cell, name=self._name, cell=cell, text=text, here=self._here))
        if cell is Cell.NAME:
            self._renamed(text.strip())

    def reset(self, row: int, column: int) -> None:
        """Empty the condition; on its name: take the rule away."""
        cell: Cell = list(CELLS)[row]
        if self._rule is None or cell is Cell.PLACE:
            return
        if cell is not Cell.NAME:
            self.write(row, column, "")
            return
        self._draft.change(partial(without, name=self._name))
        self._renamed("")


class RoutingSheet(Sheet):
    """The rules in the order in which they are tried; the last line adds one."""

    def __init__(self, desk: Desk, draft: RoutingDraft) -> None:
        self.draft = draft
        self._desk = desk
        super().__init__(desk.theme, draft, tr("Routing rules, in their order"), tr("What the rule says"))

    def _lines(self) -> Sequence[Line]:
        rules = all_rules(self.draft.rules)
        return [*(Line(rule.id, rule.id) for rule in rules), Line("", tr("Add a rule…"), quiet=True)]

    def _grid(self, ref: str) -> Grid:
        desk = self._desk
        staff = tuple(Party(one.id, one.name) for one in pools.staff(desk.reader) if one.active)
        there, gone = (
            tuple(Party(pool.id, pool.name) for pool in desk.pools() if pool.active is active)
            for active in (True, False)
        )
        here = Here(there, staff, gone)
        return RuleGrid(self.draft, ref, here, self._renamed)

    def _renamed(self, name: str) -> None:
        self.relist(name)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> None:
        self.relist(self.ref)


class MinutesGrid:
    """A line for each kind of work: what is expected here, and what comes with the program."""

    def __init__(self, draft: MinutesDraft) -> None:
        self._draft = draft
        self._shipped = shipped_minutes()
        self._kinds = list(self._shipped.minutes)
        self.rows = [kind_words(kind) for kind in self._kinds]
        self.columns = [tr("Minutes here"), tr("As shipped")]

    def text(self, row: int, column: int) -> str:
        """The minutes."""
        kind = self._kinds[row]
        shipped = self._shipped.of(kind)
        return minutes_text(shipped if column else self._draft.rules.minutes.get(kind, shipped))

    def quiet(self, row: int, column: int) -> bool:
        """Whether the site says nothing of its own."""
        return bool(column) or self._kinds[row] not in self._draft.rules.minutes

    def write(self, row: int, column: int, text: str) -> None:
        """Write the minutes; raises InboxError."""
        if not column:
            kind = self._kinds[row]
            self._draft.change(partial(with_minutes, kind=kind, text=text, shipped=self._shipped))

    def reset(self, row: int, column: int) -> None:
        """As shipped again."""
        self.write(row, column, "")


class MinutesSheet(Sheet):
    """One grid of all kinds; there is nothing to choose at the left."""

    def __init__(self, desk: Desk, draft: MinutesDraft) -> None:
        self.draft = draft
        super().__init__(desk.theme, draft, tr("Kinds of work"), tr("Expected minutes"))
        self.list.hide()

    def first(self) -> GridTable:
        return self.table

    def _lines(self) -> Sequence[Line]:
        return [Line("all", tr("All kinds"))]

    def _grid(self, ref: str) -> Grid:
        return MinutesGrid(self.draft)
