"""Text from outside is shown inert, and positions survive emoji."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.inert import inert, one_line
from inbox.ui.reading.edits import edit
from inbox.ui.reading.utf16 import points, units

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
WRITTEN = st.text(st.sampled_from("ab *é😀👩‍⚕️\n"), max_size=20)


@given(ANYTHING)
def test_what_is_shown_has_as_many_code_points(text: str) -> None:
    assert len(inert(text)) == len(text)


@given(ANYTHING)
def test_nothing_hidden_or_reordering_is_left(text: str) -> None:
    for sign in inert(text):
        assert sign in "\n\t" or ord(sign) >= 0x20
        assert not 0x202A <= ord(sign) <= 0x202E
        assert not 0x2066 <= ord(sign) <= 0x2069
        assert ord(sign) not in (0x200B, 0x200E, 0x200F, 0xFEFF, 0xFFFC)
        assert not 0xD800 <= ord(sign) < 0xE000


@pytest.mark.parametrize("kept", ["👩‍⚕️ is fine", "Đặng", "عربي", "naïve\u0301", "1\t2\n3"])
def test_real_writing_is_left_alone(kept: str) -> None:
    assert inert(kept) == kept


def test_stacked_accents_are_cut_down() -> None:
    assert inert("a" + "\u0301" * 40).count("\u0301") == 3


def test_a_name_is_one_short_line() -> None:
    assert one_line("Walter\n\u202e  Esterbrook") == "Walter \N{REPLACEMENT CHARACTER} Esterbrook"
    assert len(one_line("x" * 100_000)) == 200


@given(WRITTEN, st.integers(0, 20))
def test_positions_go_to_qt_and_back(text: str, at: int) -> None:
    at = min(at, len(text))
    assert points(text, units(text, at)) == at


@given(WRITTEN, WRITTEN, st.tuples(*[st.integers(0, 20)] * 3))
def test_an_edit_is_found_whatever_the_hint(old: str, new: str, hint: tuple[int, int, int]) -> None:
    start, end, added = edit(old, new, hint)
    assert old[:start] + added + old[end:] == new
