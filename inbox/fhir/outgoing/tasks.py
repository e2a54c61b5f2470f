"""A Task with what was done to it: our fields changed, every other one as the server sent it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.ids import MessageId
from inbox.domain.work_item import Holding, Note, Promise, Stage, WorkItem
from inbox.fhir.codes import (
    CLASS_INPUT,
    HELD_INPUT,
    KIND_OF_CODE,
    OUTCOME_OUTPUT,
    POLICY_INPUT,
    POOL_INPUT,
    REPLY_OUTPUT,
    SNOMED,
    STAGE,
    STAGE_CODE,
    TASK_INPUT,
    TASK_OUTPUT,
    WAKE_INPUT,
    WORK_TYPE,
)
from inbox.fhir.incoming.shapes import Concept
from inbox.fhir.outgoing.calls import add_calls
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.flags import add_dismissals, add_flags
from inbox.fhir.outgoing.moments import written
from inbox.fhir.outgoing.obligations import work_codes
from inbox.fhir.outgoing.prescriptions import add_prescriptions
from inbox.fhir.outgoing.rules import add_snoozes, address
from inbox.fhir.outgoing.sortings import add_sortings
from inbox.fhir.outgoing.sweeps import add_sweeps
from inbox.fhir.outgoing.taken_back import add_taken_back
from inbox.fhir.outgoing.visits import add_visits


def task(
    body: bytes,
    before: WorkItem,
    after: WorkItem,
    promise: Promise | None,
    at: datetime,
    linked: bool,
    answered: bool = False,
) -> bytes:
    """The Task in `body` once `before` has become `after`, last changed `at`.

    `promise` is what the item stores from now on. References of `after` must be the server's, or
    `urn:uuid:` of what the same bundle creates; `linked`: there is one bundle for all of it. `answered`:
    somebody has worked on it by what stands elsewhere, a reply or further work.
    """
    fields = Fields(body)
    was, now = before.holding, after.holding
    if now != was:
        _status(fields, was, now)
        _owner_and_pool(fields, was, now)
        _times(fields, was, now)
        _waiting(fields, was, now)
        _waits(fields, before, after, at)
        _result(fields, was, now)
        _promise(fields, was.promise, promise)
    add_flags(fields, after.flags)
    add_snoozes(fields, before.snoozes, after.snoozes)
    if after.kind != before.kind:
        _kind(fields, after.kind)
    add_sortings(fields, before.sortings, after.sortings)
    add_sweeps(fields, before.swept, after.swept)
    add_taken_back(fields, before.taken_back, after.taken_back)
    add_calls(fields, before.dispositions, after.dispositions)
    add_visits(fields, before, after, linked)
    add_prescriptions(fields, before, after, linked)
    add_dismissals(fields, before.dismissals, after.dismissals)
    fields.put("note", [*fields.elements("note"), *_notes(before.notes, after.notes)])
    if answered or before != _worked_on(before, after):
        fields.put("lastModified", written(at))
    return fields.encoded()


def _worked_on(before: WorkItem, after: WorkItem) -> WorkItem:
    """`after` without what is no work on it: somebody's look, and another due time by new rules or hours."""
    holding = msgspec.structs.replace(after.holding, promise=before.holding.promise)
    return msgspec.structs.replace(after, swept=before.swept, holding=holding)


def _status(fields: Fields, was: Holding, now: Holding) -> None:
    if now.status != was.status:
        fields.put("status", now.status)
    if now.stage is not was.stage:
        stage = {"system": _stage_system(fields), "code": STAGE_CODE[now.stage]}
        fields.put("businessStatus", {"coding": [stage]})


def _kind(fields: Fields, kind: str) -> None:
    """The codes that mean a kind of work are replaced, in the system this site has them in; others stay."""
    stated = typed.decode(fields.inside("code").encoded(), Concept).coding
    known = [coding for coding in stated if coding.code in KIND_OF_CODE and coding.system != SNOMED]
    system = next((coding.system for coding in known if coding.system), WORK_TYPE)
    others = [
        {name: value for name in ("system", "code", "display") if (value := getattr(coding, name))}
        for coding in stated
        if coding.code not in KIND_OF_CODE
    ]
    fields.put("code", {"coding": [*work_codes(kind, system), *others]})


