"""Where a PIN is typed: digits that nobody can read, and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.session.pin import LONGEST
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.field import Field
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


class PinField(Part):
    """`given` carries what was typed, which is in no field any more then."""

    given = Signal(str)

    def __init__(self, theme: Theme, label: str = "", parent: QWidget | None = None) -> None:
        label = label or tr("PIN")
        super().__init__(theme, label, parent)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(LONGEST)
        self.edit.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self.edit))
        self._label = Words(theme, label, SMALL, "text_3", bold=True)
        self._trying = Words(theme, tr("looking…"), SMALL, "text_2")
        self._field = Field(theme, self.edit, label)
        self._field.add(self._trying)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._label)
        self._column.addWidget(self._field)
        self.restyle()
        self.clear()

    def clear(self) -> None:
        """An empty field."""
        self.edit.clear()
        self.show_trying(False)

    def show_trying(self, trying: bool) -> None:
        """Say that it is being tried."""
        self._trying.setVisible(trying)

    def give(self) -> None:
        """Hand over what is typed, if anything is."""
        typed = self.edit.text()
        self.edit.clear()
        if typed:
            self.given.emit(typed)
        self.edit.setFocus()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
