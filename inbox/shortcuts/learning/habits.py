"""Habits in finished work: the same steps, with the same words, in nearly all work of one kind.

Pure: from the work, its masked replies and the speed buttons there are, to what may be offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from typing import Final

from inbox.domain.deed import CLOSE, REPLY, ROUTE, VISIT, Move, Private, Work
from inbox.domain.work_item import Kind
from inbox.shortcuts.learning.parts import Parts, parts, shared
from inbox.shortcuts.learning.private import is_private
from inbox.shortcuts.learning.template import KNOWN_BY, NEARLY_ALL, Fit, Reply, Template, alike, fit, template
from inbox.shortcuts.learning.tokens import Token, tokens

ENOUGH: Final = 10
"""Pieces of work of one kind before anything is said of them (product.md §5)."""
SHARE: Final = 0.8
"""What of them must be alike (product.md §5)."""
LOOKED_AT: Final = 30
"""The newest of a kind that are looked at: habits change."""
LEAST_SAID: Final = 6
"""Words of the language that a reply's common part must have, greeting and signature apart."""
LONGEST_BLANK: Final = 6
"""Words that a blank may stand for, on average: beyond that every reply says something of its own."""
MOSTLY_SAID: Final = 0.6
"""What of an average reply the common part must be."""
_OFFERED: Final = frozenset({REPLY, ROUTE, CLOSE, VISIT})
"""Hiding or holding something is never offered, nor what needs thought each time: escalating, re-classing."""
_KINDS: Final = frozenset(Kind)


@dataclass(frozen=True)
class Habit:
    """What somebody did with nearly all of their newest work of one kind."""

    kind: Kind
    moves: tuple[Move, ...]
    text: Template | None
    """What was written, greeting and signature with it; None: nothing."""
    body: frozenset[str]
    """The words it says, greeting and signature apart."""
    hits: int
    of: int
    examples: tuple[datetime, ...]
    """When it was done, the latest first; at most three."""

    @property
    def way(self) -> tuple[tuple[str, str], ...]:
        """Its steps."""
        return tuple(move.same for move in self.moves)


Known = Callable[[Habit], bool]
"""Whether something does this already, or it was refused."""


def habits(work: Sequence[Work], known: Known, kinds: frozenset[str] = _KINDS) -> list[Habit]:
    """The habits in `work`, oldest first, that are not `known`; at most one for each of these `kinds`."""
    found = (_habit(Kind(kind), work) for kind in sorted({one.kind for one in work} & _KINDS & kinds))
    return [habit for habit in found if habit is not None and not known(habit)]


def _habit(kind: Kind, work: Sequence[Work]) -> Habit | None:
    newest = [one for one in work if one.kind == kind][-LOOKED_AT:]
    if len(newest) < ENOUGH:
        return None
    way, times = Counter(one.way for one in newest).most_common(1)[0]
    if times < SHARE * len(newest) or not _may_be_offered(way):
        return None
    same = [one for one in newest if one.way == way]
    if any(do == REPLY for do, _ in way):
        return _in_words(kind, same, len(newest), work)
    if len({one.patient for one in same}) < KNOWN_BY:
        return None
    return _told(kind, same, len(newest), None, frozenset())


def _may_be_offered(way: Sequence[tuple[str, str]]) -> bool:
    done = [do for do, _ in way]
    return _OFFERED.issuperset(done) and len(set(done)) == len(done)


def _in_words(kind: Kind, same: Sequence[Work], of: int, everything: Sequence[Work]) -> Habit | None:
    """The habit where what was written is alike as well."""
    slogans = shared([one.text for one in everything if one.text and one.kind != kind])
    cut = [(one, parts(one.text, slogans)) for one in same if one.text]
    replies = [Reply(part.body, one.patient, one.private) for one, part in cut]
    group = alike(replies)
    if len(group) < SHARE * of:
        return None
    private = _of_all(one for one in everything if one.kind == kind)
    body = template([replies[n] for n in group], private)
    fits = [fit(body, reply) for reply in replies]
    members = [n for n in group if fits[n].had >= NEARLY_ALL]
    if len(members) < SHARE * of or not _says_enough(body, [fits[n] for n in members]):
        return None
    whole = _around(body, [cut[n][1] for n in members], [cut[n][0] for n in members], private)
    return _told(kind, [cut[n][0] for n in members], of, whole, body.words)


def _says_enough(body: Template, fits: Sequence[Fit]) -> bool:
    """Whether the common part is the message, and not the frame around another one each time."""
    of_their_own = mean(one.more for one in fits)
    longest = mean(one.longest for one in fits)
    said = body.content / (body.content + of_their_own) if body.content else 0
    return body.content >= LEAST_SAID and longest <= LONGEST_BLANK and said >= MOSTLY_SAID


def _around(body: Template, cut: Sequence[Parts], same: Sequence[Work], private: Private) -> Template:
    """`body` with the greeting and the signature that nearly all of them have."""
    both = list(zip(cut, same, strict=True))
    opening = _frame([Reply(part.opening, one.patient, one.private) for part, one in both], private)
    closing = _frame([Reply(part.closing, one.patient, one.private) for part, one in both], private)
    pieces = [*opening, *body.pieces, *closing]
    return Template((Token("", pieces[0].word), *pieces[1:]))


def _frame(replies: Sequence[Reply], private: Private) -> tuple[Token, ...]:
    """What stands before or after what is said; nothing where it differs, for a frame has no blanks."""
    group = alike(replies)
    if len(group) < NEARLY_ALL * len(replies):
        return ()
    common = template([replies[n] for n in group], private).pieces
    return () if any(piece.blank for piece in common) else common


def _told(kind: Kind, same: Sequence[Work], of: int, text: Template | None, body: frozenset[str]) -> Habit:
    private = _of_all(same).words
    moves = tuple(
        Move(done[0].do, done[0].to, _reason([move.reason for move in done], private))
        for done in zip(*(one.moves for one in same), strict=True)
    )
    examples = tuple(sorted((one.at for one in same), reverse=True)[:3])
    return Habit(kind, moves, text, body, len(same), of, examples)


def _of_all(work: Iterable[Work]) -> Private:
    """What is any patient's own."""
    own = [one.private for one in work]
    return Private(
        frozenset().union(*(one.names for one in own)), frozenset().union(*(one.facts for one in own))
    )


def _reason(given: Sequence[str], private: frozenset[str]) -> str:
    """The reason nearly always given, unless it holds what is a patient's."""
    reason, times = Counter(given).most_common(1)[0]
    own = any(is_private(piece, private) for piece in tokens(reason))
    return "" if own or times < NEARLY_ALL * len(given) else reason
