"""The chart in words and figures: problems, medicines with what is left, readings, visits, people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox.domain.patient import Chart, Contact, Medicine, PatientCard, Reading, Series, Visit
from inbox.domain.time_words import date_words, day_words
from inbox.domain.words import tr, trn
from inbox.ui.look import charts
from inbox.ui.patient.facts import Drug, Facts, Line, Pair, Trend
from inbox.ui.patient.identity import banner, contact, phone_words

_SHORT = {
    "85354-9": "BP",
    "8867-4": "Pulse",
    "29463-7": "Weight",
    "59408-5": "SpO₂",
    "2708-6": "SpO₂",
    "4548-4": "HbA1c",
    "2823-3": "Potassium",
    "6298-4": "Potassium",
    "2951-2": "Sodium",
    "2160-0": "Creatinine",
    "33914-3": "eGFR",
    "98979-8": "eGFR",
    "18262-6": "LDL",
    "13457-7": "LDL",
    "2089-1": "LDL",
    "2339-0": "Glucose",
    "2345-7": "Glucose",
    "41653-7": "Glucose",
    "3016-3": "TSH",
    "6301-6": "INR",
    "34714-6": "INR",
    "718-7": "Hemoglobin",
    "1742-6": "ALT",
    "8310-5": "Temperature",
}
"""What clinicians call the commonest LOINC codes; all others keep the server's name."""

SOON_DAYS = 7
"""Days of supply from which a medicine is about to run out: a refill takes up to two business days."""
SHOWN = 24
"""Readings of a sparkline: more would be less than a pixel apart."""


def panel(card: PatientCard, chart: Chart, now: datetime, zone: ZoneInfo) -> tuple[Facts, ...]:
    """The sections of the panel from top to bottom. Without a chart only what is known stands there."""
    today = now.astimezone(zone).date()
    sections = [banner(card, chart, now, zone)]
    loaded = chart.fetched_at is not None
    if chart.problems or loaded:
        sections.append(_problems(chart))
    if chart.medicines or loaded:
        sections.append(_medicines(chart.medicines, today))
    if chart.home_readings:
        rows = tuple(_trend(one, today, zone) for one in chart.home_readings)
        sections.append(Facts(tr("Home readings"), rows))
    if chart.results or loaded:
        empty = (Line(tr("No results recorded"), role="text_3"),)
        rows = tuple(_trend(one, today, zone) for one in chart.results)
        sections.append(Facts(tr("Results"), rows or empty))
    if chart.last_visit or chart.next_visit or loaded:
        sections.append(_visits(chart, zone))
    sections.append(contact(card, chart))
    if chart.care_team:
        sections.append(Facts(tr("Care team"), tuple(Line(name) for name in chart.care_team)))
    if chart.proxies:
        sections.append(Facts(tr("May write for the patient"), tuple(map(_proxy, chart.proxies))))
    return tuple(sections)


def supply_words(days: int) -> str:
    """ "16 days", "1 day", "out today", "out 3 d"."""
    if days < 0:
        return tr("out {n} d", n=-days)
    return trn("{n} day", "{n} days", days) if days else tr("out today")


def short_day(day: date, today: date) -> str:
    """A day in a narrow column: "Mon" in the last week, "3 Mar" within a year, "Mar 2024" before."""
    ago = (today - day).days
    if 0 <= ago < 7:
        return tr("today") if ago == 0 else day_words(day).split()[0]
    _, number, month = day_words(day).split()
    return f"{number} {month}" if ago < 330 else f"{month} {day.year}"


def _problems(chart: Chart) -> Facts:
    text = " · ".join(problem.name for problem in chart.problems)
    row = Line(text) if text else Line(tr("No problems recorded"), role="text_3")
    return Facts(tr("Problems"), (row,))


def _medicines(medicines: Sequence[Medicine], today: date) -> Facts:
    if not medicines:
        return Facts(tr("Medicines"), (Line(tr("No medicines recorded"), role="text_3"),))
    rows = tuple(_drug(one, today) for one in medicines)
    return Facts(tr("Medicines"), rows, heads=(tr("Supply left"),))


def _drug(one: Medicine, today: date) -> Drug:
    days = one.days_left(today)
    filled = short_day(one.last_fill, today) if one.last_fill else ""
    left = supply_words(days) if days is not None else tr("unknown")
    share = max(0.0, days / one.days_supply) if days is not None and one.days_supply else None
    refills = ""
    if one.refills_left is not None:
        refills = trn("{n} refill left", "{n} refills left", one.refills_left)
    dose = " · ".join(filter(None, (one.dose, refills)))
    fill = tr("last fill {day}", day=date_words(one.last_fill)) if one.last_fill else tr("no fill recorded")
    out = days is not None and days <= 0
    soon = days is not None and 0 < days <= SOON_DAYS
    if soon:
        dose = " · ".join(filter(None, (tr("runs out soon"), dose)))
    said = ", ".join(filter(None, (one.name, dose, fill, tr("supply left: {left}", left=left))))
    filled_said = tr("filled {day}", day=filled) if filled else tr("no fill recorded")
    return Drug(one.name, dose, filled, filled_said, share, left, said, out=out, soon=soon)


def _trend(series: Series, today: date, zone: ZoneInfo) -> Trend:
    last = series.last
    day = last.at.astimezone(zone).date()
    name = _SHORT.get(series.code) or series.name
    standing = {"high": tr("high"), "low": tr("low")}.get(series.standing, "")
    value = _value(last)
    values = tuple(one.value for one in series.readings[-SHOWN:])
    told = trn("{n} reading", "{n} readings", len(series.readings))
    said = [f"{name} {value} {series.unit}".strip(), standing, date_words(day), told, _range(series)]
    return Trend(
        name,
        charts.Series(values, series.low, series.high),
        value,
        series.unit,
        standing,
        short_day(day, today),
        ", ".join(filter(None, said)),
    )


def _value(reading: Reading) -> str:
    return f"{reading.value:g}/{reading.second:g}" if reading.second is not None else f"{reading.value:g}"


def _range(series: Series) -> str:
    if series.low is not None and series.high is not None:
        return tr("range {low} to {high}", low=f"{series.low:g}", high=f"{series.high:g}")
    if series.high is not None:
        return tr("range up to {high}", high=f"{series.high:g}")
    return tr("range from {low}", low=f"{series.low:g}") if series.low is not None else ""


def _visits(chart: Chart, zone: ZoneInfo) -> Facts:
    last = _visit(chart.last_visit, zone) if chart.last_visit else tr("none recorded")
    coming = _visit(chart.next_visit, zone, timed=True) if chart.next_visit else tr("none booked")
    return Facts(tr("Visits"), (Pair(tr("Last"), last), Pair(tr("Next"), coming)))


def _visit(visit: Visit, zone: ZoneInfo, *, timed: bool = False) -> str:
    local = visit.at.astimezone(zone)
    time = f"{local:%H:%M}" if timed else ""
    return ", ".join(filter(None, (date_words(local.date()), time, visit.with_whom, visit.how)))


def _proxy(one: Contact) -> Line:
    who = f"{one.name} ({one.what})" if one.what else one.name
    return Line(", ".join(filter(None, (who, phone_words(one)))))
