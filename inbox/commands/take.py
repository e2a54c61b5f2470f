"""Take and give: claim, release, route, to whom one chose or to whom the rules name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId
from inbox.domain.operations import AnyOperation, Claim, Release, Route
from inbox.domain.operations.base import Stamp
from inbox.domain.people import Party
from inbox.domain.routing import Place
from inbox.domain.thread import Thread
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Promise, Stage


def claim(case: Case) -> Sequence[AnyOperation]:
    """Claim the item; its due time moves from the first look to the answer."""
    owner = case.item.holding.owner
    if case.item.stage is Stage.CLAIMED and owner is not None and case.actor.is_me(owner.ref):
        raise Refused(tr("It is already yours."))
    bare = Claim(item=case.item.id)
    return [msgspec.structs.replace(bare, promise=promise_after(case, bare))]


def claim_if_needed(case: Case) -> Sequence[AnyOperation]:
    """Claim an unclaimed item as the first step of acting on it; nothing when it is already taken."""
    return claim(case) if case.item.stage is Stage.UNCLAIMED else []


def release(case: Case, reason: str = "") -> Sequence[AnyOperation]:
    """Give the item back to its pool; if it was waiting for the patient, its clock runs again."""
    bare = Release(item=case.item.id, reason=reason)
    if case.item.stage is not Stage.HELD:
        return [bare]
    return [msgspec.structs.replace(bare, promise=promise_after(case, bare))]


Direct = Callable[[Case], Place | None]
"""Where the routing rules send an item; None where no rule fits."""


def no_rules(_case: Case) -> Place | None:
    """Where nothing is known of any rules."""
    return None


def route(case: Case, to: Party, reason: str = "", pool: Party | None = None) -> Sequence[AnyOperation]:
    """Hand the item to the pool `to`, or to the role or person `to` in `pool`; being passed on never makes
    it due later."""
    bare = Route(item=case.item.id, to=to, pool=pool, reason=reason)
    there = promise_after(case, bare)
    here = case.item.holding.promise or case.promise_of(case.thread, case.item)
    if there is not None and here.due is not None and (there.due is None or there.due > here.due):
        there = here
    return [msgspec.structs.replace(bare, promise=there)]


def by_rules(case: Case, direct: Direct, reason: str = "") -> Sequence[AnyOperation]:
    """Hand the item to whom the routing rules name; without a `reason` the rule is the reason."""
    place = direct(case)
    if place is None:
        raise Refused(tr("No routing rule fits this item, or nobody here is meant. Choose a pool yourself."))
    return route(case, place.to, reason or place.said, place.pool or case.item.holding.pool)


def promise_after(case: Case, operation: AnyOperation) -> Promise | None:
    """The promise that runs after `operation`; None leaves a stored one of another policy alone."""
    stored = case.item.holding.promise
    ours = case.promise_of(case.thread, case.item)
    if stored is not None and stored.due is not None and stored.policy != ours.policy:
        return None
    stamp = Stamp(OperationId(""), case.actor.party, case.actor.role, case.now, case.actor.office_work)
    after: Thread = operation.apply(case.thread, stamp)
    item = after.item(case.item.id)
    return case.promise_of(after, item) if item is not None else None


COMMANDS = (
    Command(
        "item.claim",
        mark("Claim"),
        mark("Take this item; colleagues see that you are on it."),
        Section.TAKE,
        Needs.ITEM,
        plan=claim,
    ),
    Command(
        "item.claim_next",
        mark("Claim most urgent"),
        mark("Take the most urgent unclaimed item of your pools and open it."),
        Section.TAKE,
    ),
    Command(
        "item.release",
        mark("Release to the pool"),
        mark("Give this item back to its pool, with a reason."),
        Section.TAKE,
        Needs.ITEM,
        plan=release,
    ),
    Command(
        "cover.edit",
        mark("Absences and cover"),
        mark("Say who sees to your work while you are away, and from when until when."),
        Section.TAKE,
    ),
    Command(
        "item.route",
        mark("Route to a pool"),
        mark("Hand this item on, with a reason. The routing rules’ own choice comes first."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=route,
        example={"to": Party("")},
    ),
)
