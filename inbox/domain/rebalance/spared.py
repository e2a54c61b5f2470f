"""The moves that are needed: those without which the day would end as well are spared."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.foresee import Foreseen, foresee
from inbox.domain.rebalance.parts import Board


def spared(board: Board, moves: Mapping[ItemId, PersonId], looks: int) -> frozenset[ItemId]:
    """The pieces of `moves` that have to move so that no more is late, or left undone, than with all of them.

    Halves of them are left out, then halves of what is needed, until each of those that remain is
    known to be needed or `looks` times has been looked. The same answer for the same board.
    """
    before, after = foresee(board, board.owners), foresee(board, {**board.owners, **moves})
    good = _counts(after)
    if not moves or _counts(before) == good:
        return frozenset()
    kept, parts = dict(moves), _halves(list(moves)) or [list(moves)]
    while parts and looks > 0:
        looks -= 1
        part = parts.pop(0)
        without = {item: to for item, to in kept.items() if item not in part}
        late, undone = _counts(foresee(board, {**board.owners, **without}))
        if late <= good[0] and undone <= good[1]:
            kept = without
        else:
            parts += _halves(part)
    return frozenset(kept)


def _counts(seen: Foreseen) -> tuple[int, int]:
    return len(seen.late), len(seen.undone)


def _halves(part: list[ItemId]) -> list[list[ItemId]]:
    middle = len(part) // 2
    return [part[:middle], part[middle:]] if middle else []
