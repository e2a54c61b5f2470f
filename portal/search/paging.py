"""Order and pages. A page ends with a cursor that holds the sort values of its last row, not a row number.

So nothing is lost or doubled when resources come and go between two pages. With `_sort=_lastUpdated` a
resource that changes meanwhile turns up again at the end, as its new version.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.refusals import invalid, unsupported
from portal.search import dates
from portal.search.parameters import key, parameters_of
from portal.storage import schema

_resource = schema.resource


@dataclass(frozen=True)
class SortKey:
    value: sa.ColumnElement[Any]
    descending: bool = False

    @property
    def ordering(self) -> sa.ColumnElement[Any]:
        return self.value.desc() if self.descending else self.value.asc()


def sort_keys(resource_type: str, sort: str | None) -> list[SortKey]:
    """What to order by for a `_sort` as sent; always ends with something unique."""
    keys: list[SortKey] = []
    for name in (sort or "").split(",") if sort else []:
        descending = name.startswith("-")
        keys += [SortKey(value, descending) for value in _values(resource_type, name.lstrip("-"), descending)]
    return [*keys, SortKey(_resource.c.pk)]


def _values(resource_type: str, name: str, descending: bool) -> list[sa.ColumnElement[Any]]:
    if name == "_lastUpdated":
        return [_resource.c.updated, _resource.c.seq]
    if name == "_id":
        return [_resource.c.id]
    parameter = parameters_of(resource_type).get(name)
    if parameter is None or parameter.kind != "date":
        raise unsupported(f"{resource_type} cannot be sorted by {name!r}.")
    table = schema.date_value
    outermost = sa.func.max(table.c.high) if descending else sa.func.min(table.c.low)
    found = (
        sa.select(outermost)
        .where(table.c.resource == _resource.c.pk, table.c.param == key(resource_type, name))
        .scalar_subquery()
    )
    # Whatever has no such date comes last in both directions.
    return [sa.func.coalesce(found, dates.ALWAYS_BEFORE if descending else dates.ALWAYS_AFTER)]


def to_cursor(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json_text.encode(values)).decode().rstrip("=")


def from_cursor(cursor: str, length: int) -> list[Any]:
    """The values a cursor was made of."""
    try:
        values = json_text.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise invalid("The page link is damaged.") from error
    if not isinstance(values, list) or len(values) != length or not _sortable(values):
        raise invalid("The page link does not belong to this search.")
    return values


def _sortable(values: list[Any]) -> bool:
    return all(isinstance(value, int | str) for value in values)


def after(cursor: str, keys: list[SortKey]) -> sa.ColumnElement[bool]:
    """Everything behind the row that `cursor` stands for."""
    values = from_cursor(cursor, len(keys))
    if not any(key_.descending for key_ in keys):
        return sa.tuple_(*[key_.value for key_ in keys]) > sa.tuple_(*values)
    behind: list[sa.ColumnElement[bool]] = []
    for depth, key_ in enumerate(keys):
        level = [before.value == value for before, value in zip(keys[:depth], values, strict=False)]
        level.append(key_.value < values[depth] if key_.descending else key_.value > values[depth])
        behind.append(sa.and_(*level))
    return sa.or_(*behind)
