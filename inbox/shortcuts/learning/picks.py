"""Where replies differ by one of a few values that come again and again, the blank becomes a pick list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from inbox.domain.deed import Private
from inbox.shortcuts.learning.private import is_private
from inbox.shortcuts.learning.tokens import Token, text_of, tokens

FEWEST: Final = 2
MOST: Final = 5
"""Values of a list: more than five are typed as fast as they are found."""
COVERS: Final = 0.8
"""The share of the replies whose value must be in the list."""
PICKED_BY: Final = 3
"""To how many different patients a word of a list must have been written."""
NUMBER_PICKED_BY: Final = 2
"""The same of a small number, which tells less of anybody."""
_LONGEST: Final = 3
"""Words of a value, and figures of a number: more of them name somebody or something."""


class Filled(NamedTuple):
    """One reply that is laid on a template, and whom it went to."""

    text: str
    patient: Hashable


def with_picks(pieces: Sequence[Token], replies: Sequence[Filled], private: Private) -> list[Token]:
    """`pieces`, whose blanks hold the values they had where these are few and nobody's own.

    `private` is what is any involved patient's own.
    """
    laid = [(_laid(pieces, own), own, reply.patient) for reply in replies if (own := tokens(reply.text))]
    found = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.blank:
            said = [(value, who) for there, own, who in laid if (value := _between(pieces, at, there, own))]
            found[at] = Token(piece.gap, piece.word, _few(said, len(replies), private))
    return found


def _laid(pieces: Sequence[Token], own: Sequence[Token]) -> dict[int, int]:
    """The place in `own` of every piece that it has as well."""
    matcher = SequenceMatcher(None, [one.same for one in pieces], [one.same for one in own], autojunk=False)
    return {b.a + n: b.b + n for b in matcher.get_matching_blocks() for n in range(b.size)}


def _between(
    pieces: Sequence[Token], at: int, laid: dict[int, int], own: Sequence[Token]
) -> tuple[Token, ...]:
    """What stands in `own` where the blank is; nothing where its neighbours are not there."""
    before, after = at - 1, at + 1
    if (at and before not in laid) or (after < len(pieces) and after not in laid):
        return ()
    start = laid[before] + 1 if at else 0
    return tuple(own[start : laid[after] if after < len(pieces) else len(own)])


def _few(said: Sequence[tuple[tuple[Token, ...], Hashable]], of: int, private: Private) -> tuple[str, ...]:
    """The values of a list, figures by size, words by how often; none where it makes no list."""
    times: Counter[str] = Counter()
    patients: defaultdict[str, set[Hashable]] = defaultdict(set)
    for value, who in said:
        if len(value) <= _LONGEST and all(_plain(piece, private) for piece in value):
            words = text_of((Token("", value[0].word), *value[1:]))
            times[words] += 1
            patients[words].add(who)
    kept = [value for value, _ in times.most_common() if len(patients[value]) >= _needed(value)]
    if not FEWEST <= len(kept) <= MOST or sum(times[value] for value in kept) < COVERS * of:
        return ()
    return tuple(sorted(kept, key=int) if all(value.isdecimal() for value in kept) else kept)


def _needed(value: str) -> int:
    return NUMBER_PICKED_BY if value.isdecimal() else PICKED_BY


def _plain(piece: Token, private: Private) -> bool:
    """Whether it is a small number or a word in small letters, and no patient's own."""
    plain = (piece.word.isdecimal() and len(piece.word) <= _LONGEST) or (piece.says and piece.word.islower())
    return plain and not is_private(piece, private.words)
