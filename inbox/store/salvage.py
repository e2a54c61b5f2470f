"""A damaged file is put aside, never deleted, and a new one takes its place with all that could be saved.

Saved is what nobody else has: outbox, drafts, their files, people's own kits, audit notes. All else comes
again from the server. The new file gets its name when it is complete; the rest is renaming, which the next
start goes on with if it is cut off.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, insert
from sqlcipher3 import dbapi2

from inbox import diary
from inbox.domain import typed
from inbox.domain.audit import AuditNote
from inbox.domain.draft import Draft
from inbox.domain.entries import LIVE, Entry, State
from inbox.domain.errors import InboxError
from inbox.domain.operations import Problem, Why
from inbox.domain.own_kit import Own
from inbox.domain.words import tr
from inbox.store import cipher, file_bodies, landmarks, moving, outbox
from inbox.store.database import Database
from inbox.store.faults import in_words
from inbox.store.landmarks import Landmarks
from inbox.store.lock import FileLock
from inbox.store.lost import Found, Kind, find
from inbox.store.pages import seal_of
from inbox.store.schema import audit_spool, draft, own_kit
from inbox.store.wreck import Row, Wreck

S = TypeVar("S", bound=msgspec.Struct)


class _OwnRow(NamedTuple):
    """An entry of somebody's own kit."""

    person: str
    own: Own

    @property
    def row(self) -> Row:
        mine = self.own.mine
        body = msgspec.json.encode(self.own)
        return {"person": self.person, "kind": mine.kind, "id": mine.id, "own": body}


class _Body(NamedTuple):
    """A file that goes with a reply."""

    digest: str
    body: bytes


Saved = tuple[Found[Entry], Found[Draft], Found[_Body], Found[AuditNote], Found[_OwnRow]]
"""What was read of each table."""


class Rescued(msgspec.Struct, frozen=True):
    """What became of a damaged file, in numbers."""

    entries: int = 0
    """Actions that had not left, or were not confirmed."""
    to_look_at: int = 0
    """Those among them that their author has to decide about: they may have been discarded or sent since."""
    drafts: int = 0
    notes: int = 0
    """Of the audit trail."""
    own: int = 0
    """Phrases and speed buttons of people's own."""
    lost: int = 0
    """Of all these, how many are known to have been there and could not be read."""
    perhaps_more: bool = False
    """Whether others may have been there that nothing tells of any more."""
    aside: str = ""
    """The name under which the damaged file is kept, beside the new one."""
    files: int = 0
    """Attached to replies and drafts that had not left."""


def rescue(path: Path, key: bytes) -> Rescued:
    """Save what can be read of the file at `path` into a new one in its place. Nobody may have it open.

    Raises `InUse`, or what the disk has against it (`NotKept`): nothing is changed then.
    """
    lock = FileLock(path)
    try:
        moving.take_over(path)
        found = _read(path, key)
        _write(path, key, found)
        aside = moving.put_aside(path)
        moving.take_over(path)
    except (dbapi2.Error, OSError) as error:
        raise in_words(error) or error from None
    finally:
        lock.release()
    entries, drafts, files, notes, own = found
    told = Rescued(
        len(entries.everything),
        len(entries.doubtful),
        len(drafts.everything),
        len(notes.everything),
        len(own.everything),
        sum(one.lost for one in found),
        any(one.perhaps_more for one in found),
        aside.name,
        len(files.everything),
    )
    diary.note("store.rescued", entries=told.entries, drafts=told.drafts, notes=told.notes, lost=told.lost)
    return told


def set_aside(path: Path) -> str:
    """Move a file that does not open out of the way; nothing is deleted. Gives its new name."""
    lock = FileLock(path)
    try:
        return moving.put_aside(path).name
    except OSError as error:
        raise in_words(error) or error from None
    finally:
        lock.release()


def _read(path: Path, key: bytes) -> Saved:
    marks = _landmarks(path, key)
    salt = bytes.fromhex(marks.salt) if marks else None
    seal = seal_of(path, key, salt) if path.exists() else None
    if seal is None:
        nothing: Saved = (Found(), Found(), Found(), Found(), Found())
        for one in nothing:
            one.perhaps_more = True
        return nothing
    with Wreck(path, key, seal) as wreck:
        diary.note("store.damaged", pages=wreck.damaged, genuine=len(wreck.leaves))
        entries = find(wreck, _ENTRIES, marks)
        entries.aged = [_unsure(entry) for entry in entries.aged]
        entries.doubtful = [_to_look_at(entry) for entry in entries.doubtful]
        drafts, files = find(wreck, _DRAFTS, marks), find(wreck, _BODIES, marks)
        return entries, drafts, files, find(wreck, _NOTES, marks), find(wreck, _OWN, marks)


