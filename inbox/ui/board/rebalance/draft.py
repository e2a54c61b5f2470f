"""The list of moves while a person edits it. What they decided stays decided when it is proposed anew."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.moves import Move, Proposal, given, proposal, valued
from inbox.domain.rebalance.parts import Board, Owners, left_alone


class Draft:
    """A proposal, and what the person wants of it."""

    def __init__(self) -> None:
        self.proposal: Proposal | None = None
        self._stay: set[ItemId] = set()
        self._spared: set[PersonId] = set()
        self._chosen: dict[ItemId, PersonId] = {}

    def begin(self, board: Board) -> Board:
        """The board as the person wants it looked at."""
        for person in sorted(self._spared):
            board = left_alone(board, person)
        there = {piece.item for piece in board.pieces}
        self._chosen = {item: to for item, to in self._chosen.items() if item in there}
        return msgspec.structs.replace(board, held=board.held | self._stay | set(self._chosen))

    def propose(self, board: Board, wanted: Owners, gap: float | None) -> Proposal:
        """What should move, with the persons that were chosen by hand."""
        found = proposal(board, wanted, gap)
        moves = [given(board, item, to, found.before) for item, to in self._chosen.items()]
        self.proposal = valued(board, [*moves, *found.moves], found.before, gap) if moves else found
        return self.proposal

    def drop(self, move: Move) -> None:
        """That piece stays where it is."""
        self._stay.add(move.piece.item)
        self._chosen.pop(move.piece.item, None)
        self._keep([one for one in self._moves if one.piece.item != move.piece.item])

    def give(self, move: Move, to: PersonId) -> None:
        """That piece goes to somebody else."""
        assert self.proposal is not None
        self._chosen[move.piece.item] = to
        other = given(self.proposal.board, move.piece.item, to, self.proposal.before)
        self._keep([other if one.piece.item == move.piece.item else one for one in self._moves])

    def spare(self, person: PersonId) -> None:
        """They keep what they have and get nothing more."""
        self._spared.add(person)
        self._keep([one for one in self._moves if person not in (one.to, one.piece.holder)])

    def forget(self) -> None:
        """It has been done, or is wanted no more."""
        self.proposal = None
        for decided in (self._stay, self._spared, self._chosen):
            decided.clear()

    @property
    def _moves(self) -> tuple[Move, ...]:
        return self.proposal.moves if self.proposal else ()

    def _keep(self, moves: list[Move]) -> None:
        """The best possible was proved of other moves, so nothing is said of it any more."""
        if self.proposal is not None:
            self.proposal = valued(self.proposal.board, moves, self.proposal.before)
