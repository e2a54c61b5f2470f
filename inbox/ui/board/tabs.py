"""The tabs of the board, in order: the one place where another is added."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from inbox.domain.words import mark
from inbox.ui.board.audit import AuditTab
from inbox.ui.board.forecast import ForecastTab
from inbox.ui.board.live import LiveTab
from inbox.ui.board.measures import MeasuresTab
from inbox.ui.board.rebalance import RebalanceTab
from inbox.ui.board.sweep.tab import SweepTab
from inbox.ui.board.tab import Around, BoardTab


class Tab(NamedTuple):
    """A tab that is made when it is first shown."""

    id: str
    title: str
    """Shown; translated where it is."""
    factory: Callable[[Around], BoardTab]


MEASURES = Tab("measures", mark("Measures"), MeasuresTab)
TABS: tuple[Tab, ...] = (
    Tab("live", mark("Live"), LiveTab),
    Tab("rebalance", mark("Rebalance"), RebalanceTab),
    MEASURES,
    Tab("forecast", mark("Forecast"), ForecastTab),
    Tab("sweep", mark("Sweep"), SweepTab),
)
AUDIT = Tab("audit", mark("Audit"), AuditTab)
WITH_AUDIT: tuple[Tab, ...] = (*TABS, AUDIT)
"""For supervisors."""
OWN: tuple[Tab, ...] = (MEASURES,)
"""For whoever may not see the board: the measures of their own work."""
