"""Which rights somebody has, from what the server says of their qualifications and roles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from inbox.domain import resources, typed
from inbox.domain.errors import Refused
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.fhir.incoming.shapes import Concept


class _Kind(msgspec.Struct, frozen=True):
    role: Role
    codes: dict[str, frozenset[str]] = {}
    words: frozenset[str] = frozenset()

    def fits(self, concept: Concept) -> bool:
        said = {concept.text, *(c.display for c in concept.coding)}
        return any(text.strip().lower() in self.words for text in said) or any(
            c.code in self.codes.get(c.system.partition("|")[0], ()) for c in concept.coding
        )


class RoleTable(msgspec.Struct, frozen=True):
    """Which codes and words give which rights; the first that fits counts, nothing means clerk."""

    roles: tuple[_Kind, ...]
    office_work: frozenset[Kind] = frozenset()
    """What anybody on the staff may close; all other work is a clinical question."""

    def role(self, concepts: Sequence[Concept]) -> Role:
        """The role of a person with these qualifications and roles."""
        fitting = (kind.role for kind in self.roles if any(kind.fits(one) for one in concepts))
        return next(fitting, Role.CLERK)


@cache
def role_table() -> RoleTable:
    """The table that ships. Refused when it cannot be read."""
    path = resources.path("starter", "roles.json")
    try:
        return typed.decode(path.read_bytes(), RoleTable)
    except (OSError, msgspec.DecodeError) as e:
        raise Refused(tr("The table of roles cannot be read ({why}).", why=e)) from e
