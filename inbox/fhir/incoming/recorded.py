"""Provenance: what was done to which work, by whom and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId
from inbox.domain.measures import Recorded
from inbox.fhir.codes import SPEED_BUTTON
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Concept, Part, Reference, kind_of
from inbox.fhir.incoming.tolerant import decode


class _Agent(Part, frozen=True, gc=False):
    who: Reference = Reference()


class _Provenance(Part, frozen=True, gc=False):
    target: tuple[Reference, ...] = ()
    occurred_date_time: str = ""
    recorded: str = ""
    activity: Concept = Concept()
    agent: tuple[_Agent, ...] = ()
    policy: tuple[str, ...] = ()


def recorded(resources: Iterable[Filed]) -> Iterator[Recorded]:
    """What each Provenance about work says; others are left out. Done when the person did it."""
    for resource in resources:
        if resource.type != "Provenance":
            continue
        said = decode(resource.body, _Provenance)
        at = instant(said.occurred_date_time) or instant(said.recorded) or resource.updated
        by = said.agent[0].who.ref if said.agent else ""
        button = next((name for one in said.policy if (name := _button(one))), "")
        for target in said.target:
            if kind_of(target.ref) == "Task":
                yield Recorded(ItemId(target.ref), said.activity.code, by, at, button)


def _button(policy: str) -> str:
    return unquote(policy.removeprefix(SPEED_BUTTON)) if policy.startswith(SPEED_BUTTON) else ""
