"""What a change means for open work: how many items are due earlier or later, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.ids import ItemId
from inbox.domain.policy_sheet import NOTHING, class_words
from inbox.domain.redueing import Shift, Shifted
from inbox.domain.words import tr, trn
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.part import Part

_BAR, _WORDS = 14, 22


class Named(msgspec.Struct, frozen=True):
    """An item whose due time moves, as a person knows it."""

    shifted: Shifted
    patient: str
    pool: str


class ShiftBar(Part):
    """One bar of all open work: earlier, later, unchanged, each said in words below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("What changes"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._counts: Counter[Shift] = Counter()

    def show_counts(self, counts: Counter[Shift]) -> None:
        """Show so many of each."""
        self._counts = counts
        self.set_name(", ".join(self.words))
        self.update()

    @property
    def words(self) -> list[str]:
        """How many move which way."""
        counts = self._counts
        return [
            trn("{n} due earlier", "{n} due earlier", counts[Shift.TIGHTER]),
            trn("{n} due later", "{n} due later", counts[Shift.LOOSER]),
            trn("{n} unchanged", "{n} unchanged", counts[Shift.SAME]),
        ]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(_BAR + _WORDS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        total, x = max(self._counts.total(), 1), 0
        for shift, ink in self._inks():
            wide = round(self.width() * self._counts[shift] / total)
            if self._counts[shift]:
                painter.fillRect(x, 0, max(wide, px(3)) - 1, px(_BAR), ink)
            x += wide
        x = 0
        for (_, ink), words in zip(self._inks(), self.words, strict=True):
            line = QRect(x, px(_BAR), self.width(), px(_WORDS))
            painter.fillRect(x, line.top() + (line.height() - px(8)) // 2, px(8), px(8), ink)
            paint.words(
                painter, line.adjusted(px(14), 0, 0, 0), self.theme, words, BASE, self.theme.roles.text
            )
            x += px(14 + 20) + self.theme.metrics(BASE).horizontalAdvance(words)

    def _inks(self) -> tuple[tuple[Shift, QColor], ...]:
        roles = self.theme.roles
        return (
            (Shift.TIGHTER, roles.accent),
            (Shift.LOOSER, roles.soon),
            (Shift.SAME, roles.line_strong),
        )


class ShiftGrid:
    """The items that move, later ones first. Space in the first column confirms that one is due later."""

    def __init__(self, items: Sequence[Named], when: Callable[[datetime], str]) -> None:
        moving = [one for one in items if one.shifted.shift is not Shift.SAME]
        self.items = sorted(moving, key=lambda one: (one.shifted.shift is Shift.TIGHTER, one.patient))
        self.confirmed: set[ItemId] = set()
        self._when = when
        self.columns = [tr("Becomes"), tr("Patient"), tr("Kind"), tr("Pool"), tr("Due now"), tr("Due then")]
        self.rows = [f"{number}" for number in range(1, len(self.items) + 1)]

    @property
    def looser(self) -> list[ItemId]:
        """What would be due later."""
        return [one.shifted.item for one in self.items if one.shifted.shift is Shift.LOOSER]

    def text(self, row: int, column: int) -> str:
        """What is known of the item, and how it moves."""
        one = self.items[row]
        shifted = one.shifted
        return (
            self._becomes(shifted),
            one.patient,
            class_words(shifted.kind),
            one.pool,
            self._due(shifted.was.due),
            self._due(shifted.becomes.due),
        )[column]

    def quiet(self, row: int, column: int) -> bool:
        """Whether it stays as it is, for want of a confirmation."""
        shifted = self.items[row].shifted
        return shifted.shift is Shift.LOOSER and shifted.item not in self.confirmed

    def confirm(self, row: int) -> None:
        """Confirm that an item is due later, or take that back."""
        shifted = self.items[row].shifted
        if shifted.shift is Shift.LOOSER:
            self.confirmed ^= {shifted.item}

    def confirm_all(self) -> None:
        """Confirm all of them; once they are, none."""
        looser = set(self.looser)
        self.confirmed = set() if self.confirmed >= looser else looser

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""

    def _becomes(self, shifted: Shifted) -> str:
        if shifted.shift is Shift.TIGHTER:
            return tr("earlier")
        return tr("later, confirmed") if shifted.item in self.confirmed else tr("stays")

    def _due(self, due: datetime | None) -> str:
        return self._when(due) if due else NOTHING
