"""A reading that the patient sent from home lies outside the site's bands: somebody has to look at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inbox.domain.by_rule.base import Act, Case, Known, Make, act_name
from inbox.domain.home_readings import crossings
from inbox.domain.ids import ItemId
from inbox.domain.patient import Reading, Series
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import BESIDE, Holding, Kind, Stage, WorkItem

NEW = timedelta(days=2)
"""What was measured before is no alert any more: it has been on the chart."""


def is_alarming(case: Case, rule: str) -> Act | None:
    """Work in the pool of the patient's newest item, for the newest reading outside its band.

    None while such work is open: whoever has it sees the whole curve.
    """
    items = [one for one in case.thread.items if one.kind not in BESIDE]
    if not case.readings or not items or case.item.id != items[-1].id:
        return None
    if any(one.kind == Kind.HOME_MONITORING and one.stage is not Stage.DONE for one in items):
        return None
    act = alert(case.thread, case.item.holding.pool, case.readings, case.known, case.now, rule)
    return None if act is None or act.name in case.names else act


def alert(
    thread: Thread, pool: Party | None, readings: Sequence[Series], known: Known, now: datetime, rule: str
) -> Make | None:
    """Work in `pool` for the newest reading outside its band of the patient of `thread`.

    It bears the same name whether it is made in a conversation or for a patient who has none.
    """
    found = _newest(readings, known, now)
    if found is None:
        return None
    reading, what = found
    words = tr("{what} outside its band: {value}.", what=what, value=_value(reading))
    promise = known.promises.of(thread, _as_work(pool, reading.at))
    name = act_name(rule, thread.patient, reading.at)
    return Make(name, Kind.HOME_MONITORING, None, promise.due or now, words, promise.policy)


def _newest(readings: Sequence[Series], known: Known, now: datetime) -> tuple[Reading, str] | None:
    """The newest crossing of any band, and what was measured."""
    bands = {band.code: band for band in known.promises.protocols.home}
    found = [
        (reading, bands[series.code].name or series.name)
        for series in readings
        if series.home and series.code in bands
        for reading in crossings(series.readings, bands[series.code])
        if now - reading.at <= NEW
    ]
    return max(found, key=lambda one: one[0].at, default=None)


def _as_work(pool: Party | None, at: datetime) -> WorkItem:
    """The work as it will be, for its promise."""
    return WorkItem(ItemId(""), Kind.HOME_MONITORING, Holding("requested", pool, pool), at)


def _value(reading: Reading) -> str:
    return f"{reading.value:g}/{reading.second:g}" if reading.second is not None else f"{reading.value:g}"
