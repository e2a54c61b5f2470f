"""The line above the list: which view it is, how many are in it or marked, and the next claim."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.queries.views import View
from inbox.ui.bars.room import share_out
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words
from inbox.ui.worklist.titles import count_words, view_title


class Heading(Part):
    """Where there is no room the count gives way, then the title; the button never does."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Worklist"), parent)
        self._desk = desk
        self.title = ElidedLabel(desk.theme, tr("Worklist"), SUBJECT)
        self.count = Words(desk.theme, "", SMALL, "text_2")
        claim = KeyButton(desk.theme, tr("Claim next"), desk.keys_of("item.claim_next"), Variant.ACCENT)
        claim.clicked.connect(lambda: self.command.emit("item.claim_next"))
        self._row = QHBoxLayout(self)
        for widget in (self.title, self.count):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(claim)
        self._claim = claim
        self.restyle()

    def tell(self, view: View, total: int, marks: int) -> None:
        """Show the name of `view` with its `total`, or how many of them are marked."""
        self.title.set_text(view_title(view, self._desk))
        marked = tr("{n} of {total} marked", n=marks, total=total)
        self.count.set_words(marked if marks else count_words(view, total))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = (self.title.sizeHint().width(), self._claim.sizeHint().width(), 2 * self._row.spacing())
        share_out(self._row, self.width(), sum(needed), (self.count,))

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14), px(6), px(8), px(6))
        self._row.setSpacing(px(8))
