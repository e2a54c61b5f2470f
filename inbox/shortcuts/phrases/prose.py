"""How a value and several choices read inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inbox.domain.words import mark, tr
from inbox.shortcuts.phrases.links import LINKS, LinkValue

_MONTHS = (
    *(mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun")),
    *(mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec")),
)


def joined(parts: Sequence[str], by: str = "and") -> str:
    """ "Tuesday", "Tuesday or Thursday", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    *first, last = parts
    word = tr("or") if by == "or" else tr("and")
    return f"{', '.join(first)} {word} {last}"


def short_date(day: date) -> str:
    """ "4 Nov 2025": day first and the month in letters, so that nobody can misread it."""
    return f"{day.day} {tr(_MONTHS[day.month - 1])} {day.year}"


def value_in_words(link: str, value: LinkValue) -> str:
    """A chart value as it is written into a reply: with its date where it grows old."""
    if LINKS[link].ages and value.as_of is not None:
        return f"{value.text} ({short_date(value.as_of)})"
    return value.text
