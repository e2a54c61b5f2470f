"""What a draft changes before it holds: field by field, for open work, and beside what a colleague wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QHeaderView, QLineEdit, QVBoxLayout, QWidget

from inbox.domain.clinic.differences import Clash, Difference
from inbox.domain.errors import Refused
from inbox.domain.policy_sheet import NOTHING
from inbox.domain.redueing import Shift
from inbox.domain.words import tr
from inbox.ui.admin.chooser import Chooser
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.policy.pages import ShiftsPage
from inbox.ui.overlays.policy.shifts import Named
from inbox.ui.parts.field import Field
from inbox.ui.parts.words import Words


class DifferenceGrid:
    """A line for each field that changes; read only."""

    def __init__(self, found: Sequence[Difference], clashing: Sequence[Clash]) -> None:
        self._found = found
        self._theirs = {(one.of, one.what): one.theirs for one in clashing}
        self.columns = [tr("Where"), tr("What"), tr("Now"), tr("Then")]
        if clashing:
            self.columns[2] = tr("Now, by a colleague")
        self.rows = [f"{number}" for number in range(1, len(found) + 1)]

    def text(self, row: int, column: int) -> str:
        """Where, what, what stands there and what will."""
        one = self._found[row]
        was = self._theirs.get((one.of, one.what), one.was)
        return (one.of, one.what, was or NOTHING, one.becomes or NOTHING)[column]

    def quiet(self, row: int, column: int) -> bool:
        """What goes stands back."""
        return column == 2

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""


class ReviewSheet(QWidget):
    """Above what is written otherwise, below what that means for open work, with the reason."""

    def __init__(self, theme: Theme, when: Callable[[datetime], str]) -> None:
        super().__init__()
        self._theme = theme
        self.table = Chooser(theme, DifferenceGrid((), ()), tr("What changes"))
        self.table.horizontalHeader().show()
        self.table.wrap(True)
        self.clash = Words(theme, "", SMALL, "overdue", wrap=True)
        self.hint = Words(theme, "", SMALL, "text_2", wrap=True)
        self.shifts = ShiftsPage(theme, when)
        self.why = Field(theme, QLineEdit(), tr("Reason"))
        self.why.edit.setPlaceholderText(tr("Why: everybody reads it among the versions"))
        self.why.edit.setMaxLength(200)
        self._column = QVBoxLayout(self)
        for part, stretch in (
            (self.clash, 0),
            (self.table, 2),
            (self.hint, 0),
            (self.shifts, 3),
            (self.why, 0),
        ):
            self._column.addWidget(part, stretch)
        self.restyle()

    @property
    def moves(self) -> bool:
        """Whether some open work is due at another time."""
        return bool(self.shifts.table.shifts.items)

    def show_found(
        self,
        found: Sequence[Difference],
        clashing: Sequence[Clash],
        shifts: Sequence[Named],
        hint: str = "",
        asks_why: bool = False,
    ) -> None:
        """Show what changes. `hint`: what else is to be known; `asks_why`: a version is given its reason."""
        self.table.show_grid(DifferenceGrid(found, clashing))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.go_to(0, 0)
        told = "; ".join(f"{one.of}, {one.what}: {one.theirs or NOTHING}" for one in clashing)
        self.clash.set_words(
            tr("A colleague has written otherwise: {theirs}. Yours would replace it.", theirs=told)
        )
        self.clash.setVisible(bool(clashing))
        moving = any(one.shifted.shift is not Shift.SAME for one in shifts)
        self.shifts.show_items(shifts)
        self.shifts.setVisible(moving)
        self.show_hint(hint)

        self.why.edit.clear()
        self.why.setVisible(asks_why and not moving)

    def show_hint(self, hint: str) -> None:
        """Say what else is to be known; empty: nothing."""
        self.hint.set_words(hint)
        self.hint.setVisible(bool(hint))

    def reason(self) -> str:
        """Why this version is published, as it was written."""
        field = self.shifts.reason if self.moves else self.why
        return field.edit.text().strip()

    def demand_reason(self) -> str:
        """The same; raises Refused where it was not said."""
        if reason := self.reason():
            return reason
        (self.shifts.reason if self.moves else self.why).setFocus()
        raise Refused(tr("Reason: say why, in a few words."))

    def first(self) -> QWidget:
        """What has the keyboard when it comes."""
        return self.shifts.table if self.moves else self.table

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))
        self.shifts.restyle()
