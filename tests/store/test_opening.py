"""Opening and closing the file, and every way it can refuse."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from inbox.domain.errors import InboxError
from inbox.store import cipher
from inbox.store.errors import Broken, Closed, InUse, TooNew, Unwritable, WrongKey
from inbox.store.migrations import STEPS, bring_forward
from inbox.store.schema import TABLES
from inbox.store.store import Store
from tests.store.plain import KEY, Plain, conversation, rows_of

ROOT = Path(__file__).resolve().parents[2]
OTHER_KEY = bytes(32)


def reopen(path: Path, key: bytes = KEY) -> Store:
    return Store.open(path, key, Plain(), lambda changes: None)


def test_what_was_written_is_there_after_closing_and_opening(path: Path, store: Store) -> None:
    store.ingest(conversation()).result()
    before = rows_of(store)
    store.close()
    again = reopen(path)
    assert rows_of(again) == before != []
    again.close()


def test_a_wrong_key_is_a_clear_error_and_changes_nothing(path: Path) -> None:
    reopen(path).close()
    before = path.read_bytes()
    with pytest.raises(WrongKey, match="does not open the saved inbox"):
        reopen(path, OTHER_KEY)
    assert path.read_bytes() == before
    reopen(path).close()


def test_a_key_of_the_wrong_length_is_a_wrong_key(path: Path) -> None:
    with pytest.raises(WrongKey):
        reopen(path, b"short")


def test_a_damaged_file_is_said_to_be_damaged(path: Path) -> None:
    reopen(path).close()
    whole = bytearray(path.read_bytes())
    whole[4096:] = bytes(len(whole) - 4096)
    path.write_bytes(bytes(whole))
    with pytest.raises(Broken):
        reopen(path)


def test_a_file_of_a_newer_program_is_refused_untouched(path: Path) -> None:
    reopen(path).close()
    connection = cipher.connect(path, KEY, read_only=False)
    connection.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    connection.close()
    with pytest.raises(TooNew):
        reopen(path)


def test_a_second_process_is_told_that_the_inbox_is_open(path: Path, store: Store) -> None:
    script = (
        "import sys; from pathlib import Path; from inbox.store.lock import FileLock\n"
        "try: FileLock(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == InUse.__name__
    with pytest.raises(InUse, match="already open"):
        reopen(path)


def test_a_failed_opening_leaves_the_file_free(path: Path) -> None:
    reopen(path).close()
    with pytest.raises(WrongKey):
        reopen(path, OTHER_KEY)
    reopen(path).close()


def test_only_the_owner_may_read_the_files(path: Path, store: Store) -> None:
    store.ingest(conversation()).result()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {"inbox.db", "inbox.db-wal", "inbox.db-shm"} <= set(modes)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_closing_finishes_what_was_asked_for_and_folds_the_log_in(path: Path) -> None:
    opened = reopen(path)
    asked = [opened.ingest(conversation(str(n))) for n in range(5)]
    opened.close()
    assert all(one.done() and one.result() for one in asked)
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "inbox.db",
        "inbox.db.landmarks",
        "inbox.db.lock",
    ]


def test_a_closed_store_says_so(path: Path) -> None:
    opened = reopen(path)
    opened.close()
    with pytest.raises(Closed):
        opened.ingest(conversation())
    assert issubclass(Closed, InboxError)


def test_taking_the_steps_again_changes_nothing(path: Path) -> None:
    connection = cipher.connect(path, KEY, read_only=False)
    assert bring_forward(connection)
    assert not bring_forward(connection)
    connection.close()


def test_the_tables_declared_are_the_tables_that_the_steps_make(path: Path) -> None:
    connection = cipher.connect(path, KEY, read_only=False)
    bring_forward(connection)
    for table in TABLES.tables.values():
        described = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        made = [(name, kind, bool(key)) for _, name, kind, _, _, key in described]
        kinds = {"LargeBinary": "BLOB"}
        declared = [
            (c.name, kinds.get(type(c.type).__name__, str(c.type)), c.primary_key) for c in table.columns
        ]
        assert made == declared, table.name
    connection.close()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Unwritable):
        store.reader().exec_driver_sql("DELETE FROM resource")
