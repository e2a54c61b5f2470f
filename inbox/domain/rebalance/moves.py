"""What would move, what becomes of it, and why, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.foresee import Foreseen, foresee
from inbox.domain.rebalance.parts import TODAY, Board, Owners, Piece, Worker
from inbox.domain.rebalance.spared import spared
from inbox.domain.time_words import words_minutes
from inbox.domain.words import tr

_LOOKS, _LOOKS_OF_THE_BEST = 4_000, 30_000
"""Pieces looked at, again and again, to find the moves that can be spared: at once, and for the best."""


class Move(msgspec.Struct, frozen=True):
    """One piece to another person."""

    piece: Piece
    to: PersonId
    why: str
    """For the list and for the record."""


class Proposal(msgspec.Struct, frozen=True):
    """What should move, and how the day ends without it and with it."""

    board: Board
    moves: tuple[Move, ...]
    before: Foreseen
    after: Foreseen
    gap: float | None = None
    """How far from the best possible it is at most, as a share of its cost; None: nobody has proved it."""

    @property
    def owners(self) -> dict[ItemId, PersonId | None]:
        """Who has each piece once it is done."""
        return {**self.board.owners, **{move.piece.item: move.to for move in self.moves}}


def proposal(board: Board, wanted: Owners, gap: float | None = None) -> Proposal:
    """The moves that lead to what is `wanted`, without those that help nobody.

    What lies in a pool stays there if it is done in time anyway: people take it in turn. What somebody has
    moves only if it would be late, or if its holder is not here and it is owed today.
    """
    before = foresee(board, board.owners)
    names = {worker.person: worker for worker in board.workers}
    moved = [
        (piece, to)
        for piece in board.pieces
        if (to := wanted.get(piece.item)) is not None
        and to != piece.holder
        and piece.item not in board.held
        and (piece.item in before.late or _is_stranded(piece, names))
    ]
    after = foresee(board, {**board.owners, **{piece.item: to for piece, to in moved}})
    kept = [(piece, to) for piece, to in moved if piece.item not in after.late or _is_stranded(piece, names)]
    effort = _LOOKS if gap is None else _LOOKS_OF_THE_BEST
    needed = spared(board, {piece.item: to for piece, to in kept}, effort // max(len(board.pieces), 1))
    moves = (Move(one, to, reason(one, names[to], names, before)) for one, to in kept if one.item in needed)
    return valued(board, tuple(moves), before, gap)


def valued(
    board: Board, moves: Collection[Move], before: Foreseen | None = None, gap: float | None = None
) -> Proposal:
    """These moves with what becomes of them: after somebody has changed the list by hand too."""
    owners: dict[ItemId, PersonId | None] = {**board.owners, **{move.piece.item: move.to for move in moves}}
    return Proposal(board, tuple(moves), before or foresee(board, board.owners), foresee(board, owners), gap)


def given(board: Board, item: ItemId, to: PersonId, before: Foreseen) -> Move:
    """The move that somebody wants by hand, with the reasons that speak for it."""
    names = {worker.person: worker for worker in board.workers}
    piece = next(one for one in board.pieces if one.item == item)
    return Move(piece, to, reason(piece, names[to], names, before))


def reason(piece: Piece, to: Worker, names: Mapping[PersonId, Worker], before: Foreseen) -> str:
    """Why it should go to `to`: what is wrong where it is, and what is right there."""
    return tr("{wrong}; {right}", wrong=_wrong(piece, names, before), right=_right(piece, to, before))


def _wrong(piece: Piece, names: Mapping[PersonId, Worker], before: Foreseen) -> str:
    if piece.holder is None:
        return tr("nobody gets to it in time")
    holder = names.get(piece.holder)
    if holder is None or holder.left <= 0:
        return tr("{name} is not here", name=holder.name) if holder else tr("its owner is not here")
    load = before.loads[piece.holder].minutes
    return tr("{name} has {time} of work", name=holder.name, time=words_minutes(load))


def _right(piece: Piece, to: Worker, before: Foreseen) -> str:
    if to.person in piece.knows:
        return tr("{name} knows the patient", name=to.name)
    load = before.loads.get(to.person)
    if load is None or not load.items:
        return tr("{name} is free", name=to.name)
    return tr("{name} has {time}", name=to.name, time=words_minutes(load.minutes))


def _is_stranded(piece: Piece, names: Mapping[PersonId, Worker]) -> bool:
    """Whether whoever has it is not here any more today, and today it is owed."""
    if piece.holder is None:
        return False
    holder = names.get(piece.holder)
    return (holder is None or holder.left <= 0) and piece.due is not None and piece.due <= TODAY
