"""AuditEvent: who did what with whose record. Other programs’ are read as far as they say it alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inbox.domain import audit
from inbox.domain.ids import PatientId, PersonId, ThreadId
from inbox.domain.trail import Event
from inbox.fhir.codes import AUDIT_KIND, DELEGATOR, OPERATION, REQUEST_ID
from inbox.fhir.incoming.moments import EPOCH, instant
from inbox.fhir.incoming.shapes import Coding, Concept, Part, Reference, kind_of
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.resource import Resource

_ALIKE = {
    "read": audit.READ,
    "vread": audit.READ,
    "update": audit.UPDATE,
    "patch": audit.UPDATE,
    "create": audit.UPDATE,
    "search": audit.SEARCH,
    "search-type": audit.SEARCH,
    "110106": audit.EXPORT,
    "110122": audit.SIGN_IN,
    "110123": audit.SIGN_OUT,
}
"""What the codes of HL7 (restful-interaction) and DICOM say, where an event is not ours."""
_DONE = ("", "0")


class _Meta(Part, frozen=True, gc=False):
    tag: tuple[Coding, ...] = ()


class _Agent(Part, frozen=True, gc=False):
    type: Concept = Concept()
    role: tuple[Concept, ...] = ()
    who: Reference = Reference()
    name: str = ""
    requestor: bool = False


class _Source(Part, frozen=True, gc=False):
    observer: Reference = Reference()


class _Entity(Part, frozen=True, gc=False):
    what: Reference = Reference()
    type: Coding = Coding()

    @property
    def is_request(self) -> bool:
        """Whether it holds an `X-Request-Id`."""
        return self.type.code == REQUEST_ID[1]


class _AuditEvent(Part, frozen=True, gc=False):
    meta: _Meta = _Meta()
    type: Coding = Coding()
    subtype: tuple[Coding, ...] = ()
    recorded: str = ""
    outcome: str = ""
    outcome_desc: str = ""
    agent: tuple[_Agent, ...] = ()
    source: _Source = _Source()
    entity: tuple[_Entity, ...] = ()

    def touched(self, kind: str) -> str:
        """The first thing of a type of resource that it names."""
        return next((one.what.ref for one in self.entity if kind_of(one.what.ref) == kind), "")


def audits(resources: Iterable[Resource]) -> Iterator[Event]:
    """What each AuditEvent says; others are left out."""
    for resource in resources:
        if resource.type == "AuditEvent":
            yield _event(resource)


def _event(resource: Resource) -> Event:
    said = decode(resource.body, _AuditEvent)
    who = next((agent for agent in said.agent if agent.requestor), _Agent())
    behalf = next((agent.who.ref for agent in said.agent if agent.type.has(DELEGATOR[1])), "")
    patient, thread = said.touched("Patient"), said.touched("Communication")
    codes = [one.code for one in (*said.subtype, said.type)]
    ours = next((one.code for one in said.subtype if one.system == AUDIT_KIND), "")
    return Event(
        id=next((tag.code for tag in said.meta.tag if tag.system == OPERATION), resource.ref),
        at=instant(said.recorded) or resource.updated or EPOCH,
        what=ours if ours in audit.KINDS else next((_ALIKE[code] for code in codes if code in _ALIKE), ""),
        code=next((one.display or one.code for one in (*said.subtype, said.type)), ""),
        actor=PersonId(who.who.ref),
        actor_name=who.name or who.who.display,
        role=who.role[0].words if who.role else "",
        station=said.source.observer.display,
        patient=PatientId(patient) if patient else None,
        thread=ThreadId(thread) if thread else None,
        on_behalf=PersonId(behalf) if behalf else None,
        about=_about(said.entity, (patient, thread)),
        failed=said.outcome not in _DONE,
        why=said.outcome_desc,
        request=next((one.what.identifier.value for one in said.entity if one.is_request), ""),
    )


def _about(entities: Iterable[_Entity], known: Iterable[str]) -> str:
    told = (one.what.ref or one.what.display for one in entities if not one.is_request)
    return next((one for one in told if one and one not in known), "")
