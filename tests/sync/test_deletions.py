"""What was deleted, by the history of its type."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.ids import ThreadId
from inbox.sync.portal import Portal
from tests.sync.station import Backstage, Station
from tests.sync.test_engine import Running
from tests.sync.test_pull import message, synced
from tests.sync.test_reconcile import delete

Make = Callable[..., Station]


def test_a_deleted_message_is_gone_by_the_history_of_its_type(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto, sara = synced(station()), station("otto"), station("sara")
    written = backstage.write(otto, message(thread, "Sent by mistake"))
    nora.pull()
    assert len(nora.thread(thread).messages) == 2
    delete(sara, f"Communication/{written['id']}")
    nora.with_portal(lambda portal: portal.deletions.run())
    assert len(nora.thread(thread).messages) == 1


def test_a_server_that_refuses_its_history_is_not_asked_again(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = synced(station())
    backstage.fault(action="status", status=404, path="_history")

    async def twice(portal: Portal) -> None:
        await portal.deletions.run()
        await portal.deletions.run()

    nora.with_portal(twice)
    assert backstage.hits() == 1


def test_the_engine_hears_of_deletions_by_itself(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto, sara = station(), station("otto"), station("sara")
    written = backstage.write(otto, message(thread, "Sent by mistake"))
    running = Running(nora)
    running.engine.start()
    running.until(lambda status: status.ready and len(nora.thread(thread).messages) == 2)
    delete(sara, f"Communication/{written['id']}")
    running.until(lambda _: len(nora.thread(thread).messages) == 1)
    assert running.engine.stop()
