"""How the words around a match read: denied, over, long ago, somebody else's, asked about in general.

After ConText (Harkema 2009), in patients' English. All of it is over folded text, in linear time.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from inbox.domain.red_flags import cues
from inbox.domain.red_flags.denial import blanked, denied, over
from inbox.domain.red_flags.lexicon import Span
from inbox.domain.red_flags.matching import Found, Match

_AROUND = 160
"""Characters after a match in which it may be said to be so now, whatever the sentence asks."""


class Reading(NamedTuple):
    """What the surroundings of a match say about it."""

    negated: bool
    history: bool
    third_person: bool
    asked: bool
    figurative: bool


class _Clause(NamedTuple):
    """What a clause says of all that is found in it: where its first such words end, None without any."""

    span: Span
    past: bool
    present: bool
    others_past: int | None
    animal: int | None
    asked: int | None
    figurative: bool


class Surroundings:
    """How what is found in one text is meant. What a clause says is looked for once."""

    def __init__(self, found: Found) -> None:
        self._text = found.text
        self._sentences = found.sentences
        self._clauses: dict[Span, _Clause] = {}
        self._denials: dict[Span, bool] = {}
        self._afters: dict[int, tuple[bool, bool]] = {}

    @cached_property
    def _told(self) -> _Told:
        return _Told.by(self._text)

    def read(self, match: Match, denied_is_danger: bool, asked_is_danger: bool = False) -> Reading:
        """How a match is meant."""
        start, end, gaps = match
        clause = self._clause(start, end)
        first = clause.span[0]
        is_over, asked_after = self._after(end)
        negated = not denied_is_danger and (
            is_over or self._denied(first, start) or any(self._denied(low, high) for low, high in gaps)
        )
        further = self._text[first : end + _AROUND]
        third = _before(clause.animal, start) or (
            _before(clause.others_past, end) and not cues.OTHERS_PRESENT.search(further)
        )
        asked = not asked_is_danger and (asked_after or _before(clause.asked, end))
        if asked:
            asked = not self._so_it_is(clause.span, end)
        return Reading(negated, clause.past and not clause.present, third, asked, clause.figurative)

    def _denied(self, low: int, high: int) -> bool:
        """Whether what comes after this stretch is denied by it."""
        found = self._denials.get((low, high))
        if found is None:
            found = self._denials[low, high] = denied(self._text[low:high])
        return found

    def _after(self, end: int) -> tuple[bool, bool]:
        """Whether what ends here is said to be over, and whether it is asked about."""
        found = self._afters.get(end)
        if found is None:
            after = self._text[end : end + 60]
            found = self._afters[end] = (over(after), bool(cues.ASKED_AFTER.search(after)))
        return found

    def _clause(self, start: int, end: int) -> _Clause:
        span = self._sentences.around(start, end)
        clause = self._clauses.get(span)
        if clause is None:
            clause = self._clauses[span] = self._said(span)
        return clause

    def _said(self, span: Span) -> _Clause:
        first, last = span
        whole = self._text[first:last]
        past = self._told.past and bool(cues.PAST.search(whole))
        others = cues.OTHERS_PAST.search(whole) if self._told.others else None
        animal = cues.ANIMAL.search(whole) if self._told.animals else None
        asked = None
        if self._told.asked:
            question = self._text[last : last + 1] == b"?" or bool(cues.QUESTION.search(whole))
            asked = _questioned(whole, question)
        return _Clause(
            span,
            past,
            past and self._present(first, last),
            first + others.end() if others else None,
            first + animal.start() if animal else None,
            None if asked is None else first + asked,
            self._told.figurative and bool(cues.FIGURATIVE.search(whole)),
        )

    def _so_it_is(self, clause: Span, end: int) -> bool:
        """Whether what was asked about is told to be so, in the same clause or after it."""
        first, last = clause
        after = self._text[last : end + _AROUND]
        return bool(cues.IS_SO.search(self._text[first:last]) or cues.IS_SO_NEXT.search(after))

    def _present(self, first: int, last: int) -> bool:
        """Whether something of the past is said to be so now, in its own clause or after it."""
        clause, after = self._text[first:last], self._text[last : last + _AROUND]
        return bool(cues.PRESENT.search(blanked(clause, cues.NOT_PRESENT)) or cues.IN_THE_NEXT.search(after))


class _Told(NamedTuple):
    """Whether a text has such words at all: most has not."""

    past: bool
    others: bool
    animals: bool
    asked: bool
    figurative: bool

    @classmethod
    def by(cls, text: bytes) -> _Told:
        return cls(
            bool(cues.PAST.search(text)),
            bool(cues.OTHERS_PAST.search(text)),
            bool(cues.ANIMAL.search(text)),
            bool(cues.ASKED.search(text) or cues.ASKED_IF_A_QUESTION.search(text)),
            bool(cues.FIGURATIVE.search(text)),
        )


def _before(words: int | None, end: int) -> bool:
    return words is not None and words <= end


def _questioned(whole: bytes, question: bool) -> int | None:
    """Where the first words end that ask, if there are any; "not sure if" does not ask."""
    kinds = (cues.ASKED, cues.ASKED_IF_A_QUESTION) if question else (cues.ASKED,)
    if not any(kind.search(whole) for kind in kinds):
        return None
    plain = blanked(whole, cues.HEDGED)
    return min((found.end() for kind in kinds if (found := kind.search(plain))), default=None)
