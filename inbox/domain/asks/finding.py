"""Looking through a message for what it asks for: sentence by sentence, then all of it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from inbox.domain.asks.ask import Ask, Place, Score, Span
from inbox.domain.asks.clauses import Clauses
from inbox.domain.asks.signs import Ready, Sign, Signs, Weight
from inbox.domain.red_flags.folding import Folded, fold
from inbox.domain.red_flags.lexicon import Passage
from inbox.domain.red_flags.matching import Found, Match, Pattern
from inbox.domain.work_item import Kind

LONGEST_TEXT = 20_000
"""Characters of a text that are read."""
LONGEST_THANKS = 300
"""Characters: whoever writes more has more to say."""
MOST_SPANS = 3
"""Of one pattern in one sentence."""

_REPLIED = ("re:", "fw:", "fwd:")
"""Before a subject: it tells what the conversation was about, not what is asked now."""
_QUESTION = ord("?")


class _Said(NamedTuple):
    """One sign, found."""

    kind: Kind
    sign: Sign
    weight: Weight
    span: Span
    was: bool
    """Of an earlier message: a reply's subject."""
    clause: tuple[int, int]
    """Where the clause around the span begins and ends in the folded text."""


class _Text(NamedTuple):
    folded: Folded
    place: Place
    found: Found


def find(signs: Signs, subject: str, text: str) -> tuple[Ask, ...]:
    """What a message asks for: clear before likely, then in the order in which it is said.

    One clear sign makes an ask clear, as do two likely ones; two hints make it likely. Where nothing is, the
    kind that most hints lean to is named, unsure, or one whose words stand in (health: a medical question);
    without these nothing is suggested. Takes time in proportion to the text.
    """
    texts = [*_read(signs, "subject", subject), *_read(signs, "body", text)]
    said = [one for each in texts for one in _said(signs, each, _is_reply(each))]
    found: dict[Kind, list[_Said]] = {}
    for one in _without_fillers(said):
        found.setdefault(one.kind, []).append(one)
    if not _alone(signs, text, found):
        found = {kind: here for kind, here in found.items() if kind not in signs.only_alone}
    return tuple(sorted(_weighed(found), key=_order)) or _leaning(found) or _otherwise(signs, texts)


def _read(signs: Signs, place: Place, text: str) -> Iterator[_Text]:
    if text:
        folded = fold(text[:LONGEST_TEXT], signs.spelling)
        yield _Text(folded, place, Found(signs.ready.sieve.parts, folded.words))


def _is_reply(text: _Text) -> bool:
    return text.place == "subject" and text.folded.ascii.lstrip().decode("ascii").startswith(_REPLIED)


def _without_fillers(said: Sequence[_Said]) -> Iterator[_Said]:
    """Without the signs that only fill in, where their clause says something of another kind."""
    firm = [one for one in said if not one.sign.fills_in and one.weight != "hint"]
    for one in said:
        if not (one.sign.fills_in and any(_in_clause(one, other) for other in firm)):
            yield one


def _in_clause(one: _Said, other: _Said) -> bool:
    """Whether both speak in one clause, of different kinds."""
    low, high = one.clause
    first, last = other.clause
    return other.kind is not one.kind and other.span.place == one.span.place and low < last and first < high


def _alone(signs: Signs, text: str, found: dict[Kind, list[_Said]]) -> bool:
    """Whether a message may only say thanks: it is short, asks no question and complains of nothing."""
    others = (one for kind, here in found.items() if kind not in signs.only_alone for one in here)
    quiet = all(one.was or one.weight == "hint" for one in others)
    return quiet and len(text) <= LONGEST_THANKS and "?" not in text


def _weighed(found: dict[Kind, list[_Said]]) -> list[Ask]:
    """The kinds that enough speaks for."""
    asked = {kind for kind, here in found.items() if _score(here)}
    asks = []
    for kind, here in found.items():
        kept = [one for one in here if asked.isdisjoint(one.sign.gives_way_to)]
        if score := _score(kept):
            asks.append(Ask(kind, score, _spans_of(kept)))
    return asks


def _leaning(found: dict[Kind, list[_Said]]) -> tuple[Ask, ...]:
    """The kind that most hints speak for where none has enough, unsure; a medical question where even."""
    hints = {kind: _spans_of(here) for kind, here in found.items() if not all(one.was for one in here)}
    if not hints:
        return ()
    kind = max(hints, key=lambda kind: (len(hints[kind]), kind is Kind.MEDICAL_QUESTION))
    return (Ask(kind, Score.UNSURE, hints[kind]),)


def _score(said: Sequence[_Said]) -> Score | None:
    weights = {one.sign.id: one.weight for one in said}
    count = list(weights.values()).count
    if count("clear") or count("likely") > 1:
        return Score.CLEAR
    return Score.LIKELY if count("likely") or count("hint") > 1 else None


def _spans_of(said: Sequence[_Said]) -> tuple[Span, ...]:
    return _apart(one.span for one in said)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, none across another, in the order in which they stand in the message."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if not any(span.place == k.place and span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
    return tuple(sorted(kept, key=_where))


def _where(span: Span) -> tuple[bool, int]:
    return span.place == "body", span.start


def _order(ask: Ask) -> tuple[bool, tuple[bool, int]]:
    return ask.score is not Score.CLEAR, _where(ask.spans[0])


def _said(signs: Signs, text: _Text, was: bool) -> Iterator[_Said]:
    """The signs in a text, sentence by sentence."""
    clauses = Clauses(text.found.text)
    there: set[tuple[str, tuple[int, int]]] = set()
    for ready, pattern, passage in signs.ready.sieve.by_sentence(text.found):
        if ready.sign.in_question and not _asks(text.found, passage):
            continue
        for match in text.found.tried(pattern, passage)[:MOST_SPANS]:
            start, end, _ = match
            clause = clauses.around(start, end)
            here = ready.sign.id, clause
            if here not in there and not _denied(ready, text.found, passage, clause):
                there.add(here)
                weight: Weight = "hint" if was else ready.sign.weight
                yield _Said(ready.kind, ready.sign, weight, _span(text, match, ready.sign.id), was, clause)


def _asks(found: Found, passage: Passage) -> bool:
    """Whether a sentence ends with a question mark."""
    return passage.end < len(found.text) and found.text[passage.end] == _QUESTION


def _denied(ready: Ready, found: Found, passage: Passage, clause: tuple[int, int]) -> bool:
    """Whether something in the clause says that it is not what is asked."""
    if not ready.silent & (passage.mask | found.searched):
        return False
    low, high = clause
    return any(
        low <= start and end <= high for unless in ready.unless for start, end, _ in found.of(unless, passage)
    )


def _span(text: _Text, match: Match, sign: str) -> Span:
    start, end = text.folded.span(match[0], match[1])
    return Span(text.place, start, end, text.folded.original[start:end], sign)


def _otherwise(signs: Signs, texts: Sequence[_Text]) -> tuple[Ask, ...]:
    """The kind that stands in where nothing says what is asked, if its words are there."""
    for kind, patterns in signs.ready.otherwise:
        spans = _apart(_stand_ins(texts, patterns))
        if spans:
            return (Ask(kind, Score.UNSURE, spans[:MOST_SPANS]),)
    return ()


def _stand_ins(texts: Sequence[_Text], patterns: Sequence[Pattern]) -> Iterator[Span]:
    for text in texts:
        for pattern in patterns:
            for match in text.found.of(pattern)[:MOST_SPANS]:
                yield _span(text, match, "otherwise")
