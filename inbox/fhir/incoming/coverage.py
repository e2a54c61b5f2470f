"""A PractitionerRole that covers for one colleague: for whom, from when until when, in which hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain.coverage import Coverage, Left
from inbox.domain.filed import Filed
from inbox.domain.ids import PoolId
from inbox.domain.people import Party
from inbox.fhir.codes import COVERS_FOR, LEFT
from inbox.fhir.incoming.hours import Hours, blocks
from inbox.fhir.incoming.moments import EPOCH, instant
from inbox.fhir.incoming.shapes import Concept, Part, Period, Reference

_A_DATE = len("2026-03-17")


class _Extension(Part, frozen=True, gc=False):
    url: str = ""
    value_reference: Reference = Reference()
    value_code: str = ""


class CoverRole(Part, frozen=True, gc=False):
    """A PractitionerRole, of which some cover for a colleague."""

    active: bool = True
    practitioner: Reference = Reference()
    code: tuple[Concept, ...] = ()
    specialty: tuple[Concept, ...] = ()
    healthcare_service: tuple[Reference, ...] = ()
    available_time: tuple[Hours, ...] = ()
    period: Period = Period()
    extension: tuple[_Extension, ...] = ()

    @property
    def covers_for(self) -> Reference | None:
        """The one colleague whose work they see to; None for any other role."""
        found = (one.value_reference for one in self.extension if one.url == COVERS_FOR)
        return next((one for one in found if one.ref), None)


def coverage(resource: Filed, role: CoverRole) -> Coverage | None:
    """The coverage that a role is; None when it is none."""
    away = role.covers_for
    if away is None:
        return None
    left = next((one.value_code for one in role.extension if one.url == LEFT), "")
    return Coverage(
        away=Party(away.ref, away.display),
        cover=Party(role.practitioner.ref, role.practitioner.display),
        start=instant(role.period.start) or EPOCH,
        end=_end(role.period.end),
        pools=tuple(PoolId(pool.ref) for pool in role.healthcare_service if pool.ref),
        hours=tuple(block for hours in role.available_time for block in blocks(hours)),
        left=Left.GOES if left == Left.GOES else Left.STAYS,
        active=role.active,
        ref=resource.ref,
        version=resource.version,
    )


def _end(text: str) -> datetime | None:
    """The first moment after a period: a date counts whole."""
    at = instant(text)
    return at + timedelta(days=1) if at is not None and len(text) <= _A_DATE else at
