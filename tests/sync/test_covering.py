"""Somebody goes away and comes back, at the real portal: work goes over once; the record says for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from inbox.commands.bus import Bus
from inbox.commands.declare import Target
from inbox.commands.finish import send_and_close
from inbox.domain.coverage import Coverage, Left, behalf
from inbox.domain.entries import Entry
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId, PersonId, ThreadId
from inbox.domain.people import Party
from inbox.domain.pool import Staff
from inbox.domain.work_item import WorkItem
from inbox.queries import pools
from tests.sync.examples import promise_of
from tests.sync.station import Backstage, Station, item_of, thread_of
from tests.sync.test_by_rule import STAFF, Clinic, judge, put, records, rules

__all__ = ["judge"]

NOW = datetime.now(UTC)
NORA, OTTO = Party("Practitioner/nora", "Nora Nurse, RN"), Party("Practitioner/otto", "Otto Other, RN")
AWAY = Coverage(NORA, OTTO, NOW - timedelta(minutes=5), NOW + timedelta(hours=8), left=Left.GOES)
Judge = Callable[..., Clinic]


def set_cover(station: Station, coverage: Coverage) -> Coverage:
    """Say it at the portal; gives it as the station knows it then."""
    station.with_portal(lambda portal: portal.covering.set(coverage))
    known = [one for each in pools.staff(station.store.reader()) for one in each.covers]
    return max(known, key=lambda one: (one.active, one.ref == coverage.ref, one.start))


def colleagues(*coverages: Coverage) -> tuple[Staff, ...]:
    covers = {OTTO.ref: coverages}
    return tuple(msgspec.structs.replace(one, covers=covers.get(one.id, ())) for one in STAFF)


def hers(backstage: Backstage, station: Station, thread: ThreadId) -> None:
    put(backstage, station, thread, status="in-progress", owner={"reference": NORA.ref})


def answers(station: Clinic, thread: ThreadId, text: str) -> tuple[Entry, ...]:
    """Reply and close, as the bus does it."""
    coverages = [one for colleague in station.staff for one in colleague.covers]

    def behalf_of(item: WorkItem) -> Party | None:
        now = station.watch.now()
        return behalf(coverages, item, station.actor.person, "", now, ZoneInfo("UTC"))

    bus = Bus(
        station.store,
        station.thread,
        station.actor,
        station.watch,
        promise_of,
        timedelta(),
        behalf_of=behalf_of,
    )
    target = Target(thread, item_of(thread))
    return asyncio.run(bus.perform("Send and close", [target], send_and_close, text=text)).entries


def the_record(backstage: Backstage, operation: OperationId) -> list[dict[str, Any]]:
    return [
        one
        for one in backstage.dump("Provenance")
        if any(tag["code"] == operation for tag in one["meta"].get("tag", ()))
    ]


def test_she_goes_away_he_answers_for_her_and_what_is_open_comes_back(
    judge: Judge, backstage: Backstage, thread: ThreadId, numbers: Iterator[int]
) -> None:
    nora, other_thread = judge(), thread_of(next(numbers))
    for one in (thread, other_thread):
        hers(backstage, nora, one)
    away = set_cover(nora, AWAY)
    assert (away.away.ref, away.cover.ref, away.left) == (NORA.ref, OTTO.ref, Left.GOES)
    stations = [judge(user, staff=colleagues(away)) for user in ("nora", "otto", "sara")]
    for station in stations:
        station.look(thread)
        station.look(other_thread)
    with ThreadPoolExecutor(len(stations)) as at_once:
        list(at_once.map(lambda station: station.with_portal(rules), stations))
    for one in (thread, other_thread):
        task = backstage.task(one)
        assert (task["status"], task["owner"]["reference"]) == ("requested", OTTO.ref)
        assert len(records(backstage, item_of(one))) == 1, "by one of three stations"
    otto = stations[1]
    otto.look(thread)
    made = answers(otto, thread, "Otto answers while Nora is away.")
    otto.push()
    assert backstage.texts(thread)[-1] == "Otto answers while Nora is away."
    for entry in made:
        [record] = the_record(backstage, entry.id)
        [agent] = record["agent"]
        assert (agent["who"]["reference"], agent["onBehalfOf"]["reference"]) == (OTTO.ref, NORA.ref)
    back = set_cover(nora, msgspec.structs.replace(away, active=False))
    for station in stations:
        station.staff = colleagues(back if not back.active else msgspec.structs.replace(away, active=False))
        station.look(other_thread)
    with ThreadPoolExecutor(len(stations)) as at_once:
        list(at_once.map(lambda station: station.with_portal(rules), stations))
    assert backstage.task(other_thread)["owner"]["reference"] == NORA.ref
    assert len(records(backstage, item_of(other_thread))) == 2, "over and back, once each"
    assert backstage.task(thread)["owner"]["reference"] == OTTO.ref, "what he closed is his"


def test_nobody_sets_it_for_somebody_else_nor_over_a_newer_one(judge: Judge, backstage: Backstage) -> None:
    otto = judge("otto")
    otto.actor = msgspec.structs.replace(otto.actor, person=PersonId(OTTO.ref))
    with pytest.raises(Refused, match="supervisor"):
        set_cover(otto, AWAY)
    nora = judge()
    later = msgspec.structs.replace(AWAY, start=NOW + timedelta(days=30), end=NOW + timedelta(days=31))
    made = set_cover(nora, later)
    set_cover(nora, msgspec.structs.replace(made, active=False))
    with pytest.raises(Refused, match="meanwhile"):
        set_cover(nora, made)
