"""What a server calls a transaction is tried on nothing before anything relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.fhir.faults import ServerFailed
from inbox.fhir.profile import Learned, recalled
from inbox.sync.portal import LEARNED
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, item_of, thread_of

PIECEMEAL = replace(PROFILES["strict"], atomic=False)


@pytest.fixture(params=["atomic", "piecemeal"])
def promising(request: pytest.FixtureRequest, portal: Running) -> Iterator[tuple[Running, bool]]:
    """A portal that says it has transactions, and whether it has."""
    if request.param == "atomic":
        yield portal, True
        return
    with another(Settings(database="", patients=1, test_mode=True, profile=PIECEMEAL)) as running:
        yield running, False


@contextmanager
def another(settings: Settings) -> Iterator[Running]:
    with Running(settings, make_clinic=clinic) as running:
        yield running


@pytest.fixture
def newcomer(promising: tuple[Running, bool], tmp_path: Path, thread: ThreadId) -> Iterator[Station]:
    """Somebody whose station has never written to the server."""
    made = Station(promising[0], tmp_path, "nora", learned=Learned())
    made.look(thread)
    yield made
    made.store.close()


def taken(task: dict[str, Any]) -> dict[str, Any]:
    return task | {"status": "accepted", "owner": {"reference": "Practitioner/otto", "display": "Otto"}}


def test_the_very_first_reply_does_not_leave_beside_a_colleagues_claim(
    newcomer: Station, promising: tuple[Running, bool], thread: ThreadId, tmp_path: Path
) -> None:
    portal, atomic = promising
    backstage, otto = Backstage(portal), Station(portal, tmp_path, "otto")
    writes: list[str] = []

    def meanwhile(method: str, path: str) -> None:
        """Otto takes it after the trial, and after her last look."""
        writes.append(method)
        if len(writes) == 2:
            backstage.write(otto, taken(backstage.task(thread)))

    newcomer.answer(thread, "Beside the point.")
    with rude(portal, before=meanwhile) as base:
        newcomer.base_url = base
        newcomer.push()
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/otto"
    assert backstage.texts(thread)[1:] == []
    assert newcomer.states()[0] == ("claim", State.CONFLICTED)
    kept = newcomer.store.note(LEARNED)
    assert kept is not None
    assert (recalled(kept).atomic, recalled(kept).not_atomic) == (atomic, not atomic)
    otto.store.close()


def test_the_trial_changes_nothing_and_is_not_repeated(
    newcomer: Station, promising: tuple[Running, bool], thread: ThreadId, numbers: Iterator[int]
) -> None:
    portal, atomic = promising
    backstage, sent = Backstage(portal), list[Bundle]()
    before = backstage.task(thread)

    def note(bundle: Bundle) -> Bundle:
        if not sent:
            assert [entry["resource"]["id"] for entry in bundle["entry"]] == [before["id"]]
            assert bundle["entry"][0]["request"]["ifMatch"] == 'W/"0"'
        sent.append(bundle)
        return bundle

    with rude(portal, note) as base:
        newcomer.base_url = base
        newcomer.with_portal(lambda one: one.push.sender.trial.beforehand([item_of(thread)]))
        assert backstage.task(thread) == before
        other = thread_of(next(numbers))
        newcomer.look(other)
        newcomer.answer(other, "Tried and tested.")
        newcomer.push()
    assert len(sent) == (2 if atomic else 1)
    assert backstage.task(other)["status"] == "completed"
    assert newcomer.outbox() == []


@pytest.mark.parametrize("status", [403, 500])
def test_a_trial_that_tells_nothing_holds_nothing_up(
    portal: Running, backstage: Backstage, thread: ThreadId, tmp_path: Path, status: int
) -> None:
    newcomer = Station(portal, tmp_path, "nora", learned=Learned())
    newcomer.look(thread)
    newcomer.claim(thread)
    backstage.fault(action="status", status=status, method="POST", path=r"^/fhir/R4/?$", nth=1)
    if status == 500:
        with pytest.raises(ServerFailed):
            newcomer.push()
    newcomer.push()
    assert newcomer.outbox() == []
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora"
    newcomer.store.close()
