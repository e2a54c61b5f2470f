"""A reply in three parts: how it greets, what it says, how it ends.

Greetings, signatures and slogans are the same whatever is said: they make no habit. They go with one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from inbox.shortcuts.learning.tokens import tokens

_GREETS: Final = re.compile(
    r"\s*(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day))\b"
    r"[^\n,.!:?–—]{0,60}(?:[,.!:–—]+|\n|$)",
    re.IGNORECASE,
)
_COURTESY: Final = re.compile(
    r"\s*(?:(?:many )?thanks|thank you)(?: so much| very much)? for (?:your|the|writing|reaching|contacting|"
    r"getting|letting|sending|messaging|choosing)\b|\s*i hope (?:you|this)\b|\s*hope you\b"
    r"|\s*we (?:have )?(?:got|received) your (?:message|note)\b",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"\s*(?:(?:with )?(?:best|kind|warm|kindest|warmest)(?: regards| wishes)?|regards|sincerely|yours|cheers"
    r"|take care|many thanks|thanks|thank you)(?: again| so much)?\s*[,.!–—-]*\s*$"
    r"|\s*(?:yours (?:sincerely|truly|faithfully)|thank you for (?:choosing|trusting)|sent from my)\b"
    r"|\s*[-–—~*_]{2,}",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"\s*[^\s.!?\n](?:[^.!?\n]|[.!?](?=\S))*[.!?]*|\s*[.!?]+")
SHARED: Final = 0.3
"""The share of somebody's other replies from which on a sentence is their slogan, not what they say here."""
_OTHERS: Final = 4
"""How many other replies it takes to tell."""


class Parts(NamedTuple):
    """The three parts of a reply; together they are the reply."""

    opening: str
    body: str
    closing: str


def parts(text: str, slogans: frozenset[str] = frozenset()) -> Parts:
    """`text` in its parts. `slogans`: sentences of this person's replies of all kinds (`shared`)."""
    greeting = found.end() if (found := _GREETS.match(text)) else 0
    sentences = _sentences(text, greeting)
    begin = 0
    while begin < len(sentences) and (
        _COURTESY.match(sentences[begin]) or _plain(sentences[begin]) in slogans
    ):
        begin += 1
    end = next(
        (n for n in range(begin, len(sentences)) if _ends(sentences[n])),
        len(sentences),
    )
    while end > begin and _plain(sentences[end - 1]) in slogans:
        end -= 1
    opening = text[:greeting] + "".join(sentences[:begin])
    return Parts(opening, "".join(sentences[begin:end]), "".join(sentences[end:]))


def _ends(sentence: str) -> bool:
    """Whether the reply is taken leave of here: all that follows is signature and slogan."""
    return bool(_FAREWELL.match(sentence)) or "@my_name@" in sentence


def _sentences(text: str, start: int) -> list[str]:
    found = [part[0] for part in _SENTENCE.finditer(text, start)]
    rest = text[start + sum(map(len, found)) :]
    return [*found, rest] if rest else found


def shared(replies: Sequence[str]) -> frozenset[str]:
    """The sentences that stand in many of these replies, whatever they answer."""
    if len(replies) < _OTHERS:
        return frozenset()
    counted = Counter(sentence for text in replies for sentence in _distinct(text))
    return frozenset(sentence for sentence, n in counted.items() if n >= max(2, SHARED * len(replies)))


def _distinct(text: str) -> set[str]:
    return {plain for one in _sentences(text, 0) if (plain := _plain(one))}


@lru_cache(maxsize=2048)
def _plain(sentence: str) -> str:
    """A sentence by its words alone."""
    return " ".join(piece.same for piece in tokens(sentence) if piece.says)
