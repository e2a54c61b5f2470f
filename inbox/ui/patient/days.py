"""Days as a narrow column says them."""

from __future__ import annotations

from datetime import date

from inbox.domain.time_words import day_words
from inbox.domain.words import tr

_SAYS_NO_YEAR = 330
"""Days after which a month alone could mean two years."""


def short_day(day: date, today: date) -> str:
    """ "Mon" in the last week, "3 Mar" within a year, "Mar 2024" before."""
    ago = (today - day).days
    if 0 <= ago < 7:
        return tr("today") if ago == 0 else day_words(day).split()[0]
    _, number, month = day_words(day).split()
    return f"{number} {month}" if ago < _SAYS_NO_YEAR else f"{month} {day.year}"
