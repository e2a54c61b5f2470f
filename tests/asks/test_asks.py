"""What a message asks for is found, explained, and never decided."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evaluation.kinds import PARTS, by_kind, judged, line, own
from inbox.domain.asked import Asking
from inbox.domain.asks import Ask, AsksError, Score, Signs, find, read_files, read_folder
from inbox.domain.asks.reading import SPELLING, VOCABULARY
from inbox.domain.red_flags.folding import fold
from inbox.domain.red_flags.matching import Found
from inbox.domain.red_flags.variants import Endless, sequences
from inbox.domain.work_item import Kind

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "asks"
CASES = Path(__file__).parent / "cases"
LEAST_OF_A_KIND = 40


@cache
def shipped() -> Signs:
    return read_folder(FOLDER)


def asked(text: str, subject: str = "") -> list[Kind]:
    return [ask.kind for ask in find(shipped(), subject, text)]


@cache
def cases(part: str) -> tuple[dict[str, Any], ...]:
    files = sorted((CASES / part).glob("*.jsonl"))
    return tuple(json.loads(row) for file in files for row in file.read_text("utf-8").splitlines())


def test_the_cases_are_well_formed_and_the_parts_share_none() -> None:
    every = [case for part in PARTS for case in cases(part)]
    assert all(cases(part) for part in PARTS)
    assert len({case["id"] for case in every}) == len(every)
    assert len({(case.get("subject", ""), case["text"]) for case in every}) == len(every)
    assert all(case["asks"] and {*map(Kind, case["asks"])} and case["text"].strip() for case in every)
    asks = Counter(kind for case in every for kind in case["asks"])
    assert len(asks) == 8 and min(asks.values()) >= LEAST_OF_A_KIND, asks
    assert sum(len(case["asks"]) > 1 for case in every) >= 30


@pytest.mark.parametrize(("half", "least"), [("dev", 95), ("held", 85), ("fresh3-dev", 90)])
def test_the_own_cases_are_read_as_well_as_is_published(half: str, least: int) -> None:
    items = judged(shipped(), own(half))
    assert line("all", items).exact.percent >= least
    assert all(each.recall.percent >= 70 for each in by_kind(items))


@pytest.mark.parametrize("file", shipped().kinds, ids=lambda file: file.kind)
def test_a_kind_is_found_in_its_own_examples_and_not_in_the_others(file: Any) -> None:
    for text in file.hits:
        assert file.kind in asked(text), text
    for text in file.misses:
        assert file.kind not in asked(text), text


def test_several_asks_come_clear_first_and_in_their_order() -> None:
    text = "Please refill my Synthroid. Also I got a bill for $140 for my last visit."
    assert asked(text) == [Kind.REFILL, Kind.BILLING]


def test_every_span_is_the_words_as_the_patient_wrote_them() -> None:
    subject, text = "Réfill 💊", "plese REFIL my métformin — and is my biopsy back yet?"
    asks = find(shipped(), subject, text)
    assert {ask.kind for ask in asks} == {Kind.REFILL, Kind.RESULT_QUESTION}
    spans = [span for ask in asks for span in ask.spans]
    assert spans
    for span in spans:
        whole = subject if span.place == "subject" else text
        assert whole[span.start : span.end] == span.words and span.words.strip()


def test_where_only_health_is_spoken_of_it_is_a_medical_question_and_unsure() -> None:
    (ask,) = find(shipped(), "", "Hello, it is me again, the one with the eczema")
    assert (ask.kind, ask.score) == (Kind.MEDICAL_QUESTION, Score.UNSURE)
    assert [span.words for span in ask.spans] == ["eczema"]


def test_where_nothing_is_there_nothing_is_suggested() -> None:
    assert find(shipped(), "", "Hello, it is me again") == ()
    assert find(shipped(), "", "") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much. My chest still feels heavy at night.",
        "FYI my leg is swollen again",
        "Thanks! One thing, when is my appointment?",
        "Thank you for everything. " + "I wanted to tell you how it went. " * 12,
    ],
)
def test_thanks_hide_nothing_else(text: str) -> None:
    assert Kind.FYI not in asked(text)


def test_the_subject_of_a_reply_is_not_asked_again() -> None:
    assert asked("picked it up today, thank you", "Re: refill") == [Kind.FYI]
    assert Kind.REFILL in asked("as always, the blue ones", "refill")


def test_a_question_about_a_result_is_not_a_medical_question_too() -> None:
    assert asked("My LDL is 162. Is that bad?") == [Kind.RESULT_QUESTION]
    assert asked("I have had this rash for a week. Is that bad?") == [Kind.MEDICAL_QUESTION]


@pytest.mark.parametrize(
    "text",
    [
        "I don't need a refill of the metformin",
        "I already picked up my refill",
        "Thanks for the refill of my losartan",
    ],
)
def test_a_refill_that_is_denied_or_done_is_not_asked_for(text: str) -> None:
    assert Kind.REFILL not in asked(text)


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    assert asked("I don't need a refill, but can you move my appointment to Friday?") == [Kind.SCHEDULING]
    assert asked("No need for a referral. Please refill my Zoloft.") == [Kind.REFILL]


def test_several_asks_of_one_sentence_are_told_apart() -> None:
    text = "can I swim with the stitches, and why does it say I owe 90 dollars"
    assert set(asked(text)) == {Kind.MEDICAL_QUESTION, Kind.BILLING}


def test_a_question_that_names_health_is_medical_only_where_it_asks_for_nothing_else() -> None:
    assert asked("Could you send my daughter's asthma inhaler to Walgreens?") == [Kind.REFILL]
    assert asked("Does asthma run in families?") == [Kind.MEDICAL_QUESTION]


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("", "Two puffs left in the ProAir", Kind.REFILL),
        ("", "The drug store won't hand over the atenolol until you okay it", Kind.REFILL),
        ("", "any word on the ultrasound", Kind.RESULT_QUESTION),
        ("", "The kidney people won't see me until you fax something", Kind.REFERRAL),
        ("", "Her coach wants something signed that she can play", Kind.FORM),
        ("", "The 9th won't work for us any more", Kind.SCHEDULING),
        ("", "I am locked out of my account", Kind.BILLING),
        ("Re: Cream", "It did the trick, no need to answer", Kind.FYI),
    ],
)
def test_what_is_said_without_its_name_is_understood(subject: str, text: str, kind: Kind) -> None:
    assert asked(text, subject) == [kind]


def test_one_hint_leans_to_its_kind_and_is_unsure() -> None:
    (ask,) = find(shipped(), "", "Mom has the Eliquis here")
    assert (ask.kind, ask.score) == (Kind.REFILL, Score.UNSURE)
    assert [span.words for span in ask.spans] == ["Eliquis"]


def test_what_is_found_in_one_pass_is_what_each_pattern_finds_alone() -> None:
    sieve = shipped().ready.sieve
    for case in cases("dev"):
        folded = fold(case["text"], shipped().spelling).words
        found = Found(sieve.parts, folded)
        tried = {pattern for _, pattern, _ in sieve.by_sentence(found)}
        alone = {
            pattern
            for _, pattern in sieve.every()
            if any(found.of(pattern, passage) for passage in found.passages)
        }
        assert alone <= tried, case["id"]


def test_nearly_everything_is_looked_up_word_by_word() -> None:
    """A concept that had to be searched for would be tried in every sentence, with all that names it."""
    assert len(shipped().ready.sieve.parts.every()) <= 4
    assert sequences(r"my \w{3,}(?:pril|statins?)") == {("my", r"\w{3,}(?:pril|statins?)")}
    with pytest.raises(Endless):
        sequences(r"my (?:\w+ ){3,}pill")


def test_a_medicine_or_an_illness_is_seen_where_it_stands_alone() -> None:
    asks = find(shipped(), "Donepezil", "Please refill it.")
    assert [span.words for ask in asks for span in ask.spans if span.place == "subject"] == ["Donepezil"]
    (ask,) = find(shipped(), "", "Hello. Melanoma.")
    assert [span.words for span in ask.spans] == ["Melanoma"]


def test_a_text_is_looked_through_once() -> None:
    looked: list[str] = []

    def looking(subject: str, text: str) -> tuple[Ask, ...]:
        looked.append(text)
        return find(shipped(), subject, text)

    asking = Asking()
    asking.use(looking)
    first = asking.try_out("Please refill my Synthroid.")
    assert first and asking.try_out("Please refill my Synthroid.") == first
    asking.try_out("Please refill my Lipitor.")
    assert looked == ["Please refill my Synthroid.", "Please refill my Lipitor."]


def test_a_file_that_cannot_be_used_says_where_and_what_to_do() -> None:
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.json")}
    refill = msgspec.json.decode(files["refill.json"])
    refill["signs"][0]["patterns"][0] = "(capturing) {nowhere}"
    broken = {**files, "refill.json": msgspec.json.encode(refill), "form.json": b"{"}
    with pytest.raises(AsksError) as wrong:
        read_files(broken)
    told = str(wrong.value)
    assert "refill.json, sign asks-for-refill" in told and "form.json" in told
    with pytest.raises(AsksError, match=VOCABULARY):
        read_files({SPELLING: files[SPELLING]})
    with pytest.raises(AsksError, match="two files for refill"):
        read_files({**files, "refill-again.json": files["refill.json"]})
