"""The rule tester: what is typed or pasted here goes through the rules in force, and is kept nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.changes import Changes
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.tester.flag_page import FlagPage
from inbox.ui.parts.words import Words


class RuleTester(Overlay):
    """Anybody may use it. Closing it forgets what was in it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Try the red-flag rules"), width=760, high_up=True)
        self._title = Words(desk.theme, tr("Try the red-flag rules"), SUBJECT)
        self._told = Words(desk.theme, tr("Nothing of it is kept."), SMALL, "text_2")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._told, 1)
        self.page = FlagPage(desk)
        self.page.grown.connect(self.place)
        self.foot = KeyBar(desk.theme, [("Tab", tr("text, age, result")), ("Esc", tr("close and forget"))])
        self.body.addLayout(self._head)
        self.body.addWidget(self.page, 1)
        self.body.addWidget(self.foot)
        self.closed.connect(self.page.forget)
        desk.changed.connect(self._hear)

    def open(self) -> None:
        """Open over the window, empty."""
        self.page.forget()
        self.appear()

    def first(self) -> QWidget:
        return self.page.text

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(4))
        self._head.setSpacing(px(8))
        self.page.restyle()

    def _hear(self, changes: Changes) -> None:
        if changes.kit and self.is_open:
            self.page.scan()
