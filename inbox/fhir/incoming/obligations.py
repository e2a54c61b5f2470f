"""How a Task is named, and whether a rule of this program made it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from inbox.domain import typed
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId
from inbox.domain.obligations import Obligation
from inbox.domain.work_item import ByRule
from inbox.fhir.codes import OBLIGATION, RULE_INPUT
from inbox.fhir.incoming.shapes import Identifier, Parameter, Part
from inbox.fhir.incoming.tolerant import decode

_TABLE = OBLIGATION.rpartition("/")[2]
"""A site may keep the same names at an address of its own."""
_by_rule = typed.decoder(ByRule)


class _Named(Part, frozen=True, gc=False):
    identifier: tuple[Identifier, ...] = ()
    input: tuple[Parameter, ...] = ()


def obligations(resources: Iterable[Filed]) -> list[Obligation]:
    """Of every Task among `resources`."""
    return [_obligation(resource) for resource in resources if resource.type == "Task"]


def _obligation(resource: Filed) -> Obligation:
    shape = decode(resource.body, _Named)
    return Obligation(ItemId(resource.ref), frozenset(names(shape.identifier)), _made(shape.input))


def names(identifiers: Iterable[Identifier]) -> tuple[str, ...]:
    """What a Task is called as a piece of work, among its other names."""
    return tuple(one.value for one in identifiers if one.system.rpartition("/")[2] == _TABLE)


def _made(inputs: Iterable[Parameter]) -> ByRule | None:
    """The first mark; one that cannot be read is none."""
    for parameter in inputs:
        if parameter.type.has(RULE_INPUT) and parameter.value_string:
            try:
                return _by_rule.decode(parameter.value_string)
            except msgspec.DecodeError:
                return None
    return None
