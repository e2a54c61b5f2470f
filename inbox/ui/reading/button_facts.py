"""What speed buttons are weighed by: the item on screen, its chart, and whoever sits here."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from inbox.domain.inert import one_line
from inbox.domain.time_words import words_left
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries import pools, worklist
from inbox.shortcuts.preview import Facts
from inbox.ui.reading.conditions import why_not
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation


def facts_of(situation: Situation) -> Facts:
    """What is so of the item on screen, for whoever sits here."""
    desk, item, lookup = situation.desk, situation.item, situation.lookup
    assert item is not None
    assert lookup is not None
    owner = item.holding.owner
    held = item.stage in (Stage.CLAIMED, Stage.HELD)
    calendar = desk.promises.calendar(item.holding.pool.ref if item.holding.pool else "")

    def wake(days: int) -> str:
        return when(calendar.add_days(desk.now(), days), desk.now(), desk.zone)

    return Facts(
        recipient=one_line(situation.recipient.name) if situation.recipient else "",
        actor=desk.actor,
        kind=item.kind,
        lookup=lookup,
        phrases=desk.kit.phrases,
        pools=tuple(pool.name for pool in desk.pools()),
        pool=situation.pool.name if situation.pool else "",
        directed=lambda: situation.directed,
        belongs=lambda place: place.holds(owner, item.holding.pool),
        colleague=partial(pools.colleague, desk.reader),
        held_by="nobody" if not held else "me" if situation.mine else "another",
        holder=one_line(owner.name) if owner else "",
        closed=not situation.open,
        proposed=item.proposed_reply,
        call_now=situation.call_now,
        prescriber=_prescriber(situation),
        why_not=partial(why_not, situation),
        can_reply=situation.recipient is not None,
        no_reply=situation.no_reply,
        next_item=_next_item(situation, desk.now()),
        wake_words=wake,
    )


def _prescriber(situation: Situation) -> str:
    who = situation.prescriber
    return one_line(who.name) if who and who.name else tr("a prescriber of the pool")


def _next_item(situation: Situation, now: datetime) -> str:
    """The most urgent unclaimed item after this one: "Bernadette Kowalczyn, 2 h over"."""
    desk = situation.desk
    item = worklist.next_urgent(desk.reader, desk.actor, now, frozenset({situation.target.item}))
    line = worklist.line(desk.reader, item, desk.actor) if item else None
    if line is None:
        return ""
    clock = words_left(line.due, line.soon_from, now, desk.promises.zone)
    name = one_line(line.name) or tr("Unknown patient")
    return tr("{name}, {clock}", name=name, clock=clock) if clock else name
