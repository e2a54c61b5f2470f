"""The decisions on a packet: which digit gives which, when one cannot be given, and giving it."""

from __future__ import annotations

from collections.abc import Coroutine
from hashlib import sha256
from typing import Any, Final

import msgspec

from inbox.commands.bus import Done
from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import call_first
from inbox.domain.people import Party, Role
from inbox.domain.prescription import Order, Supply
from inbox.domain.refill import Judged, order_of, why_no_order
from inbox.domain.review import After, e_visit_to_open
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage, WorkItem
from inbox.shortcuts.phrases.expansion import Expansion
from inbox.shortcuts.phrases.guards import guards
from inbox.ui.desk import Desk
from inbox.ui.reading.situation import Situation

DECISIONS: Final = {
    1: "review.approve",
    2: "review.edit",
    3: "review.answer",
    4: "review.visit",
    5: "review.take_over",
    6: "review.reassign",
    7: "review.decline",
    8: "review.supply",
}
"""The digit of each decision, always the same."""
WAITS_DAYS: Final = 3
"""Business days that an approved reply is waited for."""


def decides(situation: Situation | None) -> bool:
    """Whether whoever sits here is shown a packet to decide on."""
    item = situation.item if situation else None
    if situation is None or item is None or item.kind != Kind.PHYSICIAN_REVIEW:
        return False
    return situation.open and situation.desk.actor.role is Role.PRESCRIBER


def guard_key(situation: Situation) -> tuple[object, ...]:
    """What the person has before them: other words, or another message, make it something new."""
    item, last = situation.item, situation.thread.last_from_patient
    asked_of = (item.question, item.summary, item.proposed_reply, order_for(situation)) if item else ()
    digest = sha256(msgspec.json.encode(asked_of)).hexdigest()
    return (situation.target, last.id if last else None, digest)


def parent_of(situation: Situation) -> WorkItem | None:
    """The item that is asked about."""
    item = situation.item
    return situation.thread.item(item.parent) if item and item.parent else None


def opens_visit(situation: Situation) -> bool:
    """Whether approving opens the e-visit that was drafted: the first one does, a later one not again."""
    parent = parent_of(situation)
    return parent is not None and e_visit_to_open(situation.thread, parent) is not None


def refill_of(situation: Situation) -> Judged | None:
    """The refill that is asked about, judged by the site's protocol; None where it is none."""
    return situation.asked_about.refill if situation.asked_about else None


def releases(situation: Situation) -> bool:
    """Whether approving releases a result: closing the item that asks for it is what does."""
    item, parent = situation.item, parent_of(situation)
    return (
        parent is not None
        and parent.kind == Kind.RESULT_RELEASE
        and item is not None
        and (item.after == After.CLOSE)
    )


def controlled(situation: Situation) -> bool:
    """Whether it asks for a controlled substance: that is prescribed in the EHR and approved nowhere else."""
    judged = refill_of(situation)
    return judged is not None and judged.controlled


def order_for(situation: Situation, supply: Supply | None = None) -> Order | None:
    """What approving orders: `supply`, else as the packet asks, else as the last time; None where that may
    not be ordered here."""
    wanted = supply or (situation.item.supply if situation.item else None)
    judged = refill_of(situation)
    return None if why_no_order(judged, wanted) else order_of(judged, wanted)


def fits(situation: Situation, command: str) -> bool:
    """Whether a decision means anything for what is asked: only a refill has a supply."""
    return command != "review.supply" or refill_of(situation) is not None


def why_off(situation: Situation, command: str) -> str:
    """Why a decision cannot be given now, as a sentence; empty when it can."""
    if not decides(situation):
        return tr("This is no packet for you to decide on.")
    item = situation.item
    assert item is not None
    owner = item.holding.owner
    if item.stage is not Stage.UNCLAIMED and not situation.mine:
        return tr("{name} is on it.", name=(owner.name if owner else "") or tr("A colleague"))
    if command == "review.approve":
        return _why_not_sent(situation, item) or _why_not_ordered(situation, item)
    if command == "review.supply":
        return _why_no_supply(situation, item)
    if command == "review.edit":
        return _why_silent(situation)
    parent = parent_of(situation)
    if command == "review.take_over" and (parent is None or parent.stage is Stage.DONE):
        return tr("What was asked about is closed already.")
    return ""


