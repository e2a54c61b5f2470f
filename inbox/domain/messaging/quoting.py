"""Words of a message as they stand in an answer to it: plain text, each line led by "> "."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime

from inbox.domain.time_words import date_words
from inbox.domain.words import tr

LINE = 72
"""Characters of a quoted line, its mark included. Words longer than that (addresses) stay whole."""
LONGEST = 2_000
"""Characters that are quoted of one message: an answer is not a copy of what it answers."""

_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")


def quoted(who: str, sent: datetime, words: str) -> str:
    """Who wrote it and when in one line, by the clock of `sent`, and `words` below.

    The day is written out: "today" would be wrong when the answer is read.
    """
    head = tr("{who} wrote on {day} at {time}:", who=who, day=date_words(sent.date()), time=f"{sent:%H:%M}")
    text = _GAPS.sub("\n\n", _cut(words.strip()))
    return "\n".join([head, *(f"> {line}".rstrip() for part in text.split("\n") for line in _wrapped(part))])


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, LINE - 2, break_long_words=False, break_on_hyphens=False) or [""]


def _cut(words: str) -> str:
    """The beginning, up to the end of a word."""
    if len(words) <= LONGEST:
        return words
    kept = words[:LONGEST]
    whole = re.match(r".*(?=\s)", kept, re.DOTALL)
    return f"{(whole[0] if whole else kept).rstrip()} …"
