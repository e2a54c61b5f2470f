"""Keys as they are printed on keycaps: "Ctrl+Enter" is two caps, "g p" is two keys one after the other."""

from __future__ import annotations

from functools import cache

_PRINTED = {
    "Shift": "⇧",
    "Enter": "⏎",
    "Return": "⏎",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "Escape": "Esc",
    "Delete": "Del",
}


@cache
def caps(keys: str) -> tuple[str, ...]:
    """The caps of `keys`; no keys, no caps. A plus sign at the end of a chord is the key "+" itself."""
    return tuple(_PRINTED.get(key, key) for chord in keys.split() for key in _chord(chord))


def _chord(chord: str) -> list[str]:
    if chord.endswith("+"):
        return [*filter(None, chord[:-1].split("+")), "+"]
    return chord.split("+")


def types_text(keys: str) -> bool:
    """Whether pressing `keys` would type into a field: a bare character, and no command there."""
    return all(len(chord) == 1 for chord in keys.split())
