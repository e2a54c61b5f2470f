"""A passphrase: written once to open, twice to choose one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.session.passphrase_lock import SHORTEST
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.field import Field
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words


class PassphraseForm(Part):
    """`given` carries it once it is long enough and, the first time, written twice the same."""

    given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Passphrase"), parent)
        self._twice = False
        self.once, self.again = _secret(), _secret()
        self._fields = (
            Field(theme, self.once, tr("Passphrase")),
            Field(theme, self.again, tr("The same passphrase again")),
        )
        self._labels = (
            Words(theme, tr("Passphrase"), SMALL, "text_3", bold=True),
            Words(theme, tr("The same again"), SMALL, "text_3", bold=True),
        )
        self.wrong = Words(theme, "", SMALL, "overdue", bold=True, wrap=True)
        self._column = QVBoxLayout(self)
        for label, field in zip(self._labels, self._fields, strict=True):
            self._column.addWidget(label)
            self._column.addWidget(field)
        self._column.addWidget(self.wrong)
        for edit in (self.once, self.again):
            edit.textEdited.connect(lambda _text: self._say(""))
        self.restyle()
        self._say("")

    def begin(self, *, new: bool) -> None:
        """Empty fields; two of them when a `new` passphrase is chosen."""
        self._twice = new
        self.once.clear()
        self.again.clear()
        self._fields[1].setVisible(new)
        self._labels[1].setVisible(new)
        self._say("")

    def first(self) -> QWidget:
        """Where writing begins."""
        return self.once

    def give(self) -> None:
        """Hand it over if it will do; else say what is wrong, in its field."""
        written = self.once.text()
        if self._twice and len(written) < SHORTEST:
            self._say(tr("Use at least {n} characters. A few words do well.", n=SHORTEST))
            self.once.setFocus()
        elif not written:
            self._say(tr("Write your passphrase."))
            self.once.setFocus()
        elif self._twice and not self.again.text():
            self.again.setFocus()
        elif self._twice and self.again.text() != written:
            self._say(tr("The two are not the same."))
            self.again.clear()
            self.again.setFocus()
        else:
            self.once.clear()
            self.again.clear()
            self.given.emit(written)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))

    def _say(self, wrong: str) -> None:
        self.wrong.set_words(wrong)
        self.wrong.setVisible(bool(wrong))


def _secret() -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
