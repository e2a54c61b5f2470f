"""A reading that the patient sent from home lies outside the site's bands: somebody has to look at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain.by_rule.base import Act, Case, Make, act_name
from inbox.domain.home_readings import crossings
from inbox.domain.ids import ItemId
from inbox.domain.patient import Reading
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
    found = _newest(case)
    if found is None:
        return None
    reading, what = found
    name = act_name(rule, case.thread.patient, reading.at)
    if name in case.names:
        return None
    words = tr("{what} outside its band: {value}.", what=what, value=_value(reading))
    promise = case.known.promises.of(case.thread, _as_work(case, reading.at))
    return Make(name, Kind.HOME_MONITORING, None, promise.due or case.now, words, promise.policy)


def _newest(case: Case) -> tuple[Reading, str] | None:
    """The newest crossing of any band, and what was measured."""
    bands = {band.code: band for band in case.known.promises.protocols.home}
    found = [
        (reading, bands[series.code].name or series.name)
        for series in case.readings
        if series.home and series.code in bands
        for reading in crossings(series.readings, bands[series.code])
        if case.now - reading.at <= NEW
    ]
    return max(found, key=lambda one: one[0].at, default=None)


def _as_work(case: Case, at: datetime) -> WorkItem:
    """The work as it will be, for its promise."""
    pool = case.item.holding.pool
    return WorkItem(ItemId(""), Kind.HOME_MONITORING, Holding("requested", pool, pool), at)


def _value(reading: Reading) -> str:
    return f"{reading.value:g}/{reading.second:g}" if reading.second is not None else f"{reading.value:g}"
