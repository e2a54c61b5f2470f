"""What somebody who listens to the screen is told, by the accessibility bus of a real window."""

from __future__ import annotations

import pytest

from tests.journeys.real_window import Workstation

pytestmark = [pytest.mark.proof, pytest.mark.window, pytest.mark.timeout(120)]

PLACES = {
    "Ctrl+K": "Commands",
    "?": "Keys",
    "g o": "Outbox",
    "f": "Route to whom?",
    "s": "Wait",
}
"""What lies over the window, by the key that opens it, and a word of it."""


def test_whatever_takes_the_keyboard_has_a_name_and_rows_are_sentences(station: Workstation) -> None:
    station.signs_in()
    station.has_looked()
    assert nameless(station) == []
    for row in station.rows():
        assert row.count(", ") >= 4, f"“{row}” is no whole sentence"
    assert any(part.focused and part.role == "cell" for part in station.parts()), "the list has the keyboard"
    for keys, word in PLACES.items():
        station.presses(keys)
        station.sees(word)
        assert nameless(station) == [], f"behind {keys}"
        station.presses("Esc")
    station.presses("r")
    station.has_the_keyboard_in("Reply to")
    assert nameless(station) == []


def nameless(station: Workstation) -> list[str]:
    """What can have the keyboard and says nothing: its role, and what is read before and after it."""
    parts = station.parts()
    mute = [at for at, part in enumerate(parts) if part.focusable and not part.name.strip()]
    return [f"{parts[at].role} between {[one.name for one in parts[max(at - 3, 0) : at + 4]]}" for at in mute]
