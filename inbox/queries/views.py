"""Which items each view lists. Lists, counts and summaries all ask here, so that they agree."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from inbox.domain.board import REVIEWS, Slice
from inbox.domain.entries import LIVE, State
from inbox.domain.ids import ItemId, PoolId
from inbox.domain.people import Actor, Role, to_role
from inbox.domain.work_item import Kind, Stage
from inbox.queries.slices import CLINIC, PERSON, POOL, UNCLAIMED, in_line, in_slice
from inbox.store.rows import is_done, is_open
from inbox.store.schema import inbox_row, outbox
from inbox.store.sql import among, these
from inbox.store.times import to_ms


class ViewKind(StrEnum):
    """The lists of the rail."""

    POOL = "pool"
    MY_WORK = "my_work"
    ESCALATIONS = "escalations"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    SENT = "sent"
    COVERING = "covering"
    """What whoever looks has for absent colleagues."""
    SEARCH = "search"
    SLICE = "slice"
    """Behind a number of the board."""
    SWEEP = "sweep"
    """Of the sweep before closing: its items are named."""


class View(msgspec.Struct, frozen=True):
    """One list. `pools` empty: all pools of whoever looks; `text`: what is searched for.

    A slice is of the board's line of `pools`, of the person whom `owners` all mean (`text` is their name), or
    of the whole clinic where both are empty.
    """

    kind: ViewKind
    pools: tuple[PoolId, ...] = ()
    text: str = ""
    slice: Slice = Slice.OPEN
    owners: tuple[str, ...] = ()
    day_ends: datetime | None = None
    """When the day is over that a slice counts as today."""
    items: tuple[ItemId, ...] = ()
    """What a sweep lists, as far as it is open."""


ROW = inbox_row.c
IN_POOLS = ROW.pool.in_(among("pools"))
NOT_A_REVIEW = ROW.kind != Kind.PHYSICIAN_REVIEW
NOBODYS = UNCLAIMED

SHOWN = or_(ROW.snoozed.is_(None), ROW.snoozed <= bindparam("now"))
"""Not snoozed by whoever looks, or not any more."""
_MINE = and_(ROW.owner.in_(among("me")), or_(ROW.owner != bindparam("role"), IN_POOLS))
"""Held by or addressed to whoever looks; what is addressed to their role only in their pools."""
_TO_DO = or_(ROW.stage == Stage.CLAIMED, and_(ROW.stage == Stage.UNCLAIMED, NOT_A_REVIEW))


def _in_my_outbox(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    own = select(outbox.c.item).where(outbox.c.actor == bindparam("actor"), *conditions)
    return ROW.item.in_(own)


_POOL = and_(is_open(), IN_POOLS, NOT_A_REVIEW, ROW.kind != Kind.BREACH, SHOWN)
_MY_WORK = and_(is_open(), _MINE, _TO_DO, SHOWN)
_COVERING = and_(is_open(), ROW.behalf != "", ROW.owner.in_(among("me")))
_SNOOZED = and_(is_open(), ROW.snoozed > bindparam("now"))
_STUCK = ROW.stuck_from <= bindparam("now")
_TO_DECIDE = _in_my_outbox(outbox.c.state.in_((State.REFUSED, State.CONFLICTED)))
_AT_THE_PHYSICIANS = and_(is_open(), _MINE, ROW.awaiting_physician == 1)
_TO_STEP_IN = and_(is_open(), or_(and_(_MINE, ROW.awaiting_physician == 1), and_(IN_POOLS, _STUCK)))
_FOR_THE_PHYSICIAN = and_(
    is_open(),
    or_(
        and_(ROW.kind == Kind.PHYSICIAN_REVIEW, or_(_MINE, and_(NOBODYS, IN_POOLS))),
        and_(_MINE, _TO_DO, SHOWN),
    ),
)
_WAITING = and_(is_open(), ROW.stage == Stage.HELD, or_(_MINE, IN_POOLS))
_CLOSED_BY_ME = and_(is_done(), _MINE)
_SLICE = and_(is_open(), ROW.kind != Kind.BREACH, in_slice(), in_line())
_SWEPT = and_(is_open(), ROW.item.in_(among("found")))
_REPLY_LEAVING = _in_my_outbox(outbox.c.verb == "reply", outbox.c.state.in_(sorted(LIVE)))


def parts(kind: ViewKind, role: Role) -> tuple[ColumnElement[bool], ...]:
    """Which rows of `inbox_row` the view lists for somebody of that role: those of any of these parts. What a
    search lists is found by `queries.search`.

    - Pool: everything open in the pools, whoever is on it, but physician reviews and word of breaches, and
      nothing that whoever looks has snoozed.
    - My work: claimed by or addressed to me and not held; also what of mine was refused or conflicted,
      though it may be closed or somebody else's by now.
    - Escalations: mine that await a physician; for a prescriber all that is theirs to do, so that one list is
      enough: the reviews addressed to them, or to nobody yet in their pools, and what was assigned to them,
      addressed by rule or taken over; for a supervisor also what is stuck in the pools.
    - Waiting: held, mine or in the pools. Snoozed: by me, until their time comes. Sent: closed
      by me, or my reply is about to leave. Slice: what a number of the board counts, whoever has it.
    - Covering: mine for an absent colleague, held or not. Sweep: what the view names, while it is open.
    """
    if kind is ViewKind.ESCALATIONS and role is Role.SUPERVISOR:
        return (_TO_STEP_IN,)
    if kind is ViewKind.ESCALATIONS:
        return (_FOR_THE_PHYSICIAN if role is Role.PRESCRIBER else _AT_THE_PHYSICIANS,)
    return {
        ViewKind.POOL: (_POOL,),
        ViewKind.MY_WORK: (_MY_WORK, _TO_DECIDE),
        ViewKind.WAITING: (_WAITING,),
        ViewKind.SNOOZED: (_SNOOZED,),
        ViewKind.COVERING: (_COVERING,),
        ViewKind.SENT: (_CLOSED_BY_ME, _REPLY_LEAVING),
        ViewKind.SLICE: (_SLICE,),
        ViewKind.SWEEP: (_SWEPT,),
    }[kind]


def bound(reader: Connection, view: View, actor: Actor, now: datetime) -> dict[str, str | int]:
    """The values that `parts` need."""
    role = to_role(actor.role)
    values: dict[str, str | int] = {
        "me": these((actor.person, *actor.role_refs, role)),
        "role": "" if actor.role is Role.SUPERVISOR else role,
        "now": to_ms(now),
        "actor": actor.person,
        "pools": these(view.pools or actor.pools),
        "slice": view.slice,
        "line": _line(view),
        "owners": these(view.owners),
        "day_end": to_ms(view.day_ends) if view.day_ends else 0,
    }
    if view.kind is ViewKind.SWEEP:
        values["found"] = these(view.items)
    return values


def _line(view: View) -> str:
    if view.owners:
        return PERSON
    if not view.pools:
        return CLINIC
    return REVIEWS if view.pools == (REVIEWS,) else POOL
