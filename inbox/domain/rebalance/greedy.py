"""A proposal at once: the most urgent piece first, each to whoever serves it best as things stand then.

Because pieces are placed in the order in which they will be done, nothing that is placed later delays
what was placed before.
"""

from __future__ import annotations

from inbox.domain.ids import NOBODY, ItemId, PersonId
from inbox.domain.rebalance.foresee import urgency
from inbox.domain.rebalance.parts import TODAY, WISHES, Board, Owners, Piece, Wishes, Worker


def greedy(
    board: Board, wishes: Wishes = WISHES, wanted: Owners | None = None
) -> dict[ItemId, PersonId | None]:
    """Who should have each piece; as `wanted`, where that is known and does not make it late."""
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
            place = at.get(wanted.get(piece.item) or NOBODY) if wanted else None
            if place is None or _is_late(piece, board.workers[place], busy[place] + piece.minutes):
                place = _best(board, number, busy, wishes)
            found[piece.item] = board.workers[place].person if place is not None else piece.holder
        if place is not None:
            busy[place] += piece.minutes
    return found


def cost(piece: Piece, worker: Worker, done: float, wishes: Wishes) -> float:
    """What it costs, in minutes of being late, that `worker` has done `piece` that many minutes from now."""
    late = 0.0
    if piece.due is not None and _is_late(piece, worker, done):
        late = wishes.late + done - max(0.0, min(piece.due, worker.left))
    return late + away(piece, worker, wishes) + wishes.uneven * done


def away(piece: Piece, worker: Worker, wishes: Wishes) -> float:
    """What it costs that it is `worker` and not whoever has it or knows the patient."""
    moved = 0.0
    if piece.holder is not None and piece.holder != worker.person:
        moved = wishes.move if piece.claimed else wishes.move / 2
    strange = wishes.stranger if piece.knows and worker.person not in piece.knows else 0.0
    return moved + strange


def _is_late(piece: Piece, worker: Worker, done: float) -> bool:
    return piece.due is not None and piece.due <= TODAY and done > min(piece.due, worker.left)


def _best(board: Board, number: int, busy: list[float], wishes: Wishes) -> int | None:
    """The cheapest of who is here, the first of several; None where nobody is."""
    piece, best, least = board.pieces[number], None, float("inf")
    for place in board.fits[number]:
        worker, done = board.workers[place], busy[place] + piece.minutes
        if worker.left > 0 and wishes.uneven * done < least:  # else it is dearer already
            costs = cost(piece, worker, done, wishes)
            if costs < least:
                best, least = place, costs
    return best
