"""Which value of the chart is to stand at the caret."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts.phrases.links import LINKS
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.phrases.form import PhraseForm
from inbox.ui.overlays.pick import Pick


class LinkPick(Pick):
    """The links by a few letters of their names, each with what it stands for."""

    def __init__(self, theme: Theme, window: QWidget, form: PhraseForm) -> None:
        super().__init__(theme, window, filtered=True)
        self._form = form

    def open(self) -> None:
        """Ask, and put the answer into the text of the form."""
        choices = [Choice(f"@{name}@", name, tr(kind.what)) for name, kind in LINKS.items()]
        self.ask(tr("Which value of the chart?"), "", choices, "", self._put)

    def _put(self, name: object, _note: str) -> None:
        self._form.insert(f"@{name}@")
        self._form.text.setFocus(Qt.FocusReason.OtherFocusReason)
