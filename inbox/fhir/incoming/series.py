"""Observations as series of readings that a sparkline can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from inbox.domain.filed import Filed
from inbox.domain.patient import Finding, Reading, Series
from inbox.domain.results import Value
from inbox.fhir.codes import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Concept, Meta, Part, Period, Quantity, Reference, kind_of, meaning
from inbox.fhir.incoming.tolerant import decode

_NO_RESULT = frozenset({"entered-in-error", "cancelled"})
_NOT_FINAL = frozenset({"registered", "preliminary"})
_LOINC = "http://loinc.org"
_LABORATORY = "laboratory"
_FLAGS = {
    **dict.fromkeys(("HH", "LL", "HU", "LU", "AA"), "critical"),
    "H": "high",
    "L": "low",
    "A": "abnormal",
    "POS": "abnormal",
}
"""HL7 v3 ObservationInterpretation, as far as it says more than "normal"."""
_NORMAL = frozenset({"N", "NEG", "ND"})
_SPELT = {
    "mm[hg]": "mmhg",
    "[lb_av]": "lb",
    "lbs": "lb",
    "/min": "beats/min",
    "bpm": "beats/min",
    "cel": "°c",
}
"""Two spellings of one unit, UCUM's and people's. Different units are never made one."""


class _Range(Part, frozen=True, gc=False):
    low: Quantity = Quantity()
    high: Quantity = Quantity()


class _Measured(Quantity, frozen=True, gc=False):
    comparator: str = ""


class _Component(Part, frozen=True, gc=False):
    code: Concept = Concept()
    value_quantity: Quantity = Quantity()
    reference_range: tuple[_Range, ...] = ()


class _Observation(Part, frozen=True, gc=False):
    meta: Meta = Meta()
    status: str = ""
    category: tuple[Concept, ...] = ()
    code: Concept = Concept()
    performer: tuple[Reference, ...] = ()
    effective_date_time: str = ""
    effective_instant: str = ""
    effective_period: Period = Period()
    issued: str = ""
    value_quantity: _Measured = _Measured()
    value_integer: int | None = None
    value_string: str = ""
    value_codeable_concept: Concept = Concept()
    interpretation: tuple[Concept, ...] = ()
    reference_range: tuple[_Range, ...] = ()
    component: tuple[_Component, ...] = ()

    @property
    def kind(self) -> str:
        """What was measured, by its LOINC code where it has one."""
        return _loinc(self.code) or self.code.code or self.code.words

    @property
    def flag(self) -> str:
        """What whoever measured says of it."""
        return meaning(self.interpretation, _FLAGS) or ""

    @property
    def by(self) -> str:
        """Who measured it, unless the patient did."""
        others = (one for one in self.performer if kind_of(one.ref) != "Patient")
        return next((one.display for one in others if one.display), "")

    @property
    def home(self) -> bool:
        """Measured by the patient or who writes for them."""
        return any(kind_of(one.ref) in ("Patient", "RelatedPerson") for one in self.performer)


def series(resources: Iterable[Filed]) -> tuple[Series, ...]:
    """One series for each thing measured in one unit, by the clinic or at home; freshest first.

    Values in different units never share a line: nothing is converted.
    """
    groups: dict[tuple[str, str, bool], list[tuple[Reading, _Observation]]] = {}
    for shape in _observations(resources):
        reading = _reading(shape)
        if reading is not None:
            key = (shape.kind, _spelt(_unit(shape)), shape.home)
            groups.setdefault(key, []).append((reading, shape))
    found = [_series(home, members) for (_, _, home), members in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.last.at.timestamp(), one.name)))


def findings(resources: Iterable[Filed]) -> tuple[Finding, ...]:
    """Laboratory results in words, the newest of each kind; freshest first."""
    newest: dict[str, Finding] = {}
    for shape in _observations(resources):
        text = shape.value_string or shape.value_codeable_concept.words
        at = _at(shape)
        if text and at is not None and any(one.has(_LABORATORY) for one in shape.category):
            found = Finding(
                shape.code.words, text, at, _loinc(shape.code), shape.flag, shape.status not in _NOT_FINAL
            )
            known = newest.get(shape.kind)
            if known is None or known.at < at:
                newest[shape.kind] = found
    return tuple(sorted(newest.values(), key=lambda one: (-one.at.timestamp(), one.name)))


def _observations(resources: Iterable[Filed]) -> Iterable[_Observation]:
    shapes = (decode(r.body, _Observation) for r in resources if r.type == "Observation")
    return (shape for shape in shapes if shape.status not in _NO_RESULT)


def _series(home: bool, members: list[tuple[Reading, _Observation]]) -> Series:
    members.sort(key=lambda member: member[0].at)
    newest = members[-1][1]
    upper = _limits(newest.reference_range) or _limits(_component_range(newest, SYSTOLIC)) or _Range()
    lower = _limits(_component_range(newest, DIASTOLIC)) or _Range()
    return Series(
        name=newest.code.words,
        unit=_unit(newest),
        readings=tuple(reading for reading, _ in members),
        code=_loinc(newest.code),
        low=upper.low.value,
        high=upper.high.value,
        second_low=lower.low.value,
        second_high=lower.high.value,
        flag=newest.flag,
        home=home,
        by=next(
            (one.display for one in newest.performer if kind_of(one.ref) != "Patient" and one.display), ""
        ),
        final=newest.status not in _NOT_FINAL,
        restricted=any(shape.meta.restricted for _, shape in members),
    )


def _limits(ranges: Sequence[_Range]) -> _Range | None:
    return next((one for one in ranges if one.low.value is not None or one.high.value is not None), None)


def _component_range(shape: _Observation, code: str) -> Sequence[_Range]:
    return next((part.reference_range for part in shape.component if part.code.has(code)), ())


@cache
def _spelt(unit: str) -> str:
    """One spelling for a unit, to compare by."""
    plain = unit.replace(" ", "").lower()
    return _SPELT.get(plain, plain)


def _loinc(code: Concept) -> str:
    return next((c.code for c in code.coding if c.system == _LOINC), "")


def _reading(shape: _Observation) -> Reading | None:
    at, measured = _at(shape), _measured(shape)
    if at is None or measured is None:
        return None
    value, second, bound = measured
    return Reading(at, value, second, bound)


def _measured(shape: _Observation) -> tuple[float, float | None, str] | None:
    """The value, the diastolic of a pressure, and whether it is a bound only."""
    if shape.code.has(BLOOD_PRESSURE):
        upper, lower = _component(shape, SYSTOLIC), _component(shape, DIASTOLIC)
        return (upper, lower, "") if upper is not None else None
    value = shape.value_quantity.value
    if value is None and shape.value_integer is not None:
        value = float(shape.value_integer)
    return (value, None, shape.value_quantity.comparator) if value is not None else None


def _at(shape: _Observation) -> datetime | None:
    return next((at for text in _times(shape) if (at := instant(text))), None)


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


def value_of(body: bytes, ref: str) -> Value | None:
    """One Observation by itself; None where it holds no value, or is none any more."""
    shape = decode(body, _Observation)
    text, number = _as_written(shape)
    if not text or shape.status in _NO_RESULT:
        return None
    limits = _limits(shape.reference_range) or _Range()
    return Value(
        ref=ref,
        name=shape.code.words,
        text=text,
        unit=_unit(shape),
        number=number,
        at=_at(shape),
        code=_loinc(shape.code),
        low=limits.low.value,
        high=limits.high.value,
        flag=shape.flag,
        normal=any(one.has(_NORMAL) for one in shape.interpretation),
        final=shape.status not in _NOT_FINAL,
    )


def _as_written(shape: _Observation) -> tuple[str, float | None]:
    measured = _measured(shape)
    if measured is None:
        return shape.value_string or shape.value_codeable_concept.words, None
    value, second, bound = measured
    lower = f"/{second:g}" if second is not None else ""
    return f"{bound}{value:g}{lower}", None if bound else value
