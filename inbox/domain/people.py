"""Who acts, and what each role may do."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from inbox.domain.ids import PersonId, PoolId
from inbox.domain.words import mark, tr


class Role(StrEnum):
    """Rights come from the role; an unknown role is the least one."""

    CLERK = "clerk"
    LPN = "lpn"
    RN = "rn"
    PRESCRIBER = "prescriber"
    SUPERVISOR = "supervisor"


LICENSED = frozenset({Role.LPN, Role.RN, Role.PRESCRIBER, Role.SUPERVISOR})
EVERYONE = frozenset(Role)


CHARGE = "charge"
"""The duty of whoever leads the nurses of the day."""

_ROLE = "role|"


def to_role(role: str) -> str:
    """How work names its owner that is addressed to whoever is in `role`, until one of them takes it."""
    return f"{_ROLE}{role}"


class Party(msgspec.Struct, frozen=True):
    """Somebody or something that sends, owns or receives: `ref` decides, `name` is only shown."""

    ref: str
    name: str = ""
    relation: str = ""
    """How a proxy is related to the patient ("mother"); empty for the patient and for staff."""


_ALL_OF = {
    Role.CLERK: mark("Clerks"),
    Role.LPN: mark("LPNs"),
    Role.RN: mark("RNs"),
    Role.PRESCRIBER: mark("Prescribers"),
    Role.SUPERVISOR: mark("Supervisors"),
}


def all_of(role: Role) -> Party:
    """Everybody in `role`, as the owner of work until one of them takes it."""
    return Party(to_role(role), tr(_ALL_OF[role]))


class Actor(msgspec.Struct, frozen=True):
    """The signed-in person, in whose name everything on this station is done."""

    person: PersonId
    name: str
    role: Role
    role_refs: frozenset[str] = frozenset()
    """`PractitionerRole/…` references that also mean this person."""
    pools: tuple[PoolId, ...] = ()
    office_work: frozenset[str] = frozenset()
    """The kinds of work that this site lets anybody on the staff close."""
    duties: frozenset[str] = frozenset()
    """The dated duties held today, such as "charge"."""

    @property
    def leads(self) -> bool:
        """Whether this person leads the day: may give and take what colleagues have."""
        return self.role is Role.SUPERVISOR or CHARGE in self.duties

    def is_me(self, ref: str) -> bool:
        """Whether `ref` names this person, directly, by one of their roles, or as anybody in their role."""
        return ref == self.person or ref in self.role_refs or ref == to_role(self.role)

    @property
    def party(self) -> Party:
        """This person as an owner or sender."""
        return Party(self.person, self.name)
