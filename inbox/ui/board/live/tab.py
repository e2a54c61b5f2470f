"""How work stands now, by pool and by person; it follows what happens."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from inbox.domain.board import Day, Numbers
from inbox.domain.words import tr
from inbox.queries.board import numbers
from inbox.ui.board.beside import Newest
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.parts.words import Words


class LiveTab(BoardTab):
    """Pools and people."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Live"))
        self._words = Words(self.theme, tr("Counting…"))
        QVBoxLayout(self).addWidget(self._words)
        self._numbers: Newest[Numbers] = Newest(around.beside, self._prepare, self._show)

    def come(self) -> None:
        self._numbers.ask()

    def _prepare(self):  # type: ignore[no-untyped-def]
        desk = self.desk
        now = desk.now()
        return partial(numbers, day=Day.of(now.astimezone(desk.zone)), now=now)

    def _show(self, found: Numbers) -> None:
        self._words.set_words(str(sum(group.open for group in found.open)))
