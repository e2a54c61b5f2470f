"""Where a phrase is used: in other phrases, and by speed buttons."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from inbox.shortcuts.phrases.grammar import PhraseError
from inbox.shortcuts.phrases.phrase import Phrases
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Escalate, Reply


class Usage(msgspec.Struct, frozen=True):
    """The names of what would miss it."""

    phrases: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.buttons)


def used_in(name: str, phrases: Phrases, buttons: Iterable[SpeedButton]) -> Usage:
    """What names the phrase `name`, by name."""
    outer = sorted(other for other in phrases if other != name and name in _nested(other, phrases))
    pressed = {
        button.name
        for button in buttons
        if any(isinstance(step, Reply | Escalate) and step.phrase == name for step in button.steps)
    }
    return Usage(tuple(outer), tuple(sorted(pressed)))


def _nested(name: str, phrases: Phrases) -> tuple[str, ...]:
    try:
        return phrases[name].nested
    except PhraseError:
        return ()
