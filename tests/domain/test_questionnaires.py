"""A returned questionnaire is told as questions and answers; what somebody has to look at stands first."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from inbox.domain import protocols, resources
from inbox.domain.flag import Flag
from inbox.domain.needs import Fact
from inbox.domain.protocols import Answered
from inbox.domain.questionnaires import Answer, Returned, flagged, flags, needs

FILE = resources.path("starter", "protocols.json")
SITE = protocols.parse(FILE.read_bytes(), FILE.name).questionnaires
DOSE = Flag("overdose", 1, title="overdose")
ZONE = ZoneInfo("America/New_York")


def phq9(ninth: float, *more: Answer) -> Returned:
    asked = [Answer(str(n), f"Question {n}", "Several days", 1) for n in range(1, 9)]
    asked += [
        Answer(
            "9", "Thoughts that you would be better off dead", "Not at all" if not ninth else "Often", ninth
        )
    ]
    at = datetime(2026, 3, 16, 15, tzinfo=UTC)
    return Returned(
        "QuestionnaireResponse/1", "http://example.org/Questionnaire/phq-9", "PHQ-9", at, (*asked, *more)
    )


def test_any_answer_above_nought_to_the_ninth_question_is_looked_at_first() -> None:
    told = needs(phq9(1, Answer("total", "Total score", "9", 9)), SITE, lambda text: (), ZONE)
    first = told.rows[0]
    assert isinstance(first, Fact)
    assert first.value == "Often (1)"
    assert "better off dead" in first.alert
    assert told.alert
    assert told.title == "PHQ-9, 16 Mar 2026"
    assert told.summary == "1 answer to look at now, score 9, mild"


def test_a_ninth_question_answered_with_never_is_not() -> None:
    assert flagged(phq9(0), SITE) == {}


def test_an_answer_without_a_number_counts_unless_it_says_nothing() -> None:
    def told(text: str) -> dict[str, Answered]:
        return flagged(
            Returned("QuestionnaireResponse/1", "urn:phq-9", answers=(Answer("9", "", text),)), SITE
        )

    assert told("Several days")
    assert not told("Not at all")
    assert not told("")


def test_free_words_are_looked_through_for_red_flags() -> None:
    free = Answer("10", "Anything else?", "I took all my pills", free=True)
    told = needs(phq9(0, free), SITE, lambda text: [DOSE] if "all my pills" in text else [], ZONE)
    assert told.rows[0] == Fact("Anything else?", "I took all my pills", "red flag: overdose")
    assert told.alert


def test_answers_that_are_not_here_are_said_to_be_missing() -> None:
    assert "not kept here" in needs(None, SITE, lambda text: (), ZONE).summary


def test_the_ninth_question_is_a_red_flag_of_level_2_and_so_are_dangerous_words() -> None:
    free = Answer("10", "Anything else?", "I took all my pills", free=True)
    found = flags(phq9(1, free), SITE, lambda text: [DOSE])
    assert [(flag.rule, flag.level) for flag in found] == [("phq-9-9", 2), ("overdose", 1)]
    assert flags(phq9(0), SITE, lambda text: [DOSE]) == []
