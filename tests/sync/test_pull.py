"""Looks for changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.domain.cursor import Cursor
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.work_item import Stage
from inbox.fhir.incoming.moments import instant
from inbox.queries import patient as patient_query
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]


def message(thread: ThreadId, text: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Communication",
        "status": "completed",
        "partOf": [{"reference": thread}],
        "subject": {"reference": "Patient/p0"},
        "sender": {"reference": "Patient/p0"},
        "sent": "2026-01-01T00:00:00Z",
        "payload": [{"contentString": text}],
        **fields,
    }


def synced(station: Station) -> Station:
    station.with_portal(lambda portal: portal.first.front())
    return station


def test_a_new_message_and_a_change_of_the_work_come_in(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = synced(station()), station("otto")
    backstage.write(otto, message(thread, "And one more thing"))
    backstage.write(
        otto, backstage.task(thread) | {"status": "accepted", "owner": {"reference": "Practitioner/otto"}}
    )
    nora.pull()
    shown = nora.thread(thread)
    assert "And one more thing" in [one.text for one in shown.messages]
    owner = shown.items[0].holding.owner
    assert owner is not None
    assert (shown.items[0].stage, owner.name) == (Stage.CLAIMED, "Otto Other, RN")


def test_cursors_are_the_servers_time_and_never_go_back(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = synced(station()), station("otto")
    before = nora.store.cursors()["Task"].since
    done = backstage.write(otto, backstage.task(thread) | {"priority": "asap"})
    nora.pull()
    after = nora.store.cursors()["Task"].since
    assert after.isoformat(timespec="milliseconds")[:23] == done["meta"]["lastUpdated"][:23]
    assert after > before
    nora.pull()
    assert nora.store.cursors()["Task"].since == after


def test_a_quiet_look_writes_nothing(station: Make) -> None:
    nora = synced(station())

    async def twice(portal: Any) -> None:
        await portal.pull.run()
        nora.changes.clear()
        await portal.pull.run()

    nora.with_portal(twice)
    assert nora.changes == []


def test_a_change_that_became_visible_late_is_not_missed(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    """Its transaction began before, and committed after, what the cursor was taken from."""
    nora, otto = synced(station()), station("otto")
    backstage.write(otto, message(thread, "committed late"))
    cursor = nora.store.cursors()["Communication"]
    late = max(one["meta"]["lastUpdated"] for one in backstage.dump("Communication"))
    moment = instant(late)
    assert moment is not None
    nora.store.ingest([], Cursor("Communication", moment.replace(microsecond=999_999))).result()
    nora.pull()
    assert "committed late" in [one.text for one in nora.thread(thread).messages]
    assert nora.store.cursors()["Communication"].since > cursor.since


def test_work_on_a_conversation_that_is_not_here_brings_all_of_it(
    station: Make, backstage: Backstage
) -> None:
    nora, otto = synced(station()), station("otto")
    old = ThreadId("Communication/thr999")
    assert nora.store.truth_now(old) == []
    backstage.write(
        otto,
        backstage.task(old) | {"status": "requested", "owner": {"reference": "HealthcareService/nurses"}},
    )
    nora.with_portal(lambda portal: portal.pull.run())
    assert [one.text for one in nora.thread(old).messages] == ["What about number 999?"]
    assert nora.thread(old).items[0].stage is Stage.UNCLAIMED


def test_new_open_work_brings_the_chart_of_its_patient(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = synced(station()), station("otto")
    body = backstage.task(thread)
    patient = PatientId(body["for"]["reference"])
    assert patient_query.chart_fetched(nora.store.reader(), patient) is None
    backstage.write(otto, body | {"priority": "urgent"})

    async def pulled(portal: Any) -> None:
        await portal.pull.run()
        await portal.charts.work_off()

    nora.with_portal(pulled)
    assert patient_query.chart_fetched(nora.store.reader(), patient) is not None


def test_a_chart_that_is_fresh_is_not_read_again(station: Make, backstage: Backstage) -> None:
    nora = station()
    patient = PatientId("Patient/p2")

    async def opened(portal: Any) -> None:
        await portal.charts.refresh(patient)
        backstage.fault(action="status", status=500, path="Condition")
        await portal.charts.refresh(patient)

    nora.with_portal(opened)
    assert backstage.hits() == 0
    assert len(patient_query.chart(nora.store.reader(), patient)) == 2
