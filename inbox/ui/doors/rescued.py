"""After a damaged file: what could be saved, what could not, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import tr, trn
from inbox.store.salvage import Rescued
from inbox.ui.doors.page import Page
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.parts.fact_row import FactRow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest

Fact = tuple[str, str, Role, str]
"""Words, icon, its role, value."""


def facts(told: Rescued) -> Iterator[Fact]:
    """What became of it, one fact a line; losses last, and always said."""
    yield tr("Actions that had not left"), "check", "good", str(told.entries)
    yield tr("Drafts"), "check", "good", str(told.drafts)
    if told.files:
        yield tr("Files attached to replies and drafts"), "check", "good", str(told.files)
    if told.own:
        yield tr("Phrases and speed buttons of your own"), "check", "good", str(told.own)
    yield tr("Notes for the audit trail"), "check", "good", str(told.notes)
    if told.to_look_at:
        wait = trn(
            "{n} of the actions waits in the outbox for your decision: it may have gone already.",
            "{n} of the actions wait in the outbox for your decision: they may have gone already.",
            told.to_look_at,
        )
        yield wait, "triangle-alert", "text_2", ""
    if told.lost:
        yield tr("Actions, drafts or notes that could not be read"), "circle-alert", "overdue", str(told.lost)
    if told.perhaps_more:
        yield tr("There may have been more: no trace of it is left."), "circle-alert", "overdue", ""
    if not told.lost and not told.perhaps_more:
        yield tr("Nothing that was only here is lost."), "check", "good", ""


class RescuedPage(Page):
    """First that the rescue is under way, then what it led to."""

    go_on = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "database", tr("Rescuing what can be read"), parent=parent)
        self.say(
            tr("Rescuing what can be read"),
            tr("This takes up to a minute. The damaged file is kept as it is; nothing is deleted."),
        )
        self._facts = QVBoxLayout()
        nest(self._facts, self.column)
        self.on = KeyButton(theme, tr("Go on"), "Enter", Variant.ACCENT)
        self.bar((self.on,))
        self.on.hide()
        self.on.clicked.connect(self.go_on)

    def show_rescued(self, told: Rescued) -> None:
        """Say what became of it."""
        self.say(
            tr("Your inbox is rescued"),
            tr("This is what only this computer had. All messages come again from the server."),
        )
        for text, icon, role, value in facts(told):
            self._facts.addWidget(FactRow(self.theme, text, icon, role, value))
        if told.aside:
            kept = tr("The damaged file is kept beside the new one:")
            self._facts.addWidget(FactRow(self.theme, kept, "file-text", "text_2", told.aside))
        self.on.show()
        self.setFocus()

    def first(self) -> QWidget | None:
        return self.on

    def enter(self) -> None:
        if self.on.isVisible():
            self.go_on.emit()
