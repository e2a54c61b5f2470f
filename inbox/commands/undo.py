"""Undo: one stack, each entry said in words.

What the server has not done (it waits, or was refused) is deleted from the outbox. What has left is taken
back by its inverse, where the verb has one. Where it has none (a sent reply), the answer is an honest no,
and its item stays as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from inbox.commands import many
from inbox.commands.bus import Bus, Done, Outbox
from inbox.commands.declare import Case, Plan, Target
from inbox.commands.many import Refusal, Turn
from inbox.domain.entries import LIVE, Entry
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, OperationId
from inbox.domain.operations import AnyOperation, Assign, Route, TakeBack, Withdraw
from inbox.domain.words import tr
from inbox.domain.work_item import Stage, WorkItem

DEPTH = 50
_HANDS_ON = Assign | Route | TakeBack


class Taken(NamedTuple):
    """What became of an undo."""

    done: Done
    """What was to be taken back."""
    left: int = 0
    """Items that were not reached: the next undo goes on with them."""
    out: int = 0
    """Items that were left out, as they would have been refused."""
    why: str = ""
    """What kept it from going on; empty where the person stopped it, or all is done."""


LeaveOut = Callable[[Sequence[Refusal], int], Awaitable[bool]]
"""Asked with what would be refused and how many would go: whether to do these without the others."""


async def at_once(_done: int) -> bool:
    """Nobody watches: go on."""
    return True


async def all_or_none(refused: Sequence[Refusal], _fit: int) -> bool:
    """Raises Refused with the first reason."""
    raise Refused(refused[0].why)


class Undo:
    """The signed-in person's own stack; others' work is never on it."""

    def __init__(self, bus: Bus, outbox: Outbox) -> None:
        self._bus = bus
        self._outbox = outbox
        self._stack: list[Done] = []

    def push(self, done: Done) -> None:
        """Remember what was just performed."""
        self._stack = [*self._stack, done][-DEPTH:]

    def forget(self, operations: Collection[OperationId]) -> None:
        """These were given up in the outbox: there is nothing of them to take back any more."""
        left = (
            replace(done, entries=tuple(entry for entry in done.entries if entry.id not in operations))
            for done in self._stack
        )
        self._stack = [done for done in left if done.entries]

    @property
    def next(self) -> Done | None:
        """What `back` would take back now."""
        return self._stack[-1] if self._stack else None

    async def back(self, turn: Turn = at_once, leave_out: LeaveOut = all_or_none) -> Taken:
        """Take back the last thing done, many items in pieces; raises Refused with the reason when not all of
        it can be. What was not reached is the next to be taken back."""
        if not self._stack:
            raise Refused(tr("There is nothing to undo."))
        last = self._stack.pop()
        dropped = await self._dropped(last.group)
        left = [self._bus.as_named(entry) for entry in last.entries if entry.id not in dropped]
        final = [entry for entry in left if last.inverses[entry.id] is None]
        inverses = _inverses(last, left, but=final)
        taken = Taken(last)
        if inverses:
            taken = await self._put_back(last, left, inverses, turn, leave_out)
        if final and not taken.left:
            what = final[0].operation.describe()
            if dropped or inverses:
                raise Refused(
                    tr(
                        "{what} has already left and cannot be taken back. The rest was taken back.",
                        what=what,
                    )
                )
            raise Refused(tr("{what} has already left and cannot be taken back.", what=what))
        return taken

    async def _put_back(
        self, last: Done, left: list[Entry], inverses: _Inverses, turn: Turn, leave_out: LeaveOut
    ) -> Taken:
        """Weigh what puts each item back, and do it in slices; what is not reached is remembered."""

        def not_reached(targets: Collection[Target]) -> None:
            entries = tuple(one for one in left if Target(one.thread, one.item) in targets)
            again = replace(last, entries=entries)
            self._stack = sorted([*self._stack, again], key=lambda done: done.at)[-DEPTH:]

        title = tr("Undo: {title}", title=last.title)
        weighed = await many.weigh(self._bus, title, list(inverses), _each(inverses, left), turn)
        out = weighed.refused
        if weighed.stopped or (out and not await leave_out(out, len(weighed.fit))):
            not_reached(inverses)
            return Taken(last, len(inverses))
        kept = await many.keep(self._bus, weighed, turn)
        if kept.left:
            not_reached({done.targets[0] for done in weighed.fit[-kept.left :]})
        return Taken(last, kept.left, len(out), kept.why)

    async def _dropped(self, group: GroupId) -> set[OperationId]:
        """Delete what the server has not done: what still waits, and what was refused or conflicted."""
        me = self._bus.actor.person
        waiting, rest = await asyncio.wrap_future(self._outbox.take_back(group, me))
        stopped = [entry for entry in rest if entry.state not in LIVE]
        for entry in stopped:
            await asyncio.wrap_future(self._outbox.discard(entry.id, me))
        return {entry.id for entry in (*waiting, *stopped)}


_Inverses = dict[Target, dict[object, AnyOperation]]


def _inverses(last: Done, left: list[Entry], but: list[Entry]) -> _Inverses:
    """What puts each item back to before the first of what has `left`; not where any of it is final.

    One of each verb: who holds an item, its kind, and each piece split off from it are taken back apart.
    """
    kept = {Target(entry.thread, entry.item) for entry in but}
    found: _Inverses = {}
    for entry in left:
        target, inverse = Target(entry.thread, entry.item), last.inverses[entry.id]
        if inverse is not None and entry.named:
            inverse = msgspec.structs.replace(inverse, item=entry.item)
        if target not in kept and inverse is not None:
            what = inverse.name if isinstance(inverse, Withdraw) else type(inverse)
            found.setdefault(target, {}).setdefault(what, inverse)
    return found


def _is_handed_on_again(entry: Entry, item: WorkItem) -> bool:
    """Whether it was handed on by `entry`, and lies with another than that since."""
    handed = entry.operation
    if not isinstance(handed, _HANDS_ON) or item.stage is not Stage.UNCLAIMED:
        return False
    return not handed.shown_by(item, entry.stamp)


def _each(inverses: _Inverses, left: Sequence[Entry]) -> Plan:
    """What puts an item back; of one that was handed on, unless somebody has handed it on again."""
    made = {Target(entry.thread, entry.item): entry for entry in left}

    def plan(case: Case) -> list[AnyOperation]:
        target = Target(case.thread.id, case.item.id)
        if _is_handed_on_again(made[target], case.item):
            raise Refused(tr("It has changed hands since."))
        return [inverse.meant(case.thread) for inverse in inverses[target].values()]

    return plan
