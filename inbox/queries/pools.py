"""The pools and the colleagues, by name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from inbox.domain import typed
from inbox.domain.pool import Pool, Staff
from inbox.store.schema import pool_row, staff_row

_POOLS = select(pool_row.c.pool_facts)
_STAFF = select(staff_row.c.staff_facts)
_pool = typed.decoder(Pool).decode
_colleague = typed.decoder(Staff).decode


def pools(reader: Connection) -> list[Pool]:
    """All pools."""
    return sorted(map(_pool, reader.scalars(_POOLS)), key=lambda pool: (pool.name.casefold(), pool.id))


def colleague(reader: Connection, person: str) -> Staff | None:
    """The colleague of that reference; None where nobody has it."""
    return next((one for one in staff(reader) if one.id == person), None)


def staff(reader: Connection) -> list[Staff]:
    """All colleagues."""
    return sorted(map(_colleague, reader.scalars(_STAFF)), key=lambda one: (one.name.casefold(), one.id))
