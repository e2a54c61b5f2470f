"""The kit a person works with: phrases and speed buttons in force, and what is wrong with their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inbox.domain.people import Role
from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, available, load_buttons

PHRASES: Final = "phrases.json"
BUTTONS: Final = "speed_buttons.json"


@dataclass(frozen=True)
class Kit:
    """Phrases by name and speed buttons; a file with mistakes gives what is right in it."""

    phrases: dict[str, Phrase] = field(default_factory=dict)
    buttons: list[SpeedButton] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)

    def buttons_for(self, kind: str, role: Role) -> dict[int, SpeedButton]:
        """The numbered buttons that `role` sees on `kind` of work."""
        return available(self.buttons, kind, role)


def load_kit(starter: Path, *own: Path) -> Kit:
    """The kit in the folder `starter`, with those in the folders `own` over it.

    A folder holds `phrases.json` and `speed_buttons.json`; in one's own either may be missing.
    """
    phrases, problems = load_phrases(*_files(starter, own, PHRASES))
    buttons: list[SpeedButton] = []
    for file in _files(starter, own, BUTTONS):
        found, wrong = load_buttons(file, phrases)
        buttons += found
        problems += wrong
    return Kit(phrases, buttons, problems)


def _files(starter: Path, own: tuple[Path, ...], name: str) -> list[Path]:
    return [starter / name, *(folder / name for folder in own if (folder / name).exists())]
