"""What came of each attempt to tell the server: the newest few of every entry, gone with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from inbox.domain.attempt import Attempt, Came
from inbox.domain.ids import OperationId
from inbox.store.schema import attempt
from inbox.store.sql import among, these
from inbox.store.times import from_ms, to_ms

MOST = 20
"""Attempts kept of one entry: a server that is away all night would fill the file."""

_OPEN = attempt.c.came == Came.SENDING
_ADD = insert(attempt)
_CLOSE = (
    update(attempt)
    .where(attempt.c.operation.in_(among("operations")), _OPEN)
    .values({name: bindparam(f"new_{name}") for name in ("came", "sentence", "status", "request")})
    .returning(attempt.c.operation)
)
_INTERRUPT = update(attempt).where(_OPEN).values(came=Came.INTERRUPTED)
_FORGET = delete(attempt).where(attempt.c.operation.in_(among("operations")))
_place = func.row_number().over(partition_by=attempt.c.operation, order_by=attempt.c.seq.desc())
_PLACED = select(attempt.c.seq, _place.label("place")).where(attempt.c.operation.in_(among("operations")))
_placed = _PLACED.subquery()
_TRIM = delete(attempt).where(attempt.c.seq.in_(select(_placed.c.seq).where(_placed.c.place > MOST)))
_OF = (
    select(
        attempt.c.operation,
        attempt.c.at,
        attempt.c.came,
        attempt.c.sentence,
        attempt.c.status,
        attempt.c.request,
    )
    .where(attempt.c.operation.in_(among("operations")))
    .order_by(attempt.c.seq)
)


def note(connection: Connection, operations: Sequence[OperationId], made: Attempt) -> None:
    """Note `made` of each of `operations`: what came of the one under way, else one more."""
    values = {
        "came": str(made.came),
        "sentence": made.sentence,
        "status": made.status,
        "request": made.request,
    }
    wanted = {"operations": these(operations)}
    ended: set[str] = set()
    if made.came is not Came.SENDING:
        news = {f"new_{name}": value for name, value in values.items()}
        ended = set(connection.scalars(_CLOSE, wanted | news))
    rows: list[dict[str, Any]] = [
        {"operation": operation, "at": to_ms(made.at), **values}
        for operation in operations
        if operation not in ended
    ]
    if rows:
        connection.execute(_ADD, rows)
        connection.execute(_TRIM, wanted)


def interrupt(connection: Connection) -> None:
    """The program has ended: nobody waits any more for what was under way."""
    connection.execute(_INTERRUPT)


def forget(connection: Connection, operations: Iterable[OperationId]) -> None:
    """Drop all of them, with their entries."""
    connection.execute(_FORGET, {"operations": these(operations)})


def of(connection: Connection, operations: Iterable[OperationId]) -> dict[OperationId, list[Attempt]]:
    """The attempts of each operation that has any, oldest first."""
    found: dict[OperationId, list[Attempt]] = {}
    for operation, at, came, *rest in connection.execute(_OF, {"operations": these(operations)}):
        found.setdefault(OperationId(operation), []).append(Attempt(from_ms(at), Came(came), *rest))
    return found
