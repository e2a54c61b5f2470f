"""What is done by rule, against a portal as strict as servers in the field: still once, and still told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from inbox.domain.ids import ThreadId
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage
from tests.sync.test_by_rule import Clinic, judge, late, made_beside, on_hold, race, records, rules

__all__ = ["judge"]


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=PROFILES["strict"])
    with Running(settings, make_clinic=clinic) as running:
        yield running


def test_a_wait_comes_back_once(judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId) -> None:
    stations = [judge(), judge("otto")]
    on_hold(backstage, stations[0], thread)
    race(stations, thread)
    task = backstage.task(thread)
    assert task["status"] == "accepted"
    assert len(task["output"]) == 1
    assert len(records(backstage, f"Task/{task['id']}")) == 1


def test_a_breach_is_told_once(judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId) -> None:
    stations = [judge(), judge("otto")]
    late(backstage, stations[0], thread)
    race(stations, thread)
    for one in stations:
        one.look(thread)
        one.with_portal(rules)
    assert len(made_beside(backstage, thread)) == 1
