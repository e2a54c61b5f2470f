"""Written keys as the caps to draw; no keys, no caps."""

from __future__ import annotations

from functools import cache

from inbox.shortcuts.keys import KeySequence


@cache
def caps(keys: str) -> tuple[str, ...]:
    """The caps of "Ctrl+Enter" (Ctrl, ⏎) or "g m" (g, m), in the order they are pressed."""
    if not keys:
        return ()
    return tuple(cap for chord in KeySequence.parse(keys).keycaps for cap in chord)


@cache
def types_text(keys: str) -> bool:
    """Whether pressing `keys` in a field would write something there, so that it is no command."""
    return bool(keys) and all(chord.types_text for chord in KeySequence.parse(keys).chords)
