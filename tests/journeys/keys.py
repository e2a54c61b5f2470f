"""Keys as product.md writes them ("Shift+C", "Ctrl+Enter", "g m") and as Qt knows them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

_NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Backspace": Qt.Key.Key_Backspace,
    "F2": Qt.Key.Key_F2,
    "F5": Qt.Key.Key_F5,
}
_HELD = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@dataclass(frozen=True)
class Stroke:
    """One key with what is held; a `sign` is typed by whatever key makes it."""

    key: Qt.Key | None
    sign: str
    held: Qt.KeyboardModifier


def strokes(keys: str) -> list[Stroke]:
    """The strokes of a sequence, separated by blanks."""
    return [_stroke(one) for one in keys.split()]


def signs(text: str) -> list[Stroke]:
    """The strokes that write `text`."""
    return [
        Stroke(Qt.Key.Key_Return, "", Qt.KeyboardModifier.NoModifier)
        if sign == "\n"
        else Stroke(None, sign, Qt.KeyboardModifier.NoModifier)
        for sign in text
    ]


def _stroke(written: str) -> Stroke:
    *holding, name = written.split("+") if len(written) > 1 else [written]
    held = Qt.KeyboardModifier.NoModifier
    for one in holding:
        held |= _HELD[one]
    if name in _NAMED:
        return Stroke(_NAMED[name], "", held)
    if name.isalpha() and name.isascii():
        return Stroke(getattr(Qt.Key, f"Key_{name.upper()}"), "", held)
    return Stroke(None, name, held)
