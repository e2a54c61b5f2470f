"""A proposal at once: the most urgent piece first, each to whoever serves it best as things stand then.

Because pieces are placed in the order in which they will be done, nothing that is placed later delays
what was placed before.
"""

from __future__ import annotations

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.foresee import urgency
from inbox.domain.rebalance.parts import WISHES, Board, Piece, Wishes, Worker


def greedy(board: Board, wishes: Wishes = WISHES) -> dict[ItemId, PersonId | None]:
    """Who should have each piece."""
    busy = [0.0] * len(board.workers)
    at = {worker.person: number for number, worker in enumerate(board.workers)}
    found: dict[ItemId, PersonId | None] = {}
    order = sorted(range(len(board.pieces)), key=lambda number: urgency(board.pieces[number]))
    for number in order:
        piece = board.pieces[number]
        if piece.item in board.held:
            found[piece.item] = piece.holder
            place = at.get(piece.holder) if piece.holder else None
        else:
            place = _best(board, number, busy, wishes)
            found[piece.item] = board.workers[place].person if place is not None else piece.holder
        if place is not None:
            busy[place] += piece.minutes
    return found


def cost(piece: Piece, worker: Worker, done: float, wishes: Wishes) -> float:
    """What it costs, in minutes of being late, that `worker` has done `piece` that many minutes from now."""
    latest = min(piece.due if piece.due is not None else done, worker.left)
    late = wishes.late + done - max(latest, 0.0) if done > latest else 0.0
    return late + away(piece, worker, wishes) + wishes.uneven * done


def away(piece: Piece, worker: Worker, wishes: Wishes) -> float:
    """What it costs that it is `worker` and not whoever has it or knows the patient."""
    moved = 0.0
    if piece.holder is not None and piece.holder != worker.person:
        moved = wishes.move if piece.claimed else wishes.move / 2
    strange = wishes.stranger if piece.knows and worker.person not in piece.knows else 0.0
    return moved + strange


def _best(board: Board, number: int, busy: list[float], wishes: Wishes) -> int | None:
    piece, workers = board.pieces[number], board.workers
    here = [place for place in board.fits[number] if workers[place].left > 0]
    if not here:
        return None
    return min(here, key=lambda n: (cost(piece, workers[n], busy[n] + piece.minutes, wishes), n))
