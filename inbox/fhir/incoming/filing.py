"""Where a resource belongs: read once, when it arrives, so that the store never has to open it."""

from __future__ import annotations

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, ThreadId
from inbox.fhir.incoming.inline_files import without_files
from inbox.fhir.incoming.shapes import Part, Reference, first_ref, kind_of
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.resource import Resource


class _Communication(Part, frozen=True, gc=False):
    part_of: tuple[Reference, ...] = ()
    in_response_to: tuple[Reference, ...] = ()
    subject: Reference = Reference()


class _Task(Part, frozen=True, gc=False):
    part_of: tuple[Reference, ...] = ()
    focus: Reference = Reference()
    patient: Reference = msgspec.field(default=Reference(), name="for")


class _Participant(Part, frozen=True, gc=False):
    actor: Reference = Reference()


class _OfAPatient(Part, frozen=True, gc=False):
    subject: Reference = Reference()
    patient: Reference = Reference()
    participant: tuple[_Participant, ...] = ()
    """Of an Appointment; a CareTeam's have no actor."""


def filed(resource: Resource) -> Filed:
    """`resource` with the thread and the patient it is part of."""
    if resource.type == "Communication":
        return _communication(resource)
    if resource.type == "Task":
        return _task(resource)
    return _file(resource, patient=_patient_of(resource))


def _communication(resource: Resource) -> Filed:
    shape = decode(resource.body, _Communication)
    header = first_ref(shape.part_of, "Communication")
    answered = "" if header else first_ref(shape.in_response_to, "Communication")
    thread = header or ("" if answered else f"Communication/{resource.id}")
    light = msgspec.structs.replace(resource, body=without_files(resource.body))
    return _file(light, thread, shape.subject.ref, focus=answered)


def _task(resource: Resource) -> Filed:
    shape = decode(resource.body, _Task)
    about = shape.focus.ref
    if kind_of(about) == "Communication":
        return _file(resource, about, shape.patient.ref)
    return _file(resource, patient=shape.patient.ref, focus=first_ref(shape.part_of, "Task"))


def _patient_of(resource: Resource) -> str:
    if resource.type == "Patient":
        return f"Patient/{resource.id}"
    shape = decode(resource.body, _OfAPatient)
    for reference in (shape.subject, shape.patient, *(one.actor for one in shape.participant)):
        if kind_of(reference.ref) == "Patient":
            return reference.ref
    return ""


def _file(resource: Resource, thread: str = "", patient: str = "", focus: str = "") -> Filed:
    return Filed(
        type=resource.type,
        id=resource.id,
        version=resource.version,
        updated=resource.updated,
        body=resource.body,
        thread=ThreadId(thread) if thread else None,
        patient=PatientId(patient) if kind_of(patient) == "Patient" else None,
        focus=focus,
    )
