"""Laboratory reports and their values, as far as a question about them needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.results import Report, Value
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.series import value_of
from inbox.fhir.incoming.shapes import Concept, Part, Reference
from inbox.fhir.incoming.tolerant import decode

_NO_REPORT = frozenset({"entered-in-error", "cancelled"})
_NOT_FINAL = frozenset({"registered", "partial", "preliminary"})


class _Report(Part, frozen=True, gc=False):
    status: str = ""
    code: Concept = Concept()
    issued: str = ""
    effective_date_time: str = ""
    result: tuple[Reference, ...] = ()
    conclusion: str = ""


class _WithContained(Part, frozen=True, gc=False):
    contained: tuple[msgspec.Raw, ...] = ()


class _Named(Part, frozen=True, gc=False):
    resource_type: str = ""
    id: str = ""


def values(resources: Iterable[Filed]) -> list[Value]:
    """Every value of a laboratory that is kept as a resource of its own."""
    observed = (value_of(r.body, r.ref) for r in resources if r.type == "Observation")
    return [value for value in observed if value is not None]


def reports(resources: Sequence[Filed], known: Iterable[Value]) -> list[Report]:
    """Every report with its values: `known` ones, and those that are contained in it."""
    by_ref = {value.ref: value for value in known}
    found = []
    for resource in resources:
        if resource.type == "DiagnosticReport":
            shape = decode(resource.body, _Report)
            if shape.status not in _NO_REPORT:
                found.append(_report(resource, shape, by_ref | _contained(resource)))
    return found


def _report(resource: Filed, shape: _Report, by_ref: Mapping[str, Value]) -> Report:
    named = [one.ref or one.reference for one in shape.result]
    return Report(
        ref=resource.ref,
        name=shape.code.words,
        issued=instant(shape.issued) or instant(shape.effective_date_time),
        final=shape.status not in _NOT_FINAL,
        values=tuple(by_ref[ref] for ref in named if ref in by_ref),
        conclusion=shape.conclusion,
    )


def _contained(resource: Filed) -> dict[str, Value]:
    """Values that travel inside the report, by the name it calls them: `#a1c`."""
    found = {}
    if b'"contained"' in resource.body:
        for raw in decode(resource.body, _WithContained).contained:
            named = decode(bytes(raw), _Named)
            if named.resource_type == "Observation" and (value := value_of(bytes(raw), f"#{named.id}")):
                found[value.ref] = value
    return found
