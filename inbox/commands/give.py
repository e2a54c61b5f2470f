"""Give: to a colleague, and back from one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import promise_after
from inbox.domain.operations import AnyOperation, Assign, TakeBack
from inbox.domain.people import CHARGE, Party, Role
from inbox.domain.words import mark
from inbox.domain.work_item import Stage


def assign(case: Case, to: Party, licence: Role | None, reason: str = "") -> Sequence[AnyOperation]:
    """Give the item to the colleague `to` in the role `licence`; if it waited for the patient, that ends."""
    bare = Assign(item=case.item.id, to=to, licence=licence, reason=reason)
    if case.item.stage is not Stage.HELD:
        return [bare]
    return [msgspec.structs.replace(bare, promise=promise_after(case, bare))]


def take_back(case: Case, reason: str) -> Sequence[AnyOperation]:
    """Give the item back to its pool, from whoever has it; if it waited for the patient, that ends."""
    bare = TakeBack(item=case.item.id, reason=reason)
    if case.item.stage is not Stage.HELD:
        return [bare]
    return [msgspec.structs.replace(bare, promise=promise_after(case, bare))]


COMMANDS = (
    Command(
        "item.assign",
        mark("Assign to a person"),
        mark("Give this item to a colleague. It shows who may have it, and how much they have."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=assign,
        example={"to": Party(""), "licence": Role.PRESCRIBER},
    ),
    Command(
        "item.take_back",
        mark("Take back to the pool"),
        mark("Give a colleague’s item back to its pool, with a reason, when they are not there."),
        Section.TAKE,
        Needs.ITEM,
        roles=frozenset({Role.SUPERVISOR}),
        duties=frozenset({CHARGE}),
        guarded=True,
        plan=take_back,
        example={"reason": "…"},
    ),
)
