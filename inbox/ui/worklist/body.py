"""The list, or what is said in its place when nothing is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from inbox.queries.views import View
from inbox.ui.desk import Desk
from inbox.ui.worklist.empty import Empty, empty_state, empty_words
from inbox.ui.worklist.view import WorklistView


class Body(QWidget):
    """Keys mean the same here whether the list is empty or not."""

    command = Signal(str)

    def __init__(self, desk: Desk, listed: WorklistView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list = listed
        self._view: View | None = None
        self._said: Empty | None = None
        self._empty: QWidget | None = None
        self.setProperty("scope", "worklist")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(listed)
        desk.status_changed.connect(lambda _status: self._say())

    def show_list(self, view: View, filled: bool) -> None:
        """Show the list of `view`, or that there is nothing in it; the keyboard stays here if it was here."""
        had_keyboard = self.has_keyboard()
        self._view = None if filled else view
        if filled:
            self._stack.setCurrentWidget(self._list)
        self._say()
        if had_keyboard:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give it to the list, or to this page while that is hidden: keys mean the same in both."""
        (self._list if self._view is None else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in here."""
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    def _say(self) -> None:
        """Words that have not changed stay, and so does the keyboard on their button."""
        said = empty_words(self._view, self._desk) if self._view is not None else None
        if said != self._said:
            self._said = said
            self._replace(empty_state(said, self._desk, self.command.emit) if said else None)
        if self._empty is not None:
            self._stack.setCurrentWidget(self._empty)

    def _replace(self, empty: QWidget | None) -> None:
        old, self._empty = self._empty, empty
        if empty is not None:
            self._stack.addWidget(empty)
            self._stack.setCurrentWidget(empty)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
