"""Files as released versions of the program left them: today's program must open every one.

Releasing a schema version, run `python -m tests.store.released`: it adds the file of the version at hand,
with something in every table, and beside it what people had in it. A file that has been released is never
written again: it stands for those on people's computers.
"""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from inbox.domain.attached import AttachedFile
from inbox.domain.attempt import Attempt, Came
from inbox.domain.audit import AuditNote
from inbox.domain.cursor import Cursor
from inbox.domain.disposition import CallOutcome
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.filed import Filed
from inbox.domain.history import ReadAgain
from inbox.domain.ids import GroupId, ItemId, OperationId, PatientId, ThreadId
from inbox.domain.operations import (
    AnyOperation,
    Claim,
    Comment,
    Complete,
    Dispose,
    Hold,
    Problem,
    PutBack,
    Release,
    Reply,
    Route,
    Why,
)
from inbox.domain.people import Party, Role
from inbox.domain.work_item import Holding
from inbox.store.migrations import STEPS
from inbox.store.schema import TABLES
from inbox.store.store import Store
from tests.store.looking import found
from tests.sync.examples import NINE, NURSE, OTHER, POOL, header, kept, message, reading, task

FOLDER = Path(__file__).parent / "released_files"
KEY = bytes(range(32, 64))
THREADS = 9
NAMES = {NURSE: "Nora Nurse, RN", OTHER: "Otto Other, RN"}
SOON = NINE + timedelta(minutes=10)
LETTER_BODY = b"Dear Ada, this is how to take it."
LETTER = AttachedFile("letter.txt", "text/plain", len(LETTER_BODY), sha256(LETTER_BODY).hexdigest())


class Released(NamedTuple):
    """The file of one schema version, and what is known of it."""

    file: Path
    kept: dict[str, Any]
    """`outbox`: each entry's JSON in order. `draft`, `audit_spool`: each one's JSON. `cursor`: name to
    milliseconds. `search`: words to the items they find."""


def released() -> list[Released]:
    """Every released file, oldest first."""
    files = sorted(FOLDER.glob("*.db"))
    return [Released(file, json.loads(file.with_suffix(".json").read_bytes())) for file in files]


def _resources() -> list[Filed]:
    people: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": "p1",
            "name": [{"family": "Example", "given": ["Ada"]}],
            "gender": "female",
            "birthDate": "1961-04-09",
            "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "40-7715-2"}],
        },
        {"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses"},
        {"resourceType": "HealthcareService", "id": "refills", "name": "Refills"},
        {"resourceType": "Practitioner", "id": "rn-1", "name": [{"text": NAMES[NURSE]}]},
        {
            "resourceType": "PractitionerRole",
            "id": "role-1",
            "practitioner": {"reference": NURSE},
            "healthcareService": [{"reference": POOL}],
        },
        {
            "resourceType": "Observation",
            "id": "bp-1",
            "status": "final",
            "code": {"text": "Blood pressure"},
            "subject": {"reference": "Patient/p1"},
        },
    ]
    return [kept(body) for body in people] + [part for n in range(1, THREADS + 1) for part in _thread(n)]


def _thread(n: int) -> list[Filed]:
    ref = {"reference": f"Communication/thr-{n}"}
    return [
        kept(header(id=f"thr-{n}", topic={"text": f"Refill {n}"})),
        kept(message(f"m-{n}", f"May I have more of number {n}?", partOf=[ref])),
        kept(task(id=f"t-{n}", focus=ref), version="5"),
    ]


def _operations() -> list[AnyOperation]:
    """One of every verb, in the thread of its place."""

    def item(n: int) -> ItemId:
        return ItemId(f"Task/t-{n}")

    return [
        Claim(item=item(1)),
        Comment(item=item(2), text="Called the pharmacy."),
        Complete(item=item(3)),
        Dispose(item=item(4), outcome=CallOutcome.REACHED, note="Feels well."),
        Hold(item=item(5), wake=NINE + timedelta(days=1), reason="Waits for the laboratory."),
        PutBack(item=item(6), to=Holding("requested", Party(POOL, "Nurses"), Party(POOL, "Nurses"))),
        Release(item=item(7), reason="End of shift."),
        Reply(item=item(8), text="Yes: it is at the pharmacy.", to=(Party("Patient/p1", "Ada Example"),)),
        Route(item=item(9), to=Party("HealthcareService/refills", "Refills"), reason="A refill."),
    ]


