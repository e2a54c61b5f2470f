"""Undo: one stack, each entry said in words.

What still waits is deleted from the outbox. What has reached the server is taken back by its inverse,
where the verb has one. Where it has none (a sent reply), the answer is an honest no.
"""

from __future__ import annotations

import asyncio

from inbox.commands.bus import Bus, Done, Outbox
from inbox.commands.declare import Case, Plan, Target
from inbox.domain.entries import Entry
from inbox.domain.errors import Refused
from inbox.domain.operations import AnyOperation
from inbox.domain.words import tr

DEPTH = 50


class Undo:
    """The signed-in person's own stack; others' work is never on it."""

    def __init__(self, bus: Bus, outbox: Outbox) -> None:
        self._bus = bus
        self._outbox = outbox
        self._stack: list[Done] = []

    def push(self, done: Done) -> None:
        """Remember what was just performed."""
        self._stack = [*self._stack, done][-DEPTH:]

    @property
    def next(self) -> Done | None:
        """What `back` would take back now."""
        return self._stack[-1] if self._stack else None

    async def back(self) -> Done:
        """Take back the last thing done; raises Refused with the reason when it cannot be."""
        if not self._stack:
            raise Refused(tr("There is nothing to undo."))
        last = self._stack.pop()
        taken, _ = await asyncio.wrap_future(self._outbox.take_back(last.group, self._bus.actor.person))
        gone = [entry for entry in last.entries if entry.id not in {t.id for t in taken}]
        final = [entry for entry in gone if last.inverses[entry.id] is None]
        if final and not taken:
            raise Refused(
                tr("{what} has already left and cannot be taken back.", what=final[0].operation.describe())
            )
        await self._invert(last, gone)
        return last

    async def _invert(self, last: Done, gone: list[Entry]) -> None:
        for target in dict.fromkeys(Target(e.thread, e.item) for e in gone):
            earliest = next(e for e in gone if (e.thread, e.item) == (target.thread, target.item))
            inverse = last.inverses[earliest.id]
            if inverse is not None:
                await self._bus.perform(tr("Undo: {title}", title=last.title), [target], _only(inverse))


def _only(operation: AnyOperation) -> Plan:
    def plan(_case: Case) -> list[AnyOperation]:
        return [operation]

    return plan
