"""A damaged file: noticed, put aside, and all that only it had is saved as far as it can be read."""

from __future__ import annotations

import random
import shutil
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, State
from inbox.domain.errors import InboxError
from inbox.domain.ids import ItemId, OperationId, PatientId, ThreadId
from inbox.domain.operations import Claim, Comment, Why
from inbox.store import landmarks, outbox
from inbox.store.check import AFTER_A_CRASH, OTHERWISE
from inbox.store.errors import Broken, Full, WrongKey
from inbox.store.pages import SIZE, seal_of
from inbox.store.salvage import Rescued, rescue, set_aside
from inbox.store.store import Store
from inbox.store.wreck import Wreck
from tests.store.plain import COLLEAGUE, KEY, ME, NOON, Plain, conversation, entry
from tests.store.released import KEY as RELEASED_KEY
from tests.store.released import write
from tests.store.story import killed_at
from tests.store.test_secrecy import readable
from tests.sync.examples import NURSE, OTHER, reading

ENTRIES, DRAFTS, FILES, NOTES, OWN = 9, 3, 1, 18, 1
"""How many of each the file of `released` has."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with something in every table, closed in good order; beside it its landmarks."""
    return write(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to be damaged."""
    return copied(whole, tmp_path / "inbox.db")


def copied(whole: Path, path: Path) -> Path:
    for beside in ("", ".landmarks"):
        shutil.copy(whole.with_name(whole.name + beside), path.with_name(path.name + beside))
    path.chmod(0o600)
    return path


def damage(path: Path, *numbers: int, how: Callable[[bytes], bytes] = lambda page: b"\xff" * SIZE) -> None:
    content = bytearray(path.read_bytes())
    for number in numbers:
        at = slice((number - 1) * SIZE, number * SIZE)
        content[at] = how(bytes(content[at]))
    path.write_bytes(bytes(content))


def one_bit(page: bytes) -> bytes:
    return page[:1000] + bytes([page[1000] ^ 4]) + page[1001:]


def zeroed(page: bytes) -> bytes:
    return bytes(SIZE)


def opened(path: Path) -> Store:
    return Store.open(path, RELEASED_KEY, reading(), lambda changes: None)


def plain(path: Path) -> Store:
    return Store.open(path, KEY, Plain(), lambda changes: None)


def entries_in(path: Path, key: bytes = RELEASED_KEY) -> list[Entry]:
    with closing(Store.open(path, key, Plain(), lambda changes: None)) as store:
        return [one for who in (NURSE, OTHER, ME) for one in outbox.of_actor(store.reader(), who)]


def count(path: Path, table: str) -> int:
    with closing(opened(path)) as store:
        found = store.reader().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        assert isinstance(found, int)
        return found


def test_a_page_that_is_damaged_costs_its_own_rows_and_no_others(whole: Path, tmp_path: Path) -> None:
    cost = {"entries": 0, "drafts": 0, "files": 0, "notes": 0, "own": 0}
    for number in range(1, whole.stat().st_size // SIZE + 1):
        (tmp_path / f"{number}").mkdir()
        path = copied(whole, tmp_path / f"{number}" / "inbox.db")
        damage(path, number)
        told = rescue(path, RELEASED_KEY)
        missing = ENTRIES - told.entries + NOTES - told.notes
        assert told.lost == missing, f"page {number}"
        lacking = told.drafts < DRAFTS or told.files < FILES or told.own < OWN
        assert told.perhaps_more is lacking, f"page {number}"
        assert told.to_look_at == 0
        cost["entries"] += ENTRIES - told.entries
        cost["drafts"] += DRAFTS - told.drafts
        cost["files"] += FILES - told.files
        cost["notes"] += NOTES - told.notes
        cost["own"] += OWN - told.own
    every = {"entries": ENTRIES, "drafts": DRAFTS, "files": FILES, "notes": NOTES, "own": OWN}
    assert cost == every, "each row is on one page"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_nothing_is_doubled_and_every_loss_is_told(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    pages = file.stat().st_size // SIZE
    how = chance.choice([one_bit, zeroed, lambda page: chance.randbytes(SIZE)])
    damage(file, *chance.sample(range(1, pages + 1), chance.randint(2, pages // 2)), how=how)
    if chance.random() < 0.3:
        with file.open("r+b") as cut:
            cut.truncate(chance.randint(SIZE * 10, SIZE * pages))
    told = rescue(file, RELEASED_KEY)
    saved = entries_in(file)
    assert len({one.id for one in saved}) == len(saved) == told.entries <= ENTRIES
    assert count(file, "draft") == told.drafts <= DRAFTS
    assert count(file, "audit_spool") == told.notes <= NOTES
    assert count(file, "own_kit") == told.own <= OWN
    if not told.perhaps_more:
        assert (
            told.entries + told.drafts + told.notes + told.own + told.lost == ENTRIES + DRAFTS + NOTES + OWN
        )


def test_an_undamaged_file_is_saved_whole_and_what_was_leaving_is_unsure(file: Path) -> None:
    told = rescue(file, RELEASED_KEY)
    assert told == Rescued(ENTRIES, 0, DRAFTS, NOTES, OWN, aside="inbox.db.damaged-1", files=FILES)
    states = [one.state for one in sorted(entries_in(file), key=lambda one: one.id)]
    assert states[:5] == ["unsure", "unsure", "refused", "conflicted", "waiting"]
    assert count(file, "resource") == count(file, "cursor") == 0, "all else comes again from the server"


@pytest.mark.parametrize("how", [zeroed, one_bit])
def test_without_its_first_page_a_file_is_broken_and_all_of_it_is_saved(
    file: Path, how: Callable[[bytes], bytes]
) -> None:
    damage(file, 1, how=how)
    with pytest.raises(Broken):
        opened(file)
    assert rescue(file, RELEASED_KEY).entries == ENTRIES
    opened(file).close()


def test_without_landmarks_and_first_page_what_is_found_waits_for_its_author(file: Path) -> None:
    damage(file, 1, how=one_bit)
    landmarks.forget(file)
    told = rescue(file, RELEASED_KEY)
    assert (told.entries, told.to_look_at, told.perhaps_more) == (ENTRIES, ENTRIES, True)
    assert {(one.state, one.problem and one.problem.why) for one in entries_in(file)} == {
        (State.CONFLICTED, Why.UNSURE)
    }


@pytest.mark.parametrize("left", [0, 100, SIZE, SIZE * 9 + 17])
def test_a_file_cut_short_is_broken_never_taken_for_a_new_one(file: Path, left: int) -> None:
    with file.open("r+b") as cut:
        cut.truncate(left)
    with pytest.raises((Broken, WrongKey)) as said:
        opened(file)
    assert isinstance(said.value, Broken) or left == 100, "100 bytes fit no key"
    told = rescue(file, RELEASED_KEY)
    assert told.perhaps_more
    opened(file).close()


def test_a_file_that_is_missing_is_not_silently_begun_anew(file: Path) -> None:
    file.unlink()
    with pytest.raises(Broken):
        opened(file)
    assert rescue(file, RELEASED_KEY).perhaps_more
    opened(file).close()


def test_with_the_wrong_key_a_whole_file_is_not_called_damaged(file: Path) -> None:
    with pytest.raises(WrongKey):
        plain(file)


def test_the_damaged_file_is_kept_as_it_was_with_its_rights(file: Path) -> None:
    damage(file, 1)
    before = file.read_bytes()
    aside = file.with_name(rescue(file, RELEASED_KEY).aside)
    assert aside.read_bytes() == before
    assert stat.S_IMODE(aside.stat().st_mode) == stat.S_IMODE(file.stat().st_mode) == 0o600
    damage(file, 1)
    assert rescue(file, RELEASED_KEY).aside == "inbox.db.damaged-2"
    assert aside.read_bytes() == before
    left = {one.name for one in file.parent.iterdir()} - {"inbox.db", "inbox.db.lock"}
    assert left == {"inbox.db.damaged-1", "inbox.db.damaged-1.landmarks", "inbox.db.damaged-2"}


def test_a_wipe_takes_the_damaged_files_that_were_put_aside(file: Path) -> None:
    for _ in range(2):
        rescue(file, RELEASED_KEY)
    file.with_name(file.name + ".wreck-journal").write_bytes(b"cut off")
    assert len(list(file.parent.glob("*.damaged-*"))) >= 2
    store = opened(file)
    store.wipe().result()
    store.close()
    assert not [one.name for one in file.parent.iterdir() if "damaged" in one.name or "wreck" in one.name]
    assert len(entries_in(file)) == ENTRIES, "what its author had not sent stays"


def test_what_is_set_aside_is_kept_too(file: Path) -> None:
    aside = file.with_name(set_aside(file))
    opened(file).close()
    assert set_aside(file) != aside.name
    assert rescue(aside, RELEASED_KEY).entries == ENTRIES


def test_what_was_committed_after_the_last_checkpoint_is_saved_too(path: Path) -> None:
    killed_at("after-sending", path)
    assert path.with_name("inbox.db-wal").stat().st_size > 0
    content = bytearray(path.read_bytes())
    content[16:SIZE] = bytes(SIZE - 16)
    path.write_bytes(bytes(content))
    told = rescue(path, KEY)
    assert (told.entries, told.lost) == (3, 0)
    assert [(one.operation.verb, one.state) for one in entries_in(path, KEY)] == [
        ("claim", "waiting"),
        ("reply", "unsure"),
        ("complete", "unsure"),
    ]


def busy_outbox(path: Path) -> tuple[set[OperationId], set[OperationId]]:
    """Many entries in `path`, most of them discarded or settled since: those that are there, those gone."""
    with closing(plain(path)) as store:
        store.ingest(conversation()).result()
        made = [entry(Comment(item=ItemId("Task/1"), text=f"{n} " * 300)) for n in range(60)]
        store.run(made).result()
        gone = [one.id for one in made[5:55]]
        for id_ in gone:
            assert store.sending([id_]).result()
            store.settle([id_], []).result()
    return {one.id for one in made} - set(gone), set(gone)


def test_what_was_settled_is_not_found_again_on_pages_no_longer_used(path: Path) -> None:
    there, _ = busy_outbox(path)
    marks = landmarks.read(path)
    assert marks is not None
    damage(path, marks.tables["outbox"].root)
    told = rescue(path, KEY)
    assert {one.id for one in entries_in(path, KEY)} <= there
    assert told.entries + told.lost == len(there)


def test_what_may_have_been_settled_is_never_sent_without_its_author(path: Path) -> None:
    there, gone = busy_outbox(path)
    marks = landmarks.read(path)
    assert marks is not None
    damage(path, marks.tables["outbox"].root, marks.tables["sqlite_autoindex_outbox_1"].root)
    told = rescue(path, KEY)
    found = entries_in(path, KEY)
    assert {one.id for one in found} <= there | gone
    assert {one.state for one in found} == {State.CONFLICTED}
    assert told.to_look_at == told.entries > 0


def test_a_long_reply_whose_end_is_damaged_costs_no_other(path: Path) -> None:
    with closing(plain(path)) as store:
        store.ingest(conversation()).result()
        item = ItemId("Task/1")
        long = entry(Comment(item=item, text="word " * 6000))
        store.run([entry(Claim(item=item)), long, entry(Comment(item=item, text="short"))]).result()
    costs: list[int] = []
    base = path.read_bytes()
    marks = landmarks.read(path)
    assert marks is not None
    for number in range(max(mark.root for mark in marks.tables.values()) + 1, len(base) // SIZE + 1):
        path.write_bytes(base)
        damage(path, number)
        told = rescue(path, KEY)
        assert told.entries + told.lost == 3
        costs.append(told.lost)
    assert costs.count(1) >= 6, "the pages on which the long one goes on"
    assert max(costs) <= 3


def test_cut_off_at_any_renaming_the_next_start_finishes_it(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamings = 0
    for cut in range(10):
        (tmp_path / f"{cut}").mkdir()
        path = copied(whole, tmp_path / f"{cut}" / "inbox.db")
        damage(path, 2)
        calls, replace = iter(range(100)), Path.replace

        def power_cut(self: Path, target: Path) -> Path:
            if next(calls) == cut:  # noqa: B023
                raise KeyboardInterrupt
            return replace(self, target)  # noqa: B023

        with monkeypatch.context() as then:
            then.setattr(Path, "replace", power_cut)
            try:
                rescue(path, RELEASED_KEY)
            except KeyboardInterrupt:
                renamings += 1
            else:
                break
        try:
            saved = entries_in(path)
        except Broken:  # it had not begun to rename: nothing has changed
            assert rescue(path, RELEASED_KEY).entries == ENTRIES
            saved = entries_in(path)
        assert len(saved) == ENTRIES, f"cut off before renaming {cut}"
    assert renamings >= 4


def test_nothing_is_readable_in_the_copy_that_is_made_on_the_way(path: Path) -> None:
    killed_at("after-run", path)
    seal = seal_of(path, KEY, None)
    assert seal is not None
    with Wreck(path, KEY, seal):
        there = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert there["inbox.db.wreck"] == 0o600
        assert readable(path.parent) == set()
    assert not path.with_name("inbox.db.wreck").exists()
    rescue(path, KEY)
    assert readable(path.parent) == set()


def test_a_disk_too_full_for_a_rescue_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {one.name: one.read_bytes() for one in file.parent.iterdir()}

    def full(path: Path, key: bytes) -> Store:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inbox.store.salvage.Database", full)
    with pytest.raises(Full):
        rescue(file, RELEASED_KEY)
    monkeypatch.undo()
    assert {one.name: one.read_bytes() for one in file.parent.iterdir() if one.suffix != ".lock"} == before
    assert rescue(file, RELEASED_KEY).entries == ENTRIES


def test_damage_met_while_reading_is_told_once_and_nothing_more_is_written(path: Path) -> None:
    plain(path).close()
    told: list[InboxError] = []
    store = Store.open(path, KEY, Plain(), lambda changes: None, told.append)
    store.ingest([part for n in range(40) for part in conversation(str(n), "word " * 400)]).result()
    store._database.upkeep.fold_log_in()
    damage(path, *range(30, path.stat().st_size // SIZE + 1), how=one_bit)
    other: list[InboxError] = []

    def read_all() -> None:
        try:
            store.reader().exec_driver_sql("SELECT body FROM resource").all()
        except InboxError as error:
            other.append(error)

    reads = threading.Thread(target=read_all)
    reads.start()
    reads.join()
    assert [type(one) for one in other] == [Broken]
    with pytest.raises(Broken):
        store.ingest(conversation("99")).result()
        store.save_draft(Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, "x", NOON)).result()
        store.wipe().result()
    assert [type(one) for one in told] == [Broken]
    store.close()


def test_a_look_at_leisure_finds_damage_that_nobody_has_met(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(plain(path)) as store:
        store.ingest([part for n in range(40) for part in conversation(str(n))]).result()
    monkeypatch.setattr("inbox.store.database.OTHERWISE", 0.0)
    told, heard = list[InboxError](), threading.Event()

    def hear(error: InboxError) -> None:
        told.append(error)
        heard.set()

    Store.open(path, KEY, Plain(), lambda changes: None, hear).close()
    assert told == [], "a whole file is fine, and closing does not wait for the look"
    damage(path, path.stat().st_size // SIZE - 2, how=one_bit)
    with closing(Store.open(path, KEY, Plain(), lambda changes: None, hear)):
        assert heard.wait(10)
    assert [type(one) for one in told] == [Broken]


def test_after_a_crash_the_look_comes_soon(path: Path) -> None:
    killed_at("after-run", path)
    for after in (AFTER_A_CRASH, OTHERWISE):
        with closing(plain(path)) as store:
            assert store._database._check.after == after


def test_other_peoples_entries_are_saved_with_their_names(path: Path) -> None:
    with closing(plain(path)) as store:
        store.ingest(conversation()).result()
        store.run([entry(Claim(item=ItemId("Task/1")), actor=COLLEAGUE)]).result()
    damage(path, 1)
    assert rescue(path, KEY).entries == 1
    with closing(plain(path)) as store:
        assert [one.actor for one in outbox.of_actor(store.reader(), COLLEAGUE)] == [COLLEAGUE]
