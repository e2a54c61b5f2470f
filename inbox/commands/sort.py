"""Sort: say what kind of work an item is, and make two of it where it asks for two things."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.obligations import number_for
from inbox.domain.operations import AnyOperation, Reclass, Split
from inbox.domain.operations.base import Stamp
from inbox.domain.operations.reclass import is_later
from inbox.domain.people import Party
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Promise


class Piece(msgspec.Struct, frozen=True):
    """What is to be split off, and to whom it goes."""

    kind: str
    to: Party
    reason: str = ""
    pool: Party | None = None
    """Where it is, if `to` is no pool."""


def reclass(case: Case, kind: str, reason: str = "") -> Sequence[AnyOperation]:
    """Make the item `kind` of work. Its promise gets tighter by rule, and looser only with a `reason`."""
    bare = Reclass(item=case.item.id, kind=kind, reason=reason)
    here = promise_here(case)
    there = promise_as(case, bare)
    if is_later(there, here) and not reason.strip():
        raise Refused(tr("It would be due later: say why."))
    return [msgspec.structs.replace(bare, promise=there)]


def promise_as(case: Case, bare: Reclass) -> Promise | None:
    """What would be promised once it is done. A due time of a policy not known here gets tighter only."""
    after = bare.apply(case.thread, _stamp(case)).item(case.item.id)
    assert after is not None, "the item of a case is there"
    ours, here = case.promise_of(case.thread.with_item(after), after), promise_here(case)
    return here if here.policy != ours.policy and is_later(ours, here) else ours


def promise_here(case: Case) -> Promise:
    """What is promised now: what is stored, else what is computed here."""
    stored = case.item.holding.promise
    return stored if stored and stored.due else case.promise_of(case.thread, case.item)


def split(case: Case, pieces: Sequence[Piece], message: MessageId | None = None) -> Sequence[AnyOperation]:
    """Make further work of each of `pieces`, asked for in `message` or the item's own first one."""
    opener = message or next(iter(case.item.triggers), None) or _last(case)
    made, thread = [], case.thread
    for piece in pieces:
        number = number_for(thread, opener, piece.kind)
        bare = Split(
            item=case.item.id,
            kind=piece.kind,
            to=piece.to,
            pool=piece.pool,
            message=opener,
            number=number,
            reason=piece.reason,
        )
        after = bare.apply(thread, _stamp(case))
        promise = case.promise_of(after, after.items[-1])
        made.append(msgspec.structs.replace(bare, promise=promise))
    return made


def _last(case: Case) -> MessageId:
    last = case.thread.last_from_patient
    if last is None:
        raise Refused(tr("The patient has written nothing here that could be split."))
    return last.id


def _stamp(case: Case) -> Stamp:
    return Stamp(OperationId(""), case.actor.party, case.actor.role, case.now, case.actor.office_work)


COMMANDS = (
    Command(
        "item.kind",
        mark("Re-class"),
        mark("Say what kind of work this is, with a reason. What the patient chose is kept."),
        Section.TAKE,
        Needs.ITEM,
        plan=reclass,
        example={"kind": "…", "reason": "…"},
    ),
    Command(
        "item.split",
        mark("Split"),
        mark("Make several pieces of work of this, each for its own pool."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=split,
        example={"pieces": (Piece("…", Party("")),)},
    ),
    Command(
        "routing.test",
        mark("Try the routing rules"),
        mark("See what any text asks for and where that goes. Nothing of it is kept."),
        Section.PROGRAM,
    ),
)
