"""What was typed into the search, read as words and filters. Nothing that can be typed is a mistake.

A filter is a name, a colon and a value: `pool:refills`, `from:"Ann Lee"`, `before:2026-03-01`. Several of one
name mean any of them, filters of different names all of them. Words mean what they mean in the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from inbox.domain.kind_words import KIND_WORDS, kind_words
from inbox.domain.search.marking import Term, term, words_of


class Filter(StrEnum):
    """The names of the filters."""

    FROM = "from"
    POOL = "pool"
    KIND = "kind"
    STATUS = "status"
    OWNER = "owner"
    HAS = "has"
    AFTER = "after"
    BEFORE = "before"


class Status(StrEnum):
    """How a piece of work may stand."""

    OPEN = "open"
    CLOSED = "closed"
    OVERDUE = "overdue"
    UNCLAIMED = "unclaimed"
    WAITING = "waiting"


class Has(StrEnum):
    """What may be on a conversation."""

    FILE = "file"
    DRAFT = "draft"
    FLAG = "flag"


ME: Final = "me"
"""The owner who looks."""
NOBODY: Final = "nobody"
"""What nobody has taken."""

_PIECES = re.compile(
    rf'(?:(?P<name>{"|".join(Filter)}):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))?', re.IGNORECASE
)
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_AGO = re.compile(r"(\d{1,4})d")
_SHORTEST_BEGINNING = 3
"""One or two letters stand for themselves: too many words begin so, and the index counts from three."""


class Word(msgspec.Struct, frozen=True):
    """A word or phrase to be found; `also`: another way to write the same, as the index has it."""

    term: Term
    also: Term | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """All ways it may be written."""
        return (self.term, self.also) if self.also else (self.term,)


class Wanted(msgspec.Struct, frozen=True):
    """What a search is for. Empty tuples and None mean: whatever."""

    words: tuple[Word, ...] = ()
    senders: tuple[Term, ...] = ()
    pools: tuple[str, ...] = ()
    """Folded beginnings of words of their names."""
    kinds: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    """Folded, as pools; `ME`."""
    statuses: tuple[Status, ...] = ()
    has: tuple[Has, ...] = ()
    after: date | None = None
    """On this day or later."""
    before: date | None = None
    """Before this day."""
    unclear: tuple[str, ...] = ()
    """Filters as they were typed whose value means nothing."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that is highlighted."""
        return (*(term for word in self.words for term in word.terms), *self.senders)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wanted(unclear=self.unclear)


def read(typed: str, today: date) -> Wanted:
    """What `typed` asks for, on the clinic's date `today`."""
    found = _Reading(today)
    typed = typed.replace("\0", " ")
    for match in _PIECES.finditer(typed):
        quoted, bare = match["quoted"], match["bare"]
        goes_on = bare is not None and match.end() == len(typed)
        if match["name"]:
            found.add_filter(Filter(match["name"].lower()), quoted or bare or "", match[0], goes_on)
        elif quoted or bare:
            found.add_word(quoted or bare, goes_on)
    return found.wanted()


class _Reading:
    """Collects what the pieces mean."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._words: list[Word] = []
        self._senders: list[Term] = []
        self._of: dict[Filter, list[str]] = {}
        self._days: dict[Filter, date] = {}
        self._unclear: list[str] = []

    def add_word(self, piece: str, goes_on: bool) -> None:
        found = term(piece, goes_on and len(piece) >= _SHORTEST_BEGINNING)
        if found is not None:
            day = _us_date(piece)
            self._words.append(Word(found, term(day.isoformat()) if day else None))

    def add_filter(self, name: Filter, value: str, typed: str, goes_on: bool) -> None:
        if not value:
            return  # it is still being typed
        if name is Filter.FROM:
            found = term(value, goes_on and len(value) >= _SHORTEST_BEGINNING)
            self._senders += [found] if found else []
        elif name in (Filter.AFTER, Filter.BEFORE):
            day = day_of(value, self._today)
            if day is None:
                self._unclear.append(typed)
            else:
                self._days[name] = day
        else:
            meant = _meant(name, value)
            self._of.setdefault(name, []).extend(meant)
            self._unclear += [] if meant else [typed]

    def wanted(self) -> Wanted:
        of = {name: tuple(dict.fromkeys(values)) for name, values in self._of.items()}
        return Wanted(
            words=tuple(self._words),
            senders=tuple(self._senders),
            pools=of.get(Filter.POOL, ()),
            kinds=of.get(Filter.KIND, ()),
            owners=of.get(Filter.OWNER, ()),
            statuses=tuple(Status(one) for one in of.get(Filter.STATUS, ())),
            has=tuple(Has(one) for one in of.get(Filter.HAS, ())),
            after=self._days.get(Filter.AFTER),
            before=self._days.get(Filter.BEFORE),
            unclear=tuple(self._unclear),
        )


def with_filter(typed: str, name: Filter, value: str = "") -> str:
    """`typed` with a filter put behind it, quoted where its value has more than one word."""
    quoted = f'"{value}"' if " " in value else value
    return f"{typed.rstrip()} {name}:{quoted}".lstrip() + (" " if value else "")


def begins_a_word(name: str, beginning: str) -> bool:
    """Whether `name` or one of its words begins with `beginning`, which is folded."""
    words = words_of(name)
    return any(" ".join(words[at:]).startswith(beginning) for at in range(len(words)))


def day_of(value: str, today: date) -> date | None:
    """The day that `value` names: 2026-03-01, 3/1/2026, 7d (days ago), today, yesterday; None: none."""
    named = {"today": 0, "yesterday": 1}.get(value.casefold())
    ago = _AGO.fullmatch(value)
    if named is not None or ago:
        return today - timedelta(days=int(ago[1]) if ago else named or 0)
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        return _us_date(value)


def _us_date(value: str) -> date | None:
    parts = _US_DATE.fullmatch(value)
    try:
        return date(int(parts[3]), int(parts[1]), int(parts[2])) if parts else None
    except ValueError:
        return None


def _meant(name: Filter, value: str) -> list[str]:
    """The values that `value` stands for or begins."""
    beginning = " ".join(words_of(value))
    if not beginning:
        return []
    if name is Filter.KIND:
        return [one for one in KIND_WORDS if begins_a_word(f"{one} {kind_words(one)}", beginning)]
    if name in (Filter.STATUS, Filter.HAS):
        known: Iterable[str] = Status if name is Filter.STATUS else Has
        return [one for one in known if one.startswith(beginning)]
    return [beginning]
