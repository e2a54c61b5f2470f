"""The one thread that writes."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId
from inbox.domain.operations import Claim
from inbox.store.opened import SLICE
from inbox.store.store import Store
from inbox.store.writer import Writer
from tests.store.looking import found
from tests.store.plain import KEY, Plain, cell, conversation, entry, message


@pytest.fixture
def writer() -> Writer:
    return Writer(idle=lambda: False)


def test_people_go_before_the_rest_of_a_background_errand(writer: Writer) -> None:
    done: list[str] = []
    started, go_on = threading.Event(), threading.Event()

    def first_slice() -> None:
        started.set()
        assert go_on.wait(10)
        done.append("slice 1")

    background = writer.later([first_slice, lambda: done.append("slice 2")], merge=lambda _: None)
    assert started.wait(10)
    person = writer.first(lambda: done.append("person"))
    go_on.set()
    background.result()
    assert person.done()
    assert done == ["slice 1", "person", "slice 2"]
    writer.close()


def test_an_error_reaches_whoever_asked_and_the_thread_goes_on(writer: Writer) -> None:
    broken = writer.first(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        broken.result()
    assert writer.first(lambda: "alive").result() == "alive"
    writer.close()


def test_an_error_ends_its_errand_before_the_next_step(writer: Writer) -> None:
    done: list[int] = []

    def note(n: int) -> int:
        done.append(n)
        return n // (n - 1)

    failing: Future[int] = writer.later([lambda: note(1), lambda: note(2)], merge=sum)
    with pytest.raises(ZeroDivisionError):
        failing.result()
    writer.close()
    assert done == [1]


def test_upkeep_goes_on_while_there_is_some_and_makes_way_for_work() -> None:
    calls = iter([True, True, False])
    rested = threading.Event()

    def idle() -> bool:
        more = next(calls, None)
        if more is False:
            rested.set()
        return bool(more)

    writer = Writer(idle)
    writer.first(lambda: None).result()
    assert rested.wait(10)
    assert writer.first(lambda: "alive").result() == "alive"
    writer.close()


def test_failed_upkeep_is_reported_and_the_thread_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    reported = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.set())

    def idle() -> bool:
        raise OSError

    writer = Writer(idle)
    writer.first(lambda: None).result()
    assert reported.wait(10)
    assert writer.first(lambda: "alive").result() == "alive"
    writer.close()


def test_a_bulk_page_is_as_well_found_as_any(store: Store) -> None:
    pages = [[part for n in range(a, a + 30) for part in conversation(str(n))] for a in range(0, 300, 30)]
    for page in pages:
        store.ingest(page, bulk=True).result()
    assert len(found(store.reader(), "took")) == 300
    store.ingest(conversation("300")).result()
    assert len(found(store.reader(), "took")) == 301


def test_failed_work_leaves_nothing_behind(store: Store) -> None:
    store.ingest(conversation()).result()
    twice = entry(Claim(item=ItemId("Task/1")))
    with pytest.raises(Exception, match="UNIQUE") as caught:
        store.run([twice, twice]).result()
    assert twice.actor_name not in str(caught.value)
    assert cell(store, "stage") == "unclaimed"
    assert store.reader().exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 0


def test_a_listener_that_fails_does_not_undo_what_is_committed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))

    def deaf(changes: Changes) -> None:
        raise KeyError

    opened = Store.open(path, KEY, Plain(), deaf)
    opened.ingest(conversation()).result()
    assert cell(opened, "stage") == "unclaimed"
    assert reported == [KeyError]
    opened.close()


def test_a_large_page_is_many_transactions_and_one_answer(store: Store, heard: list[Changes]) -> None:
    page = [part for n in range(SLICE) for part in conversation(str(n))[1:]]
    changes = store.ingest(page).result()
    assert len(changes.threads) == SLICE
    assert len(heard) == 3


def test_each_thread_reads_with_a_connection_of_its_own(store: Store) -> None:
    store.ingest([*conversation(), message("1", "b", "More")]).result()
    seen: list[object] = []
    other = threading.Thread(target=lambda: seen.extend([id(store.reader()), cell(store, "unanswered")]))
    other.start()
    other.join()
    assert seen == [seen[0], 2]
    assert seen[0] != id(store.reader())
    assert store.reader() is store.reader()
