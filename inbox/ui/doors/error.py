"""Why the desk cannot be opened, what that means, and what helps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.errors import InboxError
from inbox.domain.words import mark, tr
from inbox.store.errors import (
    Broken,
    DiskTrouble,
    Ended,
    Full,
    Gone,
    InUse,
    Occupied,
    TooNew,
    Unwritable,
    WrongKey,
)
from inbox.ui.doors.page import Page
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


@dataclass(frozen=True)
class Trouble:
    """Why there is no workplace, or no longer, in words."""

    title: str
    meaning: str
    """What it means for the person's work."""
    helps: str
    why: str = ""
    """Empty: what the error says itself."""
    start_over: bool = False
    """Whether a fresh copy from the server can help."""
    rescue: bool = False
    """Whether what can still be read is to be saved first."""


_KEPT = mark("Everything that was kept is still there.")
_TROUBLES: dict[type[InboxError], Trouble] = {
    InUse: Trouble(
        mark("The inbox is already open"),
        mark("Two windows would write over each other’s work, so the second one stays closed."),
        mark("Go on in the other window, or close it and try again here."),
    ),
    Occupied: Trouble(
        mark("The saved inbox is being held"),
        _KEPT,
        mark("Wait a moment, then try again."),
    ),
    WrongKey: Trouble(
        mark("The saved inbox does not open"),
        mark("Everything is still there. Without its key nobody can read it."),
        mark("Sign in as the person it belongs to, or start over with a fresh copy from the server."),
        start_over=True,
    ),
    Broken: Trouble(
        mark("The saved inbox is damaged"),
        mark("The server still has every message. What is only here, replies that have not left and drafts, "
             "can be rescued as far as it can be read."),
        mark("Rescue it: the damaged file is kept, and a new one takes its place."),
        mark("The disk gave back something else than was written. An old disk or a power cut can do this."),
        rescue=True,
    ),
    TooNew: Trouble(
        mark("This version is too old"), mark("Nothing was changed."), mark("Install the update.")
    ),
    Full: Trouble(
        mark("The disk is full"),
        _KEPT,
        mark("Make room on this computer’s disk, then try again."),
        mark("There is no room left on the disk where the inbox is saved."),
    ),
    Unwritable: Trouble(
        mark("The saved inbox may not be written"),
        _KEPT,
        mark("Ask whoever looks after this computer for the right to write there, then try again."),
        mark("Its disk or folder is read-only for you."),
    ),
    Gone: Trouble(
        mark("The folder of the saved inbox is missing"),
        mark("Nothing was changed."),
        mark("Connect the drive or the network folder it is on, then try again."),
        mark("It may be on a drive that is not connected now."),
    ),
    DiskTrouble: Trouble(
        mark("The disk reports a fault"),
        _KEPT,
        mark("Try again. If it stays so, tell whoever looks after this computer."),
        mark("Reading or writing the saved inbox failed."),
    ),
    Ended: Trouble(
        mark("Saving has stopped"),
        _KEPT,
        mark("Try again: the inbox is opened anew."),
        mark("A mistake in this program. It is written down, without a word of any patient."),
    ),
}  # fmt: skip
_OTHER = Trouble(mark("The inbox could not be opened"), mark("Nothing was changed."), mark("Try again."))


def trouble(error: InboxError) -> Trouble:
    """What `error` means to the person in front of the screen."""
    told = _TROUBLES.get(type(error), _OTHER)
    return replace(
        told,
        title=tr(told.title),
        meaning=tr(told.meaning),
        helps=tr(told.helps),
        why=tr(told.why) if told.why else str(error),
    )


class ErrorPage(Page):
    """Says it, and offers what helps."""

    again = Signal()
    rescue = Signal()
    start_over = Signal()
    quit = Signal()

    def __init__(self, theme: Theme, error: InboxError, parent: QWidget | None = None) -> None:
        super().__init__(theme, "circle-alert", tr("Error"), icon_role="overdue", parent=parent)
        told = trouble(error)
        self.box = _WhyBox(theme)
        self.column.addWidget(self.box)
        self.save = KeyButton(theme, tr("Rescue it"), "Enter", Variant.ACCENT)
        likely = ("", Variant.NORMAL) if told.rescue else ("Enter", Variant.ACCENT)
        self.retry = KeyButton(theme, tr("Try again"), *likely)
        self.fresh = KeyButton(theme, tr("Start over…"))
        self.leave = KeyButton(theme, tr("Quit"))
        self.bar((self.save, self.retry, self.fresh, self.leave))
        self.say(told.title, told.meaning, "circle-alert", "overdue")
        self.box.tell(told.why, told.helps)
        self.save.setVisible(told.rescue)
        self.fresh.setVisible(told.start_over)
        self._rescues = told.rescue
        self.save.clicked.connect(self.rescue)
        self.retry.clicked.connect(self.again)
        self.fresh.clicked.connect(self.start_over)
        self.leave.clicked.connect(self.quit)

    def first(self) -> QWidget | None:
        return self.save if self._rescues else self.retry

    def enter(self) -> None:
        if self._rescues:
            self.rescue.emit()
        else:
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
