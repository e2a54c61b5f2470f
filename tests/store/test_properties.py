"""For any operations in any order: taking them back restores everything, settling them changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import GroupId, ItemId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Comment, Complete, Hold, Release, Reply, Route
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.queries.thread import thread as shown
from inbox.store.store import Store
from tests.store.plain import KEY, ME, NOON, REFILLS, Plain, conversation, entry, file, hours

TO = (Party("Patient/1", "Walter Esterbrook"),)
GROUP = GroupId("command")
THREADS = ("1", "2", "3")
FACTS = {
    "resource": "ref",
    "outbox": "seq",
    "inbox_row": "item",
    "thread_row": "thread",
    "patient_row": "patient",
}


def operations(n: str) -> st.SearchStrategy[AnyOperation]:
    item = ItemId(f"Task/{n}")
    return st.one_of(
        st.just(Claim(item=item)),
        st.just(Release(item=item, reason="lunch")),
        st.just(Route(item=item, to=Party(REFILLS, "Refills"))),
        st.just(Complete(item=item)),
        st.integers(1, 90).map(lambda n: Hold(item=item, wake=NOON + timedelta(hours=n))),
        st.text(min_size=1, max_size=40).map(lambda text: Comment(item=item, text=text)),
        st.text(min_size=1, max_size=40).map(lambda text: Reply(item=item, text=text, to=TO)),
    )


performed = st.lists(
    st.sampled_from(THREADS).flatmap(lambda n: st.tuples(st.just(n), operations(n))), max_size=6
)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("cache") / "inbox.db"
    store = Store.open(path, KEY, Plain(), lambda changes: None)
    store.ingest([part for n in THREADS for part in conversation(n)]).result()
    yield store
    store.close()


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All facts of the file."""
    read = store.reader().exec_driver_sql
    return {
        table: [tuple(row) for row in read(f"SELECT * FROM {table} ORDER BY {key}")]
        for table, key in FACTS.items()
    }


def made(script: list[tuple[str, AnyOperation]]) -> list[Entry]:
    return [entry(operation, n, group=GROUP) for n, operation in script]


@settings(max_examples=60, deadline=None)
@given(performed)
def test_run_then_take_back_leaves_the_store_as_it_was(
    inbox: Store, script: list[tuple[str, AnyOperation]]
) -> None:
    before = everything(inbox)
    entries = made(script)
    inbox.run(entries).result()
    assert len(everything(inbox)["outbox"]) == len(entries)
    back, left = inbox.take_back(GROUP, ME).result()
    assert [one.id for one in back] == [one.id for one in entries]
    assert left == []
    assert everything(inbox) == before


@settings(max_examples=60, deadline=None)
@given(performed)
def test_settling_with_what_was_shown_leaves_the_rows_as_they_were(
    inbox: Store, script: list[tuple[str, AnyOperation]]
) -> None:
    start_over(inbox)
    entries = made(script)
    inbox.run(entries).result()
    projected = [shown(inbox.reader(), inbox.interpreter, ThreadId(f"Communication/{n}")) for n in THREADS]
    rows = without_marks(inbox)
    there_now = [part for one in projected if one for part in resources(one)]
    inbox.settle([one.id for one in entries], there_now).result()
    assert without_marks(inbox) == rows
    assert everything(inbox)["outbox"] == []


def without_marks(store: Store) -> list[tuple[object, ...]]:
    columns = "item, stage, band, due, pool, owner, owner_name, preview, unanswered, wake, closed_at, latest"
    found = store.reader().exec_driver_sql(f"SELECT {columns} FROM inbox_row ORDER BY item")
    return [tuple(row) for row in found]


def resources(thread: Thread) -> list[Filed]:
    """A projected thread as the server would keep it, newer than all before."""
    new = {"version": "later", "thread": thread.id, "patient": thread.patient, "updated": hours(999)}
    items = [file(item.id, item, **new) for item in thread.items]  # type: ignore[arg-type]
    messages = []
    for message in thread.messages:
        ref = message.id if message.pending is None else f"Communication/{message.pending}"
        kept = msgspec.structs.replace(message, id=ref, pending=None)
        messages.append(file(ref, kept, **new))  # type: ignore[arg-type]
    return [*items, *messages]


def start_over(store: Store) -> None:
    store.wipe().result()
    store.ingest([part for n in THREADS for part in conversation(n)]).result()
