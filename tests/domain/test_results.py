"""A result is told with its range, its flag and what went before; “normal” only when all of it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inbox.domain.needs import Fact, Plot, Sentence
from inbox.domain.patient import Reading, Series
from inbox.domain.results import About, Report, Value, about, needs, why_not_normal
from inbox.domain.work_item import Kind
from tests.domain.threads import item, thread

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 12, 16, tzinfo=UTC)
POTASSIUM = Value("Observation/k", "Potassium", "5.9", "mmol/L", 5.9, NOON, "2823-3", 3.5, 5.1)
SODIUM = Value("Observation/na", "Sodium", "140", "mmol/L", 140, NOON, "2951-2", 135, 145)
PANEL = Report("DiagnosticReport/1", "Basic panel", NOON, values=(SODIUM, POTASSIUM))
OLDER = Report("DiagnosticReport/0", "Lipids", NOON - timedelta(days=400), values=(SODIUM,))


def test_it_is_about_what_the_work_names_before_what_the_thread_names() -> None:
    named = item(kind="result-question", about=("DiagnosticReport/0",))
    there = thread(named, about=("DiagnosticReport/1",))
    found = about(there, named, [OLDER, PANEL], [])
    assert found is not None
    assert found.reports == (OLDER,)


def test_without_a_name_it_is_the_newest_report_and_said_to_be_a_guess() -> None:
    found = about(thread(), item(), [OLDER, PANEL], [])
    assert found == About(PANEL.values, (PANEL,), certain=False)
    assert "nobody knows" in why_not_normal(found)


def test_normal_is_said_only_when_all_values_are_in_range() -> None:
    assert why_not_normal(About((SODIUM,))) == ""
    assert why_not_normal(About((SODIUM, POTASSIUM))) == "Potassium is high."
    assert why_not_normal(None)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"low": None, "high": None}, "Sodium has no range to judge it by."),
        (
            {"number": None, "text": "see comment", "low": None, "high": None},
            "Sodium has no range to judge it by.",
        ),
        ({"flag": "critical"}, "Sodium is critical."),
        ({"flag": "abnormal"}, "Sodium is abnormal."),
        ({"final": False}, "It is preliminary."),
        ({"number": None, "low": None, "high": None, "normal": True}, ""),
    ],
)
def test_what_nobody_can_judge_is_not_called_normal(fields: dict[str, Any], why: str) -> None:
    facts: dict[str, Any] = {"ref": "Observation/na", "name": "Sodium", "text": "140", "number": 140.0}
    value = Value(**(facts | {"low": 135, "high": 145} | fields))
    assert why_not_normal(About((value,))) == why


def test_what_is_outside_stands_first_with_its_course_up_to_then() -> None:
    days = (400, 200, 0, -30)
    readings = tuple(Reading(NOON - timedelta(days=n), 4.0 + at) for at, n in enumerate(days))
    history = [Series("Potassium", "mmol/L", readings, "2823-3", 3.5, 5.1)]
    told = needs(About(PANEL.values, (PANEL,)), Kind.RESULT_QUESTION, history, ZONE)
    first, plot, before, *_ = told.rows
    assert isinstance(first, Fact)
    assert first.value == "5.9 mmol/L · range 3.5 to 5.1 · 12 Mar 2026"
    assert first.alert == "high"
    assert isinstance(plot, Plot)
    assert len(plot.readings) == 3
    assert isinstance(before, Fact)
    assert before.value == "5 (24 Aug 2025), 4 (5 Feb 2025)"
    assert told.summary == "1 of 2 outside: Potassium high"


def test_a_result_to_release_says_what_closing_it_does() -> None:
    told = needs(About((SODIUM,)), Kind.RESULT_RELEASE, [], ZONE)
    assert any(isinstance(row, Sentence) and "does not see it yet" in row.text for row in told.rows)
