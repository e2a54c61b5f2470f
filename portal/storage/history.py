"""Earlier versions, deletions among them."""

import sqlalchemy as sa

from portal.storage import schema
from portal.storage.resources import COLUMNS
from portal.storage.versions import Stored

Place = tuple[int, int, int]
"""Where a page of a type's history ended: `updated`, `pk` and `version` of its last entry."""

_now, _then = schema.resource, schema.earlier_version


def versions(connection: sa.Connection, current: Stored) -> list[Stored]:
    """Every version of a resource, the newest first."""
    rows = connection.execute(
        sa.select(_then.c.version, _then.c.updated, _then.c.deleted, _then.c.body)
        .where(_then.c.resource == current.pk)
        .order_by(_then.c.version.desc())
    )
    return [current, *(Stored(current.pk, current.type, current.id, *row) for row in rows)]


def versions_of_type(
    connection: sa.Connection, resource_type: str, since: int | None, after: Place | None, limit: int
) -> tuple[list[Stored], int]:
    """Up to `limit` versions of a type's resources behind `after`, the newest first, and how many in all."""
    every = sa.union_all(
        sa.select(*COLUMNS).where(_now.c.type == resource_type),
        sa.select(
            _now.c.pk, _now.c.type, _now.c.id, _then.c.version, _then.c.updated, _then.c.deleted, _then.c.body
        )
        .join_from(_then, _now, _then.c.resource == _now.c.pk)
        .where(_now.c.type == resource_type),
    ).subquery()
    wanted = sa.true() if since is None else every.c.updated >= since
    place = sa.tuple_(every.c.updated, every.c.pk, every.c.version)
    page = sa.select(every).where(wanted)
    if after is not None:
        page = page.where(place < sa.tuple_(*after))
    page = page.order_by(every.c.updated.desc(), every.c.pk.desc(), every.c.version.desc()).limit(limit)
    total = connection.execute(sa.select(sa.func.count()).select_from(every).where(wanted)).scalar_one()
    return [Stored(*row) for row in connection.execute(page)], int(total)
