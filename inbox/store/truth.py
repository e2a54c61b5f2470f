"""The server's resources as they came, each in the newest version seen. Only sync writes here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, delete, literal_column, or_, select

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, ThreadId
from inbox.store.packing import pack, unpack
from inbox.store.schema import resource
from inbox.store.sql import among, these
from inbox.store.times import from_ms, to_ms

_COLUMNS = tuple(resource.c)
_OF_THREADS = select(*_COLUMNS).where(resource.c.thread.in_(among("threads"))).order_by(resource.c.ref)
_MARKS = (
    select(resource.c.thread, resource.c.ref, resource.c.version, resource.c.updated)
    .where(resource.c.thread.in_(among("threads")))
    .order_by(resource.c.thread, resource.c.ref)
)
_OF_PATIENT = (
    select(*_COLUMNS)
    .where(resource.c.patient == bindparam("patient"), resource.c.thread.is_(None))
    .order_by(resource.c.ref)
)
_CHARTS = select(resource.c.ref, resource.c.updated).where(
    resource.c.patient.in_(among("patients")), resource.c.thread.is_(None)
)
_OF_TYPE = (
    select(*_COLUMNS)
    .where(resource.c.ref >= bindparam("first"), resource.c.ref < bindparam("after"))
    .order_by(resource.c.ref)
)
_LONE_WORK = (
    select(*_COLUMNS)
    .where(
        resource.c.ref >= "Task/",
        resource.c.ref < "Task0",
        resource.c.thread.is_(None),
        resource.c.focus == "",
        resource.c.patient.is_not(None),
    )
    .order_by(resource.c.ref)
)
_OF_NOBODY = select(*_COLUMNS).where(resource.c.thread.is_(None), resource.c.patient.is_(None))
DECIDING = ("MedicationDispense", "MedicationRequest", "QuestionnaireResponse")
"""Types of a chart that clocks and flags depend on: how long a medicine lasts, what was answered."""
_DECIDING_OF = (
    select(*_COLUMNS)
    .where(
        resource.c.patient.in_(among("patients")),
        resource.c.thread.is_(None),
        or_(*(and_(resource.c.ref > f"{kind}/", resource.c.ref < f"{kind}0") for kind in DECIDING)),
    )
    .order_by(resource.c.ref)
)
_HELD = select(resource.c.ref, resource.c.version, resource.c.updated, resource.c.thread).where(
    resource.c.ref.in_(among("refs"))
)
_PLACED_BY = select(resource.c.ref, resource.c.focus).where(
    resource.c.focus != literal_column("''"), resource.c.focus.in_(among("refs")), resource.c.thread.is_(None)
)
_FILE = (
    "INSERT INTO resource (ref, version, updated, thread, patient, focus, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ref) DO UPDATE SET version = excluded.version, updated = excluded.updated,"
    " thread = excluded.thread, patient = excluded.patient, focus = excluded.focus, body = excluded.body"
)
"""Written for the driver: on the way of every resource of a first sync, the rest costs three times it."""
_PLACE = "UPDATE resource SET thread = ? WHERE ref = ?"


class Held(NamedTuple):
    """What is known of a resource without its body."""

    version: str
    updated: int
    thread: str | None


class Parcel(NamedTuple):
    """A resource ready to be kept."""

    filed: Filed
    packed: bytes


def parcels(resources: Iterable[Filed]) -> list[Parcel]:
    """Done by whoever brings the resources: packing lets go of the interpreter, so both threads work."""
    return [Parcel(filed, pack(filed.body)) for filed in resources]


def file(connection: Connection, brought: Sequence[Parcel]) -> tuple[list[Filed], set[ThreadId]]:
    """Keep what is newer than what is held; give that, and the threads it belongs or belonged to."""
    held = _held(connection, [filed.ref for filed, _ in brought])
    newest: dict[str, Filed] = {}
    packed: dict[str, bytes] = {}
    for filed, body in brought:
        if _is_news(filed, held.get(filed.ref)):
            newest[filed.ref], packed[filed.ref] = filed, body
    if not newest:
        return [], set()
    placed = _place(connection, newest, held)
    kept = [_stored(filed, placed.get(ref), packed[ref]) for ref, filed in newest.items()]
    connection.exec_driver_sql(_FILE, kept)
    touched = {ThreadId(thread) for thread in placed.values()}
    touched |= {ThreadId(was.thread) for ref in newest if (was := held.get(ref)) and was.thread}
    touched |= _place_followers(connection, placed)
    return list(newest.values()), touched


def remove(connection: Connection, refs: Sequence[str]) -> set[ThreadId]:
    """Forget resources; give the threads they belonged to."""
    held = _held(connection, refs)
    connection.execute(delete(resource).where(resource.c.ref.in_(among("refs"))), {"refs": these(refs)})
    return {ThreadId(was.thread) for was in held.values() if was.thread}


def of_threads(connection: Connection, threads: Iterable[ThreadId]) -> dict[ThreadId, list[Filed]]:
    """The Communications and Tasks of each thread that has any; with work, what decides of the chart too."""
    found: dict[ThreadId, list[Filed]] = {}
    working: dict[PatientId, set[ThreadId]] = {}
    for row in connection.execute(_OF_THREADS, {"threads": these(threads)}):
        filed = _filed(row)
        assert filed.thread is not None
        found.setdefault(filed.thread, []).append(filed)
        if filed.type == "Task" and filed.patient:
            working.setdefault(filed.patient, set()).add(filed.thread)
    if working:
        for row in connection.execute(_DECIDING_OF, {"patients": these(working)}):
            filed = _filed(row)
            for thread in working[filed.patient] if filed.patient else ():
                found[thread].append(filed)
    return found


def marks(connection: Connection, threads: Iterable[ThreadId]) -> dict[ThreadId, int]:
    """What each thread looks like as a number: another one once anything in it has changed or come."""
    found: dict[ThreadId, int] = {}
    for thread, *one in connection.execute(_MARKS, {"threads": these(threads)}):
        found[ThreadId(thread)] = hash((found.get(ThreadId(thread), 0), *one))
    return found


def of_patient(connection: Connection, patient: PatientId) -> list[Filed]:
    """What is held of a patient's chart."""
    return [_filed(row) for row in connection.execute(_OF_PATIENT, {"patient": patient})]


