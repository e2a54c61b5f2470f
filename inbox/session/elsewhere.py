"""Which pools somebody works from, on servers that keep no pools as HealthcareServices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inbox.domain.errors import Refused
from inbox.domain.ids import PoolId
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming import filed
from inbox.fhir.incoming.pools import pool
from inbox.fhir.incoming.shapes import Concept, Part, Reference
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.resource import Resource

MOST_TEAMS = 1000
"""Teams looked at: somebody may be in the care team of each of their patients, and those are no pools."""


class _Role(Part, frozen=True):
    organization: Reference = Reference()
    code: tuple[Concept, ...] = ()


async def pools_elsewhere(client: FhirClient, person: str, roles: Sequence[Resource]) -> tuple[PoolId, ...]:
    """The Organizations of their current `roles` that are pools, and the clinic's own care teams they are
    in; where there are none either, the codes of their roles: work may be for a kind of staff."""
    held = [decode(one.body, _Role) for one in roles]
    found = [
        *await _organizations(client, {role.organization.ref for role in held if role.organization.ref}),
        *await _teams(client, [person, *(one.ref for one in roles)]),
    ]
    return tuple(dict.fromkeys(PoolId(ref) for ref in found or _codes(held)))


async def _organizations(client: FhirClient, refs: Iterable[str]) -> list[str]:
    found = []
    for ref in sorted(refs):
        try:
            resource = await client.read(ref, interactive=True)
        except Refused:
            continue  # not there, or not ours to see: then it is no pool of ours
        if pool(filed(resource)) is not None:
            found.append(ref)
    return found


async def _teams(client: FhirClient, members: Sequence[str]) -> list[str]:
    found, seen = [], 0
    params = {"participant": ",".join(members), "_sort": "_lastUpdated", "_count": "200"}
    try:
        async for page in client.search("CareTeam", params, interactive=True):
            found += [one.ref for one in page.resources if pool(filed(one)) is not None]
            seen += len(page.resources)
            if seen >= MOST_TEAMS:
                break
    except Refused:
        return []  # this server has no teams to be asked for
    return found


def _codes(roles: Iterable[_Role]) -> list[str]:
    """The kinds of staff as work names them: `system|code`."""
    codings = (coding for role in roles for concept in role.code for coding in concept.coding)
    return [f"{coding.system}|{coding.code}" for coding in codings if coding.code]
