"""What people did and the server has not yet answered for. Every row has an actor, every query names it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from inbox.domain import typed
from inbox.domain.entries import LIVE, Entry, Saw, State, on
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, ItemId, OperationId, PersonId, ThreadId, is_unnamed
from inbox.domain.obligations import is_void
from inbox.domain.operations import Problem
from inbox.domain.operations.split import split_id
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.store import attempts
from inbox.store.schema import outbox
from inbox.store.sql import among, these
from inbox.store.times import maybe_ms, maybe_time, to_ms

_TO_DECIDE = frozenset({State.REFUSED, State.CONFLICTED, State.UNSURE})
"""States that a person may discard or retry."""
LONGEST_UNDO = timedelta(minutes=1)
"""Nobody is given longer. What is not to leave for longer was performed before the clock was set back."""

_IN_ORDER = select(outbox.c.seq, outbox.c.entry).order_by(outbox.c.seq)
_OF_THREADS = _IN_ORDER.where(outbox.c.thread.in_(among("threads")))
_OF_ACTOR = _IN_ORDER.where(outbox.c.actor == bindparam("actor"))
_OF_COMMAND = _OF_ACTOR.where(outbox.c.command == bindparam("command"))
_NAMED = _IN_ORDER.where(outbox.c.id.in_(among("ids")))
_DELETE = delete(outbox).where(outbox.c.id.in_(among("ids")))
_KEEP = (
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}") for name in ("item", "state", "not_before", "entry")})
)
_ADD = insert(outbox)
_NEXT_DUE = select(func.min(outbox.c.not_before)).where(
    outbox.c.actor == bindparam("actor"),
    outbox.c.state == State.WAITING,
    outbox.c.not_before > bindparam("now"),
)
_LEFT_SENDING = _IN_ORDER.where(outbox.c.state == State.SENDING)
_decode = typed.decoder(Entry).decode


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append entries in order of performance."""
    rows = [
        {
            "id": entry.id,
            "command": entry.group,
            "thread": entry.thread,
            "actor": entry.actor,
            "verb": entry.operation.verb,
            **_changing(entry),
        }
        for entry in entries
    ]
    if rows:
        connection.execute(_ADD, rows)


def of_threads(connection: Connection, threads: Iterable[ThreadId]) -> dict[ThreadId, list[Entry]]:
    """The entries of each thread that has any, in order of performance."""
    found: dict[ThreadId, list[Entry]] = {}
    for entry in _entries(connection.execute(_OF_THREADS, {"threads": these(threads)})):
        found.setdefault(entry.thread, []).append(entry)
    return found


def of_actor(connection: Connection, actor: PersonId) -> list[Entry]:
    """Everything of one person that the server has not confirmed, in order of performance."""
    return _entries(connection.execute(_OF_ACTOR, {"actor": actor}))


def chains(connection: Connection, actor: PersonId, now: datetime) -> list[list[Entry]]:
    """For each thread the leading entries of `actor` that may leave now, in order.

    A chain ends before the first entry that is stopped, still in its undo window, or about an item that the
    server has not named yet: what makes that one leaves first. A thread of which
    something is being sent gives none. Entries of unknown fate lead their chain: they are looked up.
    """
    by_thread = sorted(of_actor(connection, actor), key=lambda entry: entry.thread)
    ready = (_may_leave(list(own), now) for _, own in groupby(by_thread, key=lambda entry: entry.thread))
    return sorted((chain for chain in ready if chain), key=lambda chain: chain[0].seq)


def _may_leave(entries: list[Entry], now: datetime) -> list[Entry]:
    chain: list[Entry] = []
    if any(entry.state is State.SENDING for entry in entries):
        return chain
    for entry in entries:
        if entry.state not in LIVE or _in_undo_window(entry, now) or is_unnamed(entry.item):
            break
        chain.append(entry)
    return chain


def _in_undo_window(entry: Entry, now: datetime) -> bool:
    if entry.not_before is None:
        return False
    return to_ms(now) < to_ms(entry.not_before) <= to_ms(now + LONGEST_UNDO)


def next_due(connection: Connection, actor: PersonId, now: datetime) -> datetime | None:
    """When the next undo window after `now` ends."""
    return maybe_time(connection.scalar(_NEXT_DUE, {"actor": actor, "now": to_ms(now)}))


def named(connection: Connection, operations: Iterable[OperationId]) -> list[Entry]:
    """Those of `operations` that are still here, in order of performance."""
    return _entries(connection.execute(_NAMED, {"ids": these(operations)}))