def charts(connection: Connection, patients: Iterable[PatientId]) -> dict[str, datetime]:
    """What is held of some patients' charts, by reference, and when the server last changed each."""
    rows = connection.execute(_CHARTS, {"patients": these(patients)})
    return {ref: from_ms(updated) for ref, updated in rows}


def of_nobody(connection: Connection) -> list[Filed]:
    """What is part of no conversation and no chart: patients themselves, pools, colleagues."""
    return [_filed(row) for row in connection.execute(_OF_NOBODY)]


def lone_work(connection: Connection) -> list[Filed]:
    """The Tasks about a patient that are part of no conversation and of no other Task, closed ones too."""
    return [_filed(row) for row in connection.execute(_LONE_WORK)]


def of_type(connection: Connection, kind: str) -> list[Filed]:
    """All resources of one type."""
    rows = connection.execute(_OF_TYPE, {"first": f"{kind}/", "after": f"{kind}0"})
    return [_filed(row) for row in rows]


def changed_since(connection: Connection, kind: str, since: datetime) -> Iterator[Filed]:
    """The resources of one type that the server changed at or after an instant, one after the other."""
    statement = _OF_TYPE.where(resource.c.updated >= bindparam("since"))
    values = {"first": f"{kind}/", "after": f"{kind}0", "since": to_ms(since)}
    return map(_filed, connection.execute(statement, values))


def _held(connection: Connection, refs: Iterable[str]) -> dict[str, Held]:
    rows = connection.execute(_HELD, {"refs": these(refs)})
    return {ref: Held(version, updated, thread) for ref, version, updated, thread in rows}


def _is_news(filed: Filed, held: Held | None) -> bool:
    """Whether a version replaces the held one.

    A page may have been read before a write of ours was answered, and arrive after it: by the server's
    own time it is then older. Version ids are opaque, so they only tell same from different.
    """
    return held is None or (filed.version != held.version and to_ms(filed.updated) >= held.updated)


def _place(connection: Connection, news: dict[str, Filed], held: dict[str, Held]) -> dict[str, str]:
    """The thread of each resource that is part of one, following a Task's focus on another Task."""
    placed = {ref: str(filed.thread) for ref, filed in news.items() if filed.thread}
    astray = {ref: filed.focus for ref, filed in news.items() if not filed.thread and filed.focus}
    if not astray:
        return placed
    known = _held(connection, astray.values())
    while astray:
        found = {}
        for ref, focus in astray.items():
            there = placed.get(focus) or (known[focus].thread if focus in known else None)
            if there:
                found[ref] = there
        if not found:
            break
        placed |= found
        astray = {ref: focus for ref, focus in astray.items() if ref not in found}
    return placed


def _place_followers(connection: Connection, placed: dict[str, str]) -> set[ThreadId]:
    """Place what waited for one of these to say which thread it is part of."""
    touched: set[ThreadId] = set()
    while placed:
        waiting = connection.execute(_PLACED_BY, {"refs": these(placed)}).all()
        placed = {ref: placed[focus] for ref, focus in waiting}
        if placed:
            connection.exec_driver_sql(_PLACE, [(thread, ref) for ref, thread in placed.items()])
            touched |= {ThreadId(thread) for thread in placed.values()}
    return touched


def _stored(filed: Filed, thread: str | None, packed: bytes) -> tuple[Any, ...]:
    return filed.ref, filed.version, to_ms(filed.updated), thread, filed.patient, filed.focus, packed


def _filed(row: Row[*tuple[Any, ...]]) -> Filed:
    ref, version, updated, thread, patient, focus, body = row
    kind, _, id_ = ref.partition("/")
    return Filed(kind, id_, version, from_ms(updated), unpack(body), thread, patient, focus)
