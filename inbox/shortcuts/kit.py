"""The kit in force: every smartphrase and speed button that a person, a pool or the organisation keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from inbox.domain.people import Role
from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, available, load_buttons

PHRASES_FILE = "phrases.json"
BUTTONS_FILE = "speed_buttons.json"


class Kit(msgspec.Struct, frozen=True):
    """Phrases by name, and speed buttons. Read once; a changed kit is a new one."""

    phrases: Mapping[str, Phrase] = {}
    buttons: tuple[SpeedButton, ...] = ()

    def buttons_for(self, kind: str, role: Role) -> dict[int, SpeedButton]:
        """The numbered buttons that `role` sees on `kind` of work."""
        return available(self.buttons, kind, role)


def load_kit(*folders: Path) -> tuple[Kit, list[FileProblem]]:
    """The kit of all `folders`, widest owner first; a folder may hold either file, or both."""
    phrases, problems = load_phrases(
        *(file for folder in folders if (file := folder / PHRASES_FILE).exists())
    )
    buttons: list[SpeedButton] = []
    for folder in folders:
        if (file := folder / BUTTONS_FILE).exists():
            found, wrong = load_buttons(file, phrases)
            buttons += found
            problems += wrong
    return Kit(phrases, tuple(buttons)), problems