def of_group(connection: Connection, group: GroupId, actor: PersonId) -> list[Entry]:
    """What is still here of one command of `actor`."""
    return _entries(connection.execute(_OF_COMMAND, {"command": group, "actor": actor}))


def drop(connection: Connection, entries: Iterable[Entry]) -> None:
    """Delete entries, with what is noted of their attempts."""
    gone = [entry.id for entry in entries]
    connection.execute(_DELETE, {"ids": these(gone)})
    attempts.forget(connection, gone)


def keep(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write back entries whose state, times, problem or `saw` changed."""
    rows = [
        {"which": entry.id, **{f"new_{name}": value for name, value in _changing(entry).items()}}
        for entry in entries
    ]
    if rows:
        connection.execute(_KEEP, rows)


def to_decide(connection: Connection, operation: OperationId, actor: PersonId) -> list[Entry]:
    """The stopped entry `operation` of `actor`, and what of the same command comes after it in its thread.

    They belong together: a close never goes without its reply, nor is anything done to work that is not split
    off. Raises `Refused` when there is no such
    entry, or it is not for a person to decide about.
    """
    entry = next((one for one in named(connection, [operation]) if one.actor == actor), None)
    if entry is None:
        raise Refused(tr("It is no longer in your outbox."))
    if entry.state not in _TO_DECIDE:
        raise Refused(tr("It is on its way: wait for the answer, or take it back."))
    return together(connection, entry, actor)


def together(connection: Connection, entry: Entry, actor: PersonId) -> list[Entry]:
    """`entry`, what of its command comes after it in its thread, and what was done to work it split off."""
    group = of_group(connection, entry.group, actor)
    mine = [one for one in group if one.thread == entry.thread and one.seq >= entry.seq]
    return [*mine, *depending(connection, mine, actor)]


def depending(connection: Connection, entries: Sequence[Entry], actor: PersonId) -> list[Entry]:
    """What was done to the work that `entries` split off, by later commands of `actor`."""
    made, known = {split_id(entry.id) for entry in entries}, {entry.id for entry in entries}
    found: list[Entry] = []
    for entry in of_actor(connection, actor):
        if entry.item in made and entry.id not in known:
            found.append(entry)
            made.add(split_id(entry.id))
    return found


def name(connection: Connection, thread: Thread) -> dict[ItemId, ItemId]:
    """Have what waits for work that the server has named meanwhile be about that; gives the new names."""
    waiting = [one for one in of_threads(connection, [thread.id]).get(thread.id, ()) if is_unnamed(one.item)]
    given = {name: item.id for item in thread.items if not is_void(item) for name in item.names}
    found = {one.item: given[one.named] for one in waiting if one.named in given}
    keep(connection, [on(one, found[one.item]) for one in waiting if one.item in found])
    return found


def again(entries: Sequence[Entry], saw: Saw | None, at: datetime | None) -> list[Entry]:
    """`entries` as they are when their author wants them sent after all.

    `saw` and `at`: the author has looked again, at that time, and performs them on what is there now.
    What may have arrived already stays unsure, so that it is looked up and never sent twice; unless the
    server cannot be asked, and the author, who was told so, wants it sent all the same.
    """
    return [
        msgspec.structs.replace(
            entry,
            state=State.UNSURE if entry.state is State.UNSURE and not _decided(entry, saw) else State.WAITING,
            problem=None,
            not_before=None,
            saw=saw or entry.saw,
            made_at=at or entry.made_at,
        )
        for entry in entries
    ]


def _decided(entry: Entry, saw: Saw | None) -> bool:
    return saw is not None and entry.problem is not None


def stopped(entry: Entry, state: State, problem: Problem) -> Entry:
    """`entry` as the server's answer or a conflict leaves it."""
    return msgspec.structs.replace(entry, state=state, problem=problem)


def left_sending(connection: Connection) -> list[Entry]:
    """What was being sent when the program last ended."""
    return _entries(connection.execute(_LEFT_SENDING))


def _changing(entry: Entry) -> dict[str, Any]:
    return {
        "item": entry.item,
        "state": str(entry.state),
        "not_before": maybe_ms(entry.not_before),
        "entry": msgspec.json.encode(entry),
    }


def _entries(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Entry]:
    """The stored entry is whole but for its place; the other columns are there to be asked about."""
    return [msgspec.structs.replace(_decode(entry), seq=seq) for seq, entry in rows]
