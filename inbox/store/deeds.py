"""What each person did, item by item, so that their habits can be found. Never sent, and soon forgotten.

Kept in the transaction that performs it, and gone in the one that takes it back: what was undone is no
habit. Whose watching is off has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from inbox.domain import deed as domain
from inbox.domain import typed
from inbox.domain.deed import LONGEST, MOST, Deed
from inbox.domain.entries import Entry
from inbox.domain.ids import GroupId, PatientId, PersonId
from inbox.store import kept
from inbox.store.schema import deed
from inbox.store.sql import among, these
from inbox.store.times import to_ms
from inbox.store.transaction import Transaction

_ADD = insert(deed)
_UNDO = delete(deed).where(deed.c.command == bindparam("group"))
_OF_ACTOR = select(deed.c.deed).where(deed.c.actor == bindparam("who")).order_by(deed.c.seq)
_UNMASKED = _OF_ACTOR.where(deed.c.masked == 0)
_MASK = (
    update(deed)
    .where(deed.c.command == bindparam("group"), deed.c.item == bindparam("which"))
    .values(masked=1, deed=bindparam("body"))
)
_OF_PATIENTS = delete(deed).where(deed.c.patient.in_(among("patients")))
_ALL_OF = delete(deed).where(deed.c.actor == bindparam("who"))
_NEWEST = select(deed.c.seq).where(deed.c.actor == bindparam("who")).order_by(deed.c.seq.desc())
_SURPLUS = delete(deed).where(
    deed.c.actor == bindparam("who"),
    deed.c.seq <= _NEWEST.offset(bindparam("most")).limit(1).scalar_subquery(),
)
_AGED = delete(deed).where(deed.c.actor == bindparam("who"), deed.c.at < bindparam("before"))
_decode = typed.decoder(Deed).decode


def note(connection: Connection, entries: Sequence[Entry]) -> None:
    """Remember what a command did, unless its author wants nothing remembered."""
    done = domain.deeds(entries)
    if done and watching(connection, done[0].actor):
        connection.execute(_ADD, [_row(one) for one in done])


def undo(connection: Connection, groups: Iterable[GroupId]) -> None:
    """These commands were taken back, wholly or in part: they were never done."""
    for group in groups:
        connection.execute(_UNDO, {"group": group})


def of_actor(connection: Connection, actor: PersonId) -> list[Deed]:
    """What is remembered of `actor`, oldest first."""
    return [_decode(body) for body in connection.scalars(_OF_ACTOR, {"who": actor})]


def unmasked(connection: Connection, actor: PersonId) -> list[Deed]:
    """Those whose words are still as they were sent."""
    return [_decode(body) for body in connection.scalars(_UNMASKED, {"who": actor})]


def mask(work: Transaction, masked: Sequence[Deed]) -> None:
    """Keep `masked` in place of the deeds with the patients' words; let go of what is too old or too much."""
    for one in masked:
        body = msgspec.json.encode(one)
        work.connection.execute(_MASK, {"group": one.group, "which": one.item, "body": body})
    for actor, last in {one.actor: one.at for one in masked}.items():
        work.connection.execute(_SURPLUS, {"who": actor, "most": MOST})
        work.connection.execute(_AGED, {"who": actor, "before": to_ms(last - LONGEST)})


def forget_patients(connection: Connection, patients: Iterable[PatientId]) -> None:
    """What was done for them is forgotten with them."""
    connection.execute(_OF_PATIENTS, {"patients": these(patients)})


def forget_all(work: Transaction, actor: PersonId) -> None:
    """Remember nothing of what `actor` did until now."""
    work.connection.execute(_ALL_OF, {"who": actor})


def watching(connection: Connection, actor: PersonId) -> bool:
    """Whether it is remembered what `actor` does."""
    return kept.note_of(connection, _off(actor)) != b"off"


def watch(work: Transaction, actor: PersonId, wanted: bool) -> None:
    """Remember what `actor` does from now on, or nothing more."""
    kept.keep_note(work, _off(actor), b"on" if wanted else b"off")


def _off(actor: PersonId) -> str:
    return f"habits of {actor}"


def _row(one: Deed) -> dict[str, object]:
    return {
        "command": one.group,
        "item": one.item,
        "patient": one.patient,
        "actor": one.actor,
        "at": to_ms(one.at),
        "masked": int(one.masked),
        "deed": msgspec.json.encode(one),
    }
