"""Where much waits, several threads are looked at together; what such a look shows counts as any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import httpx
import msgspec
import pytest

from inbox.domain.entries import State
from inbox.domain.errors import Offline
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Why
from inbox.fhir.profile import Profile
from tests.sync.station import Backstage, Station, Watch, item_of, thread_of
from tests.sync.test_pull import message

Make = Callable[..., Station]
ONE_TASK, MESSAGES = r"^/fhir/R4/Task/[^/]+$", r"^/fhir/R4/Communication(/_search)?([?]|$)"


@pytest.fixture
def many(numbers: Iterator[int]) -> list[ThreadId]:
    return [thread_of(next(numbers)) for _ in range(8)]


@pytest.fixture
def nora(station: Make, many: list[ThreadId]) -> Station:
    made = station("nora")
    for thread in many:
        made.look(thread)
        made.answer(thread, "It is on its way.")
    return made


class Hurried(Watch):
    """Two seconds have passed whenever somebody asks."""

    def now(self) -> datetime:
        self.ahead += timedelta(seconds=2)
        return super().now()


def test_many_leave_with_few_looks(nora: Station, backstage: Backstage, many: list[ThreadId]) -> None:
    backstage.fault(action="delay", seconds=0, method="GET", path=ONE_TASK)
    nora.push()
    assert backstage.hits() <= len(many) // 2, "the last few may each be looked at alone"
    assert all(backstage.texts(thread)[1:] == ["It is on its way."] for thread in many)
    assert nora.outbox() == []


def test_what_happened_meanwhile_is_seen_among_many(
    nora: Station, station: Make, backstage: Backstage, many: list[ThreadId]
) -> None:
    wrote, claimed, deleted, *others = many
    otto, sara = station("otto"), station("sara")
    backstage.write(otto, message(wrote, "Wait: I am allergic!", sent="2030-01-01T00:00:00Z"))
    otto.look(claimed)
    otto.claim(claimed)
    otto.push()
    url = f"{backstage.portal.base_url}/{item_of(deleted)}"
    httpx.delete(url, headers={"Authorization": f"Bearer {sara.token.token}"}).raise_for_status()
    nora.push()
    assert all(backstage.task(thread)["status"] == "completed" for thread in others)
    assert all(backstage.texts(thread)[1:2] != ["It is on its way."] for thread in (wrote, claimed, deleted))
    why = {one.thread: one.problem.why for one in nora.outbox() if one.problem}
    assert why == {wrote: Why.NEW_MESSAGE, claimed: Why.CLAIMED_ELSEWHERE, deleted: Why.GONE}


def test_a_look_that_is_no_longer_new_is_taken_again(
    nora: Station, backstage: Backstage, many: list[ThreadId]
) -> None:
    nora.watch = Hurried()
    backstage.fault(action="delay", seconds=0, method="GET", path=ONE_TASK)
    nora.push()
    assert backstage.hits() == len(many)
    assert nora.outbox() == []


class Slow(Watch):
    """So much passes whenever somebody asks that a look at many holds for some of them only."""

    def now(self) -> datetime:
        self.ahead += timedelta(seconds=0.015)
        return super().now()


def test_of_many_those_a_look_did_not_last_for_are_looked_at_together_again(
    station: Make, backstage: Backstage, numbers: Iterator[int]
) -> None:
    nora, many = station("nora"), [thread_of(next(numbers)) for _ in range(24)]
    for thread in many:
        nora.look(thread)
        nora.answer(thread, "It is on its way.")
    nora.watch = Slow()
    backstage.fault(action="delay", seconds=0, method="GET", path=ONE_TASK)
    nora.push()
    assert backstage.hits() < len(many) // 2, "the last few are looked at alone"
    assert nora.outbox() == []


def test_where_work_cannot_be_asked_for_by_name_each_is_looked_at(
    nora: Station, backstage: Backstage, many: list[ThreadId]
) -> None:
    def poorer(profile: Profile) -> Profile:
        task = profile.said.types["Task"]
        task = msgspec.structs.replace(task, searches=task.searches - {"_id"})
        return Profile(msgspec.structs.replace(profile.said, types={**profile.said.types, "Task": task}))

    nora.reshape = poorer
    nora.push()
    assert {backstage.task(thread)["status"] for thread in many} == {"completed"}
    assert nora.states() == []


def test_a_server_out_of_reach_is_noted_of_all_that_waited(
    nora: Station, backstage: Backstage, many: list[ThreadId]
) -> None:
    backstage.fault(action="status", status=500, path=MESSAGES)
    with pytest.raises(Offline):
        nora.push()
    assert {state for _, state in nora.states()} == {State.WAITING}
    assert {backstage.task(thread)["status"] for thread in many} == {"requested"}
