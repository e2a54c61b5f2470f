"""A question about a result, or a result to release: values, ranges, what went before."""

from __future__ import annotations

from inbox.domain import results
from inbox.domain.needs import Needs
from inbox.ui.reading.situation import Situation


def result(situation: Situation) -> Needs | None:
    """The results it is about."""
    kind = situation.item.kind if situation.item else ""
    return results.needs(situation.results, kind, situation.chart.results, situation.desk.zone)
