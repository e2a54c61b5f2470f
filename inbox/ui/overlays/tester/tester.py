"""The rule tester: what is typed or pasted here goes through the rules in force, and is kept nowhere."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.changes import Changes
from inbox.domain.routing import Routing
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.tester.flag_page import FlagPage
from inbox.ui.overlays.tester.routing_page import RoutingPage
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class Page(IntEnum):
    """Which rules are tried."""

    FLAGS = 0
    ROUTING = 1


class RuleTester(Overlay):
    """Anybody may use it. The text goes along from page to page; closing it forgets what was in it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Try the rules"), width=760, high_up=True)
        self._title = Words(desk.theme, tr("Try the rules"), SUBJECT)
        self._told = Words(desk.theme, tr("Nothing of it is kept."), SMALL, "text_2")
        self.flags = FlagPage(desk)
        self.routing = RoutingPage(desk, window)
        self._pages = (self.flags, self.routing)
        self.shown = Page.FLAGS
        titles = (tr("Red-flag rules"), tr("Routing rules"))
        self._tabs = [KeyButton(desk.theme, title, f"Ctrl+{n}") for n, title in enumerate(titles, start=1)]
        self.foot = KeyBar(desk.theme, [])
        self._build()
        for page, tab in zip(Page, self._tabs, strict=True):
            self._pages[page].grown.connect(self.place)
            tab.clicked.connect(lambda _checked=False, page=page: self._turn(page))
        self.closed.connect(self._forget)
        desk.changed.connect(self._hear)
        desk.kit_changed.connect(self._scan)
        desk.asks_seen.connect(self._scan)

    def open(self, page: Page) -> None:
        """Open over the window, empty, for these rules."""
        self._forget()
        self._show(page)
        self.appear()

    def open_for(self, draft: Routing) -> None:
        """Open over the window for routing rules that are only drafted."""
        self.routing.try_out(draft)
        self.open(Page.ROUTING)

    def first(self) -> QWidget:
        return self._pages[self.shown].text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and not event.isAutoRepeat():
            if event.key() in (Qt.Key.Key_1, Qt.Key.Key_2):
                self._turn(Page(event.key() - Qt.Key.Key_1))
            elif event.key() == Qt.Key.Key_P and self.shown is Page.ROUTING:
                self.routing.ask_pool()
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(2))
        self._row.setContentsMargins(px(8), 0, px(14), px(4))
        for row in (self._head, self._row):
            row.setSpacing(px(8))
        for page in self._pages:
            page.restyle()

    def _build(self) -> None:
        self._head, self._row = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._told, 1)
        for tab in self._tabs:
            self._row.addWidget(tab)
        self._row.addStretch(1)
        nest(self._head, self.body)
        nest(self._row, self.body)
        for page in self._pages:
            self.body.addWidget(page, 1)
        self.body.addWidget(self.foot)
        self._show(self.shown)

    def _turn(self, page: Page) -> None:
        """The same text, tried by other rules."""
        before, after = self._pages[self.shown].text, self._pages[page].text
        if before is not after:
            after.setPlainText(before.written())
            after.moveCursor(QTextCursor.MoveOperation.End)
        self._show(page)
        self._scan()
        after.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, page: Page) -> None:
        self.shown = page
        for at, tab in zip(Page, self._tabs, strict=True):
            self._pages[at].setVisible(at is page)
            tab.setAccessibleDescription(tr("shown") if at is page else "")
            tab.set_variant(Variant.NORMAL if at is page else Variant.QUIET)
        stops = tr("text, age, result") if page is Page.FLAGS else tr("text, pool, clinician, state, result")
        self.foot.set_hints([("Tab", stops), ("Esc", tr("close and forget"))])

    def _forget(self) -> None:
        for page in self._pages:
            page.forget()

    def _hear(self, changes: Changes) -> None:
        if changes.kit:
            self._scan()

    def _scan(self) -> None:
        if self.is_open:
            self._pages[self.shown].scan()
