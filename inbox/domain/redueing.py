"""What newly published promises mean for open work: which items are due earlier, which later.

Earlier by rule; later only where somebody confirms it. What stores no due time yet is counted by every
station with the promises in force, so an item that is to keep its earlier time gets it stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

import msgspec

from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Redue
from inbox.domain.operations.base import same_moment
from inbox.domain.operations.redue import later
from inbox.domain.promises import Promises
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, Stage, WorkItem


class Shift(StrEnum):
    """Which way a due time moves."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    SAME = "same"


class Shifted(msgspec.Struct, frozen=True):
    """One open item under the promises of before and of after."""

    thread: ThreadId
    item: ItemId
    patient: PatientId
    kind: str
    pool: str
    was: Promise
    """What is shown now: stored, or computed with the promises of before."""
    becomes: Promise
    stored: bool
    """Whether the item itself says when it is due."""

    @property
    def shift(self) -> Shift:
        """Which way it moves."""
        if same_moment(self.was.due, self.becomes.due):
            return Shift.SAME
        return Shift.LOOSER if later(self.becomes, self.was) else Shift.TIGHTER


def shifted(threads: Iterable[Thread], before: Promises, after: Promises) -> Iterator[Shifted]:
    """Every open item of `threads`, parents first: a review is never due after what it is part of."""
    for thread in threads:
        under = thread
        for item in sorted(thread.items, key=lambda one: (one.parent is not None, one.id)):
            if item.stage is not Stage.DONE:
                one = _shifted(thread, under, item, before, after)
                under = _with_promise(under, item.id, one.becomes)
                yield one


def redues(found: Iterable[Shifted], confirmed: Collection[ItemId], reason: str) -> dict[ItemId, Redue]:
    """What is to be done about each item that the new promises touch."""
    batch: dict[ItemId, Redue] = {}
    for one in found:
        if one.shift is Shift.TIGHTER:
            batch[one.item] = Redue(item=one.item, to=_kept(one.becomes), reason=reason)
        elif one.shift is Shift.LOOSER and one.item in confirmed:
            batch[one.item] = Redue(item=one.item, to=_kept(one.becomes), reason=reason, confirmed=True)
        elif one.shift is Shift.LOOSER and not one.stored:
            batch[one.item] = Redue(item=one.item, to=_kept(one.was), reason=reason)
    return batch


def _shifted(thread: Thread, under: Thread, item: WorkItem, before: Promises, after: Promises) -> Shifted:
    stored = item.holding.promise
    says = stored is not None and stored.due is not None
    counted, becomes = before.of(thread, item), after.of(under, item)
    was = stored if stored is not None and says else counted
    return Shifted(
        thread=thread.id,
        item=item.id,
        patient=thread.patient,
        kind=item.kind,
        pool=item.holding.pool.ref if item.holding.pool else "",
        was=was,
        # What the new promises count as the old ones did they leave alone, whatever is stored.
        becomes=was if same_moment(counted.due, becomes.due) else becomes,
        stored=says,
    )


def _with_promise(thread: Thread, item: ItemId, promise: Promise) -> Thread:
    there = thread.item(item)
    if there is None:
        return thread
    holding = msgspec.structs.replace(there.holding, promise=promise)
    return thread.with_item(msgspec.structs.replace(there, holding=holding))


def _kept(promise: Promise) -> Promise:
    """As the server keeps it: from when on it is due soon is only ever computed."""
    return Promise(promise.due, promise.policy, sla_class=promise.sla_class)