def approve(
    desk: Desk,
    situation: Situation,
    text: str = "",
    to: tuple[Party, ...] | None = None,
    supply: Supply | None = None,
    ordering: bool = True,
) -> Coroutine[Any, Any, Done]:
    """Send the proposed reply, or `text` in its place, and do with the nurse's item what she asked; of a
    refill the order goes with it, for `supply` in place of what she proposed; without `ordering` the words
    go alone, and her item comes back to her."""
    last, item = situation.thread.last_from_patient, situation.item
    pool = item.holding.pool if item else None
    wake = None
    if item is not None and item.after == After.WAIT:
        wake = desk.promises.calendar(pool.ref if pool else "").add_days(desk.now(), WAITS_DAYS)
    return desk.bus.run(
        COMMANDS["review.approve"],
        [situation.target],
        text=text,
        answers=last.id if last else None,
        to=to,
        wake=wake,
        order=order_for(situation, supply) if ordering else None,
    )


def answer_nurse(desk: Desk, situation: Situation, text: str) -> Coroutine[Any, Any, Done]:
    """Tell whoever asked; nothing goes to the patient."""
    return desk.bus.run(COMMANDS["review.answer"], [situation.target], text=text)


def needs_visit(desk: Desk, situation: Situation, how: How, when: str = "") -> Coroutine[Any, Any, Done]:
    """Ask for a visit, and have whoever asked tell the patient."""
    return desk.bus.run(COMMANDS["review.visit"], [situation.target], how=how, when=when)


def decline(desk: Desk, situation: Situation, reason: str, note: str) -> Coroutine[Any, Any, Done]:
    """Say no, with a reason for whoever asked."""
    return desk.bus.run(COMMANDS["review.decline"], [situation.target], reason=reason, note=note)


def take_over(desk: Desk, situation: Situation) -> Coroutine[Any, Any, Done]:
    """Take the nurse's item itself."""
    return desk.bus.run(COMMANDS["review.take_over"], [situation.target])


def reassign(desk: Desk, situation: Situation, to: Party, reason: str = "") -> Coroutine[Any, Any, Done]:
    """Give the packet to a colleague."""
    return desk.bus.run(COMMANDS["review.reassign"], [situation.target], to=to, reason=reason)


def _why_not_sent(situation: Situation, item: WorkItem) -> str:
    parent = parent_of(situation)
    if parent is not None and parent.needs_call:
        return call_first()
    if controlled(situation):
        return tr("A controlled substance is not approved here. Prescribe it in the EHR.")
    if not item.proposed_reply.strip():
        return tr("No reply was proposed. Write one, or answer the nurse.")
    if off := _why_silent(situation):
        return off
    lookup = situation.lookup
    limit = situation.desk.messaging.length.limit
    found = guards(Expansion(item.proposed_reply), lookup, limit) if lookup else []
    return tr("{problem} Edit it first.", problem=found[0].sentence) if found else ""


def _why_not_ordered(situation: Situation, item: WorkItem) -> str:
    """Why the supply that is asked for is not ordered as it stands; a packet that names its medicine is
    approved with its order, so that has to be known here."""
    judged = refill_of(situation)
    named = judged is not None and judged.asked is not None and judged.asked.certain
    if not named:
        return tr("The order is not in the chart that is kept here.") if item.medication else ""
    return why_no_order(judged, item.supply)


def _why_no_supply(situation: Situation, item: WorkItem) -> str:
    judged = refill_of(situation)
    if judged is None:
        return tr("This is no refill: it has no supply.")
    if order_of(judged, item.supply) is None:
        return why_no_order(judged, item.supply)
    return _why_not_sent(situation, item)


def _why_silent(situation: Situation) -> str:
    if situation.recipient is None:
        return tr("The patient has not written: there is nobody to answer.")
    return situation.no_reply
