"""What the panel says of a card and a chart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox.domain.ids import PatientId
from inbox.domain.patient import (
    Allergy,
    Chart,
    Contact,
    Medicine,
    PatientCard,
    Problem,
    Reading,
    Series,
    Visit,
)
from inbox.ui.patient.chart_words import SHOWN, panel, short_day, supply_words
from inbox.ui.patient.facts import Drug, Facts, Line, Trend
from inbox.ui.patient.identity import age_words

NOW = datetime(2026, 3, 17, 14, 42, tzinfo=UTC)
TODAY = date(2026, 3, 17)
ZONE = ZoneInfo("America/Chicago")
WALTER = PatientCard(
    PatientId("Patient/1"),
    "Walter Esterbrook",
    birth_date=date(1967, 11, 4),
    sex="male",
    mrn="40-7715-2",
    language="English",
    phones=(Contact("mobile", phone="555 0142"), Contact("home", phone="555 0188")),
    emergency=(Contact("wife", "Ada Esterbrook", "555 0190"),),
    pcp="Dr. I. Solheim",
)
LOADED = Chart(fetched_at=NOW)


def sections(chart: Chart, card: PatientCard = WALTER) -> dict[str, Facts]:
    return {section.title: section for section in panel(card, chart, NOW, ZONE)}


def banner(chart: Chart, card: PatientCard = WALTER) -> list[Line]:
    return [row for row in sections(chart, card)["Patient"].rows if isinstance(row, Line)]


def said(lines: list[Line]) -> list[str]:
    return [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def drug(**fields: object) -> Drug:
    row = sections(Chart(medicines=(Medicine("m", "Amlodipine 10 mg", **fields),)))["Medicines"].rows[0]  # type: ignore[arg-type]
    assert isinstance(row, Drug)
    return row


def trend(series: Series) -> Trend:
    found = sections(Chart(results=(series,)))["Results"].rows[0]
    assert isinstance(found, Trend)
    return found


def readings(*values: float) -> tuple[Reading, ...]:
    first = NOW - timedelta(days=len(values) - 1)
    return tuple(Reading(first + timedelta(days=n), value) for n, value in enumerate(values))


def test_the_banner_says_who_it_is_and_how_to_call() -> None:
    assert said(banner(LOADED)) == [
        "Walter Esterbrook",
        "4 Nov 1967 · 58 y · male · MRN 40-7715-2",
        "English · no interpreter",
        "Allergies not recorded: ask",
        "mobile 555 0142 · home 555 0188",
        "Chart from 09:42",
    ]


def test_no_known_allergies_is_a_finding_and_none_recorded_is_not() -> None:
    known = banner(Chart(allergies=(Allergy("", none_known=True),), fetched_at=NOW))[3]
    blank = banner(LOADED)[3]
    unloaded = banner(Chart())[3]
    assert (known.text, known.icon) == ("No known allergies", "check")
    assert (blank.text, blank.icon) == ("Allergies not recorded: ask", "triangle-alert")
    assert unloaded.text == "Allergies not loaded yet"


def test_a_severe_allergy_stands_by_itself_and_first() -> None:
    found = (Allergy("Penicillin", "anaphylaxis", severe=True), Allergy("Sulfa", "hives"), Allergy("Latex"))
    severe, other = banner(Chart(allergies=found, fetched_at=NOW))[3:5]
    assert severe.text == "Severe: Penicillin (anaphylaxis)"
    assert other.text == "Sulfa (hives), Latex"
    assert severe.bold and severe.role == other.role == "overdue"
    assert severe.icon == other.icon == "triangle-alert"


def test_a_need_for_an_interpreter_is_said() -> None:
    lan = PatientCard(PatientId("Patient/2"), "Lan Tran", language="Vietnamese", interpreter=True)
    lines = said(banner(LOADED, lan))
    assert "Vietnamese · interpreter needed" in lines
    assert "birth date unknown · sex unknown · no MRN" in lines
    assert "No telephone recorded" in lines


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(1967, 11, 4), "58 y"),
        (date(2024, 3, 17), "2 y"),
        (date(2024, 3, 18), "23 months"),
        (date(2026, 2, 17), "1 month"),
        (date(2026, 2, 18), "27 days"),
        (date(2026, 3, 17), "0 days"),
    ],
)
def test_the_age_of_small_children_is_told_in_months_and_days(born: date, words: str) -> None:
    assert age_words(born, TODAY) == words


def test_a_chart_that_was_never_loaded_says_so_and_claims_nothing_else() -> None:
    found = sections(Chart())
    assert said(banner(Chart()))[-1] == "Chart not loaded yet"
    assert set(found) == {"Patient", "Contact"}
    assert not any("recorded" in part.said and part.title != "Contact" for part in found.values())


def test_a_chart_that_is_loaded_and_empty_says_that_nothing_is_recorded() -> None:
    found = sections(LOADED)
    assert found["Problems"].said == "No problems recorded"
    assert found["Medicines"].said == "No medicines recorded"
    assert found["Results"].said == "No results recorded"
    assert found["Visits"].said == "Last: none recorded. Next: none booked"


def test_a_chart_of_yesterday_says_its_day() -> None:
    chart = Chart(fetched_at=NOW - timedelta(days=1))
    assert said(banner(chart))[-1] == "Chart from Mon 16 Mar, 09:42"


@pytest.mark.parametrize(
    ("days", "words"), [(16, "16 days"), (1, "1 day"), (0, "out today"), (-1, "out 1 d"), (-40, "out 40 d")]
)
def test_supply_is_told_in_days(days: int, words: str) -> None:
    assert supply_words(days) == words


def test_a_medicine_that_has_run_out_stands_out() -> None:
    out = drug(last_fill=date(2026, 2, 14), days_supply=30, dose="1 tablet daily", refills_left=0)
    assert (out.left, out.out, out.share) == ("out 1 d", True, 0.0)
    assert out.dose == "1 tablet daily · 0 refills left"
    assert "last fill 14 Feb 2026" in out.said and "supply left: out 1 d" in out.said


def test_a_medicine_about_to_run_out_is_marked_in_words() -> None:
    week = drug(last_fill=TODAY - timedelta(days=23), days_supply=30, dose="1 tablet daily")
    assert (week.left, week.soon, week.out) == ("7 days", True, False)
    assert week.dose == "runs out soon · 1 tablet daily"
    assert "runs out soon" in week.said
    longer = drug(last_fill=TODAY - timedelta(days=22), days_supply=30, dose="1 tablet daily")
    assert (longer.soon, longer.dose) == (False, "1 tablet daily")
    assert not drug(last_fill=TODAY - timedelta(days=30), days_supply=30).soon


def test_half_a_supply_is_half_a_bar() -> None:
    half = drug(last_fill=TODAY - timedelta(days=15), days_supply=30)
    assert (half.left, half.out, half.share) == ("15 days", False, 0.5)


def test_a_supply_nobody_knows_has_no_bar() -> None:
    unknown = drug(last_fill=date(2026, 3, 1))
    assert (unknown.left, unknown.out, unknown.share) == ("unknown", False, None)
    assert drug(days_supply=30).filled_said == "no fill recorded"


def test_a_value_out_of_range_is_said_in_a_word() -> None:
    high = trend(Series("Hemoglobin A1c", "%", readings(6.9, 7.1, 7.4), "4548-4", high=7.0))
    assert (high.name, high.value, high.unit, high.standing) == ("HbA1c", "7.4", "%", "high")
    assert high.series.high == 7.0
    assert "HbA1c 7.4 %" in high.said and "high" in high.said and "range up to 7" in high.said
    low = trend(Series("Something new", "mg/dL", readings(3.0), low=4.0))
    assert (low.name, low.standing) == ("Something new", "low")


def test_a_blood_pressure_has_both_numbers() -> None:
    pressure = Series("BP", "mmHg", (Reading(NOW, 106, 64),), "85354-9", low=110, high=140, home=True)
    row = sections(Chart(home_readings=(pressure,)))["Home readings"].rows[0]
    assert isinstance(row, Trend)
    assert (row.value, row.standing, row.when) == ("106/64", "low", "today")


def test_a_sparkline_shows_the_newest_readings() -> None:
    row = trend(Series("X", "", readings(*range(100))))
    assert row.series.values == tuple(float(n) for n in range(100 - SHOWN, 100))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (date(2026, 3, 16), "Mon"),
        (date(2026, 3, 10), "10 Mar"),
        (date(2025, 6, 1), "1 Jun"),
        (date(2024, 3, 3), "Mar 2024"),
        (date(2026, 3, 20), "20 Mar"),
    ],
)
def test_days_in_a_narrow_column(day: date, words: str) -> None:
    assert short_day(day, TODAY) == words


def test_visits_are_told_by_the_clinics_clock() -> None:
    chart = Chart(
        last_visit=Visit(datetime(2026, 2, 13, 2, 0, tzinfo=UTC), "Dr. I. Solheim", "in person"),
        next_visit=Visit(datetime(2026, 4, 23, 15, 20, tzinfo=UTC), "Dr. I. Solheim"),
    )
    told = sections(chart)["Visits"].said
    assert told == ("Last: 12 Feb 2026, Dr. I. Solheim, in person. Next: 23 Apr 2026, 10:20, Dr. I. Solheim")


def test_who_may_write_for_the_patient_is_listed() -> None:
    chart = Chart(proxies=(Contact("mother", "Ines Duarte", "555 0177"),), problems=(Problem("Asthma"),))
    assert sections(chart)["May write for the patient"].said.startswith("Ines Duarte (mother), 555")
    assert sections(chart)["Problems"].said == "Asthma"
