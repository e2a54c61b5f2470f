"""Who has how much to do, by kind of work: counted by the database in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, func, or_, select

from inbox.domain.ids import PersonId
from inbox.domain.work_item import Stage
from inbox.domain.workload import Load, Minutes
from inbox.queries.views import ROW
from inbox.store.rows import is_open

_THEIRS = (
    select(ROW.owner, ROW.kind, func.count())
    .where(is_open(), ROW.stage != Stage.HELD, ROW.owner != "", or_(ROW.pool == "", ROW.owner != ROW.pool))
    .group_by(ROW.owner, ROW.kind)
)


def loads(reader: Connection, table: Minutes) -> Mapping[PersonId, Load]:
    """What each person has claimed or been given and is not waiting with; nobody who has nothing.

    Owners that are a role, not a person, are among them under their own name.
    """
    found: dict[PersonId, Load] = defaultdict(Load)
    for owner, kind, count in reader.execute(_THEIRS):
        found[owner] = found[owner].with_more(count * table.of(kind), count)
    return found
