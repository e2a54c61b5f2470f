"""A person's own kit between their stations, over the real portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from inbox.domain.errors import Refused
from inbox.domain.own_kit import BUTTON, PHRASE, differing, in_force
from portal.running import Running as Portal
from portal.settings import Settings as PortalSettings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]
ACK, ACK_2, ACK_3 = b'{"name":"ack"}', b'{"name":"ack","n":2}', b'{"name":"ack","n":3}'


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal for one test: what is kept stays."""
    with Portal(PortalSettings(database="", patients=1, test_mode=True), make_clinic=clinic) as running:
        yield running


def saves(station: Station, body: bytes = ACK, kind: str = PHRASE, id_: str = "ack") -> None:
    station.store.save_own(station.actor.person, [(kind, id_, body)], station.watch.now()).result()


def meets(station: Station) -> bool:
    agreed: bool = station.with_portal(lambda portal: portal.own_kit.run())
    return agreed


def has(station: Station, kind: str = PHRASE) -> list[bytes]:
    return in_force(station.store.own_kit(station.actor.person), kind)


def test_what_is_saved_at_one_station_is_at_the_other(station: Make, backstage: Backstage) -> None:
    here, there = station("nora"), station("nora")
    saves(here)
    saves(here, b'{"id":"b"}', BUTTON, "b")
    assert meets(here)
    there.changes.clear()
    assert meets(there)
    assert (has(there), has(there, BUTTON)) == ([ACK], [b'{"id":"b"}'])
    assert any(change.own_kit for change in there.changes)
    [kept] = backstage.dump("Basic")
    assert kept["subject"] == {"reference": "Practitioner/nora"}
    assert kept["code"]["coding"][0]["code"] == "user-quickkit"


def test_looking_again_changes_nothing(station: Make, backstage: Backstage) -> None:
    here = station("nora")
    saves(here)
    assert meets(here)
    before = backstage.dump("Basic")
    here.changes.clear()
    assert meets(here)
    assert backstage.dump("Basic") == before
    assert not any(change.own_kit for change in here.changes)


def test_it_is_there_after_a_restart_and_without_the_server(station: Make) -> None:
    here = station("nora")
    saves(here)
    here.reopen()
    assert has(here) == [ACK]


def test_it_is_one_persons(station: Make) -> None:
    nora, otto = station("nora"), station("otto")
    saves(nora)
    assert meets(nora)
    assert meets(otto)
    assert has(otto) == []


def test_changed_at_both_stations_the_person_chooses(station: Make) -> None:
    here, there = station("nora"), station("nora")
    saves(here)
    assert meets(here) and meets(there)
    saves(here, ACK_2)
    saves(there, ACK_3)
    assert meets(here) and meets(there)
    assert has(there) == [ACK_3], "one's own stays in force"
    [own] = differing(there.store.own_kit(there.actor.person))
    assert own.theirs is not None and own.theirs.body == ACK_2
    assert meets(here)
    assert has(here) == [ACK_2], "and nothing is overwritten there"
    there.store.choose_own(there.actor.person, PHRASE, "ack", theirs=False, at=there.watch.now()).result()
    assert meets(there) and meets(here)
    assert has(here) == has(there) == [ACK_3]
    assert differing(there.store.own_kit(there.actor.person)) == []


def test_two_stations_that_write_at_once_lose_nothing(station: Make, backstage: Backstage) -> None:
    here, there = station("nora"), station("nora")
    saves(here)
    assert meets(here) and meets(there)
    saves(here, b'{"name":"a"}', id_="a")
    saves(there, b'{"name":"b"}', id_="b")
    backstage.fault(action="status", status=412, method="PUT", path="Basic", count=1)
    assert meets(here) and meets(there) and meets(here)
    assert has(here) == has(there) == [b'{"name":"a"}', ACK, b'{"name":"b"}']


def test_removed_at_one_station_it_goes_at_the_other(station: Make) -> None:
    here, there = station("nora"), station("nora")
    saves(here)
    assert meets(here) and meets(there)
    saves(here, b"")
    assert meets(here) and meets(there)
    assert has(there) == []


def test_where_the_server_keeps_none_it_stays_here(station: Make, backstage: Backstage) -> None:
    here = station("nora")
    here.knows(refused=frozenset({"create Basic"}))
    saves(here)
    assert not meets(here)
    assert has(here) == [ACK]
    assert backstage.dump("Basic") == []


def test_what_the_server_has_and_nobody_can_read_is_never_overwritten(
    station: Make, backstage: Backstage
) -> None:
    here = station("nora")
    saves(here)
    assert meets(here)
    [kept] = backstage.dump("Basic")
    text = kept["extension"][0] | {"valueString": '{"format": 9, "entries": 7}'}
    newer = backstage.write(here, kept | {"extension": [text]})
    saves(here, ACK_2)
    with pytest.raises(Refused, match="cannot be read here"):
        meets(here)
    assert [one["meta"]["versionId"] for one in backstage.dump("Basic")] == [newer["meta"]["versionId"]]
    assert has(here) == [ACK_2]
