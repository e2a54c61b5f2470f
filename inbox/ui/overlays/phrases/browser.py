"""The list of phrases with the field that narrows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import ChoiceList
from inbox.ui.overlays.filter_field import FilterBar, FilterField
from inbox.ui.overlays.phrases.words import lines


class PhraseBrowser(QWidget):
    """`moved` gives the `Phrase` under the cursor or None, `entered` says that it is to be gone into."""

    moved = Signal(object)
    entered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filling = False
        self.list = ChoiceList(desk.theme, tr("Phrases"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.filter = FilterField(desk.theme, self.list, tr("Find by name or words"))
        self._bar = FilterBar(desk.theme, self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)
        self.filter.textChanged.connect(lambda _typed: self.fill())
        self.list.moved.connect(lambda _choice: self._tell())
        self.list.picked.connect(lambda _choice: self.entered.emit())

    @property
    def current(self) -> Phrase | None:
        """The phrase under the cursor."""
        choice = self.list.current()
        return choice.value if choice is not None and isinstance(choice.value, Phrase) else None

    def fill(self, name: str = "", owner: Owner | None = None) -> None:
        """List what is there now and what is typed finds; `name` is under the cursor, that of `owner` first:
        a hidden one has the name of the one that hides it."""
        desk, kit = self._desk, self._desk.kit
        found = lines(kit, self.filter.text(), desk.owner, desk.today())
        named = [n for n, line in enumerate(found) if line.title == f".{name}"]
        theirs = [n for n in named if found[n].value.owner == owner]  # type: ignore[attr-defined]
        at = next(iter([*theirs, *named]), 0)
        self._filling = True
        self.list.set_choices(found, at)
        self._filling = False
        self._bar.tell(tr("{n} of {total}", n=len(found), total=len(kit.phrases) + len(kit.hidden)))
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.moved.emit(self.current)
