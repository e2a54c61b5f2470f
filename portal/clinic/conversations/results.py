"""Questions about results: the latest draw, rather one that is outside its range."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from portal.clinic.chart import Chart
from portal.clinic.conversations.facts import Specifics
from portal.clinic.hours import ZONE


def specifics(roll: Random, chart: Chart, at: datetime) -> Specifics | None:
    """The result asked about, with the value before it; None for a patient without recent ones."""
    known = at - timedelta(hours=8)
    recent = [r for r in chart.results if known - timedelta(days=24) < r.at < known]
    latest = {result.test: result for result in recent}
    if not latest:
        return None
    outside = [result for result in latest.values() if result.flag != "N"]
    asked = roll.choice(outside) if outside and roll.random() < 0.75 else roll.choice(list(latest.values()))
    before = [r for r in chart.results if r.test == asked.test and r.at < asked.at]
    slots = {
        "test": asked.row["name"],
        "lay_test": asked.row["lay"],
        "value": asked.shown,
        "unit": asked.row["unit"].strip("{}"),
        "drawn": f"{asked.at.astimezone(ZONE):%B %-d}",
        "range_high": f"{asked.row['high']:g}",
    }
    if before and before[-1].shown != asked.shown:
        slots["value_before"] = before[-1].shown
    traits = {
        "high": asked.flag == "H",
        "low": asked.flag == "L",
        "normal": asked.flag == "N",
        asked.test: True,
    }
    return Specifics(slots, (asked.ref,), traits=frozenset(name for name, holds in traits.items() if holds))
