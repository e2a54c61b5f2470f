"""Parts of the site's kit, out to the real portal and in at another station."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from inbox.domain.changes import Changes
from inbox.domain.errors import Offline, Refused
from inbox.domain.people import Role
from inbox.domain.site_kit import KitFile, Overtaken, Part
from inbox.queries import site_kit
from inbox.sync.engine import Engine
from inbox.sync.portal import Desk
from inbox.sync.settings import Settings
from inbox.sync.status import Status
from portal.running import Running as Portal
from portal.settings import Settings as PortalSettings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal for one test: what is published holds for everybody."""
    with Portal(PortalSettings(database="", patients=1, test_mode=True), make_clinic=clinic) as running:
        yield running


def library(part: str, version: str, text: bytes, status: str = "active", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Library",
        "url": f"https://elsewhere.example/Library/{part}",
        "version": version,
        "status": status,
        "type": {"text": "asset-collection"},
        "content": [{"contentType": "application/json", "data": b64encode(text).decode()}],
    } | more


def here(station: Station, part: Part = Part.POLICY) -> KitFile | None:
    return site_kit.file(station.store.reader(), part)


class AtWork:
    """An engine that publishes, for the person of a station."""

    def __init__(self, station: Station, role: Role) -> None:
        self.station = station
        station.actor = msgspec.structs.replace(station.actor, role=role)
        self._met = threading.Event()
        self.engine = station.engine(self._hear, self._desk())

    def _hear(self, status: Status) -> None:
        if status.ready:
            self._met.set()

    def _desk(self) -> Desk:
        return msgspec.structs.replace(self.station.desk(), published=lambda part: here(self.station, part))

    def __enter__(self) -> Engine:
        self.engine.start()
        assert self._met.wait(20)
        return self.engine

    def __exit__(self, *_: object) -> None:
        assert self.engine.stop()


def test_a_part_that_was_published_comes_to_everybody(station: Make, backstage: Backstage) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    assert here(nora) is None
    backstage.write(sara, library("sla-policy", "4", b'{"id": "there"}'))
    nora.changes.clear()
    nora.pull()
    found = here(nora)
    assert found is not None
    assert (found.part, found.version, found.body) == (Part.POLICY, "4", b'{"id": "there"}')
    assert Changes(kit=True) in nora.changes


