"""Spelling: what no dictionary knows is found, and what a clinic writes every day is not."""

from __future__ import annotations

import pytest

from inbox.shortcuts.kit import Kit
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.spelling import Span, Spelling


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """Both dictionaries, read once."""
    both = Spelling()
    for book in (both.english, both.spanish):
        for _step in book.load():
            assert not book.ready
    return both


def unknown(spelling: Spelling, text: str, *own: str) -> list[str]:
    return [one.word for one in spelling.unknown(text, own)]


def test_a_slip_is_found_where_it_stands(spelling: Spelling) -> None:
    assert spelling.unknown("We recieved 😀 your mesage.") == [
        Span(3, 11, "recieved"),
        Span(19, 25, "mesage"),
    ]


def test_before_the_dictionary_is_read_nothing_is_found() -> None:
    assert Spelling().unknown("We recieved it") == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to front.desk@clinic.example or see https://clinic.example/labs",
        "Your HbA1c and TSH are fine, says Dr. Okwuosa. Ask Marisela.",
        "Take 5mg b.i.d., metformin and lisinopril, after your colonoscopy.",
        "It’s the clinic’s own; don't wait, we'll call. Follow-up by voicemail.",
    ],
)
def test_addresses_names_abbreviations_and_medicines_are_left_alone(spelling: Spelling, text: str) -> None:
    assert unknown(spelling, text) == []


def test_no_shipped_phrase_is_underlined(spelling: Spelling, starter: Kit) -> None:
    found = {
        name: words
        for name, phrase in starter.phrases.items()
        if (words := unknown(spelling, expand(phrase, lambda _link: None, starter.phrases).text))
    }
    assert found == {}


def test_spanish_is_read_as_spanish_paragraph_by_paragraph(spelling: Spelling) -> None:
    text = (
        "Gracias por escribirnos. Recivimos su mensaje y hemos revisado sus resultados.\n"
        "Llámenos si empeora; tómese la medisina en ayunas.\n"
        "We recieved it."
    )
    assert unknown(spelling, text) == ["Recivimos", "medisina", "recieved"]


def test_spanish_is_asked_for_only_when_it_is_written() -> None:
    both = Spelling()
    for _step in both.english.load():
        pass
    both.unknown("We recieved your mesage about the appointment and will call you.")
    assert not both.wants_spanish
    assert both.unknown("Llámenos si empeora; tómese la medicina en ayunas.") == []
    assert both.wants_spanish


def test_ones_own_words_and_settled_places_are_known(spelling: Spelling) -> None:
    assert unknown(spelling, "the zorptab helps", "zorptab") == []
    assert spelling.unknown("the zorptab helps", (), [(4, 11)]) == []


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("recieved", "received"), ("mesage", "message"), ("teh", "the"), ("medisina", "medicina")],
)
def test_the_likeliest_word_is_suggested_first(spelling: Spelling, slip: str, meant: str) -> None:
    assert spelling.suggestions(slip)[0] == meant
    assert spelling.suggestions(slip.capitalize())[0] == meant.capitalize()


def test_a_long_text_can_be_gone_through_word_by_word(starter: Kit) -> None:
    fresh = Spelling()
    text = starter.phrases["ack"].text
    assert list(fresh.unasked(text)) == []
    for _step in fresh.english.load():
        pass
    questions = list(fresh.unasked(text))
    assert len(questions) > 20
    for question in questions:
        question()
    assert list(fresh.unasked(text)) == []
