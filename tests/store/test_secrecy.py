"""Nothing a patient wrote, and no name, is readable in any file of the folder, whatever happened."""

from __future__ import annotations

from pathlib import Path

from inbox.domain.draft import Draft
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Reply
from inbox.domain.people import Party
from inbox.queries import search
from inbox.store.store import Store
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
    assert search.ids(store.reader(), "zolpidem whitlow") == ["Task/1"]
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
    assert search.ids(again.reader(), "zolpidem") == ["Task/1"]
    again.close()
