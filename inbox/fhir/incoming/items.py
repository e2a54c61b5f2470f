"""Tasks as work items: stage, holder, clock, flags and comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, MessageId, OperationId
from inbox.domain.people import Party
from inbox.domain.work_item import STAGE_OF_STATUS, Holding, Kind, Note, Promise, Stage, WorkItem
from inbox.fhir.codes import (
    AFTER_INPUT,
    CLASS_INPUT,
    KIND_OF_CODE,
    MEDICATION_INPUT,
    OUTCOME_OUTPUT,
    POLICY_INPUT,
    POOL_INPUT,
    PROPOSED_REPLY_INPUT,
    QUESTION_INPUT,
    REPLY_OUTPUT,
    SUMMARY_INPUT,
    TRIGGER_INPUT,
    WAKE_INPUT,
)
from inbox.fhir.incoming import prescriptions, rules, visits
from inbox.fhir.incoming.calls import dispositions
from inbox.fhir.incoming.flags import dismissals, flags
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.obligations import names
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import (
    Annotation,
    Concept,
    Parameter,
    Task,
    first_ref,
    kind_of,
    meaning,
)
from inbox.fhir.incoming.sortings import sortings
from inbox.fhir.incoming.sweeps import sweeps
from inbox.fhir.incoming.taken_back import taken_back
from inbox.fhir.incoming.tolerant import decode

_NOBODY_KNOWN = Directory()
_OF_A_CHART = frozenset(
    {"DiagnosticReport", "MedicationRequest", "Observation", "QuestionnaireResponse", "ServiceRequest"}
)


def urgency(resource: Filed) -> tuple[int, datetime]:
    """What to fetch first: Tasks whose flags wait for a call, then by due time, else by age."""
    item = work_item(resource, (), _NOBODY_KNOWN)
    promise = item.holding.promise
    return (0 if item.needs_call else 1, (promise.due if promise else None) or item.arrived)


def is_open(resource: Filed) -> bool:
    """Whether a resource is a Task that somebody still owes something on."""
    if resource.type != "Task":
        return False
    return STAGE_OF_STATUS.get(decode(resource.body, Task).status) is not Stage.DONE


def work_item(resource: Filed, category: Iterable[Concept], directory: Directory) -> WorkItem:
    """The obligation that a Task of a thread is. `category` is what the patient chose for the thread."""
    task = decode(resource.body, Task)
    inputs, outputs = _by_code(task.input), _by_code(task.output)
    parent, kind = first_ref(task.part_of, "Task"), _kind(task, category)
    return WorkItem(
        id=ItemId(resource.ref),
        kind=kind,
        holding=_holding(task, inputs, outputs, resource.updated, directory),
        arrived=min(instant(task.authored_on) or resource.updated, resource.updated),
        version=resource.version,
        priority=task.priority or "routine",
        triggers=tuple(MessageId(p.value_reference.ref) for p in inputs.get(TRIGGER_INPUT, ())),
        flags=flags(inputs),
        notes=tuple(_note(note, resource.updated, directory) for note in task.note if note.text),
        dispositions=dispositions(outputs, resource.updated, directory),
        visits=visits.visits(outputs, resource.updated, directory),
        consent=visits.consent(outputs, directory),
        times=visits.times(outputs, directory),
        wrong_patient=visits.wrong_patient(outputs, resource.updated, directory),
        dismissals=dismissals(outputs, resource.updated, directory),
        names=names(task.identifier),
        parent=ItemId(parent) if parent else None,
        waits=rules.waits(task, inputs),
        snoozes=rules.snoozes(inputs),
        by_rule=rules.by_rule(inputs, outputs),
        changed_at=instant(task.last_modified),
        sortings=sortings(outputs, resource.updated, directory),
        swept=sweeps(outputs, resource.updated, directory),
        taken_back=taken_back(outputs, resource.updated, directory),
        medication=_medication(task, inputs),
        about=_about(task),
        question=_words(inputs, QUESTION_INPUT),
        summary=_words(inputs, SUMMARY_INPUT),
        proposed_reply=_words(inputs, PROPOSED_REPLY_INPUT),
        asked_by=directory.party(task.requester) if kind == Kind.PHYSICIAN_REVIEW else None,
        after=_words(inputs, AFTER_INPUT),
        supply=prescriptions.supply(inputs),
        prescribed=prescriptions.prescribed(outputs, directory),
    )


def _by_code(parameters: Iterable[Parameter]) -> dict[str, list[Parameter]]:
    found: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        for coding in parameter.type.coding:
            found.setdefault(coding.code, []).append(parameter)
        if not parameter.type.coding and parameter.type.text:
            found.setdefault(parameter.type.text.lower().replace(" ", "-"), []).append(parameter)
    return found


def _words(inputs: dict[str, list[Parameter]], code: str) -> str:
    return next((p.words for p in inputs.get(code, ()) if p.words), "")


def _medication(task: Task, inputs: dict[str, list[Parameter]]) -> str:
    """The order a refill is about: what the work is on, else what it was told."""
    told = (p.value_reference.ref for p in inputs.get(MEDICATION_INPUT, ()))
    return next((ref for ref in (task.focus.ref, *told) if kind_of(ref) == "MedicationRequest"), "")


def _about(task: Task) -> tuple[str, ...]:
    """What of the chart the work is on, or was told."""
    told = (task.focus.ref, *(p.value_reference.ref for p in task.input))
    return tuple(ref for ref in dict.fromkeys(told) if ref and kind_of(ref) in _OF_A_CHART)


def _kind(task: Task, category: Iterable[Concept]) -> str:
    """The work's own code decides, since staff may have re-classed it; then what the patient chose."""
    known = meaning((task.code,), KIND_OF_CODE)
    if known is None and kind_of(task.focus.ref) == "MedicationRequest":
        known = Kind.REFILL
    return known or meaning(category, KIND_OF_CODE) or Kind.MEDICAL_QUESTION


