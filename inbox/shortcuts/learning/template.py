"""What many replies have in common, and where they differ.

The replies are laid beside the most typical one, word by word (the longest common runs first: Ratcliff and
Obershelp 1988, as in the standard library's `difflib`). A word that nearly all of them have stands; where
they differ there is a blank, or a pick list of the few values it had. The patients' own is in none of them
any more: it went in as links and blanks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from inbox.domain.deed import Private
from inbox.shortcuts.learning.picks import Filled, with_picks
from inbox.shortcuts.learning.private import is_private
from inbox.shortcuts.learning.tokens import Token, text_of, tokens
from inbox.shortcuts.phrases.tree import BLANK

NEARLY_ALL: Final = 0.8
"""The share of the replies that must have a word for it to stand."""
KNOWN_BY: Final = 5
"""To how many different patients a word must have been written before it counts as nobody's own."""
_ALIKE: Final = 0.4
"""Words in common, of all the words of two replies, from which on they may say the same."""


class Reply(NamedTuple):
    """The masked text of one reply, or of a part of it, the patient it went to, and what is theirs."""

    text: str
    patient: Hashable
    private: Private = Private()


class Template(NamedTuple):
    """What replies have in common: words, links and blanks, in order."""

    pieces: tuple[Token, ...]

    @property
    def text(self) -> str:
        """As a phrase says it, but for signs that mean something in phrases."""
        return text_of(self.pieces)

    @property
    def words(self) -> frozenset[str]:
        """The words of the language in it, case folded."""
        return frozenset(piece.same for piece in self.pieces if piece.says)

    @property
    def content(self) -> int:
        """How many words of the language stand in it."""
        return sum(piece.says for piece in self.pieces)


class Fit(NamedTuple):
    """How one reply lies on a template."""

    had: float
    """The share of the template's words that it has."""
    more: int
    """How many words of its own it has beside them."""
    longest: int
    """The most of them in one place."""


def alike(replies: Sequence[Reply]) -> list[int]:
    """The places of the largest group of replies that say much the same, the most typical first."""
    bags = [frozenset(piece.same for piece in tokens(reply.text)) for reply in replies]
    near = [[n for n, bag in enumerate(bags) if _overlap(one, bag) >= _ALIKE] for one in bags]
    if not near:
        return []
    typical = max(
        range(len(bags)), key=lambda n: (len(near[n]), sum(_overlap(bags[n], bags[m]) for m in near[n]))
    )
    return [typical, *(n for n in near[typical] if n != typical)]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def template(replies: Sequence[Reply], private: Private) -> Template:
    """What `replies`, the most typical first, have in common, without what is `private`.

    `private` is what is any involved patient's own. A date, number or medicine among it is a blank even
    where all replies have it, and so is a name; but a word in small letters that was written to enough
    patients whose name it is not, is a word of the language: "we will call".
    """
    typical = tokens(replies[0].text)
    stands = _standing(typical, replies)
    kept = [
        piece if stands[n] and not _someones(piece, private) else Token(piece.gap, BLANK)
        for n, piece in enumerate(typical)
    ]
    pieces = _joined(_with_insertions(kept, typical, replies))
    return Template(tuple(with_picks(pieces, [Filled(one.text, one.patient) for one in replies], private)))


def _someones(piece: Token, private: Private) -> bool:
    return is_private(piece, private.facts) or (not piece.word.islower() and is_private(piece, private.names))


def _standing(typical: Sequence[Token], replies: Sequence[Reply]) -> list[bool]:
    """Which pieces of the typical reply nearly all have, written to enough patients; a figure: all."""
    had: list[set[int]] = [set() for _ in typical]
    for n, reply in enumerate(replies):
        for at in _matched(typical, tokens(reply.text)):
            had[at].add(n)
    found: list[bool] = []
    for piece, those in zip(typical, had, strict=True):
        others = {replies[n].patient for n in those if not is_private(piece, replies[n].private.words)}
        needed = len(replies) if piece.counts else NEARLY_ALL * len(replies)
        found.append(len(those) >= needed and len(others) >= KNOWN_BY and not piece.blank)
    return found


def _matched(one: Sequence[Token], other: Sequence[Token]) -> list[int]:
    """The places in `one` that `other` has as well, in its order."""
    blocks = _matcher(one, other).get_matching_blocks()
    return [at for block in blocks for at in range(block.a, block.a + block.size)]


def _matcher(one: Sequence[Token], other: Sequence[Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [p.same for p in one], [p.same for p in other], autojunk=False)


def _with_insertions(
    kept: Sequence[Token], typical: Sequence[Token], replies: Sequence[Reply]
) -> list[Token]:
    """`kept`, with a blank wherever too many replies say something more than the typical one."""
    more: Counter[int] = Counter()
    for reply in replies:
        codes = _matcher(typical, tokens(reply.text)).get_opcodes()
        more.update(at for tag, at, _, _, _ in codes if tag == "insert")
    often = {at for at, n in more.items() if n > (1 - NEARLY_ALL) * len(replies)}
    found: list[Token] = []
    for at, piece in enumerate(kept):
        if at in often:
            found.append(Token(piece.gap if at else "", BLANK))
            piece = Token(piece.gap or " ", piece.word)
        found.append(piece)
    return [*found, Token(" ", BLANK)] if len(kept) in often else found


def _joined(pieces: Sequence[Token]) -> list[Token]:
    """`pieces`, of which blanks that only signs stand between are one."""
    found: list[Token] = []
    for piece in pieces:
        last = next((n for n in range(len(found) - 1, -1, -1) if found[n].blank), None)
        between = found[last + 1 :] if last is not None else [piece]
        if piece.blank and last is not None and not any(p.says or p.link or p.counts for p in between):
            del found[last + 1 :]
            continue
        found.append(piece)
    return found


def fit(made: Template, reply: Reply) -> Fit:
    """How `reply` lies on `made`."""
    known, own = [piece for piece in made.pieces if not piece.blank], tokens(reply.text)
    wanted = sum(piece.says or bool(piece.link) for piece in known)
    matcher = _matcher(known, own)
    matched = [at for block in matcher.get_matching_blocks() for at in range(block.a, block.a + block.size)]
    had = sum(known[at].says or bool(known[at].link) for at in matched)
    extra = [
        sum(not piece.blank for piece in own[start:end])
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("insert", "replace")
    ]
    return Fit(had / wanted if wanted else 0.0, sum(extra), max(extra, default=0))
