"""A disk that does not take it: said in a sentence, nothing lost, and all goes on when it takes it again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from inbox.domain.cursor import Cursor
from inbox.domain.draft import Draft
from inbox.domain.errors import InboxError
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Claim
from inbox.queries import drafts
from inbox.queries.outbox import unconfirmed
from inbox.store import cipher
from inbox.store.errors import (
    Broken,
    Closed,
    DiskTrouble,
    Ended,
    Full,
    Gone,
    InUse,
    NotKept,
    Occupied,
    Unwritable,
)
from inbox.store.store import Store
from inbox.store.writer import Writer
from tests.store.plain import KEY, ME, NOON, Plain, cell, conversation, entry, rows_of

MEBIBYTE = 1024 * 1024
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may make a disk of a few megabytes"
)
needs_rights = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root"
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


def fill(folder: Path) -> Path:
    """A file of somebody else's that takes all that is left."""
    ballast = folder / "photographs"
    with ballast.open("wb", buffering=0) as file:
        size = 64 * 1024
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    return ballast


def room(store: Store, pages: int) -> None:
    """Let the file have so many pages, and no more."""
    raw = store._database._raw
    store._writer.first(lambda: raw.execute(f"PRAGMA max_page_count={pages}").fetchall()).result()


def opened(path: Path) -> Store:
    return Store.open(path, KEY, Plain(), lambda changes: None)


def page(first: int, count: int = 40) -> list[Filed]:
    return [part for n in range(first, first + count) for part in conversation(str(n), "word " * 300)]


def draft(text: str) -> Draft:
    return Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, text, NOON)


def claim() -> Claim:
    return Claim(item=ItemId("Task/1"))


@as_root
def test_on_a_full_disk_nothing_is_half_kept_and_all_goes_on_when_there_is_room(disk: Path) -> None:
    store = opened(disk / "inbox.db")
    store.ingest(conversation(), Cursor("tasks", NOON)).result()
    store.save_draft(draft("Dear Walter")).result()
    ballast = fill(disk)
    before, asked = rows_of(store), [entry(claim()) for _ in range(40)]
    kept = []
    with pytest.raises(Full, match=r"full\. Nothing was lost, but this was not kept: Claim\."):
        for one in asked:
            store.run([one]).result()
            kept.append(one.id)
    with pytest.raises(Full):
        store.ingest(page(2), Cursor("tasks", NOON.replace(year=2027))).result()
    assert store.cursors()["tasks"].since == NOON, "what could not be kept is asked for again"
    assert [one.entry.id for one in unconfirmed(store.reader(), ME)] == kept
    assert len(rows_of(store)) == len(before)
    ballast.unlink()
    store.run([entry(claim())]).result()
    store.ingest(page(2), Cursor("tasks", NOON.replace(year=2027))).result()
    assert len(rows_of(store)) == len(before) + 40
    found = drafts.draft(store.reader(), ThreadId("Communication/1"), ME)
    assert found is not None and found.text == "Dear Walter"
    store.close()


@as_root
def test_a_program_that_ends_on_a_full_disk_loses_nothing(disk: Path) -> None:
    store = opened(disk / "inbox.db")
    store.ingest(page(1), Cursor("tasks", NOON)).result()
    store.run([entry(claim())]).result()
    ballast = fill(disk)
    store.close()
    with closing(opened(disk / "inbox.db")) as again:
        assert cell(again, "mark_verb") == "claim"
        assert len(rows_of(again)) == 40
    ballast.unlink()
    opened(disk / "inbox.db").close()


@as_root
def test_starting_on_a_full_disk_says_so(disk: Path) -> None:
    fill(disk)
    with pytest.raises(Full):
        opened(disk / "new" / "inbox.db")


@as_root
def test_a_disk_that_becomes_read_only_is_said_when_something_should_be_kept(disk: Path) -> None:
    opened(disk / "inbox.db").close()
    remount(disk, "ro")
    with pytest.raises(Unwritable, match="read-only"):
        opened(disk / "inbox.db")
    remount(disk, "rw")
    opened(disk / "inbox.db").close()


@needs_rights
def test_a_file_that_may_not_be_written_is_said_at_the_start(path: Path) -> None:
    opened(path).close()
    path.parent.chmod(0o500)
    with pytest.raises(Unwritable):
        opened(path.parent / "deeper" / "inbox.db")
    path.parent.chmod(0o700)


def test_without_room_in_the_file_an_action_is_refused_and_the_next_one_is_kept(path: Path) -> None:
    with closing(opened(path)) as store:
        store.ingest(conversation()).result()
        room(store, 1)
        with pytest.raises(Full):
            store.ingest(page(2)).result()
        room(store, 100_000)
        store.run([entry(claim())]).result()
        store.ingest(page(2)).result()
        assert len(rows_of(store)) == 41


def test_a_folder_that_disappears_is_said_before_anything_is_written_in_vain(path: Path) -> None:
    store = opened(path)
    shutil.rmtree(path.parent)
    with pytest.raises(Gone, match="folder of the saved inbox is missing"):
        store.run([entry(claim())]).result()
    store.close()


