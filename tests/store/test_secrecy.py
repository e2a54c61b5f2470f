"""Nothing a patient wrote, and no name, is readable in any file of the folder, whatever happened."""

from __future__ import annotations

from pathlib import Path

from inbox.domain.draft import Draft
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Reply
from inbox.domain.people import Party
from inbox.store.store import Store
from tests.store.looking import found
from tests.store.plain import KEY, ME, NOON, Plain, conversation, entry, header
from tests.store.story import killed_at

SECRETS = (b"Esterbrook", b"esterbrook", b"zolpidem", b"whitlow", b"Amlodipine", b"Task/", b"Communication")


def readable(folder: Path) -> set[tuple[str, bytes]]:
    """Which secrets stand in which file."""
    return {
        (file.name, secret) for file in folder.iterdir() for secret in SECRETS if secret in file.read_bytes()
    }


def test_no_file_shows_anything_through_a_whole_story(path: Path, store: Store) -> None:
    store.ingest(conversation(text="I still take zolpidem " * 50)).result()
    to = (Party("Patient/1", "Walter Esterbrook"),)
    store.run([entry(Reply(item=ItemId("Task/1"), text="Stop the zolpidem, whitlow says", to=to))]).result()
    store.save_draft(
        Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, "whitlow on zolpidem", NOON)
    ).result()
    assert found(store.reader(), "zolpidem whitlow") == ["Task/1"]
    assert {"inbox.db", "inbox.db-wal"} <= {file.name for file in path.parent.iterdir()}
    assert readable(path.parent) == set()
    store._database.upkeep.fold_log_in()
    assert readable(path.parent) == set()
    many = [part for n in range(2, 400) for part in conversation(str(n), text="zolpidem " * 100)]
    store.ingest([*many, header("1", subject="whitlow")]).result()
    store.reader().exec_driver_sql("SELECT body FROM resource ORDER BY body").all()
    store.wipe().result()
    assert readable(path.parent) == set()
    store.close()
    assert readable(path.parent) == set()
    assert path.stat().st_size > 0


def test_no_file_shows_anything_after_a_crash(path: Path) -> None:
    killed_at("after-run", path)
    assert path.with_name("inbox.db-wal").stat().st_size > 0
    assert readable(path.parent) == set()
    again = Store.open(path, KEY, Plain(), lambda changes: None)
    assert found(again.reader(), "zolpidem") == ["Task/1"]
    again.close()


def test_everything_on_the_disk_is_sealed_and_everything_beside_it_stays_in_memory(
    path: Path, store: Store
) -> None:
    """The parameters of SQLCipher 4, on every connection: who changes one changes the format."""
    sealed = {
        "cipher_page_size": "4096",
        "cipher_use_hmac": "1",
        "cipher_hmac_algorithm": "HMAC_SHA512",
        "cipher_plaintext_header_size": "0",
    }
    for connection in (store._database._write, store.reader()):
        found = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in sealed}
        assert found == sealed
        in_memory = connection.exec_driver_sql("PRAGMA temp_store").scalar()
        assert in_memory == 2, "sorting a patient's words never makes a file"
    assert store._database._write.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert store._database._write.exec_driver_sql("PRAGMA secure_delete").scalar() == 2
    assert path.read_bytes()[:6] != b"SQLite", "not even the header is plain"
