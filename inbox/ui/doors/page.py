"""A page in the middle of the window: icon, title, sentences, then what the page is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inbox.shortcuts import scopes
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, NAME
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words

_WIDTH = 392


class Page(Part):
    """Base of the doors. `column` takes the rest from top to bottom, at most 392 wide at 100 %.

    Nothing here knows a patient. The keys of the window do not reach it: its scope is a dialog's.
    """

    def __init__(
        self, theme: Theme, icon: str, title: str, *, ground: Role = "surface", icon_role: Role = "text_2",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, title, parent)
        self._ground: Role = ground
        self.setProperty("scope", scopes.DIALOG)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.icon = IconMark(theme, icon, title, 28, icon_role)
        self.title = Words(theme, title, NAME, wrap=True)
        self.sentences = Words(theme, "", BASE, "text_2", wrap=True)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        self._told = QVBoxLayout()
        self.column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignLeft)
        self._told.addWidget(self.title)
        self._told.addWidget(self.sentences)
        nest(self._told, self.column)
        self._bars: list[QHBoxLayout] = []
        self._scroll()
        self.restyle()

    def say(self, title: str, sentences: str, icon: str = "", icon_role: Role = "text_2") -> None:
        """Head the page anew."""
        self.title.set_words(title)
        self.sentences.set_words(sentences)
        self.sentences.setVisible(bool(sentences))
        self.set_name(f"{title}. {sentences}")
        if icon:
            self.icon.set_icon(icon, title, icon_role)

    def bar(self, controls: Sequence[QWidget]) -> QHBoxLayout:
        """Put controls side by side, the one most likely wanted first."""
        bar = QHBoxLayout()
        for control in controls:
            bar.addWidget(control)
        bar.addStretch(1)
        self._bars.append(bar)
        nest(bar, self.column)
        self.restyle()
        return bar

    def first(self) -> QWidget | None:
        """What has the keyboard when the page comes up."""
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        wanted = self.first()
        if wanted is not None and wanted.isVisibleTo(self) and wanted.isEnabled():
            wanted.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc go to `enter` and `escape`, wherever the keyboard is on the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def enter(self) -> None:
        """Enter was pressed where nothing nearer took it."""

    def escape(self) -> None:
        """Esc was pressed."""

    def restyle(self) -> None:
        px = self.theme.px
        self._body.setMaximumWidth(px(_WIDTH))
        self.column.setContentsMargins(px(4), px(16), px(4), px(16))  # 4: room for the ring of a control
        self.column.setSpacing(px(12))
        self._told.setSpacing(px(4))
        for bar in self._bars:
            bar.setSpacing(px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.color(self._ground))

    def _scroll(self) -> None:
        """In the middle where there is room; where the letters are large it scrolls."""
        sheet = QWidget()
        across = QHBoxLayout(sheet)
        across.addStretch(1)
        across.addWidget(self._body, 100, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
