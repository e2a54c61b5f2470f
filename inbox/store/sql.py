"""SQL that several tables use."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Select, Table, Text, bindparam, func, select
from sqlalchemy.dialects.sqlite import Insert, insert


def among(name: str) -> Select[tuple[str]]:
    """The list bound to `name` (see `these`), as a sub-select: one statement whatever its length."""
    values = func.json_each(bindparam(name)).table_valued("value")
    return select(values.c.value.cast(Text))


def these(values: Iterable[str]) -> str:
    """`values` as `among` wants them bound."""
    return msgspec.json.encode(list(values)).decode()


def put(table: Table) -> Insert:
    """Insert a row, or overwrite the one with its primary key."""
    statement = insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=rest)
