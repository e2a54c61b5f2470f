"""Who may be given which work: what somebody may not end should not be put on their list."""

from __future__ import annotations

from collections.abc import Collection

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
