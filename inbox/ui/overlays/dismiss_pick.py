"""Why a red flag is dismissed: which flag, where there are several, then a reason and one's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from inbox.domain.flag import CALL_LEVELS, Flag
from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.overlays.reasons import Reason, reasons
from inbox.ui.reading.flag_names import name_of
from inbox.ui.reading.signs import level_words


class FlagPick(Pick):
    """One of several flags."""

    def ask_flag(self, title: str, flags: Sequence[Flag], taken: Callable[[Flag], None]) -> None:
        """Open, unless there is nothing to choose."""
        if len(flags) == 1:
            taken(flags[0])
            return

        def chosen(flag: object, _note: str) -> None:
            assert isinstance(flag, Flag)
            taken(flag)

        choices = [Choice(name_of(flag), flag, level_words(flag.level), "flag") for flag in flags]
        self.ask(title, "", choices, "", chosen)


class DismissPick(Pick):
    """A flag that asks for a call is dismissed with one's own words only."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self._needs_note = False

    def ask_reason(self, flag: Flag, taken: Callable[[str, str], None]) -> None:
        """Open; `taken` gets the reason's code and the words."""
        self._needs_note = flag.level in CALL_LEVELS

        def chosen(reason: object, note: str) -> None:
            assert isinstance(reason, Reason)
            taken(reason.code, note)

        self.ask(
            tr("Why is “{flag}” no flag?", flag=name_of(flag)),
            tr("It stays to be seen, with your name and the reason."),
            [Choice(reason.said, reason) for reason in reasons().dismiss],
            tr("In your words") if self._needs_note else tr("In your words (optional)"),
            chosen,
        )

    def value(self, choice: Choice) -> object:
        if self._needs_note and not self.note.text().strip():
            self.ask_for_note(tr("Say in your words why it needs no call:"))
            return None
        return choice.value
