"""How a value and several choices read inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.time_words import date_words
from inbox.domain.words import tr
from inbox.shortcuts.phrases.links import LINKS, LinkValue


def joined(parts: Sequence[str], by: str = "and") -> str:
    """ "Tuesday", "Tuesday or Thursday", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    *first, last = parts
    word = tr("or") if by == "or" else tr("and")
    return f"{', '.join(first)} {word} {last}"


def value_in_words(link: str, value: LinkValue) -> str:
    """A chart value as it is written into a reply: with its date where it grows old."""
    if LINKS[link].ages and value.as_of is not None:
        return f"{value.text} ({date_words(value.as_of)})"
    return value.text
