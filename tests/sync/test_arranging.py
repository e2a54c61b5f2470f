"""Pools are arranged at the real portal: all of a draft or nothing, never over a colleague's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from inbox.domain.clinic.changes import PlaceChange, PoolChange
from inbox.domain.clinic.people import Place
from inbox.domain.errors import Refused
from inbox.domain.ids import PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Role
from inbox.domain.pool import Closed, Pool
from inbox.domain.site_kit import Overtaken
from inbox.fhir.faults import NoAnswer
from inbox.queries import pools
from inbox.queries.places import places
from portal.running import Running as Portal
from portal.settings import Settings as PortalSettings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]
TRAINING = Closed(date(2030, 3, 19), date(2030, 3, 19), "Training")


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal for one test: pools are everybody's."""
    with Portal(PortalSettings(database="", patients=1, test_mode=True), make_clinic=clinic) as running:
        yield running


def lead(station: Make) -> Station:
    made = station("sara")
    made.actor = msgspec.structs.replace(made.actor, role=Role.SUPERVISOR)
    made.first_sync()
    return made


def seen(station: Station, name: str = "Nurses") -> Pool:
    return next(pool for pool in pools.pools(station.store.reader()) if pool.name == name)


def arrange(station: Station, *changes: PoolChange | PlaceChange, reason: str = "") -> None:
    station.with_portal(lambda portal: portal.arranging.arrange(changes, reason))


def becomes(pool: Pool, **what: Any) -> PoolChange:
    return PoolChange(pool, msgspec.structs.replace(pool, **what))


def new(name: str) -> PoolChange:
    hours = (OpenTime(0, time(9), time(17)),)
    return PoolChange(None, Pool(PoolId("new/1"), name, zone="America/Chicago", hours=hours))


def test_a_closure_and_a_new_pool_come_to_every_other_station_as_one(
    station: Make, backstage: Backstage
) -> None:
    sara, nora = lead(station), station("nora")
    nora.first_sync()
    arrange(
        sara, becomes(seen(sara), closed=(TRAINING,), about="Ask us"), new("Forms"), reason="Training day"
    )
    nora.changes.clear()
    nora.pull()
    assert (seen(nora).closed, seen(nora).about) == ((TRAINING,), "Ask us")
    assert seen(nora, "Forms").hours == (OpenTime(0, time(9), time(17)),)
    assert any(change.people for change in nora.changes), "screens hear of it without a restart"
    [record] = backstage.dump("Provenance")
    assert len(record["target"]) == 2
    assert all(one["reference"].startswith("HealthcareService/") for one in record["target"])
    assert (record["reason"][0]["text"], record["agent"][0]["who"]["reference"]) == (
        "Training day",
        "Practitioner/sara",
    )


def test_nothing_of_a_draft_holds_where_a_colleague_was_first_and_theirs_is_here(
    station: Make, backstage: Backstage
) -> None:
    sara, other = lead(station), lead(station)
    saw = seen(sara)
    arrange(other, becomes(seen(other), about="Theirs"))
    with pytest.raises(Overtaken, match="Look at theirs first"):
        arrange(sara, new("Forms"), becomes(saw, about="Mine"))
    assert seen(sara).about == "Theirs"
    assert [one["name"] for one in backstage.dump("HealthcareService")] == ["Nurses"], (
        "not the new one either"
    )
    arrange(sara, becomes(seen(sara), about="Mine, now that I saw it"))
    assert seen(sara).about == "Mine, now that I saw it"


def test_of_two_who_publish_at_once_one_does_and_nothing_of_the_other_holds(
    station: Make, backstage: Backstage
) -> None:
    both = lead(station), lead(station)
    saw = seen(both[0])

    def publish(who: int) -> bool:
        try:
            arrange(both[who], new(f"Forms {who}"), becomes(saw, about=f"By {who}"))
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(2) as at_once:
        won = list(at_once.map(publish, (0, 1)))
    assert sorted(won) == [False, True]
    winner = won.index(True)
    held = {one["name"]: one.get("comment") for one in backstage.dump("HealthcareService")}
    assert held == {"Nurses": f"By {winner}", f"Forms {winner}": None}


