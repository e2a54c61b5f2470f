"""The board's page: a bar of tabs with their digits, and the tab in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.shortcuts import scopes
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.board.tabs import TABS, Tab
from inbox.ui.look.type import SUBJECT
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.words import Words


class BoardPage(Part):
    """Makes each tab when it is first shown, and tells it when it comes and goes."""

    asked = Signal(int)
    """A tab was chosen with the pointer: its number."""

    def __init__(self, around: Around, tabs: tuple[Tab, ...] = TABS, parent: QWidget | None = None) -> None:
        super().__init__(around.desk.theme, tr("Board"), parent)
        self.setProperty("scope", scopes.BOARD)
        self._around = around
        self.tabs = tabs
        self._made: dict[str, BoardTab] = {}
        self._in_front = False
        self._at = 0
        self._stack = QStackedWidget()
        self._buttons: list[KeyButton] = []
        self._head = QHBoxLayout()
        self._flow = Flow()
        self._build()
        self.restyle()

    @property
    def tab(self) -> BoardTab | None:
        """The tab in front; None before the board was first shown."""
        return self._made.get(self.tabs[self._at].id)

    def made(self, id: str) -> BoardTab:
        """The tab of that id, made now if it was not yet."""
        if id not in self._made:
            kind = next(tab for tab in self.tabs if tab.id == id)
            made = self._made[id] = kind.factory(self._around)
            self._stack.addWidget(made)
        return self._made[id]

    def number(self, id: str) -> int:
        """Where the tab of that id stands, from 0; -1 where there is none."""
        return next((n for n, tab in enumerate(self.tabs) if tab.id == id), -1)

    def __len__(self) -> int:
        return len(self.tabs)

    def come(self) -> None:
        """The board is in front: with the tab that was there last."""
        self._in_front = True
        self.show_tab(self._at)

    def go(self) -> None:
        """The board is in front no more."""
        self._in_front = False
        if (tab := self.tab) is not None:
            tab.go()

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front, with the keyboard in it."""
        before = self.tab
        self._at = number
        tab = self.made(self.tabs[number].id)
        if before is not None and before is not tab:
            before.go()
        for n, button in enumerate(self._buttons):
            button.set_variant(Variant.NORMAL if n == number else Variant.QUIET)
        self._stack.setCurrentWidget(tab)
        if self._in_front:
            tab.come()
            tab.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard(self) -> None:
        """Give it to the tab in front."""
        if (tab := self.tab) is not None:
            tab.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(16), px(6), px(12), px(6))
        self._head.setSpacing(px(4))
        self._flow.set_gap(px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.roles.window)

    def _build(self) -> None:
        self._head.addWidget(Words(self.theme, tr("Board"), SUBJECT))
        self._flow.let_grow()
        for n, tab in enumerate(self.tabs):
            keys = self._around.desk.keys_of(f"board.{n + 1}")
            button = KeyButton(self.theme, tr(tab.title), keys, Variant.QUIET)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, n=n: self.asked.emit(n))
            self._buttons.append(button)
            self._flow.add(button)
        self._head.addWidget(self._flow, 1)
        if self._around.desk.actor.role is Role.SUPERVISOR:
            arrange = KeyButton(
                self.theme, tr("Administration"), self._around.desk.keys_of("clinic.edit"), Variant.QUIET
            )
            arrange.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            arrange.clicked.connect(lambda: self._around.conductor.ask("clinic.edit"))
            self._head.addWidget(arrange)
        back = KeyButton(self.theme, tr("Back"), self._around.desk.keys_of("app.back"), Variant.QUIET)
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        back.clicked.connect(lambda: self._around.conductor.ask("app.back"))
        self._head.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(self._head, column)
        column.addWidget(Rule(self.theme))
        column.addWidget(self._stack, 1)