def test_a_folder_that_cannot_be_made_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("no folder")
    with pytest.raises(InboxError, match="folder of the saved inbox"):
        opened(tmp_path / "note" / "inbox.db")


def test_a_file_that_another_program_holds_is_said_and_free_again_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(path).close()
    monkeypatch.setattr(cipher, "_BUSY_SECONDS", 0.05)
    with closing(cipher.connect(path, KEY, read_only=False)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Occupied, match="Another program") as said:
            opened(path)
        assert isinstance(said.value, InUse)
    opened(path).close()


def test_a_writer_that_ends_by_a_mistake_answers_everybody_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hooked, told = threading.Event(), list[Ended]()
    monkeypatch.setattr(threading, "excepthook", lambda args: hooked.set())
    go_on = threading.Event()

    def idle() -> bool:
        assert go_on.wait(10)
        raise KeyboardInterrupt

    writer = Writer(idle, told.append)
    writer.first(lambda: "kept").result()
    waiting = writer.later([lambda: None], merge=lambda _: None)
    go_on.set()
    assert hooked.wait(10)
    with pytest.raises(Ended, match="not kept"):
        waiting.result(10)
    with pytest.raises(Ended):
        writer.first(lambda: None).result(10)
    assert len(told) == 1
    writer.close()


def test_closing_is_no_mistake() -> None:
    told: list[Ended] = []
    writer = Writer(lambda: False, told.append)
    writer.close()
    with pytest.raises(Closed):
        writer.first(lambda: None)
    assert told == []


def test_a_draft_that_finds_no_room_is_kept_once_there_is_some(path: Path) -> None:
    thread = ThreadId("Communication/1")
    with closing(opened(path)) as store:
        store.ingest(conversation()).result()
        store.save_draft(draft("Dear")).result()
        room(store, 1)
        with pytest.raises(Full):
            store.save_draft(draft("Dear Walter, " + "please rest. " * 2000)).result()
        (held,) = store.unkept.everything()
        assert isinstance(held, Draft) and held.text.startswith("Dear Walter,")
        room(store, 100_000)
        store._writer.first(store._rest).result()
        found = drafts.draft(store.reader(), thread, ME)
        assert found is not None and found.text.startswith("Dear Walter,")
        assert store.unkept.everything() == []


def test_an_older_draft_never_replaces_a_newer_one(path: Path) -> None:
    with closing(opened(path)) as store:
        store.ingest(conversation()).result()
        room(store, 1)
        with pytest.raises(Full):
            store.save_draft(draft("first " * 5000)).result()
        room(store, 100_000)
        store.save_draft(draft("second")).result()
        store._writer.first(store._rest).result()
        found = drafts.draft(store.reader(), ThreadId("Communication/1"), ME)
        assert found is not None and found.text == "second"


def test_what_was_being_sent_when_the_disk_filled_up_is_looked_up_once_there_is_room(path: Path) -> None:
    with closing(opened(path)) as store:
        store.ingest(conversation()).result()
        made = entry(claim())
        store.run([made]).result()
        assert store.sending([made.id]).result()
        room(store, 1)
        with pytest.raises(Full):
            store.settle([made.id], page(2)).result()
        room(store, 100_000)
        store._writer.first(store._rest).result()
        assert [[one.state for one in chain] for chain in store.chains(ME, NOON).result()] == [["unsure"]]


def test_what_leaves_again_meanwhile_is_left_alone(path: Path) -> None:
    with closing(opened(path)) as store:
        store.ingest(conversation()).result()
        made = entry(claim())
        store.run([made]).result()
        assert store.sending([made.id]).result()
        room(store, 1)
        with pytest.raises(Full):
            store.settle([made.id], page(2)).result()
        room(store, 100_000)
        store.back_to_waiting([made.id], unsure=True).result()
        assert store.sending([made.id]).result()
        store._writer.first(store._rest).result()
        (left,) = unconfirmed(store.reader(), ME)
        assert left.entry.state == "sending"


def test_a_disk_that_cannot_be_read_raises_the_alarm_and_one_that_is_full_does_not(path: Path) -> None:
    told: list[InboxError] = []
    with closing(Store.open(path, KEY, Plain(), lambda changes: None, told.append)) as store:
        for code, reading in [
            (dbapi2.SQLITE_FULL, False),
            (dbapi2.SQLITE_IOERR, False),
            (dbapi2.SQLITE_IOERR, True),
            (dbapi2.SQLITE_CANTOPEN, True),
        ]:
            fault = dbapi2.OperationalError()
            fault.sqlite_errorcode = code
            assert isinstance(store._database.heard(fault, reading=reading), NotKept)
    assert [type(one) for one in told] == [DiskTrouble]


def test_no_memory_to_write_into_a_damaged_file_is_the_damage_and_else_what_it_says(tmp_path: Path) -> None:
    """SQLCipher answers so within a transaction, once it has met a page that is not genuine."""
    with closing(Store.open(tmp_path / "inbox.db", KEY, Plain(), lambda changes: None)) as store:
        assert store._database.heard(MemoryError()) is None
        store._database.heard(Broken())
        assert isinstance(store._database.heard(MemoryError()), Broken)
