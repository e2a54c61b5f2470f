"""The forecast tab: `tab` reads and tells, `fan` draws how sure it is."""

from inbox.ui.board.forecast.tab import ForecastTab

__all__ = ["ForecastTab"]