def _holding(
    task: Task,
    inputs: dict[str, list[Parameter]],
    outputs: dict[str, list[Parameter]],
    updated: datetime,
    directory: Directory,
) -> Holding:
    owner = directory.party(task.owner) or rules.addressed(task)
    done = STAGE_OF_STATUS.get(task.status) is Stage.DONE
    answer = next((p.value_reference.ref for p in outputs.get(REPLY_OUTPUT, ())), "")
    return Holding(
        status=task.status,
        owner=owner,
        pool=_pool(task, inputs, owner, directory),
        first_action=instant(task.execution_period.start),
        promise=_promise(task, inputs),
        wake=next((instant(p.value_date_time) for p in inputs.get(WAKE_INPUT, ())), None),
        hold_reason=task.status_reason.words,
        outcome=_words(outputs, OUTCOME_OUTPUT),
        answer=MessageId(answer) if answer else None,
        closed_at=_closed_at(task, updated) if done else None,
    )


def _closed_at(task: Task, updated: datetime) -> datetime:
    return instant(task.execution_period.end) or instant(task.last_modified) or updated


def _pool(
    task: Task, inputs: dict[str, list[Parameter]], owner: Party | None, directory: Directory
) -> Party | None:
    """Where the work belongs: its input says so; else the owner if that is no person; else who may do it."""
    for parameter in inputs.get(POOL_INPUT, ()):
        if stated := directory.party(parameter.value_reference):
            return stated
    if owner is not None:
        return owner if directory.is_pool(owner.ref) else None
    for performer in task.performer_type:
        coding = next((coding for coding in performer.coding if coding.code), None)
        if coding is not None:
            return Party(f"{coding.system}|{coding.code}", performer.words)
    return None


def _promise(task: Task, inputs: dict[str, list[Parameter]]) -> Promise | None:
    due, policy = instant(task.restriction.period.end), _words(inputs, POLICY_INPUT)
    return Promise(due, policy, sla_class=_words(inputs, CLASS_INPUT)) if due or policy else None


def _note(note: Annotation, updated: datetime, directory: Directory) -> Note:
    by = directory.party(note.author_reference) or Party("", note.author_string)
    operation = OperationId(note.id) if len(note.id) == 36 else None
    return Note(note.text, by, instant(note.time) or updated, operation)
