"""What no look at changes can tell: deletions without a word, and access that is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import func, select

from inbox.domain.draft import Draft
from inbox.domain.ids import ThreadId
from inbox.domain.work_item import Stage
from inbox.queries import drafts as draft_query
from inbox.queries import patient as patient_query
from inbox.queries import worklist
from inbox.store import schema
from inbox.store.forgetting import patients, threads_of
from inbox.sync.portal import Desk
from portal.running import Running
from tests.sync.rude import rude
from tests.sync.station import Backstage, Station, item_of, thread_of
from tests.sync.test_engine import Running as EngineRunning
from tests.sync.test_pull import synced

Make = Callable[..., Station]


def delete(station: Station, ref: str) -> None:
    headers = {"Authorization": f"Bearer {station.token.token}"}
    httpx.delete(f"{station.portal.base_url}/{ref}", headers=headers).raise_for_status()


def reconcile(station: Station) -> None:
    open_here = worklist.open_items(station.store.reader())
    station.with_portal(lambda portal: portal.reconcile.run(open_here))


def in_truth(station: Station, thread: ThreadId) -> set[str]:
    return {one.ref for one in station.store.truth_now(thread)}


def test_work_the_server_no_longer_has_is_forgotten(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, sara = synced(station()), station("sara")
    delete(sara, item_of(thread))
    reconcile(nora)
    assert nora.thread(thread).items == ()
    assert nora.thread(thread_of(79)).items != ()


def test_work_that_is_open_there_and_unknown_here_comes_with_its_conversation(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = synced(station())
    refs = sorted(in_truth(nora, thread))
    nora.store.remove(refs).result()
    assert in_truth(nora, thread) == set()
    reconcile(nora)
    assert in_truth(nora, thread) == set(refs)
    assert nora.thread(thread).items[0].stage is Stage.UNCLAIMED


def test_work_that_was_closed_there_unheard_is_closed_here(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = synced(station()), station("otto")
    backstage.write(otto, backstage.task(thread) | {"status": "completed"})
    reconcile(nora)
    assert nora.thread(thread).items[0].stage is Stage.DONE


def test_what_may_no_longer_be_seen_is_forgotten_but_not_what_was_typed(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, sara = synced(station()), station("sara")
    patient = nora.thread(thread).patient
    nora.with_portal(lambda portal: portal.charts.read([patient]))
    entries = nora.answer(thread, "Please call us.")
    draft = Draft(thread, patient, nora.actor.person, "And also", nora.watch.now())
    nora.store.save_draft(draft).result()
    others = threads_of(nora.store.reader(), [patient])
    assert len(others) > 1
    delete(sara, patient)
    reconcile(nora)
    assert all(in_truth(nora, one) == set() for one in others)
    assert patient_query.chart(nora.store.reader(), patient) == []
    assert patient_query.chart_fetched(nora.store.reader(), patient) is None
    rows = select(func.count()).where(schema.inbox_row.c.patient == patient)
    assert nora.store.reader().scalar(rows) == 0
    assert [one.id for one in nora.outbox()] == [one.id for one in entries]
    assert [one.text for one in draft_query.drafts(nora.store.reader(), nora.actor.person)] == ["And also"]


def test_a_search_that_leaves_somebody_out_is_not_believed_alone(
    station: Make, portal: Running, thread: ThreadId
) -> None:
    nora = synced(station())
    known = patients(nora.store.reader())
    with rude(portal, finds_no="Patient") as nora.base_url:
        reconcile(nora)
    assert in_truth(nora, thread)
    assert patients(nora.store.reader()) == known != []


class Comparing(Station):
    """A station that compares often, as the program does it."""

    def desk(self) -> Desk:
        often = msgspec.structs.replace(self.settings, reconcile_first=0, reconcile=0)
        return msgspec.structs.replace(
            super().desk(), settings=often, open_here=lambda: worklist.open_items(self.store.reader())
        )


def test_the_engine_compares_by_itself(
    station: Make, portal: Running, tmp_path: Path, thread: ThreadId
) -> None:
    nora = Comparing(portal, tmp_path, "nora")
    engine = EngineRunning(nora)
    engine.engine.start()
    engine.until(lambda status: status.ready and bool(nora.thread(thread).items))
    delete(station("sara"), item_of(thread))
    engine.until(lambda _: nora.thread(thread).items == ())
    assert engine.engine.stop()
    nora.store.close()
