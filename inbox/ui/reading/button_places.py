"""Where speed buttons stand: nine numbers that never move, and behind them those with only their own key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.button_keys import pressing
from inbox.shortcuts.quick import KEYS, SpeedButton
from inbox.ui.desk import Desk
from inbox.ui.parts.command_button import CommandButton, readable_from

_ROW: Final = 28
"""Pixels at 100 %: a row with a number in it keeps this height."""


class ButtonPlaces(QWidget):
    """`command` asks for `quick.<number>`, or for `quick.own` with the key of a button behind the nine.
    `wanted` tells the place that the pointer or the keyboard is on."""

    command = Signal(str)
    wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: Mapping[int, SpeedButton] = {}
        self._places: dict[int, CommandButton] = {}
        self._columns = 3
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grow(KEYS.stop - 1)
        self._arrange()
        self.restyle()

    def keys(self, number: int) -> str:
        """The keys that press the button at this place, as they are written."""
        return self._places[number].keys

    def off_reason(self, number: int) -> str:
        """Why the button at this place is off; empty when it is not."""
        return self._places[number].off_reason

    def show_buttons(self, known: Mapping[int, SpeedButton]) -> None:
        """Show these, each at its place, with the keys in force."""
        self._known = known
        self._grow(max(known, default=0))
        for number, place in self._places.items():
            button = known.get(number)
            place.setVisible(button is not None)
            if button is not None:
                self._label(number, place, button)
        self._arrange()

    def set_off(self, reasons: Mapping[int, str]) -> None:
        """Turn off what has a reason, and on what has none."""
        for number, reason in reasons.items():
            if self._places[number].off_reason != reason:
                self._places[number].set_off(reason)

    def set_armed(self, number: int) -> None:
        """Mark the one whose preview is shown."""
        for at, place in self._places.items():
            place.set_armed(at == number)

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the numbers would be typed."""
        for place in self._places.values():
            place.set_typing(typing)

    def fit(self, width: int) -> None:
        """Stand in three columns of `width` together, or in fewer where a word would not fit into one.

        What the longest word of any button needs decides, so that going from item to item moves nothing.
        In fewer than three there is little height as well: then no place is kept for numbers not in use.
        """
        gap = self._desk.theme.px(4)
        columns = next((n for n in (3, 2) if (width - (n - 1) * gap) // n >= self._readable), 1)
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def restyle(self) -> None:
        """Take spacings from the theme again, and what the longest word of any button needs."""
        self._grid.setSpacing(self._desk.theme.px(4))
        self._readable = readable_from(self._desk.theme, (one.name for one in self._desk.kit.buttons))

    def _arrange(self) -> None:
        """Put every number in its place; a row with a number in it keeps its height."""
        every = list(self._places)
        kept = every if self._columns == 3 else [*self._known, *(n for n in every if n not in self._known)]
        for at, number in enumerate(kept):
            self._grid.addWidget(self._places[number], *divmod(at, self._columns))
        rows = {at // self._columns for at, number in enumerate(kept) if number in self._known}
        for row in range(len(every)):
            self._grid.setRowMinimumHeight(row, self._desk.theme.px(_ROW) if row in rows else 0)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < self._columns))

    def _grow(self, places: int) -> None:
        """Have so many places at least."""
        for number in range(len(self._places) + 1, places + 1):
            self._places[number] = self._place(number)

    def _place(self, number: int) -> CommandButton:
        theme, keys = self._desk.theme, self._desk.keys_of(f"quick.{number}")
        place = CommandButton(theme, keys, tr("No button {n}", n=number))
        policy = place.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        place.setSizePolicy(policy)
        place.clicked.connect(lambda: self._clicked(number))
        place.preview_wanted.connect(partial(self._preview_wanted, number))
        return place

    def _label(self, number: int, place: CommandButton, button: SpeedButton) -> None:
        """Show name and keys of `button`, where they are not shown already."""
        keys = self._desk.keys.of_button(button, number)
        own = self._desk.keys.of(pressing(button.own_key)) if button.own_key else ""
        if place.label != button.name:
            place.set_label(button.name)
        if place.keys != keys:
            place.set_keys(keys)
        if place.more_keys != (more := "" if own == keys else own):
            place.set_more_keys(more)

    def _clicked(self, number: int) -> None:
        button = self._known.get(number)
        if button is not None:
            self.command.emit(f"quick.{number}" if number in KEYS else pressing(button.own_key))

    def _preview_wanted(self, number: int, wanted: bool) -> None:
        if wanted and number in self._known:
            self.wanted.emit(number)
