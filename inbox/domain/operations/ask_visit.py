"""Ask visit: the patient should be seen. An appointment request, or an e-visit where a prescriber asks."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from inbox.domain.operations.base import Operation, Problem, Stamp, Why, needs_call, not_free
from inbox.domain.people import Actor, Role
from inbox.domain.thread import Thread
from inbox.domain.visit import Asked, Draft, How
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem


class AskVisit(Operation, frozen=True, tag="ask-visit", kw_only=True):
    """Makes the request and links it from the item. It books nothing: scheduling answers it.

    Whether the server takes such a thing is known when it leaves; where it does not, a draft stays in the
    item and says so.
    """

    how: How
    reason: str = ""
    when: str = ""
    """What days suit the patient, in words."""

    traceable: ClassVar[bool] = True
    in_undo_window: ClassVar[bool] = True

    def refused(self, item: WorkItem, actor: Actor) -> Problem | None:
        if hindered := not_free(item, actor) or needs_call(item):
            return hindered
        if item.wrong_patient:
            return Problem(Why.NOT_OPEN, tr("The message is about somebody else: no visit follows from it."))
        again = any(one.how is self.how and not _could_be_real(one, actor.role) for one in item.visits)
        return Problem(Why.NOT_OPEN, tr("This visit has already been asked for.")) if again else None

    def apply(self, thread: Thread, stamp: Stamp) -> Thread:
        item = thread.item(self.item)
        if item is None or self.done_in(thread, stamp):
            return thread
        asked = Asked(
            self.how, stamp.by, stamp.at, self.reason.strip(), self.when.strip(), self.draft(stamp), stamp.id
        )
        return thread.with_item(msgspec.structs.replace(item, visits=(*item.visits, asked)))

    def draft(self, stamp: Stamp) -> Draft | None:
        """Why it is a draft whatever the server takes, by the role of whoever asked."""
        if self.how is How.ONLINE and stamp.role is not Role.PRESCRIBER:
            return Draft.PRESCRIBERS
        return None

    def shown_by(self, item: WorkItem, stamp: Stamp) -> bool:
        return any(asked.operation == stamp.id for asked in item.visits)

    def describe(self) -> str:
        return tr("Ask for: {visit}", visit=self.how.said)


def _could_be_real(asked: Asked, role: Role) -> bool:
    """Whether somebody in `role` could make more of a draft than it is."""
    return asked.draft is Draft.PRESCRIBERS and role is Role.PRESCRIBER