def test_drafts_retired_ones_and_other_libraries_do_not_count(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    backstage.write(sara, library("sla-policy", "3", b"[3]"))
    old = backstage.write(sara, library("sla-policy", "4", b"[4]"))
    backstage.write(sara, library("sla-policy", "5", b"[5]", status="draft"))
    backstage.write(sara, library("measure-of-something", "9", b"[9]"))
    sara.first_sync()
    assert (found := here(sara)) and found.version == "4"
    backstage.write(sara, old | {"status": "retired"})
    sara.pull()
    assert (found := here(sara)) and found.version == "3"


def test_what_cannot_be_read_is_there_with_an_empty_body(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    backstage.write(sara, library("phrases", "1", b"", content=[{"contentType": "application/json"}]))
    backstage.write(
        sara, library("routing-rules", "1", b"", content=[{"contentType": "application/json", "data": "?"}])
    )
    sara.first_sync()
    for part in (Part.PHRASES, Part.ROUTING):
        assert (found := here(sara, part)) and found.body == b""


def test_a_supervisor_publishes_first_and_again(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    with AtWork(sara, Role.SUPERVISOR) as engine:
        first = engine.publish(Part.POLICY, "1", b'{"n": 1}', None).result(20)
        assert here(sara) == first
        again = engine.publish(Part.POLICY, "2", b'{"n": 2}', first).result(20)
        assert here(sara) == again
    assert again.library == first.library
    [kept] = backstage.dump("Library")
    assert (kept["version"], kept["status"], kept["publisher"]) == ("2", "active", "Sara, RN")
    assert kept["url"].endswith("/sla-policy")


def test_what_the_site_wrote_in_its_library_stays(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    backstage.write(sara, library("sla-policy", "1", b"{}", title="How soon we answer", copyright="Us"))
    sara.first_sync()
    with AtWork(sara, Role.SUPERVISOR) as engine:
        engine.publish(Part.POLICY, "2", b"[]", here(sara)).result(20)
    [kept] = backstage.dump("Library")
    assert (kept["title"], kept["copyright"], kept["version"]) == ("How soon we answer", "Us", "2")
    assert kept["url"] == "https://elsewhere.example/Library/sla-policy"


def test_a_colleagues_version_is_never_overwritten_and_is_brought(
    station: Make, backstage: Backstage
) -> None:
    sara = station("sara")
    published = backstage.write(sara, library("sla-policy", "1", b'{"n": 1}'))
    sara.first_sync()
    seen = here(sara)
    backstage.write(
        sara, library("sla-policy", "2", b'{"n": 2}') | {key: published[key] for key in ("id", "meta")}
    )
    sara.settings = Settings()
    with AtWork(sara, Role.SUPERVISOR) as engine, pytest.raises(Overtaken, match="meanwhile"):
        engine.publish(Part.POLICY, "2", b'{"n": 3}', seen).result(20)
    assert (found := here(sara)) and found.body == b'{"n": 2}'
    [kept] = backstage.dump("Library")
    assert kept["version"] == "2"


def test_of_two_first_versions_one_holds(station: Make, backstage: Backstage) -> None:
    sara, other = station("sara"), station("sara")
    with AtWork(sara, Role.SUPERVISOR) as engine, AtWork(other, Role.SUPERVISOR) as elsewhere:
        elsewhere.publish(Part.ROUTING, "1", b"[1]", None).result(20)
        with pytest.raises(Overtaken):
            engine.publish(Part.ROUTING, "1", b"[2]", None).result(20)
    assert len(backstage.dump("Library")) == 1
    assert (found := here(sara, Part.ROUTING)) and found.body == b"[1]"


def test_only_a_supervisor_publishes(station: Make, backstage: Backstage) -> None:
    nora = station("nora")
    with AtWork(nora, Role.RN) as engine, pytest.raises(Refused, match="supervisor"):
        engine.publish(Part.POLICY, "1", b"{}", None).result(20)
    assert backstage.dump("Library") == []


def test_the_portal_itself_takes_it_from_a_supervisor_only(station: Make) -> None:
    """A program that took itself for a supervisor's would get no further."""
    nora = station("nora")
    with AtWork(nora, Role.SUPERVISOR) as engine, pytest.raises(Refused):
        engine.publish(Part.POLICY, "1", b"{}", None).result(20)


def test_out_of_touch_nothing_is_published(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    with AtWork(sara, Role.SUPERVISOR) as engine:
        backstage.fault(action="drop_before", method="POST", path="Library")
        with pytest.raises(Offline):
            engine.publish(Part.POLICY, "1", b"{}", None).result(20)


@pytest.mark.parametrize("there", [False, True])
def test_published_once_more_after_a_lost_answer_it_is_simply_published(
    station: Make, backstage: Backstage, there: bool
) -> None:
    sara = station("sara")
    if there:
        backstage.write(sara, library("sla-policy", "1", b"[1]"))
    sara.first_sync()
    seen = here(sara)
    with AtWork(sara, Role.SUPERVISOR) as engine:
        backstage.fault(action="drop_after", method="PUT" if there else "POST", path="Library", count=1)
        with pytest.raises(Offline):
            engine.publish(Part.POLICY, "2", b"[2]", seen).result(20)
        done = engine.publish(Part.POLICY, "2", b"[2]", seen).result(20)
    assert done.body == b"[2]"
    assert [one["version"] for one in backstage.dump("Library")] == ["2"]


def test_a_look_that_brought_ones_own_after_a_lost_answer_is_no_colleague(
    station: Make, backstage: Backstage
) -> None:
    sara = station("sara")
    backstage.write(sara, library("sla-policy", "2", b"[2]"))
    sara.first_sync()
    with AtWork(sara, Role.SUPERVISOR) as engine:
        assert engine.publish(Part.POLICY, "2", b"[2]", None).result(20).body == b"[2]"
        with pytest.raises(Overtaken):
            engine.publish(Part.POLICY, "3", b"[2]", None).result(20)
    assert [one["version"] for one in backstage.dump("Library")] == ["2"]


def test_the_last_valid_body_of_each_part_is_kept(station: Make) -> None:
    nora = station("nora")
    assert nora.store.last_valid(Part.POLICY) is None
    nora.store.keep_valid(Part.POLICY, b"[1]").result()
    nora.store.keep_valid(Part.ROUTING, b"[2]").result()
    nora.reopen()
    assert nora.store.last_valid(Part.POLICY) == b"[1]"
    assert nora.store.last_valid(Part.ROUTING) == b"[2]"


def test_what_a_part_has_been_comes_newest_first_with_who_published_it(station: Make) -> None:
    sara = station("sara")
    with AtWork(sara, Role.SUPERVISOR) as engine:
        first = engine.publish(Part.MINUTES, "1", b'{"n": 1}', None).result(20)
        engine.publish(Part.MINUTES, "2", b'{"n": 2}', first).result(20)
        found = engine.versions([first.library]).result(20)
    assert [(one.version, one.body, one.by) for one in found] == [
        ("2", b'{"n": 2}', "Sara, RN"),
        ("1", b'{"n": 1}', "Sara, RN"),
    ]