def _entries() -> list[Entry]:
    made: list[Entry] = []
    for n, operation in enumerate(_operations(), start=1):
        thread = ThreadId(f"Communication/thr-{n}")
        there = reading().thread(thread, _thread(n))
        assert there is not None
        actor = OTHER if n % 4 == 0 else NURSE
        made.append(
            Entry(
                OperationId(f"00000000-0000-4000-8000-{n:012}"),
                GroupId(f"group-{n}"),
                thread,
                PatientId("Patient/p1"),
                operation.item,
                actor,
                NAMES[actor],
                Role.RN,
                SOON + timedelta(minutes=n),
                operation,
                Saw.of(there, operation.item, actor),
                not_before=SOON + timedelta(minutes=n, seconds=8) if n > 7 else None,
                title=operation.verb.capitalize(),
            )
        )
    return made


def _states(store: Store, entries: list[Entry]) -> None:
    """Have the outbox hold every state there is; the rest waits."""
    sent, unsure, refused, conflicted = (entry.id for entry in entries[:4])
    for one in (sent, unsure):
        assert store.sending([one], Attempt(SOON, Came.SENDING)).result()
    store.back_to_waiting([unsure], unsure=True).result()
    store.stop(refused, State.REFUSED, Problem(Why.SERVER, "The server says: not now.")).result()
    gone = Problem(Why.GONE, "The server no longer has this item, or you may no longer see it.")
    store.stop(conflicted, State.CONFLICTED, gone).result()


def fill(store: Store) -> None:
    """Have `store` hold something in every table and every state."""
    store.ingest(_resources(), Cursor("tasks", NINE)).result()
    store.ingest([], Cursor("messages", SOON)).result()
    store.charts_fetched([PatientId("Patient/p1")], NINE).result()
    store.mark_seen(ItemId("Task/t-1"), NURSE, SOON).result()
    store.keep_note("learned", b"{}").result()
    store.keep_read([ReadAgain(ThreadId("Communication/thr-1"), 0, "rules@1")]).result()
    store.save_own(NURSE, [("phrase", "ack", b'{"name":"ack"}')], SOON).result()
    for n, person in ((2, NURSE), (2, OTHER), (9, NURSE)):
        thread = ThreadId(f"Communication/thr-{n}")
        files = (LETTER,) if n == 9 else ()
        draft = Draft(thread, PatientId("Patient/p1"), person, f"Dear Ada, {n}", SOON, files=files)
        store.save_draft(draft, {one.digest: LETTER_BODY for one in files}).result()
    entries = _entries()
    for entry in entries:
        store.run([entry], [_note(entry, "update")]).result()
        store.audit(_note(entry, "read")).result()
    _states(store, entries)


def _note(entry: Entry, what: str) -> AuditNote:
    id_ = OperationId(f"{what}-{entry.id}")
    return AuditNote(id_, what, entry.actor, entry.role, entry.made_at, entry.patient, entry.thread)


def _kept(store: Store) -> dict[str, Any]:
    def bodies(select: str) -> list[Any]:
        return [msgspec.json.decode(body) for (body,) in store.reader().exec_driver_sql(select)]

    return {
        "outbox": bodies("SELECT entry FROM outbox ORDER BY seq"),
        "draft": bodies("SELECT words FROM draft ORDER BY thread, person"),
        "audit_spool": bodies("SELECT note FROM audit_spool ORDER BY seq"),
        "cursor": dict(tuple(row) for row in store.reader().exec_driver_sql("SELECT * FROM cursor")),
        "search": {words: sorted(found(store.reader(), words)) for words in ("number", "pharmacy")},
    }


def write(folder: Path) -> Path:
    """Write what today's program leaves in `folder`."""
    file = folder / f"schema-{len(STEPS):03}.db"
    store = Store.open(file, KEY, reading(), lambda changes: None)
    fill(store)
    for table in TABLES.tables:
        assert store.reader().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar(), table
    known = json.dumps(_kept(store), indent=1, ensure_ascii=False)
    file.with_suffix(".json").write_text(known + "\n", encoding="utf-8")
    store.close()
    file.with_name(file.name + ".lock").unlink()
    return file


if __name__ == "__main__":
    there = FOLDER / f"schema-{len(STEPS):03}.db"
    if there.exists():
        raise SystemExit(f"{there.name} has been released: it is never written again.")
    write(FOLDER)
