"""Which work a phrase is meant for: it is offered first there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.kind_words import kind_words
from inbox.domain.words import tr, trn
from inbox.domain.work_item import FIXED_KINDS, Kind
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.parts.key_button import KeyButton

_ANY = "any"
_NAMED = 2
"""Kinds of work that are named; the others are counted."""


class KindsButton(KeyButton):
    """Says for what, and asks when it is pressed. `changed`: it is for other work now."""

    changed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, tr("For any work"))
        self.kinds: tuple[Kind, ...] = ()
        self.pick = Pick(theme, window, filtered=True)
        self.clicked.connect(self._ask)

    def show_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Say another choice."""
        self.kinds = kinds
        named = ", ".join(kind_words(kind) for kind in kinds[:_NAMED])
        if more := len(kinds[_NAMED:]):
            named = trn("{kinds} and {n} more", "{kinds} and {n} more", more, kinds=named)
        self.set_label(tr("For {kinds}", kinds=named) if named else tr("For any work"))

    def _ask(self) -> None:
        choices = [Choice(tr("Any work"), _ANY, icon="check" if not self.kinds else "circle-dashed")]
        choices += [
            Choice(kind_words(kind), kind, icon="check" if kind in self.kinds else "circle-dashed")
            for kind in Kind
            if kind not in FIXED_KINDS
        ]
        about = tr("It is offered first there, and can be used anywhere. Choose again to take one out.")
        self.pick.ask(tr("For which work?"), about, choices, "", self._turn)

    def _turn(self, value: object, _note: str) -> None:
        if isinstance(value, Kind):
            self.show_kinds(tuple(kind for kind in Kind if (kind in self.kinds) != (kind is value)))
        else:
            self.show_kinds(())
        self.setFocus()
        self.changed.emit()
