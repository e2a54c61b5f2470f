"""Results and home readings: the last value in figures and words, and the line before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from inbox.domain import trend as trends
from inbox.domain.inert import one_line
from inbox.domain.patient import Chart, Finding, Reading, Series
from inbox.domain.time_words import date_words
from inbox.domain.words import mark, tr, trn
from inbox.ui.look import charts
from inbox.ui.patient.days import short_day
from inbox.ui.patient.facts import Fact, Facts, Line, Trend

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
_STANDINGS = {
    "high": mark("high"),
    "low": mark("low"),
    "abnormal": mark("abnormal"),
    "critical": mark("critical"),
}
_TRENDS = {
    trends.Trend.RISING: mark("rising"),
    trends.Trend.FALLING: mark("falling"),
    trends.Trend.STEADY: mark("steady"),
}
SHOWN = 24
"""Readings of a sparkline: more would be less than a pixel apart."""


def home_readings(chart: Chart, today: date, zone: ZoneInfo) -> Facts | None:
    """What was measured at home; None where nothing was."""
    rows = _rows(chart.home_readings, today, zone)
    return Facts("home", tr("Home readings"), rows, brief=_brief(rows)) if rows else None


def results(chart: Chart, today: date, zone: ZoneInfo) -> Facts:
    """What the clinic and its laboratories measured and found."""
    rows: tuple[Fact, ...] = _rows(chart.results, today, zone)
    rows += tuple(_finding(one, today, zone) for one in chart.findings)
    if not rows:
        known = chart.knows("Observation")
        told = tr("No results recorded") if known else tr("Unknown: this server does not give them")
        return Facts("results", tr("Results"), (Line(told, role="text_3"),))
    return Facts("results", tr("Results"), rows, brief=_brief(rows))


def _brief(rows: Sequence[Fact]) -> str:
    out = sum(bool(row.standing) for row in rows if isinstance(row, Trend))
    told = trn("{n} kind", "{n} kinds", len(rows))
    return tr("{all}, {n} out of range", all=told, n=out) if out else told


def _rows(measured: Sequence[Series], today: date, zone: ZoneInfo) -> tuple[Trend, ...]:
    """A row each. What is measured in two units says so: the lines must not be read as one."""
    units = Counter(one.code or one.name for one in measured)
    return tuple(_trend(one, today, zone, units[one.code or one.name] > 1) for one in measured)


def _trend(series: Series, today: date, zone: ZoneInfo, in_units: bool) -> Trend:
    last, shown = series.last, series.readings[-SHOWN:]
    day, first = last.at.astimezone(zone).date(), shown[0].at.astimezone(zone).date()
    name = _SHORT.get(series.code) or one_line(series.name) or tr("Without a name")
    unit = one_line(series.unit, 24)
    stands = "critical" if series.flag == "critical" else series.standing
    standing = tr(_STANDINGS[stands]) if stands else ""
    value = _value(last)
    going = trends.trend(shown, _width(series))
    span = f"{short_day(first, today)} – {short_day(day, today)}" if len(shown) > 1 else tr("one reading")
    parts = (
        "" if series.final else tr("preliminary"),
        _range(series, unit),
        span,
        tr(_TRENDS[going]) if going else "",
        tr("by {who}", who=one_line(series.by, 40)) if series.home and series.by else "",
    )
    limits = tr("range {range}", range=parts[1]) if _span(series.low, series.high) else parts[1]
    exact = trn("{n} reading", "{n} readings", len(series.readings))
    since = tr("{readings} since {day}", readings=exact, day=date_words(first)) if len(shown) > 1 else ""
    said = (
        f"{name} {value} {unit}".strip(), standing, date_words(day), since,
        parts[0], limits, *parts[3:],
    )  # fmt: skip
    return Trend(
        f"{name}, {unit}" if in_units and unit else name,
        charts.Series(
            tuple(one.value for one in shown), series.low, series.high,
            times=tuple((one.at - shown[0].at).total_seconds() for one in shown),
        ),
        value,
        unit,
        standing,
        short_day(day, today),
        " · ".join(filter(None, parts)),
        ", ".join(filter(None, said)),
    )  # fmt: skip


def _finding(one: Finding, today: date, zone: ZoneInfo) -> Line:
    """On lines of its own: half a name could be another test's."""
    day = short_day(one.at.astimezone(zone).date(), today)
    flag = tr(_STANDINGS[one.flag]) if one.flag else ""
    told = (one_line(one.text, 120), flag, "" if one.final else tr("preliminary"), day)
    name = _SHORT.get(one.code) or one_line(one.name) or tr("Without a name")
    words = tr("{test}: {result}", test=name, result=" · ".join(filter(None, told)))
    return Line(words, bold=bool(one.flag))


def _value(reading: Reading) -> str:
    second = f"/{reading.second:g}" if reading.second is not None else ""
    return f"{reading.bound}{reading.value:g}{second}"


def _width(series: Series) -> float | None:
    both = series.low is not None and series.high is not None
    return series.high - series.low if both else None  # type: ignore[operator]


def _range(series: Series, unit: str) -> str:
    """With its unit: beside the value there is not always room for it."""
    first = _span(series.low, series.high)
    second = _span(series.second_low, series.second_high)
    if not first:
        return tr("{unit}, no range", unit=unit) if unit else tr("no range")
    if second:
        first = tr("{first} over {second}", first=first, second=second)
    return f"{first} {unit}".rstrip()


def _span(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return tr("{low} to {high}", low=f"{low:g}", high=f"{high:g}")
    if high is not None:
        return tr("up to {high}", high=f"{high:g}")
    return tr("from {low}", low=f"{low:g}") if low is not None else ""
