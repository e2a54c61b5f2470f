"""Public holidays of one country or part of it, looked up a year at a time."""

from __future__ import annotations

from datetime import date

from inbox.domain.opening_hours import CalendarError
from inbox.domain.words import tr


class PublicHolidays:
    """The days a `code` of the `holidays` library is on holiday ("US", "US-TX"), observed days included."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._years: dict[int, frozenset[date]] = {}

    def __contains__(self, day: date) -> bool:
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._work_out(day.year)
        return day in year

    def _work_out(self, year: int) -> frozenset[date]:
        from holidays import country_holidays  # here, because loading it is slow and few years are needed

        country, _, part = self._code.partition("-")
        try:
            return frozenset(country_holidays(country, subdiv=part or None, years=year))
        except NotImplementedError as unknown:
            raise CalendarError(
                tr(
                    "No public holidays are known for {code}. Use a code such as US or US-TX.",
                    code=self._code,
                )
            ) from unknown
