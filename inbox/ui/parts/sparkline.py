"""Readings over time in the height of a line."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.look import charts
from inbox.ui.look.charts import Series
from inbox.ui.look.theme import Theme
from inbox.ui.parts.part import Part


class Sparkline(Part):
    """A sparkline named after what was measured; its description says the last reading and its range."""

    def __init__(self, theme: Theme, name: str, series: Series, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_series(series)

    def set_series(self, series: Series) -> None:
        """Show other readings."""
        self._series = series
        self.setAccessibleDescription(_in_words(series))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(92), self.theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        charts.sparkline(QPainter(self), self.rect(), self.theme, self._series)


def _in_words(series: Series) -> str:
    if not series.values:
        return tr("No readings")
    told = trn(
        "{n} reading, last {last}",
        "{n} readings, last {last}",
        len(series.values),
        last=f"{series.values[-1]:g}",
    )
    return tr("{readings}, out of range", readings=told) if series.out_of_range else told
