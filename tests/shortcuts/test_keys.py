"""Keys as text: read, written back, shown as keycaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.shortcuts.keys import NAMED, Chord, KeyProblem, KeySequence

LETTERS = st.characters(categories=("Ll", "Lu", "Nd", "Po", "Sm"), max_codepoint=0x2FF).filter(
    lambda c: c == c.lower() and len(c.upper()) == 1
)
CHORDS = st.builds(
    Chord,
    st.one_of(LETTERS, st.sampled_from([*sorted(NAMED), " "])),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
).map(lambda c: c if c.key.isalpha() or c.key == " " else Chord(c.key, c.ctrl, c.alt, False, c.meta))


@pytest.mark.parametrize(
    ("text", "canonical", "keycaps"),
    [
        ("Ctrl+Shift+Enter", "Ctrl+Shift+Enter", [("Ctrl", "⇧", "⏎")]),
        ("shift+ctrl+return", "Ctrl+Shift+Enter", [("Ctrl", "⇧", "⏎")]),
        ("g m", "g m", [("g",), ("m",)]),
        ("Shift+C", "Shift+C", [("⇧", "C")]),
        ("ctrl+k", "Ctrl+K", [("Ctrl", "K")]),
        ("?", "?", [("?",)]),
        ("F2", "F2", [("F2",)]),
        ("1", "1", [("1",)]),
        ("+", "Plus", [("+",)]),
        ("Ctrl++", "Ctrl+Plus", [("Ctrl", "+")]),
        ("Space", "Space", [("Space",)]),
        ("Up", "Up", [("↑",)]),
    ],
)
def test_keys_are_read_as_people_write_them(
    text: str, canonical: str, keycaps: list[tuple[str, ...]]
) -> None:
    keys = KeySequence.parse(text)
    assert str(keys) == canonical
    assert keys.keycaps == keycaps


@pytest.mark.parametrize(
    ("text", "part_of_the_sentence"),
    [
        ("C", "write “c” or “Shift+C”"),
        ("Shift+?", "write the sign that Shift gives"),
        ("Hyper+c", "“Hyper” is not Ctrl, Alt, Shift or Meta"),
        ("F99", "no key called “F99”"),
        ("Ctrl+Ctrl+a", "names the same key twice"),
        ("Ctrl", "needs a key after “Ctrl”"),
        ("  ", "No key is named"),
    ],
)
def test_a_key_that_cannot_be_read_says_why(text: str, part_of_the_sentence: str) -> None:
    with pytest.raises(KeyProblem, match=part_of_the_sentence.replace("+", r"\+").replace("?", r"\?")):
        KeySequence.parse(text)


@given(st.lists(CHORDS, min_size=1, max_size=3))
def test_the_canonical_text_gives_the_same_keys(chords: list[Chord]) -> None:
    keys = KeySequence(tuple(chords))
    assert KeySequence.parse(str(keys)) == keys


def test_a_shifted_letter_still_types_but_a_function_key_does_not() -> None:
    assert KeySequence.parse("Shift+C").chords[0].types_text
    assert KeySequence.parse("Space").chords[0].types_text
    assert not KeySequence.parse("F2").chords[0].edits_text
    assert not KeySequence.parse("Ctrl+K").chords[0].edits_text
    assert KeySequence.parse("Enter").chords[0].edits_text
