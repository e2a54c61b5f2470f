"""Who may end, and be given, which work: what somebody may not end should not be put on their list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from inbox.domain.flag import SETTLING_ROLES
from inbox.domain.people import LICENSED, Role
from inbox.domain.words import tr
from inbox.domain.work_item import Kind


def lacking(kind: str, waits_for_call: bool, role: Role | None, office_work: Collection[str]) -> str:
    """Why somebody in `role` cannot be given work of `kind`, as a sentence; empty when they can.

    `role` None: nobody knows it, which counts as the least. `office_work`: what this site lets anybody
    close (product.md §1). A red flag that waits for its call needs who may settle it (product.md §8).
    """
    if kind == Kind.PHYSICIAN_REVIEW and role is not Role.PRESCRIBER:
        return tr("Only a prescriber decides on a review.")
    if waits_for_call and role not in SETTLING_ROLES:
        return tr("A red flag waits for a call: it needs an RN or a prescriber.")
    if kind in office_work or role in LICENSED:
        return ""
    return tr("This needs somebody with a nursing or prescribing licence.")


class Rights(Protocol):
    """What somebody may close depends on."""

    @property
    def role(self) -> Role:
        """The role of whoever acts."""

    @property
    def office_work(self) -> frozenset[str]:
        """The kinds of work that their site lets anybody close."""


def not_to_close(kind: str, actor: Rights) -> str:
    """Why `actor` may not close work of `kind`, as a sentence; empty when they may.

    Who has no licence answers, routes and asks back, but a clinical question ends with somebody who has
    one (product.md §1, §5). What is no clinical question the site says, in its table of roles.
    """
    if kind == Kind.PHYSICIAN_REVIEW and actor.role is not Role.PRESCRIBER:
        return tr("A prescriber decides on it: closing it is the decision.")
    if kind in actor.office_work or actor.role in LICENSED:
        return ""
    return tr("Closing it needs a nursing or prescribing licence. Route it to somebody who has one.")
