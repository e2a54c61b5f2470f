"""How letters find titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.ui.overlays.match import Match, begins_words, fold, match


@pytest.mark.parametrize(
    ("typed", "title", "marked"),
    [
        ("es", "Escalations", "Es"),
        ("PO", "Route to a pool", "po"),
        ("wfp", "Wait for the patient", "Wfp"),
        ("rp", "Release to the pool", "Rp"),
        ("rtp", "Release to the pool", "Rtp"),
        ("tp", "Release to the pool", "tp"),
        ("clm", "Claim", "Clm"),
        ("inés", "Ines", "Ines"),
        ("ines", "Inés", "Inés"),
        ("  out ", "Outbox", "Out"),
        ("pool open", "Open pool: Refills", "Openpool"),
        ("nn", "Open pool: Pediatrics nurses, now", "nn"),
    ],
)
def test_letters_mark_what_they_find_best_beginnings_before_middles(
    typed: str, title: str, marked: str
) -> None:
    found = match(typed, title)
    assert found is not None
    assert "".join(title[place] for place in found.marks) == marked


def test_the_best_alignment_counts_and_not_the_first() -> None:
    found = match("now", "No one sends now")
    assert found is not None
    assert found.marks == (13, 14, 15)


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("sen", "Send", "What is absent"),
        ("send", "Send", "Snooze until evening, daily"),
        ("cn", "Claim next", "Connection"),
        ("pool", "Pool", "Spoolers"),
        ("out", "Outbox", "About"),
        ("kn", "Keys now", "Unknown"),
    ],
)
def test_beginnings_runs_and_initials_are_worth_more(typed: str, better: str, worse: str) -> None:
    first, second = match(typed, better), match(typed, worse)
    assert first is not None
    assert second is None or first.score > second.score


@pytest.mark.parametrize(("typed", "title"), [("x", "Claim"), ("mialc", "Claim"), ("claims", "Claim")])
def test_letters_that_are_not_there_in_order_find_nothing(typed: str, title: str) -> None:
    assert match(typed, title) is None


def test_nothing_typed_fits_everything_and_marks_nothing() -> None:
    assert match("  ", "Claim") == Match(0, ())


def test_words_are_begun_by_what_explains_them() -> None:
    assert begins_words("clos item", "Close this item.")
    assert not begins_words("lose", "Close this item.")


@given(st.text(max_size=20), st.text(max_size=40))
def test_what_is_marked_is_what_was_typed(typed: str, title: str) -> None:
    found = match(typed, title)
    if found is None:
        return
    marked = fold("".join(title[place] for place in found.marks))
    assert list(found.marks) == sorted(set(found.marks))
    assert set(marked) == set("".join(fold(typed).split()))
    if len(fold(typed).split()) == 1:
        assert marked == fold(typed).strip()
