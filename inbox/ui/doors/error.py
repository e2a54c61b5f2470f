"""Why the desk cannot be opened, what that means, and what helps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.errors import InboxError
from inbox.domain.words import tr
from inbox.store.errors import Broken, InUse, TooNew, WrongKey
from inbox.ui.doors.page import Page
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


@dataclass(frozen=True)
class Trouble:
    """A refusal to open, in words."""

    title: str
    meaning: str
    """What it means for the person's work."""
    why: str
    helps: str
    start_over: bool = False
    """Whether a fresh copy from the server can help."""


def trouble(error: InboxError) -> Trouble:
    """What `error` means to the person in front of the screen."""
    why = str(error)
    if isinstance(error, InUse):
        return Trouble(
            tr("The inbox is already open"),
            tr("Two windows would write over each other’s work, so the second one stays closed."),
            why,
            tr("Go on in the other window, or close it and try again here."),
        )
    if isinstance(error, WrongKey):
        return Trouble(
            tr("The saved inbox does not open"),
            tr("Everything is still there. Without its key nobody can read it."),
            why,
            tr("Sign in as the person it belongs to, or start over with a fresh copy from the server."),
            start_over=True,
        )
    if isinstance(error, Broken):
        return Trouble(
            tr("The saved inbox is damaged"),
            tr("The server still has every message. Replies that had not left may be lost."),
            why,
            tr("Start over with a fresh copy from the server."),
            start_over=True,
        )
    if isinstance(error, TooNew):
        return Trouble(
            tr("This version is too old"), tr("Nothing was changed."), why, tr("Install the update.")
        )
    return Trouble(tr("The inbox could not be opened"), tr("Nothing was changed."), why, tr("Try again."))


class ErrorPage(Page):
    """Says it, and offers what helps."""

    again = Signal()
    start_over = Signal()
    quit = Signal()

    def __init__(self, theme: Theme, error: InboxError, parent: QWidget | None = None) -> None:
        super().__init__(theme, "circle-alert", tr("Error"), icon_role="overdue", parent=parent)
        self.box = _WhyBox(theme)
        self.column.addWidget(self.box)
        self.retry = KeyButton(theme, tr("Try again"), "Enter", Variant.ACCENT)
        self.fresh = KeyButton(theme, tr("Start over…"))
        self.leave = KeyButton(theme, tr("Quit"))
        self.bar((self.retry, self.fresh, self.leave))
        told = trouble(error)
        self.say(told.title, told.meaning, "circle-alert", "overdue")
        self.box.tell(told.why, told.helps)
        self.fresh.setVisible(told.start_over)
        self.retry.clicked.connect(self.again)
        self.fresh.clicked.connect(self.start_over)
        self.leave.clicked.connect(self.quit)

    def first(self) -> QWidget | None:
        return self.retry

    def enter(self) -> None:
        self.again.emit()


class _WhyBox(Part):
    """Why, and what helps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Why"), parent)
        self._column = QVBoxLayout(self)
        self._why = Words(theme, "", SMALL, wrap=True)
        self._helps = Words(theme, "", SMALL, wrap=True)
        self._column.addWidget(Words(theme, tr("Why"), SMALL, bold=True))
        self._column.addWidget(self._why)
        self._column.addWidget(Words(theme, tr("What helps"), SMALL, bold=True))
        self._column.addWidget(self._helps)
        self.restyle()

    def tell(self, why: str, helps: str) -> None:
        self._why.set_words(why)
        self._helps.set_words(helps)
        self.set_name(f"{why} {helps}")

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), self.rect(), None, self.theme.roles.line, self.theme.px(4))
