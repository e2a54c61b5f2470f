"""The lines of the page of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inbox.commands.declare import Section
from inbox.commands.registry import COMMANDS
from inbox.domain.words import tr
from inbox.shortcuts.button_keys import pressing
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.own_keys import Row
from inbox.ui.keys import KeysInForce
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.command_words import said, where

_NAMED = 4
"""Meanings of a key that are said; the others are in the list."""


def begins(row: Row, pressed: KeySequence) -> bool:
    """Whether one of its keys begins with what has been pressed."""
    return any(keys.starts_with(pressed) for keys in row.keys)


def meanings(listed: Sequence[Choice], pressed: KeySequence, keys: KeysInForce) -> str:
    """What `pressed` means, by the lines it has found and the speed buttons that have it."""
    if keys.of(pressing(str(pressed))):
        return tr("Speed button: {name}", name=keys.said(pressing(str(pressed))))
    rows = [choice.value for choice in listed if isinstance(choice.value, Row)]
    if not rows:
        return tr("No command has the keys {keys}.", keys=pressed)
    return ", ".join(f"{said(row.place.command)} ({where(row.place.scope)})" for row in rows[:_NAMED])


def grouped(found: list[tuple[Row, tuple[int, ...]]]) -> Iterator[Choice]:
    """The lines under the headings of the help screen."""
    for section in Section:
        lines = [one for one in found if COMMANDS[one[0].place.command].section is section]
        if lines:
            yield Choice(tr(section.value), heading=True)
        for row, marks in lines:
            yield _line(row, marks)


def _line(row: Row, marks: tuple[int, ...]) -> Choice:
    told = [where(row.place.scope)]
    if more := row.keys[1:]:
        told.append(tr("also {keys}", keys=", ".join(map(str, more))))
    if row.changed:
        usual = ", ".join(map(str, row.usual))
        told.append(tr("yours, usually {keys}", keys=usual) if usual else tr("yours, usually none"))
    icon = "pencil" if row.changed else ""
    keys = str(row.keys[0]) if row.keys else ""
    return Choice(said(row.place.command), row, " · ".join(told), icon, keys=keys, marks=marks)
