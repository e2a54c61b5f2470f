"""Patients' banners, pools and colleagues, read out of the resources that describe them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select

from inbox.domain.changes import Changes
from inbox.domain.filed import Filed, Interpreter
from inbox.domain.ids import ThreadId
from inbox.domain.patient import PatientCard
from inbox.store import truth
from inbox.store.schema import patient_row, pool_row, staff_row, thread_row
from inbox.store.sql import among, put, these

_STAFF_TYPES = ("Practitioner", "PractitionerRole")

_KNOWN = select(patient_row.c.patient, patient_row.c.name, patient_row.c.birth_date, patient_row.c.mrn)
_KNOWN = _KNOWN.where(patient_row.c.patient.in_(among("patients")))
_PUT_PATIENT = put(patient_row)
_PUT_POOL = put(pool_row)
_THREADS_OF = select(thread_row.c.thread).where(thread_row.c.patient.in_(among("patients")))
_FORGET_PATIENTS = delete(patient_row).where(patient_row.c.patient.in_(among("refs")))
_FORGET_POOLS = delete(pool_row).where(pool_row.c.pool.in_(among("refs")))


def read(
    connection: Connection, interpreter: Interpreter, resources: Sequence[Filed]
) -> tuple[Changes, set[ThreadId]]:
    """Take in what `resources` say of people; give what changed and the threads now found otherwise."""
    patients = [filed for filed in resources if filed.type == "Patient"]
    others = [filed for filed in resources if filed.thread is None and filed.patient is None]
    pools = [pool for filed in others if filed.type != "Patient" and (pool := interpreter.pool(filed))]
    if pools:
        facts = [{"pool": pool.id, "pool_facts": msgspec.json.encode(pool)} for pool in pools]
        connection.execute(_PUT_POOL, facts)
    staff = any(filed.type in _STAFF_TYPES for filed in others)
    if staff:
        _staff(connection, interpreter)
    touched = _patients(connection, [interpreter.card(filed) for filed in patients])
    return Changes(people=bool(pools) or staff), touched


def forget(connection: Connection, interpreter: Interpreter, refs: Sequence[str]) -> Changes:
    """Take out people and pools the server no longer has."""
    gone = {"refs": these(refs)}
    connection.execute(_FORGET_PATIENTS, gone)
    pools = connection.execute(_FORGET_POOLS, gone).rowcount
    staff = any(ref.partition("/")[0] in _STAFF_TYPES for ref in refs)
    if staff:
        _staff(connection, interpreter)
    return Changes(people=staff or bool(pools))


def _patients(connection: Connection, cards: Sequence[PatientCard]) -> set[ThreadId]:
    """Keep banners; give the threads of patients who are now found by another name, birth date or number."""
    if not cards:
        return set()
    before = connection.execute(_KNOWN, {"patients": these(card.id for card in cards)})
    known = {row.patient: (row.name, row.birth_date, row.mrn) for row in before}
    connection.execute(_PUT_PATIENT, [_row(card) for card in cards])
    renamed = [card.id for card in cards if known.get(card.id) != (card.name, _born(card), card.mrn)]
    return set(connection.scalars(_THREADS_OF, {"patients": these(renamed)}))


def _row(card: PatientCard) -> dict[str, str | int | bytes | None]:
    return {
        "patient": card.id,
        "name": card.name,
        "birth_date": _born(card),
        "sex": card.sex,
        "language": card.language,
        "interpreter": int(card.interpreter),
        "mrn": card.mrn,
        "card": msgspec.json.encode(card),
    }


def _born(card: PatientCard) -> str | None:
    return card.birth_date.isoformat() if card.birth_date else None


def _staff(connection: Connection, interpreter: Interpreter) -> None:
    """A colleague is described by several resources together, so all of them are read again."""
    described = [filed for kind in _STAFF_TYPES for filed in truth.of_type(connection, kind)]
    rows = [
        {"person": one.id, "staff_facts": msgspec.json.encode(one)} for one in interpreter.staff(described)
    ]
    connection.execute(delete(staff_row))
    if rows:
        connection.execute(insert(staff_row), rows)
