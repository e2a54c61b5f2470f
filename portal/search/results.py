"""Running a search."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.refusals import Refusal
from portal.search.paging import to_cursor
from portal.search.parameters import RESOURCE_TYPES
from portal.search.query import CURSOR, OFFSET, Search
from portal.storage import schema

_resource = schema.resource


@dataclass(frozen=True, slots=True)
class Found:
    pk: int
    type: str
    id: str
    body: bytes


@dataclass(frozen=True)
class Page:
    matches: list[Found]
    included: list[Found]
    total: int | None
    """How many match in all, where it was asked for or comes for free."""
    following: tuple[str, str] | None
    """The parameter that asks for the next page, where there is one."""


def run(connection: sa.Connection, search: Search, readable: Callable[[str], bool]) -> Page:
    """One page. Included resources of a type the person may not read are left out, as R4 asks."""
    if search.count == 0:
        return Page([], [], _total(connection, search), None)
    matches, following = _matches(connection, search)
    if search.start is None and not search.offset and following is None:
        total: int | None = len(matches)
    else:
        total = _total(connection, search) if search.total_wanted else None
    included: dict[int, Found] = {}
    if matches:
        for statement in _included(search, matches, readable):
            included.update((row.pk, Found(*row)) for row in connection.execute(statement))
    for match in matches:
        included.pop(match.pk, None)
    ceiling = search.include_ceiling
    if ceiling is not None and len(matches) + len(included) > ceiling:
        words = (
            f"A page may hold {ceiling} matches and included resources together; ask for fewer with _count."
        )
        raise Refusal(400, "too-costly", words)
    return Page(matches, list(included.values()), total, following)


def ids_matching(connection: sa.Connection, search: Search, limit: int) -> list[str]:
    """The ids of the first few matches, for conditional creates."""
    statement = _where(sa.select(_resource.c.id), search).order_by(_resource.c.pk).limit(limit)
    return list(connection.execute(statement).scalars())


def among(connection: sa.Connection, search: Search, keys: list[int]) -> set[int]:
    """Which of these resources, by primary key, match."""
    return set(
        connection.execute(
            _where(sa.select(_resource.c.pk), search).where(_resource.c.pk.in_(keys))
        ).scalars()
    )


def _where(statement: sa.Select[Any], search: Search) -> sa.Select[Any]:
    return statement.where(_resource.c.type == search.type, ~_resource.c.deleted, *search.conditions)


def _total(connection: sa.Connection, search: Search) -> int:
    statement = _where(sa.select(sa.func.count()).select_from(_resource), search)
    return int(connection.execute(statement).scalar_one())


def _matches(connection: sa.Connection, search: Search) -> tuple[list[Found], tuple[str, str] | None]:
    keys = [key.value.label(f"key_{place}") for place, key in enumerate(search.order)]
    statement = _where(
        sa.select(_resource.c.pk, _resource.c.type, _resource.c.id, _resource.c.body, *keys), search
    )
    if search.start is not None:
        statement = statement.where(search.start)
    statement = statement.order_by(*[key.ordering for key in search.order]).limit(search.count + 1)
    if search.by_offset:
        statement = statement.offset(search.offset)
    rows = connection.execute(statement).all()
    page = rows[: search.count]
    following = None
    if len(rows) > search.count and search.by_offset:
        following = (OFFSET, str(search.offset + search.count))
    elif len(rows) > search.count:
        following = (CURSOR, to_cursor(list(page[-1][4:])))
    return [Found(*row[:4]) for row in page], following


def _included(
    search: Search, matches: list[Found], readable: Callable[[str], bool]
) -> list[sa.Select[int, str, str, bytes]]:
    links = schema.reference_value
    columns = sa.select(_resource.c.pk, _resource.c.type, _resource.c.id, _resource.c.body)
    allowed = [kind for kind in RESOURCE_TYPES if readable(kind)]
    statements = []
    for include in search.includes:
        targets = sa.select(links.c.target_type, links.c.target_id).where(
            links.c.param == include.param,
            links.c.resource.in_([match.pk for match in matches]),
            links.c.target_type.in_([kind for kind in allowed if include.target in (None, kind)]),
        )
        statements.append(
            columns.where(~_resource.c.deleted, sa.tuple_(_resource.c.type, _resource.c.id).in_(targets))
        )
    for include in search.revincludes:
        if include.source in allowed and include.target in (None, search.type):
            sources = sa.select(links.c.resource).where(
                links.c.param == include.param,
                links.c.target_type == search.type,
                links.c.target_id.in_([match.id for match in matches]),
            )
            statements.append(columns.where(_resource.c.pk.in_(sources)))
    return statements
