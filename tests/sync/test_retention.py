"""What ended long ago leaves this computer; what somebody still works on does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from inbox.domain.draft import Draft
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.operations import Comment
from inbox.store.forgetting import old, patients
from inbox.sync.portal import Portal
from inbox.sync.retention import DONE
from tests.sync.clinic import CLOSED, THREADS
from tests.sync.station import Station, thread_of
from tests.sync.test_engine import Running

Make = Callable[..., Station]
CLOSED_THREADS = [thread_of(number) for number in range(THREADS, THREADS + CLOSED)]


@pytest.fixture
def nora(station: Make) -> Station:
    """Nine days are kept from now on; all closed conversations of this clinic are older than that."""
    nora = station()
    nora.first_sync()
    nora.settings = msgspec.structs.replace(nora.settings, retention=timedelta(days=9))
    return nora


def retain(nora: Station) -> None:
    nora.with_portal(lambda portal: portal.retention.run())


def kept(nora: Station) -> set[ThreadId]:
    return {one for one in CLOSED_THREADS if nora.store.truth_now(one)}


def test_old_closed_conversations_go_and_open_ones_stay(nora: Station) -> None:
    assert kept(nora) == set(CLOSED_THREADS)
    retain(nora)
    assert kept(nora) == set()
    assert all(nora.thread(thread_of(number)).items for number in range(THREADS))


def test_what_waits_or_was_begun_is_spared(nora: Station) -> None:
    waiting, begun = CLOSED_THREADS[:2]
    nora.do(waiting, Comment(item=ItemId(f"Task/t{THREADS}"), text="Called"))
    patient = nora.thread(begun).patient
    draft = Draft(begun, patient, nora.actor.person, "One more thing", nora.watch.now())
    nora.store.save_draft(draft).result()
    assert not {waiting, begun} & set(old(nora.store.reader(), nora.watch.now(), THREADS + CLOSED))
    retain(nora)
    assert kept(nora) == {waiting, begun}


def test_it_is_seen_to_once_a_day(nora: Station) -> None:
    retain(nora)
    first = nora.store.cursors()[DONE].since
    nora.watch.ahead = timedelta(hours=23)
    retain(nora)
    assert nora.store.cursors()[DONE].since == first
    nora.watch.ahead = timedelta(hours=25)
    retain(nora)
    assert nora.store.cursors()[DONE].since > first


def test_patients_without_any_conversation_left_go_too_and_come_back_whole(nora: Station) -> None:
    nora.watch.ahead = timedelta(days=20)
    everything = [thread_of(number) for number in range(THREADS)]
    nora.store.remove([f"Task/t{number}" for number in range(THREADS)]).result()
    assert patients(nora.store.reader())

    async def gone_and_back(portal: Portal) -> None:
        await portal.retention.run()
        assert patients(nora.store.reader()) == []
        await portal.reconcile.run(())

    nora.with_portal(gone_and_back)
    assert all(nora.thread(one).items for one in everything)
    assert len(patients(nora.store.reader())) == 12


def test_the_engine_sees_to_it_once_all_is_here(nora: Station) -> None:
    running = Running(nora)
    running.engine.start()
    running.until(lambda status: status.ready and kept(nora) == set())
    assert running.engine.stop()
