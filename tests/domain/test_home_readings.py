"""Home readings are judged by the site's bands, each with its day; what no band knows is not judged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.domain.home_readings import crossings, needs
from inbox.domain.needs import Fact, Plot, Sentence
from inbox.domain.patient import Chart, Reading, Series
from inbox.domain.protocols import Band

TODAY = date(2026, 3, 17)
ZONE = ZoneInfo("America/New_York")
PRESSURE = Band("85354-9", "Blood pressure", low=90, high=134, second_high=84)
WEIGHT = Band("29463-7", "Weight", rise=5, rise_days=7)


def at(days_ago: int) -> datetime:
    return datetime(2026, 3, 17, 12, 30, tzinfo=UTC) - timedelta(days=days_ago)


def pressures(*pairs: tuple[float, float]) -> Series:
    readings = tuple(Reading(at(len(pairs) - n), upper, lower) for n, (upper, lower) in enumerate(pairs))
    return Series("Blood pressure", "mmHg", readings, "85354-9", home=True)


def test_a_pressure_is_outside_by_either_of_its_values() -> None:
    series = pressures((134, 84), (135, 80), (120, 85), (89, 60))
    assert [r.value for r in crossings(series.readings, PRESSURE)] == [135, 120, 89]


def test_a_weight_crosses_when_it_rises_too_fast_and_not_when_it_falls() -> None:
    weights = [Reading(at(10), 180), Reading(at(9), 184), Reading(at(4), 185.5), Reading(at(3), 178)]
    assert [r.value for r in crossings(weights, WEIGHT)] == [185.5]


def test_a_slow_rise_is_none() -> None:
    weights = [Reading(at(30 - 5 * n), 180 + 2 * n) for n in range(6)]
    assert crossings(weights, WEIGHT) == []


def test_what_crossed_is_plotted_with_days_and_the_rest_is_one_line() -> None:
    pulse = Series("Pulse", "beats/min", (Reading(at(1), 70),), "8867-4", home=True)
    chart = Chart(home_readings=(pulse, pressures((120, 70), (150, 95))))
    bands = [PRESSURE, Band("8867-4", "Pulse", low=50, high=110)]
    told = needs(chart, bands, TODAY, ZONE)
    plot, crossed, fact = told.rows
    assert isinstance(plot, Plot)
    assert (plot.first, plot.last, plot.high, plot.second_high) == ("Sun 15 Mar", "Mon 16 Mar", 134, 84)
    assert isinstance(crossed, Sentence)
    assert crossed.text == "Outside 90 to 134/84, once: 150/95 (Mon 16 Mar)"
    assert isinstance(fact, Fact)
    assert told.alert
    assert told.summary == "1 reading outside its band"


def test_old_readings_are_not_shown_and_that_there_are_none_is_said() -> None:
    old = Series("Pulse", "beats/min", (Reading(at(60), 170),), "8867-4", home=True)
    told = needs(Chart(home_readings=(old,)), [PRESSURE], TODAY, ZONE)
    assert told.rows == ()
    assert told.summary == "no readings of the last 28 days"
