"""The Flesch–Kincaid grade, on texts that were counted by hand."""

from __future__ import annotations

import pytest

from inbox.domain.messaging.reading_level import grade


def test_short_words_in_short_sentences_are_easy() -> None:
    text = (
        "We got your note. Take one pill each day. Call us if you feel bad. We can help you with that here."
    )
    made = grade(text)
    assert made is not None
    assert made < 3


def test_long_words_in_one_long_sentence_are_hard() -> None:
    text = (
        "Notwithstanding the aforementioned considerations regarding antihypertensive administration, "
        "continuation of the established pharmacological regimen is recommended pending reevaluation "
        "by your practitioner today."
    )
    made = grade(text)
    assert made is not None
    assert made > 15


def test_it_is_the_published_formula() -> None:
    """20 words, 2 sentences, 20 syllables: 0.39 × 10 + 11.8 × 1 − 15.59 = 0.11."""
    text = "The cat sat on the mat and had a nap. The dog ran to the park and bit a ball."
    assert grade(text) == pytest.approx(0.11)


def test_a_few_words_have_no_grade() -> None:
    assert grade("Your refill was sent.") is None


def test_a_salutation_of_its_own_paragraph_is_a_sentence() -> None:
    body = "We sent it to the shop on the main street and they will call you when it is done for you"
    with_hello = grade(f"Hi Walter,\n\n{body}")
    alone = grade(body)
    assert with_hello is not None and alone is not None
    assert with_hello < alone
