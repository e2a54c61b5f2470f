"""A quotation as plain text."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.messaging.quoting import LINE, LONGEST, quoted

AT = datetime(2026, 3, 17, 9, 5)


def test_who_and_when_stand_in_one_line_with_the_day_written_out() -> None:
    assert quoted("Walter Esterbrook", AT, "It came back.") == (
        "Walter Esterbrook wrote on 17 Mar 2026 at 09:05:\n> It came back."
    )


def test_long_lines_are_wrapped_between_words_and_every_line_is_marked() -> None:
    lines = quoted("W", AT, "word " * 60).splitlines()[1:]
    assert len(lines) > 4
    assert all(line.startswith("> ") and len(line) <= LINE for line in lines)
    assert " ".join(line[2:] for line in lines) == ("word " * 60).strip()


def test_an_address_stays_in_one_piece() -> None:
    address = "https://portal.example/" + "a-b/" * 30
    assert f"> {address}" in quoted("W", AT, f"See {address}").splitlines()


def test_paragraphs_stay_apart_and_gaps_become_one_line() -> None:
    assert quoted("W", AT, "\n\none\n\n \n\ntwo\n\n").splitlines()[1:] == ["> one", ">", "> two"]


def test_of_a_very_long_message_the_beginning_is_quoted_and_says_so() -> None:
    text = quoted("W", AT, "word " * LONGEST)
    assert text.endswith("word …")
    assert len(text) < LONGEST * 1.2


@given(st.text(alphabet=st.sampled_from("ab \n\t>"), max_size=300))
def test_no_line_of_a_quotation_is_without_its_mark(words: str) -> None:
    assert all(line.startswith(">") for line in quoted("W", AT, words).split("\n")[1:])
