"""Observations as series of readings that a sparkline can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inbox.domain.filed import Filed
from inbox.domain.patient import Reading, Series
from inbox.fhir.codes import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Concept, Part, Period, Quantity, Reference, kind_of
from inbox.fhir.incoming.tolerant import decode

_NO_RESULT = frozenset({"entered-in-error", "cancelled"})
_LOINC = "http://loinc.org"


class _Range(Part, frozen=True, gc=False):
    low: Quantity = Quantity()
    high: Quantity = Quantity()


class _Component(Part, frozen=True, gc=False):
    code: Concept = Concept()
    value_quantity: Quantity = Quantity()


class _Observation(Part, frozen=True, gc=False):
    status: str = ""
    code: Concept = Concept()
    performer: tuple[Reference, ...] = ()
    effective_date_time: str = ""
    effective_instant: str = ""
    effective_period: Period = Period()
    issued: str = ""
    value_quantity: Quantity = Quantity()
    value_integer: int | None = None
    reference_range: tuple[_Range, ...] = ()
    component: tuple[_Component, ...] = ()

    @property
    def home(self) -> bool:
        """Measured by the patient or who writes for them."""
        return any(kind_of(one.ref) in ("Patient", "RelatedPerson") for one in self.performer)


def series(resources: Iterable[Filed]) -> tuple[Series, ...]:
    """One series for each thing measured in one unit, by the clinic or at home; freshest first.

    Values in different units never share a line: nothing is converted.
    """
    groups: dict[tuple[str, str, bool], list[tuple[Reading, _Observation]]] = {}
    for resource in resources:
        if resource.type != "Observation":
            continue
        shape = decode(resource.body, _Observation)
        reading = _reading(shape)
        if reading is not None and shape.status not in _NO_RESULT:
            what = _loinc(shape.code) or shape.code.code or shape.code.words
            groups.setdefault((what, _unit(shape), shape.home), []).append((reading, shape))
    found = [_series(unit, home, members) for (_, unit, home), members in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.last.at.timestamp(), one.name)))


def _series(unit: str, home: bool, members: list[tuple[Reading, _Observation]]) -> Series:
    members.sort(key=lambda member: member[0].at)
    newest = members[-1][1]
    limits = newest.reference_range[0] if newest.reference_range else _Range()
    return Series(
        name=newest.code.words,
        unit=unit,
        readings=tuple(reading for reading, _ in members),
        code=_loinc(newest.code),
        low=limits.low.value,
        high=limits.high.value,
        home=home,
    )


def _loinc(code: Concept) -> str:
    return next((c.code for c in code.coding if c.system == _LOINC), "")


def _reading(shape: _Observation) -> Reading | None:
    at = next((at for text in _times(shape) if (at := instant(text))), None)
    if at is None:
        return None
    if shape.code.has(BLOOD_PRESSURE):
        upper, lower = _component(shape, SYSTOLIC), _component(shape, DIASTOLIC)
        return Reading(at, upper, lower) if upper is not None else None
    value = shape.value_quantity.value
    if value is None and shape.value_integer is not None:
        value = float(shape.value_integer)
    return Reading(at, value) if value is not None else None


def _times(shape: _Observation) -> Sequence[str]:
    return (
        shape.effective_date_time,
        shape.effective_instant,
        shape.effective_period.end,
        shape.effective_period.start,
        shape.issued,
    )


def _component(shape: _Observation, code: str) -> float | None:
    return next((part.value_quantity.value for part in shape.component if part.code.has(code)), None)


def _unit(shape: _Observation) -> str:
    quantities = (shape.value_quantity, *(part.value_quantity for part in shape.component))
    return next((q.unit or q.code for q in quantities if q.unit or q.code), "")
