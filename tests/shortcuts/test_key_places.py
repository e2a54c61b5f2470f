"""Letters by their place, for keyboards that write no Latin ones."""

from __future__ import annotations

import pytest

from inbox.shortcuts.key_places import latin

ON_X = 8
"""What X and Wayland add to a scan code."""


@pytest.mark.parametrize(
    ("letter", "place", "meant"),
    [
        ("о", 36, "j"),  # Russian
        ("й", 16, "q"),
        ("я", 44, "z"),
        ("ξ", 36, "j"),  # Greek
        ("ח", 36, "j"),  # Hebrew
        ("ت", 36, "j"),  # Arabic
        ("О", 36, "j"),  # with Shift
    ],
)
def test_another_alphabet_means_the_letter_in_its_place(letter: str, place: int, meant: str) -> None:
    assert latin(letter, place + ON_X, "xcb") == meant
    assert latin(letter, place + ON_X, "wayland") == meant
    assert latin(letter, place, "windows") == meant


@pytest.mark.parametrize("sign", ["a", "Q", "é", "ı", "ß", "1", "٣", "?", ".", "/", " "])
def test_latin_letters_signs_and_digits_are_what_they_are(sign: str) -> None:
    assert latin(sign, 30 + ON_X, "xcb") == sign


@pytest.mark.parametrize("platform", ["cocoa", "offscreen"])
def test_where_places_are_not_known_nothing_is_guessed(platform: str) -> None:
    assert latin("о", 36 + ON_X, platform) == "о"


def test_a_place_without_a_letter_tells_nothing() -> None:
    assert latin("х", 26 + ON_X, "xcb") == "х"
