"""Home readings a patient sends in, or asks about."""

from __future__ import annotations

from datetime import datetime
from random import Random

from portal.clinic.chart import Chart
from portal.clinic.conversations.facts import Specifics


def specifics(roll: Random, chart: Chart, at: datetime) -> Specifics | None:
    """The last three readings of one kind; None for a patient who does not measure at home."""
    measured = [r for r in chart.readings if r.at < at and r.kind != "pulse"]
    if len(measured) < 3:
        return None
    last = [r for r in measured if r.kind == measured[-1].kind][-3:]
    if len(last) < 3:
        return None
    names = ("reading_1", "reading_2", "reading_3")
    slots = {name: reading.shown for name, reading in zip(names, last, strict=True)}
    return Specifics(slots, tuple(r.ref for r in last), traits=frozenset({last[-1].kind}))
