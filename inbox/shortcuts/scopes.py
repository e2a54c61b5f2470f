"""The parts of the window in which keys may differ.

A widget says which part it is by its dynamic property `scope`. The scope of a key press is that of the
nearest ancestor of the focus widget; a key that has no meaning there is looked up in the scope around it.
"""

from __future__ import annotations

from typing import Final

WINDOW: Final = "window"
WORKLIST: Final = "worklist"
THREAD: Final = "thread"
COMPOSER: Final = "composer"
PANEL: Final = "panel"
BOARD: Final = "board"
PALETTE: Final = "palette"
DIALOG: Final = "dialog"

OUTER: Final[dict[str, str | None]] = {
    WINDOW: None,
    WORKLIST: WINDOW,
    THREAD: WINDOW,
    COMPOSER: WINDOW,
    PANEL: WINDOW,
    BOARD: WINDOW,
    PALETTE: None,
    DIALOG: None,
}
"""Each scope and the one around it; nothing reaches past a palette or a dialog."""

TYPED_IN: Final = frozenset({COMPOSER, PALETTE})
"""Scopes that are for writing: here no bare letter or digit runs a command, whatever has the focus,
so that the digits of an open pick list never press a speed button."""


def chain(scope: str) -> tuple[str, ...]:
    """`scope` and those around it, nearest first. An unknown scope stands inside the window."""
    found: list[str] = []
    at: str | None = scope if scope in OUTER else WINDOW
    while at is not None:
        found.append(at)
        at = OUTER[at]
    return tuple(found)
