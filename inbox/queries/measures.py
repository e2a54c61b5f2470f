"""The obligations that measures are computed from, as the Tasks kept here state them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain.ids import PersonId
from inbox.domain.measures import Work, work_of
from inbox.fhir.incoming import Directory, work_item
from inbox.store import truth
from inbox.store.schema import inbox_row, resource
from inbox.store.times import to_ms

_KINDS = select(inbox_row.c.item, inbox_row.c.kind).where(
    inbox_row.c.item.in_(
        select(resource.c.ref).where(
            resource.c.ref >= "Task/", resource.c.ref < "Task0", resource.c.updated >= bindparam("since")
        )
    )
)


def works(
    reader: Connection, directory: Directory, names: Mapping[str, PersonId], since: datetime
) -> list[Work]:
    """Every obligation that changed since then, open or closed. Takes a while: not on the window's thread.

    The kind is the one that lists show, since a Task alone may not say it.
    """
    kinds = dict(iter(reader.execute(_KINDS, {"since": to_ms(since)})))
    found = []
    for filed in truth.changed_since(reader, "Task", since):
        work = work_of(work_item(filed, (), directory), filed.thread, names)
        found.append(msgspec.structs.replace(work, kind=kinds.get(work.item, work.kind)))
    return found
