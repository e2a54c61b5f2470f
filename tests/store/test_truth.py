"""What the server sent: versions, places, cursors, removals, and what is read out of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from inbox.domain.changes import Changes
from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.thread import Thread
from inbox.queries import patient as panel
from inbox.queries import pools
from inbox.store import truth
from inbox.store.opened import SLICE
from inbox.store.packing import pack, unpack
from inbox.store.store import Store
from tests.store.looking import found
from tests.store.plain import (
    COLLEAGUE,
    ME,
    NOON,
    NURSES,
    Plain,
    cell,
    colleague,
    conversation,
    file,
    header,
    hours,
    message,
    patient,
    pool,
    rows_of,
    task,
)

THREAD = ThreadId("Communication/1")


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * 5000, bytes(range(256)) * 9, "ü€".encode() * 700])
def test_bodies_come_back_byte_for_byte(body: bytes) -> None:
    assert unpack(pack(body)) == body


def test_packing_pays_for_an_ordinary_resource() -> None:
    body = message(text="I took the last one yesterday. " * 10).body
    assert len(pack(body)) < len(body) / 2


def test_a_version_already_held_changes_nothing(store: Store) -> None:
    store.ingest(conversation()).result()
    assert not store.ingest(conversation()).result()


def test_a_newer_version_replaces_the_older(store: Store) -> None:
    store.ingest(conversation()).result()
    store.ingest([task(status="accepted", owner=COLLEAGUE, version="2")]).result()
    assert cell(store, "owner_name") == "T. Aldana"


def test_a_page_read_before_our_own_write_cannot_bring_the_old_version_back(store: Store) -> None:
    store.ingest([*conversation(), task(status="accepted", owner=ME, version="9")]).result()
    assert not store.ingest([task(version="8")]).result()
    assert cell(store, "stage") == "claimed"


def test_the_later_of_two_versions_in_one_page_wins(store: Store) -> None:
    store.ingest([*conversation(), task(status="accepted", owner=ME, version="2")]).result()
    assert cell(store, "stage") == "claimed"


def test_a_thread_shows_once_its_header_is_there(store: Store) -> None:
    store.ingest([patient(), message(), task()]).result()
    assert rows_of(store) == []
    store.ingest([header()]).result()
    assert cell(store, "subject") == "Amlodipine refill"


def test_a_task_about_a_task_is_placed_in_its_thread_whichever_comes_first(store: Store) -> None:
    late = msgspec.structs.replace(task("2"), thread=None, focus="Task/1")
    later = msgspec.structs.replace(task("3"), thread=None, focus="Task/2")
    store.ingest([later]).result()
    store.ingest([late]).result()
    assert rows_of(store) == []
    store.ingest(conversation()).result()
    assert [row[0] for row in rows_of(store)] == ["Task/1", "Task/2", "Task/3"]
    again = msgspec.structs.replace(task("4"), thread=None, focus="Task/3")
    store.ingest([again]).result()
    assert cell(store, "thread", "Task/4") == THREAD


def test_a_conversation_nobody_owes_anything_on_still_has_a_row(store: Store) -> None:
    store.ingest([patient(), header(), message()]).result()
    assert [(row[0], row[4]) for row in rows_of(store)] == [("Communication/1", "none")]
    store.ingest([task()]).result()
    assert [(row[0], row[4]) for row in rows_of(store)] == [("Task/1", "unclaimed")]


def test_what_is_removed_on_the_server_disappears(store: Store) -> None:
    store.ingest([*conversation(), pool(NURSES), colleague(ME)]).result()
    store.remove(["Task/1"]).result()
    assert [row[0] for row in rows_of(store)] == ["Communication/1"]
    changes = store.remove([THREAD, "Patient/1", NURSES, ME]).result()
    assert rows_of(store) == []
    assert found(store.reader(), "yesterday") == []
    assert panel.card(store.reader(), PatientId("Patient/1")) is None
    assert (pools.pools(store.reader()), pools.staff(store.reader())) == ([], [])
    assert changes.people
    assert changes.patients == {"Patient/1"}


def test_the_cursor_is_saved_with_the_last_slice_of_its_page(store: Store) -> None:
    store.ingest(conversation(), Cursor("tasks", NOON)).result()
    store.ingest([], Cursor("messages", hours(1))).result()
    store.ingest([], Cursor("tasks", hours(2))).result()
    assert store.cursors() == {
        "tasks": Cursor("tasks", hours(2)),
        "messages": Cursor("messages", hours(1)),
    }


def test_a_page_that_fails_half_way_does_not_move_the_cursor(store: Store) -> None:
    class Stumbling(Plain):
        def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
            if thread == "Communication/last":
                raise ValueError
            return super().thread(thread, resources)

    store.interpreter = Stumbling()
    page = [header(str(n)) for n in range(SLICE)] + [header("last")]
    with pytest.raises(ValueError):
        store.ingest(page, Cursor("threads", NOON)).result()
    assert store.cursors() == {}
    store.interpreter = Plain()
    store.ingest(page, Cursor("threads", NOON)).result()
    assert len(rows_of(store)) == SLICE + 1


def test_changes_name_threads_patients_and_people(store: Store, heard: list[Changes]) -> None:
    changes = store.ingest([*conversation(), pool(NURSES), colleague(ME)]).result()
    assert changes == heard[-1]
    assert changes == Changes(frozenset({THREAD}), frozenset({PatientId("Patient/1")}), people=True)


def test_a_chart_resource_changes_its_patient_only(store: Store) -> None:
    changes = store.ingest([file("Observation/9", {}, patient="Patient/1")]).result()
    assert changes == Changes(patients=frozenset({PatientId("Patient/1")}))
    assert [one.ref for one in panel.chart(store.reader(), PatientId("Patient/1"))] == ["Observation/9"]


def test_a_new_interpreter_applies_to_open_work_only(store: Store) -> None:
    store.ingest([*conversation("1"), *conversation("2", status="completed", owner=ME)]).result()
    closed = cell(store, "due", "Task/2")
    store.interpreter = Plain(promise_hours=8)
    changes = store.reproject().result()
    assert changes.threads == {THREAD}
    assert cell(store, "due") == cell(store, "arrived") + 8 * 3_600_000  # type: ignore[operator]
    assert cell(store, "due", "Task/2") == closed


def test_a_renamed_patient_is_found_by_the_new_name(store: Store) -> None:
    store.ingest(conversation()).result()
    renamed = msgspec.structs.replace(patient("Walter Whitcastle"), version="2")
    store.ingest([renamed]).result()
    assert found(store.reader(), "whitcastle") == ["Task/1"]
    assert found(store.reader(), "esterbrook") == []


def test_threads_of_one_second_are_all_found(store: Store) -> None:
    everything = [part for n in range(40) for part in conversation(str(n))]
    store.ingest(everything[:60]).result()
    store.ingest(everything[60:]).result()
    assert len(found(store.reader(), "took")) == 40


def test_truth_is_without_what_waits(store: Store) -> None:
    store.ingest(conversation()).result()
    held = store.truth_now(THREAD)
    assert [one.ref for one in held] == ["Communication/1", "Communication/1-a", "Task/1"]
    assert held == sorted(conversation()[1:], key=lambda one: one.ref)
    assert truth.of_type(store.reader(), "Patient") == [patient()]


def test_wiping_leaves_nothing_of_the_server_and_keeps_what_people_wrote(store: Store) -> None:
    from inbox.domain.ids import ItemId
    from inbox.domain.operations import Claim
    from tests.store.plain import entry

    store.ingest([*conversation(), pool(NURSES)], Cursor("tasks", NOON)).result()
    store.run([entry(Claim(item=ItemId("Task/1")))]).result()
    assert store.wipe().result().everything
    assert rows_of(store) == []
    assert store.truth_now(THREAD) == []
    assert store.cursors() == {}
    assert found(store.reader(), "took") == []
    assert len(store.chains(ME, NOON).result()) == 1
    store.ingest(conversation()).result()
    assert cell(store, "stage") == "claimed"
