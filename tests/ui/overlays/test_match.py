"""How letters find titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.ui.overlays.match import Fit, fold, match


@pytest.mark.parametrize(
    ("typed", "title", "fit", "marked"),
    [
        ("es", "Escalations", Fit.PREFIX, "Es"),
        ("PO", "Route to a pool", Fit.WORD, "po"),
        ("pool", "Open pool: Refills", Fit.WORD, "pool"),
        ("wfp", "Wait for the patient", Fit.INITIALS, "Wfp"),
        ("rp", "Release to the pool", Fit.INITIALS, "Rp"),
        ("es", "Pediatrics nurses", Fit.INSIDE, "es"),
        ("clm", "Claim", Fit.SCATTERED, "Clm"),
        ("inés", "Ines", Fit.PREFIX, "Ines"),
        ("ines", "Inés", Fit.PREFIX, "Inés"),
        ("  out ", "Outbox", Fit.PREFIX, "Out"),
    ],
)
def test_letters_find_a_title_by_the_best_fit_it_has(typed: str, title: str, fit: Fit, marked: str) -> None:
    found = match(typed, title)
    assert found is not None
    assert found.fit is fit
    assert "".join(title[place] for place in found.marks) == marked


@pytest.mark.parametrize(("typed", "title"), [("x", "Claim"), ("mialc", "Claim"), ("claims", "Claim")])
def test_letters_that_are_not_there_in_order_find_nothing(typed: str, title: str) -> None:
    assert match(typed, title) is None


def test_nothing_typed_fits_everything_and_marks_nothing() -> None:
    assert match("  ", "Claim") == (Fit.PREFIX, ())


@given(st.text(max_size=20), st.text(max_size=40))
def test_what_is_marked_is_what_was_typed(typed: str, title: str) -> None:
    found = match(typed, title)
    if found is None:
        return
    marked = fold("".join(title[place] for place in found.marks))
    wanted = fold(typed.strip())
    assert marked in (wanted, wanted.replace(" ", ""))
    assert list(found.marks) == sorted(set(found.marks))
