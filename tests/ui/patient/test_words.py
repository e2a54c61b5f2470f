"""What the panel says of a card and a chart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.domain.ids import PatientId
from inbox.domain.messaging.eligibility import Eligibility, Standing
from inbox.domain.patient import (
    Allergy,
    Chart,
    Contact,
    Finding,
    Medicine,
    PatientCard,
    Problem,
    Proxy,
    Reading,
    Series,
    Visit,
)
from inbox.ui.patient.chart_words import panel
from inbox.ui.patient.days import short_day
from inbox.ui.patient.facts import Drug, Facts, Line, Trend
from inbox.ui.patient.identity import age_words
from inbox.ui.patient.medicine_words import supply_words
from inbox.ui.patient.messaging_words import messaging_line
from inbox.ui.patient.reading_words import SHOWN

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
        "English",
        "Allergies not recorded: ask",
        "mobile 555 0142",
        "home 555 0188",
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
    told = [row.said for part in found.values() for row in part.rows if part.title != "Contact"]
    assert [one for one in told if "recorded" in one or "No known" in one] == []


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
    chart = Chart(
        proxies=(Proxy("mother", "Ines Duarte", "555 0177"),),
        other_proxies=(
            Proxy("father", "Rui Duarte", "555 0178", until=date(2025, 3, 1)),
            Proxy("aunt", "Eva Duarte", active=False),
            Proxy("", "", since=date(2026, 4, 1)),
        ),
    )
    rows = [row.said for row in sections(chart)["Writes for the patient"].rows]
    assert rows[0].startswith("Ines Duarte (mother), 555")
    assert rows[1:] == [
        "Rui Duarte (father), ended 1 Mar 2025",
        "Eva Duarte (aunt), not active",
        "Name not recorded, from 1 Apr 2026 on",
    ]


def test_problems_are_told_with_their_year_and_what_is_over_comes_after() -> None:
    over = tuple(
        Problem(name, until=date(2025, 5, 6)) for name in ("Flu", "Gout", "Shingles", "Otitis", "Mono")
    )
    chart = Chart(problems=(Problem("Asthma", date(2015, 1, 1)), Problem("Anxiety")), past_problems=over)
    assert [row.said for row in sections(chart)["Problems"].rows] == [
        "Asthma, since 2015",
        "Anxiety",
        "Over: Flu (until 2025), Gout (until 2025), Shingles (until 2025), Otitis (until 2025) and 1 more",
    ]
    assert sections(Chart(past_problems=over[:1], fetched_at=NOW))["Problems"].rows[0].said == (
        "No active problems recorded"
    )


def test_what_this_server_does_not_give_is_never_told_as_none() -> None:
    kinds = ("AllergyIntolerance", "Condition", "MedicationRequest", "MedicationDispense", "Observation")
    blind = Chart(fetched_at=NOW, unread=frozenset({*kinds, "Encounter", "Appointment", "CareTeam"}))
    assert said(banner(blind))[3] == "Allergies unknown: this server does not give them"
    found = sections(blind)
    for title in ("Problems", "Medicines", "Results", "Care team"):
        assert found[title].said == "Unknown: this server does not give them", title
    assert found["Visits"].said == "Last: unknown. Next: unknown"
    assert "Pharmacy: unknown" in found["Contact"].said
    assert not any("none" in part.said.lower() or "No " in part.said for part in found.values())


def test_fills_that_no_server_gives_are_said_to_be_unknown() -> None:
    chart = Chart((), medicines=(Medicine("m", "Amlodipine"),), fetched_at=NOW)
    blind = msgspec.structs.replace(chart, unread=frozenset({"MedicationDispense"}))
    assert sections(blind)["Medicines"].rows[-1].said == "Fills are unknown: this server does not give them"
    assert len(sections(chart)["Medicines"].rows) == 1
    assert len(sections(msgspec.structs.replace(chart, fetched_at=None))["Medicines"].rows) == 1


def test_no_known_drug_allergies_leaves_the_others_to_be_asked_for() -> None:
    partly = Allergy("No known drug allergies", none_known=True, partly=True)
    line = banner(Chart(allergies=(partly,), fetched_at=NOW))[3]
    assert (line.text, line.icon) == ("No known drug allergies; others not recorded: ask", "triangle-alert")


def test_an_allergy_is_told_with_what_it_does_how_bad_and_whether_anybody_checked() -> None:
    found = (Allergy("Latex", "rash", severity="mild"), Allergy("", confirmed=False))
    assert banner(Chart(allergies=found, fetched_at=NOW))[3].text == (
        "Latex (rash, mild), allergy without a name (not confirmed)"
    )


def test_a_chart_older_than_a_day_warns_that_it_may_have_changed() -> None:
    fresh = banner(Chart(fetched_at=NOW - timedelta(hours=24)))[-1]
    old = banner(Chart(fetched_at=NOW - timedelta(hours=25)))[-1]
    assert fresh.role == "text_3"
    assert old.text == "Chart from Mon 16 Mar, 08:42: it may have changed"
    assert (old.role, old.icon) == ("soon_text", "alarm-clock")


def test_somebody_who_died_and_a_record_out_of_use_are_said_at_the_top() -> None:
    gone = msgspec.structs.replace(WALTER, deceased=True, inactive=True)
    assert said(banner(LOADED, gone))[1:3] == ["Recorded as deceased", "This record is no longer used"]


def test_of_an_interpreter_nothing_is_claimed_that_nobody_recorded() -> None:
    tran = PatientCard(PatientId("Patient/2"), "Lan Tran", language="Vietnamese")
    asked = msgspec.structs.replace(tran, interpreter_asked=True)
    assert said(banner(LOADED, tran))[2] == "Vietnamese · interpreter not recorded"
    assert said(banner(LOADED, asked))[2] == "Vietnamese · no interpreter"


def test_whether_the_patient_may_be_messaged_stands_where_a_rule_says_so() -> None:
    rule = Line("Can be messaged: seen 12 Feb 2026", icon="check")
    found = tuple(panel(WALTER, LOADED, NOW, ZONE, messaging=lambda _card, _chart, _now: rule))
    assert rule in found[0].rows


@pytest.mark.parametrize(
    ("standing", "text", "icon"),
    [
        (Standing.YES, "Can be messaged: seen 12 Feb 2026", "check"),
        (Standing.NO, "Visit first: seen 12 Feb 2026", "calendar-plus"),
        (Standing.UNKNOWN, "Messaging: seen 12 Feb 2026", "info"),
    ],
)
def test_the_sites_rule_on_messages_is_said_with_a_sign(standing: Standing, text: str, icon: str) -> None:
    line = messaging_line(Eligibility(standing, "Seen 12 Feb 2026."))
    assert (line.text, line.icon) == (text, icon)


def test_a_controlled_medicine_is_marked_and_said_to_be_one() -> None:
    row = drug(schedule="II", prescriber="Dr. I. Solheim", dose="1 tablet daily", on_hold=True)
    assert (row.controlled, row.dose) == ("C-II", "on hold · 1 tablet daily · Dr. I. Solheim")
    assert "controlled substance, schedule II" in row.said
    assert drug().controlled == ""
    assert drug().dose == "dose not recorded"


def test_a_series_says_range_first_and_last_day_direction_and_who_measured() -> None:
    series = Series(
        "Weight", "lb", readings(180, 184, 191), low=150, high=185, home=True, by="Ada Esterbrook"
    )
    row = sections(Chart(home_readings=(series,)))["Home readings"].rows[0]
    assert isinstance(row, Trend)
    assert row.about == "150 to 185 lb · Sun – today · rising · by Ada Esterbrook"
    assert row.said.startswith("Weight 191 lb, high, 17 Mar 2026, 3 readings since 15 Mar 2026")


def test_what_is_preliminary_without_a_range_or_only_a_bound_says_so() -> None:
    row = trend(Series("TSH", "mIU/L", (Reading(NOW, 0.5, bound="<"),), final=False, flag="critical"))
    assert (row.value, row.standing) == ("<0.5", "critical")
    assert row.about == "preliminary · mIU/L, no range · one reading"


def test_a_value_that_the_laboratory_calls_critical_is_called_so_in_or_out_of_range() -> None:
    for value in (6.2, 4.0):
        row = trend(Series("Potassium", "mmol/L", readings(value), low=3.5, high=5.1, flag="critical"))
        assert row.standing == "critical" and "critical" in row.said


def test_one_thing_measured_in_two_units_is_named_with_each() -> None:
    both = (Series("Glucose", "mg/dL", readings(99.0)), Series("Glucose", "mmol/L", readings(5.5)))
    rows = sections(Chart(results=both))["Results"].rows
    assert [row.name for row in rows if isinstance(row, Trend)] == ["Glucose, mg/dL", "Glucose, mmol/L"]


def test_a_result_in_words_has_its_day() -> None:
    found = Finding("Urine culture", "E. coli", NOW, flag="abnormal", final=False)
    row = sections(Chart(findings=(found,)))["Results"].rows[0]
    assert row.said == "Urine culture: E. coli · abnormal · preliminary · today"


def test_text_of_a_server_can_neither_hide_nor_reorder_what_is_around_it() -> None:
    foul = msgspec.structs.replace(WALTER, name="Wal\u202eter\nX", address="1 A\u200b St")
    told = " ".join(part.said for part in sections(LOADED, foul).values())
    assert not {"\u202e", "\u200b", "\n"} & set(told)
