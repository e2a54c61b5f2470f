"""Files that go with replies: each body kept once, for as long as something names it, and never readable."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from inbox.domain.attached import AttachedFile
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId, PatientId, PersonId, ThreadId
from inbox.domain.operations import Reply
from inbox.domain.people import Party
from inbox.queries import drafts
from inbox.store import cipher
from inbox.store.errors import Full
from inbox.store.store import Store
from tests.store.plain import COLLEAGUE, KEY, ME, NOON, Plain, conversation, entry
from tests.store.test_disk import room

LETTER, PICTURE = b"%PDF-1.7 whitlow " * 3000, b"a picture of zolpidem" * 3000
TO = (Party("Patient/1"),)


def file(body: bytes, name: str = "letter.pdf") -> AttachedFile:
    return AttachedFile(name, "application/pdf", len(body), sha256(body).hexdigest())


def draft(*files: AttachedFile, n: str = "1", person: PersonId = ME, text: str = "Dear Walter") -> Draft:
    return Draft(ThreadId(f"Communication/{n}"), PatientId("Patient/1"), person, text, NOON, files=files)


def keep(store: Store, *bodies: bytes, n: str = "1", person: PersonId = ME) -> Draft:
    made = draft(*map(file, bodies), n=n, person=person)
    store.save_draft(made, {file(body).digest: body for body in bodies}).result()
    return made


def reply(*bodies: bytes) -> Reply:
    return Reply(item=ItemId("Task/1"), text="Here it is.", to=TO, files=tuple(map(file, bodies)))


def held(store: Store) -> set[bytes]:
    return set(store.reader().exec_driver_sql("SELECT body FROM file_body").scalars())


def test_a_file_is_kept_with_its_draft_across_a_restart(path: Path, store: Store) -> None:
    kept = keep(store, LETTER)
    store.close()
    with closing(Store.open(path, KEY, Plain(), lambda changes: None)) as again:
        found = drafts.draft(again.reader(), kept.thread, ME)
        assert found is not None and found.files == kept.files
        assert again.file_body(kept.files[0].digest) == LETTER


def test_what_is_taken_out_of_a_draft_goes_and_the_rest_stays(store: Store) -> None:
    keep(store, LETTER, PICTURE)
    store.save_draft(draft(file(PICTURE))).result()
    assert held(store) == {PICTURE}
    store.drop_draft(ThreadId("Communication/1"), ME).result()
    assert held(store) == set()


def test_a_body_goes_only_when_the_last_that_names_it_has_gone(store: Store) -> None:
    store.ingest(conversation()).result()
    for n, person in (("1", ME), ("1", COLLEAGUE), ("2", ME)):
        keep(store, LETTER, n=n, person=person)
    sent = entry(reply(LETTER))
    store.run([sent]).result()
    for n, person in (("1", ME), ("1", COLLEAGUE), ("2", ME)):
        assert held(store) == {LETTER}
        store.drop_draft(ThreadId(f"Communication/{n}"), person).result()
    assert held(store) == {LETTER}
    assert store.sending([sent.id]).result()
    store.settle([sent.id], []).result()
    assert held(store) == set()


def test_a_reply_whose_file_is_not_here_is_not_kept(store: Store) -> None:
    store.ingest(conversation()).result()
    with pytest.raises(Refused, match="no longer on this computer"):
        store.run([entry(reply(LETTER))]).result()
    assert store.chains(ME, NOON).result() == []


def test_taking_back_leaves_the_file_for_the_draft_that_comes_of_it(store: Store) -> None:
    store.ingest(conversation()).result()
    keep(store, LETTER)
    sent = entry(reply(LETTER))
    store.run([sent]).result()
    store.drop_draft(sent.thread, ME).result()
    store.take_back(sent.group, ME).result()
    assert held(store) == {LETTER}
    store.save_draft(draft(file(LETTER))).result()
    store.drop_draft(sent.thread, ME).result()
    assert held(store) == set()


def test_a_discarded_reply_takes_its_file_with_it(store: Store) -> None:
    store.ingest(conversation()).result()
    keep(store, LETTER)
    sent = entry(reply(LETTER))
    store.run([sent]).result()
    store.drop_draft(sent.thread, ME).result()
    assert store.sending([sent.id]).result()
    store.back_to_waiting([sent.id], unsure=True).result()
    store.discard(sent.id, ME).result()
    assert held(store) == set()


def test_what_a_crash_leaves_unnamed_is_swept_at_the_next_start(path: Path, store: Store) -> None:
    kept = keep(store, LETTER)
    store.close()
    with closing(cipher.connect(path, KEY, read_only=False)) as there:
        there.execute("INSERT INTO file_body VALUES (?, ?)", (file(PICTURE).digest, PICTURE))
    with closing(Store.open(path, KEY, Plain(), lambda changes: None)) as again:
        assert held(again) == {LETTER}
        assert again.file_body(kept.files[0].digest) == LETTER


def test_signing_out_keeps_what_is_attached(store: Store) -> None:
    keep(store, LETTER)
    store.wipe().result()
    assert held(store) == {LETTER}


def test_a_file_that_finds_no_room_is_kept_once_there_is_some(store: Store) -> None:
    store.ingest(conversation()).result()
    room(store, 1)
    with pytest.raises(Full):
        keep(store, LETTER)
    (held_back,) = store.unkept.with_files()
    assert held_back[1] == {file(LETTER).digest: LETTER}
    with pytest.raises(Full):
        store.save_draft(draft(file(LETTER), text="Dear Walter, more words.")).result()
    room(store, 100_000)
    store._writer.first(store._rest).result()
    found = drafts.draft(store.reader(), ThreadId("Communication/1"), ME)
    assert found is not None and found.text.endswith("more words.")
    assert held(store) == {LETTER}
    assert store.unkept.bodies_of([file(LETTER).digest]) == {}


def test_no_file_of_the_folder_shows_a_word_of_a_body(path: Path, store: Store) -> None:
    keep(store, LETTER, PICTURE)
    store._database.upkeep.fold_log_in()
    for one in path.parent.iterdir():
        content = one.read_bytes()
        assert b"whitlow" not in content and b"zolpidem" not in content, one.name