def _stage_system(fields: Fields) -> str:
    """The system this site's stages are in."""
    used = fields.inside("businessStatus").encoded()
    try:
        stated = typed.decode(used, Concept).coding
    except msgspec.ValidationError:
        return STAGE
    return next((coding.system for coding in stated if coding.system), STAGE)


def _owner_and_pool(fields: Fields, was: Holding, now: Holding) -> None:
    owner = now.owner
    if (owner.ref if owner else "") != (was.owner.ref if was.owner else ""):
        fields.put("owner", reference(owner.ref, owner.name) if owner else None)
        address(fields, owner)
    pool = reference(now.pool.ref, now.pool.name) if now.pool else None
    moved = (now.pool.ref if now.pool else "") != (was.pool.ref if was.pool else "")
    # The owner names the pool only while nobody has claimed it: without the input it would be lost.
    if moved or (pool and not fields.has_parameter("input", POOL_INPUT)):
        fields.put_parameter("input", POOL_INPUT, TASK_INPUT, {"valueReference": pool} if pool else None)


def _times(fields: Fields, was: Holding, now: Holding) -> None:
    changed: dict[str, object] = {}
    if now.first_action != was.first_action:
        changed["start"] = written(now.first_action) if now.first_action else None
    if now.closed_at != was.closed_at:
        changed["end"] = written(now.closed_at) if now.closed_at else None
    fields.put_inside("executionPeriod", changed)


def _waiting(fields: Fields, was: Holding, now: Holding) -> None:
    if now.wake != was.wake:
        wake = {"valueDateTime": written(now.wake)} if now.wake else None
        fields.put_parameter("input", WAKE_INPUT, TASK_INPUT, wake)
    if now.hold_reason != was.hold_reason:
        fields.put("statusReason", {"text": now.hold_reason} if now.hold_reason else None)


def _waits(fields: Fields, before: WorkItem, after: WorkItem, at: datetime) -> None:
    """Since when it waits for the patient and, once it does no more, until when: its due time moves by it."""
    was, now = before.stage is Stage.HELD, after.stage is Stage.HELD
    if was == now:
        return
    waits = [wait for wait in before.waits if wait[1]]
    begun = next((start for start, end in before.waits if end is None), None)
    if now:
        waits.append((at, None))
    elif begun is not None:
        waits.append((begun, max(begun, at)))
    fields.put_parameter("input", HELD_INPUT, TASK_INPUT, None)
    for start, end in waits:
        period = {"start": written(start), **({"end": written(end)} if end else {})}
        fields.add_parameter("input", HELD_INPUT, TASK_INPUT, {"valuePeriod": period})


def _result(fields: Fields, was: Holding, now: Holding) -> None:
    if now.outcome != was.outcome:
        outcome = {"valueString": now.outcome} if now.outcome else None
        fields.put_parameter("output", OUTCOME_OUTPUT, TASK_OUTPUT, outcome)
    if now.answer != was.answer:
        answer = reference(now.answer or MessageId(""))
        fields.put_parameter(
            "output", REPLY_OUTPUT, TASK_OUTPUT, {"valueReference": answer} if answer else None
        )


def _promise(fields: Fields, was: Promise | None, now: Promise | None) -> None:
    due, policy, of = (now.due, now.policy, now.sla_class) if now else (None, "", "")
    if due != (was.due if was else None):
        restriction = fields.inside("restriction")
        restriction.put_inside("period", {"end": written(due) if due else None})
        fields.put("restriction", restriction.value())
    if policy != (was.policy if was else ""):
        value = {"valueString": policy} if policy else None
        fields.put_parameter("input", POLICY_INPUT, TASK_INPUT, value)
    if of != (was.sla_class if was else ""):
        fields.put_parameter("input", CLASS_INPUT, TASK_INPUT, {"valueString": of} if of else None)


def _notes(before: Sequence[Note], after: Sequence[Note]) -> list[dict[str, object]]:
    """The comments that are new, each named by its operation so that a resend is recognised."""
    return [
        {
            "id": note.operation,
            "authorReference": reference(note.by.ref, note.by.name),
            "time": written(note.at),
            "text": note.text,
        }
        for note in after
        if note not in before and note.operation
    ]
