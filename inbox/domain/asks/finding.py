"""Looking through a message for what it asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inbox.domain.asks.ask import Ask, Place, Score, Span
from inbox.domain.asks.signs import Ready, Sign, Signs, Weight
from inbox.domain.red_flags.folding import Folded, fold
from inbox.domain.work_item import Kind

LONGEST_TEXT = 20_000
"""Characters of a text that are read."""
LONGEST_THANKS = 300
"""Characters: whoever writes more has more to say."""
MOST_SPANS = 3
"""Of one pattern in one text."""
_SENTENCE_ENDS = (b".", b"!", b"?", b"\n", b";")
_AROUND = 200
"""Characters before and after in which the ends of a sentence are looked for."""

_REPLIED = ("re:", "fw:", "fwd:")
"""Before a subject: it tells what the conversation was about, not what is asked now."""


class _Found(NamedTuple):
    sign: Sign
    weight: Weight
    span: Span
    was: bool
    """Of an earlier message: a reply's subject."""


def find(signs: Signs, subject: str, text: str) -> tuple[Ask, ...]:
    """What a message asks for: clear before likely, then in the order in which it is said.

    Nothing found counts as a medical question, unsure and without spans. Takes time in proportion to the
    text. One clear sign makes an ask clear, as do two likely ones; two hints make it likely.
    """
    found: dict[Kind, list[_Found]] = {}
    for place, each in (("subject", subject), ("body", text)):
        if each:
            folded = fold(each[:LONGEST_TEXT], signs.spelling)
            for ready, span in _spans(signs, folded, place):  # type: ignore[arg-type]
                was = place == "subject" and each.lower().lstrip().startswith(_REPLIED)
                weight: Weight = "hint" if was else ready.sign.weight
                found.setdefault(ready.kind, []).append(_Found(ready.sign, weight, span, was))
    if not _alone(signs, text, found):
        found = {kind: here for kind, here in found.items() if kind not in signs.only_alone}
    return tuple(sorted(_weighed(found), key=_order)) or (Ask(Kind.MEDICAL_QUESTION, Score.UNSURE),)


def _alone(signs: Signs, text: str, found: dict[Kind, list[_Found]]) -> bool:
    """Whether a message may only say thanks: it is short, asks no question and complains of nothing."""
    medical = found.get(Kind.MEDICAL_QUESTION, ())
    others = (one for kind, here in found.items() if kind not in signs.only_alone for one in here)
    quiet = all(one.weight == "hint" for one in others) and all(one.was for one in medical)
    return quiet and len(text) <= LONGEST_THANKS and "?" not in text


def _weighed(found: dict[Kind, list[_Found]]) -> list[Ask]:
    """The kinds that enough speaks for."""
    clear = {kind for kind, here in found.items() if _score(here) is Score.CLEAR}
    asks = []
    for kind, here in found.items():
        kept = [one for one in here if clear.isdisjoint(one.sign.gives_way_to)]
        if score := _score(kept):
            asks.append(Ask(kind, score, _spans_of(kept)))
    return asks


def _score(found: Sequence[_Found]) -> Score | None:
    weights = {one.sign.id: one.weight for one in found}
    count = list(weights.values()).count
    if count("clear") or count("likely") > 1:
        return Score.CLEAR
    return Score.LIKELY if count("likely") or count("hint") > 1 else None


def _spans_of(found: Sequence[_Found]) -> tuple[Span, ...]:
    """The spans, none across another, in the order in which they stand in the message."""
    kept: list[Span] = []
    for span in sorted((one.span for one in found), key=lambda span: span.start - span.end):
        if not any(span.place == k.place and span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
    return tuple(sorted(kept, key=_where))


def _where(span: Span) -> tuple[bool, int]:
    return span.place == "body", span.start


def _order(ask: Ask) -> tuple[bool, tuple[bool, int]]:
    return ask.score is not Score.CLEAR, _where(ask.spans[0])


def _spans(signs: Signs, folded: Folded, place: Place) -> Iterator[tuple[Ready, Span]]:
    text = folded.ascii
    for ready, regexp in signs.ready.candidates(text):
        for at, match in enumerate(regexp.finditer(text)):
            if at == MOST_SPANS:
                break
            first, last = match.span()
            if _meant(ready, text, first, last):
                start, end = folded.span(first, last)
                words = folded.original[start:end]
                yield ready, Span(place, start, end, words, ready.sign.id)


def _meant(ready: Ready, text: bytes, start: int, end: int) -> bool:
    """Whether nothing in the sentence says that it is not what is asked."""
    if ready.unless is None:
        return True
    first, last = _sentence(text, start, end)
    return not ready.unless.search(text[first:last])


def _sentence(text: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a match begins and ends, with the mark that ends it."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    begins = max(text.rfind(mark, low, start) for mark in _SENTENCE_ENDS) + 1
    ends = [at + 1 for mark in _SENTENCE_ENDS if (at := text.find(mark, end, high)) >= 0]
    return max(begins, low), min(ends, default=high)
