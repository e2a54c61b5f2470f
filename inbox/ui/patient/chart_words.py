"""The panel in words and figures, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox.domain.inert import one_line
from inbox.domain.patient import Chart, PatientCard, Problem, Visit
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.ui.patient.facts import Fact, Facts, Line, Pair
from inbox.ui.patient.identity import banner, contact, proxies
from inbox.ui.patient.medicine_words import medicines
from inbox.ui.patient.reading_words import home_readings, results

PAST_SHOWN = 4
"""Problems that are over, named; of more only the number is told."""

Messaging = Callable[[PatientCard, Chart, datetime], Line | None]
"""Whether the clinic may answer this patient by message, and why; None where no rule says."""


def no_rule(_card: PatientCard, _chart: Chart, _now: datetime) -> Line | None:
    """The site has no rule on who may be answered by message."""
    return None


def panel(
    card: PatientCard,
    chart: Chart,
    now: datetime,
    zone: ZoneInfo,
    messaging: Messaging = no_rule,
    copy_keys: str = "",
) -> Iterator[Facts]:
    """The sections of the panel from top to bottom. Without a chart only what is known stands there.

    `copy_keys` copy the patient's first telephone number.
    """
    today = now.astimezone(zone).date()
    loaded = chart.fetched_at is not None
    yield banner(card, chart, now, zone, messaging(card, chart, now), copy_keys)
    if chart.problems or chart.past_problems or loaded:
        yield _problems(chart)
    if chart.medicines or loaded:
        yield medicines(chart, today)
    if measured := home_readings(chart, today, zone):
        yield measured
    if chart.results or chart.findings or loaded:
        yield results(chart, today, zone)
    if chart.last_visit or chart.next_visit or loaded:
        yield _visits(chart, zone)
    yield contact(card, chart)
    if chart.care_team or loaded:
        yield _care_team(chart)
    if writers := proxies(chart, today):
        yield writers


def _problems(chart: Chart) -> Facts:
    title = tr("Problems")
    if not chart.problems and not chart.past_problems:
        return Facts("problems", title, (_nothing(chart, "Condition", tr("No problems recorded")),))
    rows: list[Fact] = [Line(_problem(one)) for one in chart.problems]
    if not rows:
        rows.append(Line(tr("No active problems recorded"), role="text_3"))
    if over := chart.past_problems:
        named = ", ".join(map(_past, over[:PAST_SHOWN]))
        if more := len(over) - PAST_SHOWN if len(over) > PAST_SHOWN else 0:
            named = trn("{named} and {n} more", "{named} and {n} more", more, named=named)
        rows.append(Line(tr("Over: {problems}", problems=named), role="text_3"))
    brief = trn("{n} active", "{n} active", len(chart.problems))
    return Facts("problems", title, tuple(rows), brief=brief)


def _problem(one: Problem) -> str:
    name = one_line(one.name)
    return tr("{problem}, since {year}", problem=name, year=one.since.year) if one.since else name


def _past(one: Problem) -> str:
    name = one_line(one.name)
    return tr("{problem} (until {year})", problem=name, year=one.until.year) if one.until else name


def _visits(chart: Chart, zone: ZoneInfo) -> Facts:
    last = tr("none recorded") if chart.knows("Encounter") else tr("unknown")
    coming = tr("none booked") if chart.knows("Appointment") else tr("unknown")
    if chart.last_visit:
        last = _visit(chart.last_visit, zone)
    if chart.next_visit:
        coming = _visit(chart.next_visit, zone, timed=True)
    rows = (Pair(tr("Last"), last), Pair(tr("Next"), coming))
    return Facts("visits", tr("Visits"), rows, brief=tr("next: {visit}", visit=coming))


def _visit(visit: Visit, zone: ZoneInfo, *, timed: bool = False) -> str:
    local = visit.at.astimezone(zone)
    time = f"{local:%H:%M}" if timed else ""
    told = (date_words(local.date()), time, one_line(visit.with_whom), one_line(visit.how))
    return ", ".join(filter(None, told))


def _care_team(chart: Chart) -> Facts:
    rows: tuple[Fact, ...] = tuple(Line(one_line(name)) for name in chart.care_team)
    brief = trn("{n} person", "{n} people", len(rows))
    return Facts(
        "care-team",
        tr("Care team"),
        rows or (_nothing(chart, "CareTeam", tr("No care team recorded")),),
        brief=brief,
    )


def _nothing(chart: Chart, kind: str, none: str) -> Line:
    """That nothing is recorded, where that is known; else that nobody knows."""
    told = none if chart.knows(kind) else tr("Unknown: this server does not give them")
    return Line(told, role="text_3")
