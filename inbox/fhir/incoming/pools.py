"""Pools: what a HealthcareService, or what else a server keeps them as, says of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox.domain.filed import Filed
from inbox.domain.ids import PoolId
from inbox.domain.opening_hours import DAY
from inbox.domain.pool import Closed, Pool
from inbox.fhir.codes import KIND_OF_CODE, MESSAGE_POOL, ON_CALL_POOL, POOL_HOLIDAYS, TIME_ZONE, WORK_TYPE
from inbox.fhir.incoming.hours import Hours, blocks
from inbox.fhir.incoming.moments import day, instant
from inbox.fhir.incoming.shapes import Coding, Concept, Part, Period, Reference, Telecom
from inbox.fhir.incoming.tolerant import decode

POOLS = frozenset({"HealthcareService", "CareTeam", "Organization"})
"""Types that are a pool wherever they own work. A PractitionerRole that names nobody is one too."""


class _Closed(Part, frozen=True, gc=False):
    description: str = ""
    during: Period = Period()


class _Extension(Part, frozen=True, gc=False):
    url: str = ""
    value_code: str = ""
    value_string: str = ""
    value_reference: Reference = Reference()


class _Pool(Part, frozen=True, gc=False):
    active: bool = True
    status: str = ""
    name: str = ""
    telecom: tuple[Telecom, ...] = ()
    subject: Reference = Reference()
    practitioner: Reference = Reference()
    code: tuple[Concept, ...] = ()
    type: tuple[Concept, ...] = ()
    available_time: tuple[Hours, ...] = ()
    not_available: tuple[_Closed, ...] = ()
    extension: tuple[_Extension, ...] = ()
    provided_by: Reference = Reference()
    comment: str = ""

    def extended(self, url: str) -> _Extension:
        """The extension of that name; an empty one where there is none."""
        return next((one for one in self.extension if one.url == url), _Extension())


def pool(resource: Filed) -> Pool | None:
    """The pool a resource describes; None when it is not one.

    A CareTeam of one patient is no pool, nor is a PractitionerRole that names its practitioner, nor an
    Organization that is not called one.
    """
    if resource.type not in POOLS and resource.type != "PractitionerRole":
        return None
    shape = decode(resource.body, _Pool)
    if resource.type == "Organization" and not any(one.has(MESSAGE_POOL) for one in shape.type):
        return None
    if shape.subject.ref or shape.practitioner.ref or shape.practitioner.display:
        return None
    words = next((concept.words for concept in shape.code), "") if resource.type == "PractitionerRole" else ""
    hours = tuple(block for hours in shape.available_time for block in blocks(hours))
    zone = shape.extended(TIME_ZONE).value_code or shape.extended(TIME_ZONE).value_string
    on_call = shape.extended(ON_CALL_POOL).value_reference.ref
    return Pool(
        id=PoolId(resource.ref),
        name=shape.name or words,
        phone=next((t.value for t in shape.telecom if t.system == "phone" and t.value), ""),
        zone=zone,
        hours=tuple(sorted(hours, key=lambda block: (block.day, block.start))),
        closed=tuple(closed for entry in shape.not_available if (closed := _closure(entry, zone))),
        active=shape.active and shape.status not in ("inactive", "entered-in-error"),
        clinic=shape.provided_by.display,
        about=shape.comment,
        kinds=tuple(_kinds(shape.type)) if resource.type == "HealthcareService" else (),
        on_call=PoolId(on_call) if on_call else None,
        holidays=shape.extended(POOL_HOLIDAYS).value_code,
    )


def is_kind(coding: Coding) -> bool:
    """Whether a coding of a pool's type is a kind of work that comes there."""
    return coding.system.rpartition("/")[2] == WORK_TYPE.rpartition("/")[2] and coding.code in KIND_OF_CODE


def _kinds(types: tuple[Concept, ...]) -> Iterator[str]:
    """Each kind once, in the order of the resource."""
    codings = (coding for concept in types for coding in concept.coding if is_kind(coding))
    yield from dict.fromkeys(str(KIND_OF_CODE[coding.code]) for coding in codings)


def _closure(entry: _Closed, zone: str) -> Closed | None:
    """Whole days, or from and until a time by the clock on the clinic's wall."""
    first, from_min = _moment(entry.during.start, zone, 0)
    last, until_min = _moment(entry.during.end, zone, DAY)
    if first is None:
        return None
    if last is None or last < first:
        return Closed(first, first, entry.description)
    if (first, from_min) >= (last, until_min):
        return Closed(first, last, entry.description)
    return Closed(first, last, entry.description, from_min, until_min)


def _moment(text: str, zone: str, whole: int) -> tuple[date | None, int]:
    """The day, and the minute of it; `whole` where no time is said. Without a zone: as it is written."""
    if "T" not in text or (at := instant(text)) is None:
        return day(text), whole
    try:
        local = at.astimezone(ZoneInfo(zone)) if zone else datetime.fromisoformat(text)
    except (KeyError, ValueError, OSError):
        return day(text), whole
    return local.date(), local.hour * 60 + local.minute
