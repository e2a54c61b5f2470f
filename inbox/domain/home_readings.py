"""What a home-monitoring alert needs: the readings of the last weeks, and which of them left their band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from inbox.domain.needs import Fact, Needs, Plot, Row, Sentence
from inbox.domain.patient import Chart, Reading, Series
from inbox.domain.protocols import Band
from inbox.domain.time_words import day_words
from inbox.domain.words import tr, trn

SHOWN_DAYS = 28
"""How far back readings are plotted: two fortnights, so that a change of treatment can be seen."""


def needs(chart: Chart, bands: Iterable[Band], today: date, zone: ZoneInfo) -> Needs:
    """The readings of each kind that has a band; those with the newest crossing first."""
    by_code = {band.code: band for band in bands}
    found: list[tuple[int, list[Row]]] = []
    crossed_in_all = 0
    for series in chart.home_readings:
        band = by_code.get(series.code, Band(series.code, series.name, series.low, series.high))
        recent = [r for r in series.readings if (today - _day(r, zone)).days <= SHOWN_DAYS]
        if recent:
            crossed = crossings(recent, band)
            crossed_in_all += len(crossed)
            found.append((len(crossed), list(_told(series, band, recent, crossed, zone))))
    found.sort(key=lambda one: -one[0])
    rows = tuple(row for _, told in found for row in told)
    if not rows:
        summary = tr("no readings of the last {n} days", n=SHOWN_DAYS)
    elif crossed_in_all:
        summary = trn("{n} reading outside its band", "{n} readings outside their bands", crossed_in_all)
    else:
        summary = tr("all readings within their bands")
    return Needs(tr("Home readings"), summary, rows, alert=crossed_in_all > 0)


def why_not_within(chart: Chart, bands: Iterable[Band], today: date, zone: ZoneInfo) -> str:
    """Why “all is on track” cannot be said, as a sentence; empty when it can."""
    told = needs(chart, bands, today, zone)
    if not told.rows:
        return tr("No readings of the last {n} days are kept here.", n=SHOWN_DAYS)
    return tr("Readings lie outside their bands.") if told.alert else ""


def crossings(readings: Sequence[Reading], band: Band) -> list[Reading]:
    """The readings outside `band`, oldest first; of a weight, those that rose too fast (see `Band.rise`)."""
    return [reading for number, reading in enumerate(readings) if _outside(readings, number, band)]


def _outside(readings: Sequence[Reading], number: int, band: Band) -> bool:
    reading = readings[number]
    beyond = _beyond(reading.value, band.low, band.high)
    if reading.second is not None:
        beyond = beyond or _beyond(reading.second, band.second_low, band.second_high)
    if band.rise is None:
        return beyond
    since = reading.at - timedelta(days=band.rise_days)
    least = min(one.value for one in readings[: number + 1] if one.at >= since)
    return beyond or reading.value - least >= band.rise


def _beyond(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _told(
    series: Series, band: Band, recent: Sequence[Reading], crossed: Sequence[Reading], zone: ZoneInfo
) -> Iterator[Row]:
    name, newest = band.name or series.name, _value(recent[-1])
    count = trn("{n} reading", "{n} readings", len(recent))
    if not crossed:
        held = tr("newest {value} {unit}, {count}, none outside", value=newest, unit=series.unit, count=count)
        yield Fact(name, held)
        return
    first, last = (day_words(_day(one, zone)) for one in (recent[0], recent[-1]))
    said = tr("{name}: {count} from {first} to {last}", name=name, count=count, first=first, last=last)
    yield Plot(
        tr("{name}, newest {value}", name=name, value=newest),
        series.unit,
        tuple(recent),
        first,
        last,
        said,
        band.low,
        band.high,
        band.second_low,
        band.second_high,
    )
    days = ", ".join(f"{_value(one)} ({day_words(_day(one, zone))})" for one in crossed[-3:])
    yield Sentence(tr("{band}: {readings}", band=_limits(band, len(crossed)), readings=days), alert=True)


def _limits(band: Band, times: int) -> str:
    """What was crossed, in words: "Over 134/84, 5 times"."""
    often = trn("once", "{n} times", times)
    if band.rise is not None:
        return tr(
            "Up {n} or more within {days} days, {often}", n=f"{band.rise:g}", days=band.rise_days, often=often
        )
    low = _pair(band.low, band.second_low)
    high = _pair(band.high, band.second_high)
    if low and high:
        return tr("Outside {low} to {high}, {often}", low=low, high=high, often=often)
    return (
        tr("Over {n}, {often}", n=high, often=often) if high else tr("Under {n}, {often}", n=low, often=often)
    )


def _pair(first: float | None, second: float | None) -> str:
    return "/".join(f"{one:g}" for one in (first, second) if one is not None)


def _value(reading: Reading) -> str:
    return f"{reading.value:g}/{reading.second:g}" if reading.second is not None else f"{reading.value:g}"


def _day(reading: Reading, zone: ZoneInfo) -> date:
    return reading.at.astimezone(zone).date()