def test_an_answer_that_was_lost_is_no_conflict(station: Make, backstage: Backstage) -> None:
    sara, other = lead(station), lead(station)
    change = becomes(seen(sara), about="Once")
    arrange(sara, change)
    arrange(other, change)
    assert len(backstage.dump("Provenance")) == 1


def test_what_is_new_is_not_made_twice_when_it_is_published_again_after_a_lost_answer(
    station: Make, backstage: Backstage
) -> None:
    sara = lead(station)
    otto = next(one for one in places(sara.store.reader()) if one.person == "Practitioner/otto")
    charge = Place("new/1", otto.person, "Charge nurse", "charge", pools=(seen(sara).id,))
    before = len(backstage.dump("PractitionerRole"))
    draft = (
        msgspec.structs.replace(new("Forms"), name=str(uuid4())),
        PlaceChange(None, charge, name=str(uuid4())),
    )
    backstage.fault(action="drop_after", method="POST", path=r"^/fhir/R4/?$", nth=1)
    with pytest.raises(NoAnswer):
        arrange(sara, *draft)
    backstage.no_faults()
    arrange(sara, *draft)
    assert sorted(one["name"] for one in backstage.dump("HealthcareService")) == ["Forms", "Nurses"]
    assert len(backstage.dump("PractitionerRole")) == before + 1
    assert seen(sara, "Forms").active


def test_only_a_supervisor_arranges_and_the_portal_says_so_too(station: Make) -> None:
    nora = station("nora")
    nora.first_sync()
    with pytest.raises(Refused, match="Only a supervisor"):
        arrange(nora, becomes(seen(nora), about="Mine"))
    nora.actor = msgspec.structs.replace(nora.actor, role=Role.SUPERVISOR)  # her program thinks she may
    with pytest.raises(Refused, match="may not"):
        arrange(nora, becomes(seen(nora), about="Mine"))
    assert seen(nora).about == ""


def test_a_server_without_transactions_takes_one_pool_at_a_time(station: Make, backstage: Backstage) -> None:
    sara = lead(station)
    sara.knows(no_transactions=True)
    change = becomes(seen(sara), about="Alone")
    with pytest.raises(Refused, match="one change at a time"):
        arrange(sara, change, new("Forms"))
    assert seen(sara).about == ""
    arrange(sara, change)
    assert seen(sara).about == "Alone"
    assert len(backstage.dump("Provenance")) == 1


def test_somebody_is_put_into_a_pool_and_every_other_station_knows(
    station: Make, backstage: Backstage
) -> None:
    sara, nora = lead(station), station("nora")
    nora.first_sync()
    place = next(one for one in places(sara.store.reader()) if one.person == "Practitioner/otto")
    hours = (OpenTime(1, time(8), time(12)),)
    put = msgspec.structs.replace(
        place,
        job="Registered nurse",
        rights=Role.RN,
        pools=(seen(sara).id,),
        hours=hours,
        last=date(2031, 1, 1),
    )
    charge = Place(
        "new/1", place.person, "Charge nurse", "charge", pools=(seen(sara).id,), first=date(2026, 1, 1)
    )
    arrange(sara, PlaceChange(place, put), PlaceChange(None, charge), reason="He comes to us")
    nora.pull()
    otto = next(one for one in pools.staff(nora.store.reader()) if one.id == place.person)
    assert otto.pools == (seen(nora).id,)
    assert {duty.name for duty in otto.duties} == {"at-work", "charge"}
    assert any(change.people for change in nora.changes)
    [record] = backstage.dump("Provenance")
    assert [one["reference"].partition("/")[0] for one in record["target"]] == ["PractitionerRole"] * 2
    with pytest.raises(Overtaken):
        arrange(sara, PlaceChange(place, msgspec.structs.replace(place, active=False)))
