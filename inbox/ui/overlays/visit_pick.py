"""Questions of the visit commands: a pick whose note begins with a suggestion, or that has no note."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick


class VisitPick(Pick):
    """One question after the other, each with or without words of one's own."""

    def ask_with(
        self,
        title: str,
        about: str,
        choices: Sequence[Choice],
        note: str,
        taken: Callable[[object, str], None],
        suggestion: str = "",
    ) -> None:
        """Open with `suggestion` in the note, to be kept or changed."""
        self._show_note(True)
        self.ask(title, about, choices, note, taken)
        self.note.setText(suggestion)

    def ask_plain(
        self, title: str, about: str, choices: Sequence[Choice], taken: Callable[[object], None]
    ) -> None:
        """Open where nothing is to be added in words."""
        self._show_note(False)
        self.ask(title, about, choices, "", lambda value, _note: taken(value))

    def _show_note(self, shown: bool) -> None:
        for part in (self._note_label, self._field):
            part.setVisible(shown)
