"""What a rebalance is about: pieces of work, people who do them, and how much each wish weighs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain.ids import ItemId, PersonId, PoolId, ThreadId
from inbox.domain.licence import lacking
from inbox.domain.people import Role
from inbox.domain.work_item import Kind

TODAY = 480.0
"""Minutes from now; what is due later is today's worry only as a part of the load."""

Owners = Mapping[ItemId, PersonId | None]
"""Who has each piece; None: it lies in its pool, and whoever serves the pool takes it in turn."""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """An open piece of work."""

    item: ItemId
    thread: ThreadId
    kind: str
    pool: PoolId
    minutes: float
    """Expected, from opening to closing."""
    due: float | None
    """Minutes from now; negative: late already. None: nothing is promised."""
    holder: PersonId | None = None
    """Who has it now; None: nobody."""
    claimed: bool = False
    """Whether the holder has begun with it, rather than been given it."""
    waits_for_call: bool = False
    knows: frozenset[PersonId] = frozenset()
    """Who has answered this patient before."""


class Worker(msgspec.Struct, frozen=True, gc=False):
    """Somebody who does the work."""

    person: PersonId
    name: str
    role: Role | None
    pools: frozenset[PoolId]
    left: float
    """Minutes of duty left today; none: not here any more."""


class Board(msgspec.Struct, frozen=True):
    """All of it, at one moment. `fits` says who may do each piece, by their places in `workers`."""

    at: datetime
    pieces: tuple[Piece, ...]
    workers: tuple[Worker, ...]
    fits: tuple[tuple[int, ...], ...]
    held: frozenset[ItemId] = frozenset()
    """Pieces that stay where they are, because the person wants it so."""

    @property
    def owners(self) -> dict[ItemId, PersonId | None]:
        """Who has each piece now."""
        return {piece.item: piece.holder for piece in self.pieces}


def who_fits(
    workers: Sequence[Worker], kind: str, pool: PoolId, waits_for_call: bool, office_work: Collection[str]
) -> tuple[int, ...]:
    """The places of those who may be given such work: who serves the pool, and has the licence.

    Physicians get what was escalated to them and nothing else, supervisors nothing (product.md §1).
    """
    review = kind == Kind.PHYSICIAN_REVIEW
    return tuple(
        place
        for place, one in enumerate(workers)
        if pool in one.pools
        and one.role is not Role.SUPERVISOR
        and (one.role is Role.PRESCRIBER) == review
        and not lacking(kind, waits_for_call, one.role, office_work)
    )


def left_alone(board: Board, person: PersonId) -> Board:
    """The board where `person` keeps what they have and gets nothing more."""
    theirs = {piece.item for piece in board.pieces if piece.holder == person}
    place = next((n for n, worker in enumerate(board.workers) if worker.person == person), None)
    fits = tuple(tuple(n for n in may if n != place) for may in board.fits)
    return msgspec.structs.replace(board, held=board.held | theirs, fits=fits)


class Wishes(msgspec.Struct, frozen=True):
    """What counts how much, in minutes of being late that it is worth."""

    late: float = 60.0
    """A promise broken, whatever else."""
    move: float = 6.0
    """Taking a piece from whoever has begun with it; half of that where it was only given to them."""
    stranger: float = 4.0
    """Giving a piece to somebody who does not know the patient, where a colleague does."""
    uneven: float = 0.05
    """Each minute of load, times the share of their time that is taken already."""


WISHES = Wishes()
