"""Work in no conversation, on a portal as strict as servers in the field: it still gets exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage, Station
from tests.sync.test_lone_work import alert, conversations, on_server, ready, seen_to, there

__all__ = ["ready"]


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=PROFILES["strict"])
    with Running(settings, make_clinic=clinic) as running:
        yield running


def test_two_stations_at_once_make_one_conversation(
    ready: Callable[..., Station], backstage: Backstage
) -> None:
    task, stations = alert(backstage), [ready(), ready("otto")]
    for one in stations:
        one.pull()
    gate = Barrier(2)

    def go(one: Station) -> None:
        gate.wait()
        one.with_portal(seen_to)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, stations))
    for one in stations:
        one.with_portal(seen_to)
    [header] = conversations(backstage, task)
    focus = {"reference": f"Communication/{header['id']}"}
    assert on_server(backstage, task)["focus"] == focus
    assert {there(one, task).id for one in stations} == {focus["reference"]}
