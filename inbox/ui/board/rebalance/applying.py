"""A rebalance is done: all moves as one act, without those that somebody has overtaken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec
from PySide6.QtCore import QObject

from inbox import diary
from inbox.commands import many
from inbox.commands.bus import Done
from inbox.commands.declare import Case, Plan, Target
from inbox.commands.give import assign
from inbox.domain.entries import State
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, PersonId
from inbox.domain.operations import AnyOperation
from inbox.domain.people import Party
from inbox.domain.rebalance.moves import Move, Proposal
from inbox.domain.rebalance.parts import Worker
from inbox.domain.words import tr, trn
from inbox.domain.work_item import Stage
from inbox.queries import outbox, pools
from inbox.ui.desk import Desk, Tone
from inbox.ui.turns import Turns


class Applied(msgspec.Struct, frozen=True):
    """What was kept, and how many pieces are left as they are because somebody was faster."""

    done: Done | None
    skipped: int = 0


async def applied(desk: Desk, proposal: Proposal) -> Applied:
    """Assign every piece as proposed: one batch, one undo. What changed meanwhile is left alone."""
    moves = {move.piece.item: move for move in proposal.moves}
    workers = {worker.person: worker for worker in proposal.board.workers}
    targets = [Target(move.piece.thread, item) for item, move in moves.items()]
    here = {one.id for one in pools.staff(desk.reader) if one.active}
    turns = Turns()

    async def turn(_done: int) -> bool:
        if turns.due:
            await turns.give()
        return True

    weighed = await many.weigh(desk.bus, tr("Rebalance"), targets, _plan(moves, workers, here), turn)
    kept = await many.keep(desk.bus, weighed, turn)
    if kept.why:
        desk.say(kept.why, Tone.WARNING)
    diary.note("board.rebalance", asked=len(moves), done=len(weighed.fit) - kept.left)
    return Applied(kept.done, len(weighed.refused) + kept.left)


def _plan(
    moves: Mapping[ItemId, Move], workers: Mapping[PersonId, Worker], here: Collection[PersonId]
) -> Plan:
    """`here`: who works at the clinic now."""

    def plan(case: Case) -> Sequence[AnyOperation]:
        move = moves[case.item.id]
        if move.to not in here:
            raise Refused(tr("{name} works here no more.", name=workers[move.to].name))
        owner = case.item.holding.owner
        taken = case.item.stage in (Stage.CLAIMED, Stage.HELD)
        if case.item.stage is Stage.DONE or taken != move.piece.claimed:
            raise Refused(tr("It has changed since it was proposed."))
        if taken and owner is not None and move.piece.holder != owner.ref:
            raise Refused(tr("{name} is on it.", name=owner.name))
        to = workers[move.to]
        return assign(case, Party(to.person, to.name), to.role, move.why)

    return plan


class Meanwhile(QObject):
    """Watches a batch until all of it has left: what a colleague did first stays as the colleague did it."""

    def __init__(self, desk: Desk, done: Done) -> None:
        super().__init__(desk)
        self._desk = desk
        self._mine = {entry.id for entry in done.entries}
        self._overtaken = 0
        desk.changed.connect(self._look)

    def _look(self) -> None:
        desk = self._desk
        waiting = [
            one.entry
            for one in outbox.unconfirmed(desk.reader, desk.actor.person)
            if one.entry.id in self._mine
        ]
        stopped = [entry for entry in waiting if entry.state is State.CONFLICTED]
        for entry in stopped:
            self._mine.discard(entry.id)
            desk.undo.forget([entry.id])
            desk.store.discard(entry.id, desk.actor.person)
        self._overtaken += len(stopped)
        if len(waiting) == len(stopped):
            self._end()

    def _end(self) -> None:
        self._desk.changed.disconnect(self._look)
        if self._overtaken:
            said = trn(
                "{n} move was skipped: a colleague was faster.",
                "{n} moves were skipped: colleagues were faster.",
                self._overtaken,
            )
            self._desk.say(said, Tone.WARNING)
        self.deleteLater()
