"""The page as a file for a spreadsheet: numbers of pools, kinds and people, nothing of any patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inbox.domain.measures import Scope
from inbox.domain.measures.sheet import sheet
from inbox.domain.words import tr
from inbox.ui.board.measures.page import Page
from inbox.ui.board.measures.words import MEASURES


def as_csv(page: Page, name: Callable[[Scope], str]) -> str:
    """Each measure of each line in a row of its own: this period, then the one before. Times in minutes."""
    return sheet(_rows(page, name))


def _rows(page: Page, name: Callable[[Scope], str]) -> Iterator[list[str]]:
    period = page.choice.period
    yield [tr("Line"), tr("Measure"), tr("Meaning"), period, tr("Period before")]
    for line in page.lines:
        for measure in MEASURES:
            values = [_number(measure.value(found)) for found in (line.now, line.before)]
            yield [name(line.scope), tr(measure.title), tr(measure.meaning), *values]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
