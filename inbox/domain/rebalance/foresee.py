"""What becomes of the work if everybody goes on: who is late with what, and who has how much to do.

Everybody does the most urgent of their own pieces and of the free ones in their pools first, each taking its
expected minutes, until their duty ends. The rest of the day only: what is due later is never late here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

import msgspec

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.parts import Board, Owners, Piece
from inbox.domain.workload import Load

NEVER = float("inf")


class Foreseen(msgspec.Struct, frozen=True):
    """How the day ends."""

    late: frozenset[ItemId]
    """Due today and not done by then; what is late already is not among them."""
    undone: frozenset[ItemId]
    """Owed by the end of the day, or late already, and not even done by then."""
    loads: dict[PersonId, Load]
    """What everybody has on their own list."""
    done_by: dict[PersonId, float]
    """Minutes from now until everybody has done what falls to them today."""


def urgency(piece: Piece) -> tuple[bool, float, ItemId]:
    """Sorts the most urgent first: flags that wait for a call, then by due time."""
    return (not piece.waits_for_call, piece.due if piece.due is not None else NEVER, piece.item)


def foresee(board: Board, owners: Owners) -> Foreseen:
    """How the day ends if each piece is with its owner in `owners`."""
    own: dict[PersonId, list[tuple[tuple[bool, float, ItemId], int]]] = defaultdict(list)
    free: dict[tuple[int, ...], list[tuple[tuple[bool, float, ItemId], int]]] = defaultdict(list)
    loads: dict[PersonId, Load] = {worker.person: Load() for worker in board.workers}
    for number, piece in enumerate(board.pieces):
        owner = owners.get(piece.item)
        if owner is None:
            free[board.fits[number]].append((urgency(piece), number))
        else:
            own[owner].append((urgency(piece), number))
            loads[owner] = loads.get(owner, Load()).with_more(piece.minutes)
    for heap in (*own.values(), *free.values()):
        heapify(heap)
    in_time, done, done_by = set[int](), set[int](), dict.fromkeys(loads, 0.0)
    for number, end, person in _worked(board, own, free):
        done_by[person] = end
        done.add(number)
        due = board.pieces[number].due
        if due is not None and end <= due:
            in_time.add(number)
    last = max((worker.left for worker in board.workers), default=0.0)
    owed = [(n, one) for n, one in enumerate(board.pieces) if one.due is not None and one.due <= last]
    late = frozenset(one.item for n, one in owed if n not in in_time and one.due is not None and one.due >= 0)
    undone = frozenset(one.item for n, one in owed if n not in done)
    return Foreseen(late, undone, loads, done_by)


_Queue = list[tuple[tuple[bool, float, ItemId], int]]


def _worked(
    board: Board, own: dict[PersonId, _Queue], free: dict[tuple[int, ...], _Queue]
) -> Iterator[tuple[int, float, PersonId]]:
    """The pieces in the order they are done: which, when it is done in minutes from now, and by whom."""
    open_to: dict[int, list[_Queue]] = defaultdict(list)
    for fits, queue in free.items():
        for place in fits:
            open_to[place].append(queue)
    idle = [(0.0, number) for number, worker in enumerate(board.workers) if worker.left > 0]
    while idle:
        clock, number = heappop(idle)
        worker = board.workers[number]
        queues = [queue for queue in (own.get(worker.person), *open_to[number]) if queue]
        if not queues or clock >= worker.left:
            continue  # what others free up later is not theirs: nobody gives work back in this picture
        _, piece = heappop(min(queues, key=lambda queue: queue[0]))
        end = clock + board.pieces[piece].minutes
        if end <= worker.left:
            yield piece, end, worker.person
        heappush(idle, (end, number))
