"""Where other routing rules would have sent the work of the last weeks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain.ids import PatientId
from inbox.domain.people import Party
from inbox.domain.routing import Place, Routing, answered, place
from inbox.domain.work_item import Kind
from inbox.queries import directions, pools
from inbox.queries.views import ROW
from inbox.store.rows import NO_ITEM
from inbox.store.times import to_ms

_CAME = select(ROW.patient, ROW.kind, ROW.pool).where(
    ROW.arrived >= bindparam("since"),
    ROW.stage != NO_ITEM,
    ROW.kind.not_in((Kind.BREACH, Kind.NOT_READ, Kind.PHYSICIAN_REVIEW)),
)


class Elsewhere(msgspec.Struct, frozen=True):
    """How many pieces of work came, and how many of them would have gone to whom instead."""

    came: int
    to: tuple[tuple[str, str, int], ...]
    """From whom, to whom, how many; the most first."""

    @property
    def moved(self) -> int:
        """How many would have gone elsewhere."""
        return sum(count for *_, count in self.to)


def elsewhere(reader: Connection, before: Routing, after: Routing, since: datetime) -> Elsewhere:
    """Asks both rules about everything that came since, in the pool it is in now. On a thread of its own."""
    there = pools.pools(reader)
    here = [Party(pool.id, pool.name) for pool in there if pool.active]
    staff = [Party(one.id, one.name) for one in pools.staff(reader) if one.active]
    names, found, came = {one.ref: one for one in here}, Counter[tuple[str, str]](), 0
    for patient, kind, pool in reader.execute(_CAME, {"since": to_ms(since)}).all():
        came += 1
        asked = directions.question(reader, PatientId(patient), kind, names.get(pool))
        was, becomes = (place(answered(rules, asked, there), asked, here, staff) for rules in (before, after))
        if _to(was) != _to(becomes):
            found[_to(was), _to(becomes)] += 1
    return Elsewhere(came, tuple((*way, count) for way, count in found.most_common()))


def _to(place: Place | None) -> str:
    return place.to.name if place is not None else ""
