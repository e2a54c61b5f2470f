"""Where a series of readings is going, in one word."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from statistics import linear_regression

from inbox.domain.patient import Reading

FEWEST = 3
"""Two readings make a difference, not a trend."""
STEADY_SHARE = 0.1
"""Of the reference range's width, or of the readings' mean where there is none."""


class Trend(StrEnum):
    """How the readings move."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


def trend(readings: Sequence[Reading], width: float | None = None) -> Trend | None:
    """The direction of the line through `readings` by least squares over time; None for fewer than three.

    It is steady where the line rises or falls from the first to the last by no more than a tenth of
    `width`, that of the reference range in the readings' own unit. A description, no finding.
    """
    if len(readings) < FEWEST:
        return None
    began = readings[0].at
    days = [(one.at - began).total_seconds() / 86_400 for one in readings]
    values = [one.value for one in readings]
    if days[-1] == days[0]:
        return None
    change = linear_regression(days, values).slope * (days[-1] - days[0])
    enough = STEADY_SHARE * (width or abs(sum(values) / len(values)))
    if abs(change) <= enough:
        return Trend.STEADY
    return Trend.RISING if change > 0 else Trend.FALLING
