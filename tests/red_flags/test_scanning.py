"""Where hits are, and how the words around them are read."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.texts import own
from inbox.domain.red_flags import Hit, read_folder, scan
from inbox.domain.red_flags.folding import fold
from inbox.domain.red_flags.matching import Found, Match, Pattern
from tests.red_flags.shipped import FOLDER, shipped

DANGERS = (
    "chest pain",
    "can’t breathe",
    "vomiting blood",
    "I want to kill myself",
    "severe abdominal pain",
    "my lips are swelling",
    "bleedin wont stop",
    "shortnes of breath",
)
anything = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


def flags(text: str, subject: str = "", age: float | None = None) -> list[Hit]:
    return [hit for hit in scan(shipped(), subject, text, age=age) if hit.is_flag]


@given(anything, st.sampled_from(DANGERS), anything)
def test_a_span_is_the_patients_own_words_in_any_script(before: str, danger: str, after: str) -> None:
    text = f"{before}\n{danger}\n{after}"
    hits = scan(shipped(), "", text)
    at = text.index(danger, len(before))
    assert any(at <= hit.start and hit.end <= at + len(danger) for hit in hits)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.words == text[hit.start : hit.end]


@given(anything)
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text, {"chst": "chest"})
    for at in range(len(folded.ascii)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("🫀🫀 chest pain", "chest pain"),
        ("che\u0301st pai\u0302n\u0302 today", "che\u0301st pai\u0302n\u0302"),
        ("𝐜𝐡𝐞𝐬𝐭 𝐩𝐚𝐢𝐧", "𝐜𝐡𝐞𝐬𝐭 𝐩𝐚𝐢𝐧"),
        ("CHST PIAN!", "CHST PIAN"),
        ("my chest\u00a0pain", "chest\u00a0pain"),
    ],
)
def test_astral_letters_marks_and_misspellings_keep_their_places(text: str, words: str) -> None:
    assert words in {hit.words for hit in flags(text)}


@pytest.mark.parametrize(
    "text",
    [
        "My best number is 217 555 0147, my head is spinning with forms.",
        "call me at (217) 555-0188 ext. 204",
        "pressures on March 12th, the copay was $210.00",
        "room 198 95",
        "188, 95, 190, 92",
    ],
)
def test_a_number_that_names_something_is_no_reading(text: str) -> None:
    assert not any(hit.group == "glucose-pressure" for hit in flags(text))


@pytest.mark.parametrize(
    "text", ["188/95", "188 / 95", "cuff says 188 over 95", "in May 188/95", "room 4, bp 188/95"]
)
def test_a_pressure_is_a_reading_however_it_is_written(text: str) -> None:
    assert any(hit.group == "glucose-pressure" for hit in flags(text))


@pytest.mark.parametrize(
    "danger", ["chest pain", "shortness of breath", "vomiting blood", "suicidal thoughts"]
)
def test_a_denial_turns_a_flag_into_a_hit_that_is_still_there(danger: str) -> None:
    assert flags(f"I have {danger}.")
    for denial in ("No", "I have no", "He denies any", "I have not had any", "I've been free of"):
        text = f"{denial} {danger}."
        assert not flags(text), text
        assert any(hit.negated for hit in scan(shipped(), "", text)), text


@pytest.mark.parametrize(
    "text",
    [
        "It won't stop bleeding.",
        "No fever, but my chest hurts.",
        "I can't breathe.",
        "No relief, still vomiting blood.",
        "I'm not sure what to do, I have chest pain.",
        "Not only a cough, I have chest pain too.",
        "I can't promise I won't hurt myself.",
        "I haven't told anybody about the chest pain.",
        "My chest hurts if I climb the stairs.",
        "I never used to get headaches like this sudden one.",
    ],
)
def test_what_only_looks_like_a_denial_is_a_flag(text: str) -> None:
    assert flags(text)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("I had a seizure in 2011.", "history"),
        ("My father died of a heart attack, I mean he had a heart attack at 50.", "third_person"),
        ("What should I do if I get chest pain on holiday?", "asked"),
        ("The chest pain is gone.", "negated"),
        ("My calf is not swollen.", "negated"),
        ("My dog had a seizure this morning.", "third_person"),
    ],
)
def test_what_is_long_ago_somebody_elses_or_only_asked_is_set_aside(text: str, how: str) -> None:
    hits = scan(shipped(), "", text)
    assert hits and not flags(text)
    assert any(getattr(hit, how) for hit in hits)


@pytest.mark.parametrize(
    "text",
    [
        "I had a heart attack in 2011 and a bypass in 2012, can you send the report? I'm well.",
        "I had a blood clot in my left leg back in 2009, do I need anything for my trip in May?",
        "Last seizure was in 2017, still on lamotrigine, the DMV needs the form.",
        "When I was in the Peace Corps I turned yellow with hepatitis A.",
        "The Eliquis handout says watch for black stools. Does iron turn them black as well?",
    ],
)
def test_what_is_over_stays_over_whatever_is_asked_after_it(text: str) -> None:
    assert scan(shipped(), "", text) and not flags(text)


def test_a_question_that_is_told_to_be_so_in_the_next_sentence_is_a_flag() -> None:
    assert flags("How much blood is too much? I've changed six pads in three hours.")


def test_asking_how_to_die_is_a_danger_and_asking_for_a_safe_dose_is_none() -> None:
    assert {hit.level for hit in flags("how many tylenol does it take to not wake up?")} == {1}
    assert not flags("How many Tylenol may I take in a day?")


def test_what_the_subject_says_stands_near_everything_below_it() -> None:
    text = "It's 101.2 at 3 pm and 101.6 at four, some shivers."
    rule = "fever-by-number-weak-defences"
    assert rule in {hit.rule for hit in flags(text, subject="Day 9 after FOLFOX chemo")}
    assert rule not in {hit.rule for hit in flags(text)}


def test_a_line_that_a_program_broke_is_one_sentence_and_a_short_line_is_its_own() -> None:
    long = "Since this morning I have been sitting in the kitchen because my chest\nfeels squeezed."
    assert "chest-pain" in {hit.rule for hit in flags(long)}
    assert "chest-pain" not in {hit.rule for hit in flags("x-ray of the chest\nsqueezed in on Monday?")}


def test_rules_can_be_made_ready_before_the_first_message() -> None:
    rules = read_folder(FOLDER)
    rules.prepare()
    assert "ready" in vars(rules)
    assert [hit.words for hit in scan(rules, "", "vomiting blood") if hit.is_flag]


def test_an_old_illness_that_is_back_is_a_flag() -> None:
    assert flags("I had chest pain in 2015 and it is the same pain again today.")


def test_a_stranger_in_danger_now_is_a_flag() -> None:
    assert flags("My dad just threw up blood, he lives with me.")


def test_subject_and_attachments_are_read_and_named() -> None:
    hits = scan(shipped(), "chest pain", "Please call.", ("list.pdf", "chest pain diary.pdf"))
    assert {(hit.place, hit.which) for hit in hits if hit.rule == "chest-pain"} == {
        ("subject", 0),
        ("attachment", 1),
    }


def test_age_decides_whether_a_fever_is_an_emergency() -> None:
    assert flags("He feels hot, 100.9", age=0.1)
    assert not flags("He feels hot, 100.9", age=None)
    assert 1 not in {hit.level for hit in flags("fever 101 since today and a cough", age=40)}


def test_the_most_serious_flag_comes_first() -> None:
    hits = scan(shipped(), "", "No seizures. My ankles are more swollen this week. I am vomiting blood.")
    assert hits[0].level == 1 and hits[0].is_flag
    assert [hit.is_flag for hit in hits] == sorted((hit.is_flag for hit in hits), reverse=True)


@given(st.integers(1, 400))
def test_a_message_that_repeats_itself_gives_a_bounded_number_of_hits(times: int) -> None:
    assert len(scan(shipped(), "", "chest pain. " * times)) <= 40


def test_what_the_prefilter_leaves_out_is_not_in_the_text() -> None:
    """Sentence by sentence the patterns worth trying find what trying all of them on all the text finds."""
    rules = shipped()
    for case in (text for split in ("dev", "fresh", "fresh3-dev") for text in own(split)):
        found = Found(rules.ready.parts, fold(case.text, rules.spelling).words)
        there = {part for part in rules.ready.parts.every() if rules.ready.parts.searched(part, found.text)}
        assert there <= found.to_search, case.text
        quick: dict[Pattern, list[Match]] = defaultdict(list)
        for _, pattern, passage in rules.ready.in_text(found):
            quick[pattern] += found.of(pattern, passage)
        plain = {pattern: matches for _, pattern in rules.ready.every() if (matches := found.of(pattern))}
        assert {pattern: matches for pattern, matches in quick.items() if matches} == plain, case.text
