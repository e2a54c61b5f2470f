"""The kit a person works with: phrases and speed buttons in force, and what is wrong with their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, load_buttons


@dataclass(frozen=True)
class Kit:
    """Phrases by name and speed buttons; a file with mistakes gives what is right in it."""

    phrases: dict[str, Phrase] = field(default_factory=dict)
    buttons: list[SpeedButton] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)


def load_kit(folder: Path) -> Kit:
    """The kit in `folder`: `phrases.json` and `speed_buttons.json`."""
    phrases, wrong_phrases = load_phrases(folder / "phrases.json")
    buttons, wrong_buttons = load_buttons(folder / "speed_buttons.json", phrases)
    return Kit(phrases, buttons, [*wrong_phrases, *wrong_buttons])