def _landmarks(path: Path, key: bytes) -> Landmarks | None:
    """As the file has them, if it still says; else as they were noted."""
    with suppress(InboxError, dbapi2.Error):
        connection = cipher.connect(path, key, read_only=True)
        try:
            return landmarks.of(connection, path)
        finally:
            connection.close()
    return landmarks.read(path)


def _write(path: Path, key: bytes, found: Saved) -> None:
    """Make the new file, and give it its name when it is complete."""
    fresh = path.with_name(path.name + ".rescuing")
    for left in fresh.parent.glob(fresh.name + "*"):
        left.unlink()
    entries, drafts, files, notes, own = found
    database = Database(fresh, key)
    with database.write(durable=True) as connection:
        outbox.add(connection, sorted(entries.everything, key=lambda entry: entry.seq))
        _add_drafts(connection, drafts.everything)
        file_bodies.keep(connection, dict(files.everything))
        file_bodies.sweep(connection)
        _add_notes(connection, notes.everything)
        if own.everything:
            connection.execute(insert(own_kit), [one.row for one in own.everything])
    database.close()
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(moving.finished(path))
    for left in fresh.parent.glob(fresh.name + "*"):
        left.unlink()


def _add_drafts(connection: Connection, drafts: Sequence[Draft]) -> None:
    rows = [{"thread": one.thread, "person": one.person, "words": msgspec.json.encode(one)} for one in drafts]
    if rows:
        connection.execute(insert(draft), rows)


def _add_notes(connection: Connection, notes: Sequence[AuditNote]) -> None:
    rows = [{"id": one.id, "actor": one.actor, "note": msgspec.json.encode(one)} for one in notes]
    if rows:
        connection.execute(insert(audit_spool), rows)


def _unsure(entry: Entry) -> Entry:
    """It is there, perhaps in a later state: looked up before it is sent."""
    return msgspec.structs.replace(entry, state=State.UNSURE) if entry.state in LIVE else entry


def _to_look_at(entry: Entry) -> Entry:
    sentence = tr(
        "Rescued from a damaged file: it may have been sent or discarded already. Look before it goes."
    )
    problem = Problem(Why.UNSURE, sentence)
    return msgspec.structs.replace(entry, state=State.CONFLICTED, problem=problem)


def _decoded(column: str, kind: type[S], fits: Callable[[Row, S], bool]) -> Callable[[Row], S | None]:
    decode = typed.decoder(kind).decode

    def read(row: Row) -> S | None:
        body = row.get(column)
        if not isinstance(body, bytes):
            return None
        try:
            found = decode(body)
        except msgspec.DecodeError:
            return None
        return found if fits(row, found) else None

    return read


_bare_entry = _decoded("entry", Entry, lambda row, entry: row["id"] == entry.id)


def _entry(row: Row) -> Entry | None:
    entry = _bare_entry(row)
    return msgspec.structs.replace(entry, seq=row["seq"]) if entry is not None else None


_bare_own = _decoded("own", Own, lambda row, it: (row["kind"], row["id"]) == it.mine.key)


def _own_row(row: Row) -> _OwnRow | None:
    own = _bare_own(row)
    return _OwnRow(row["person"], own) if own is not None else None


def _file_body(row: Row) -> _Body | None:
    """Its own bytes say whether it is whole."""
    digest, body = row.get("digest"), row.get("body")
    if not isinstance(body, bytes) or sha256(body).hexdigest() != digest:
        return None
    return _Body(digest, body)


_ENTRIES = Kind(
    "outbox",
    ("seq",),
    _entry,
    newer=lambda one, other: max(one, other, key=lambda entry: entry.attempts),
    id_of=lambda entry: entry.id,
)
_DRAFTS = Kind(
    "draft",
    ("thread", "person"),
    _decoded("words", Draft, lambda row, it: (row["thread"], row["person"]) == (it.thread, it.person)),
    newer=lambda one, other: max(one, other, key=lambda it: it.saved_at),
)
_BODIES = Kind("file_body", ("digest",), _file_body, newer=lambda one, other: one)
_NOTES = Kind(
    "audit_spool",
    ("seq",),
    _decoded("note", AuditNote, lambda row, note: row["id"] == note.id),
    newer=lambda one, other: one,
    id_of=lambda note: note.id,
)
_OWN = Kind(
    "own_kit",
    ("person", "kind", "id"),
    _own_row,
    newer=lambda one, other: max(one, other, key=lambda it: it.own.mine.version),
)
