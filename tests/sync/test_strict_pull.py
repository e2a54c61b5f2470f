"""A portal as strict as servers in the field: late commits, no history, and deletions without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from inbox.domain.ids import ThreadId
from inbox.fhir.incoming.moments import instant
from inbox.sync.portal import Portal
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import clinic
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_pull import message, synced
from tests.sync.test_reconcile import delete, in_truth, reconcile

Make = Callable[..., Station]


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    profile = replace(PROFILES["strict"], late_commits=0)  # this test times them itself
    settings = Settings(database="", patients=1, test_mode=True, profile=profile)
    with Running(settings, make_clinic=clinic) as running:
        yield running


def test_what_a_transaction_stamped_long_before_it_showed_is_found_by_the_next_look(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    """Its rows bear a time that a look has passed already (field note 8)."""
    nora, otto = synced(station()), station("otto")
    backstage.fault(action="hold", method="POST", path="Communication", count=1)

    async def looks(portal: Portal) -> None:
        with ThreadPoolExecutor(1) as writer:
            late = writer.submit(backstage.write, otto, message(thread, "Long in coming"))
            while not backstage.hits():
                await portal.pull.run()
            backstage.write(otto, backstage.task(thread) | {"priority": "urgent"})
            backstage.write(otto, message(thread, "Sent later"))
            while "Sent later" not in [one.text for one in nora.thread(thread).messages]:
                await portal.pull.run()
            httpx.delete(f"{backstage.portal.root}/test/held").raise_for_status()
            stamp = instant(late.result()["meta"]["lastUpdated"])
            assert stamp is not None
            assert stamp < nora.store.cursors()["Communication"].since
            await portal.pull.run()

    nora.with_portal(looks)
    assert "Long in coming" in [one.text for one in nora.thread(thread).messages]


def test_without_history_and_tombstones_deletions_are_found_by_comparing(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    """A look never tells of them, and whoever asks is told 404 (field note 9)."""
    nora, sara = synced(station()), station("sara")
    delete(sara, item_of(thread))

    async def looks(portal: Portal) -> None:
        await portal.pull.run(wide=True)
        await portal.deletions.run()

    nora.with_portal(looks)
    assert nora.thread(thread).items != ()
    reconcile(nora)
    assert nora.thread(thread).items == ()


def test_a_conversation_that_is_hidden_is_forgotten(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, sara = synced(station()), station("sara")
    delete(sara, thread)
    reconcile(nora)
    assert in_truth(nora, thread) == set()
