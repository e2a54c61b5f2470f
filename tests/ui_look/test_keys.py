"""Keys as they are printed on caps."""

from __future__ import annotations

import pytest

from inbox.ui.look.keys import caps, types_text


@pytest.mark.parametrize(
    ("keys", "printed"),
    [
        ("", ()),
        ("j", ("j",)),
        ("Ctrl+Enter", ("Ctrl", "⏎")),
        ("Ctrl+Shift+Enter", ("Ctrl", "⇧", "⏎")),
        ("g p", ("g", "p")),
        ("Shift+F2", ("⇧", "F2")),
        ("Ctrl+k", ("Ctrl", "K")),
        ("Shift+C", ("⇧", "C")),
    ],
)
def test_keys_are_printed_as_on_a_keyboard(keys: str, printed: tuple[str, ...]) -> None:
    assert caps(keys) == printed


@pytest.mark.parametrize(
    ("keys", "types"), [("j", True), ("g p", True), ("Ctrl+Enter", False), ("F2", False), ("", False)]
)
def test_bare_characters_would_type_into_a_field(keys: str, types: bool) -> None:
    assert types_text(keys) is types
