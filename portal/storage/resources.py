"""Reading and writing single resources. Rules about who may, and what a client sent, live elsewhere."""

import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.moments import to_instant
from portal.search import dates
from portal.search.extract import IndexRows, index_rows
from portal.storage import schema
from portal.storage.database import Writing
from portal.storage.versions import Change, Stored

Resource = dict[str, Any]

_table = schema.resource
_INDEX_TABLES = (schema.token_value, schema.reference_value, schema.date_value, schema.string_value)
COLUMNS = (
    _table.c.pk,
    _table.c.type,
    _table.c.id,
    _table.c.version,
    _table.c.updated,
    _table.c.deleted,
    _table.c.body,
)
_LOAD_SLICE = 1000


def fetch(connection: sa.Connection, resource_type: str, id_: str) -> Stored | None:
    row = connection.execute(
        sa.select(*COLUMNS).where(_table.c.type == resource_type, _table.c.id == id_)
    ).one_or_none()
    return Stored(*row) if row else None


def insert(writing: Writing, resource: Resource) -> Stored:
    """Store a new resource under its own id where the clinic gave it one, else under a fresh one."""
    id_ = str(resource.get("id") or uuid.uuid4())
    row = _first_row(writing, resource, id_, writing.moment)
    writing.connection.execute(_table.insert(), row)
    _add_to_index(writing.connection, index_rows(row["pk"], resource))
    stored = Stored(row["pk"], row["type"], id_, 1, writing.moment, False, row["body"])
    writing.changes.append(Change(stored, stored.body))
    return stored


def replace(writing: Writing, current: Stored, resource: Resource) -> Stored:
    body = _stamp(resource, current.id, current.version + 1, _moment_after(current, writing))
    return _supersede(writing, current, body, index_rows(current.pk, resource))


def remove(writing: Writing, current: Stored) -> Stored:
    return _supersede(writing, current, b"", None)


def _moment_after(current: Stored, writing: Writing) -> int:
    """A write that began before the version it follows still comes after it."""
    return writing.moment if writing.moment >= current.updated else current.updated + 1


def _supersede(writing: Writing, current: Stored, body: bytes, index: IndexRows | None) -> Stored:
    connection = writing.connection
    connection.execute(
        schema.earlier_version.insert().values(
            resource=current.pk,
            version=current.version,
            updated=current.updated,
            deleted=current.deleted,
            body=current.body,
        )
    )
    moment = _moment_after(current, writing)
    new = Stored(current.pk, current.type, current.id, current.version + 1, moment, index is None, body)
    connection.execute(
        _table.update()
        .where(_table.c.pk == current.pk)
        .values(
            version=new.version,
            updated=new.updated,
            seq=writing.next_seq(),
            deleted=new.deleted,
            body=new.body,
        )
    )
    for table in _INDEX_TABLES:
        connection.execute(table.delete().where(table.c.resource == current.pk))
    if index is not None:
        _add_to_index(connection, index)
    writing.changes.append(Change(new, body or current.body))
    return new


def _add_to_index(connection: sa.Connection, index: IndexRows) -> None:
    for table, rows in zip(_INDEX_TABLES, index, strict=True):
        if rows:
            connection.execute(table.insert(), rows)


def _stamp(resource: Resource, id_: str, version: int, updated: int) -> bytes:
    meta = {**resource.get("meta", {}), "versionId": str(version), "lastUpdated": to_instant(updated)}
    head = {"resourceType": resource["resourceType"], "id": id_, "meta": meta}
    return json_text.encode(head | {name: value for name, value in resource.items() if name not in head})


def load(writing: Writing, resources: Iterable[Resource]) -> int:
    """Fill an empty database, fast, and say how many were stored.

    `meta.lastUpdated` is kept as the time of version 1, but never in the future.
    """
    timed = sorted(
        ((_seeded_time(each, writing.moment), each) for each in resources), key=lambda pair: pair[0]
    )
    remaining = iter(timed)
    while slice_ := list(islice(remaining, _LOAD_SLICE)):
        rows = [_first_row(writing, resource, resource["id"], updated) for updated, resource in slice_]
        indexes = [index_rows(row["pk"], resource) for row, (_, resource) in zip(rows, slice_, strict=True)]
        writing.connection.execute(_table.insert(), rows)
        _add_to_index(writing.connection, _joined(indexes))
    return len(timed)


def _first_row(writing: Writing, resource: Resource, id_: str, updated: int) -> dict[str, Any]:
    seq = writing.next_seq()
    return {
        "pk": seq,  # unique over all writes, so it will do for the key as well
        "type": resource["resourceType"],
        "id": id_,
        "version": 1,
        "updated": updated,
        "seq": seq,
        "deleted": False,
        "body": _stamp(resource, id_, 1, updated),
    }


def _seeded_time(resource: Resource, now: int) -> int:
    stated = dates.span(str(resource.get("meta", {}).get("lastUpdated")))
    return min(stated[0], now) if stated else now


def _joined(indexes: list[IndexRows]) -> IndexRows:
    return IndexRows(*([row for rows in kind for row in rows] for kind in zip(*indexes, strict=True)))


def everything(connection: sa.Connection, resource_type: str) -> Iterator[bytes]:
    """All current resources of a type, in the order they were last written."""
    rows = connection.execute(
        sa.select(_table.c.body)
        .where(_table.c.type == resource_type, ~_table.c.deleted)
        .order_by(_table.c.updated, _table.c.seq)
    )
    yield from rows.scalars()
