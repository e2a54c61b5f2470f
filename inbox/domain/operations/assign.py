"""Assign: give an item to one person, who may be trusted with it by licence."""

from __future__ import annotations

from inbox.domain.licence import lacking
from inbox.domain.operations.base import Operation, Problem, Stamp, Why, not_free, not_open
from inbox.domain.operations.put_back import PutBack
from inbox.domain.people import Actor, Party, Role
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Promise, Stage, WorkItem


class Assign(Operation, frozen=True, tag="assign", kw_only=True):
    """The person owns it, unclaimed, in the pool it is in: nobody has looked yet, so no clock is stopped.

    What a colleague has claimed only who leads the day gives to somebody else.
    """

    to: Party
    licence: Role | None = None
    """The role of `to`, as known when it was asked for; None: unknown, which counts as the least."""
    reason: str = ""
    promise: Promise | None = None
    """The due time from then on; None keeps the one it has."""

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if item.is_of(self.to) and item.stage is not Stage.DONE:
            return Problem(Why.THERE_ALREADY, tr("{name} has it already.", name=self.to.name))
        why = lacking(item.kind, item.needs_call, self.licence, actor.office_work)
        unfit = Problem(Why.NOT_LICENSED, why) if why else None
        return (not_open(item) if actor.leads else not_free(item, actor)) or unfit

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None:
            return thread
        return self.changed(
            thread,
            status="requested",
            owner=self.to,
            wake=None,
            hold_reason="",
            promise=self.promise or item.holding.promise,
        )

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return item.is_of(self.to) and item.stage is not Stage.DONE

    def inverse(self, before: Thread) -> PutBack | None:
        return PutBack.to_how_it_was(self.item, before)

    def describe(self) -> str:
        return tr("Assign to {name}", name=self.to.name)
