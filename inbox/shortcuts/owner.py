"""Whose a phrase or speed button is, and which of two with the same name counts."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class OwnerType(StrEnum):
    """Who may change it and for whom it holds, widest first; the narrower one wins."""

    ORGANISATION = "organisation"
    POOL = "pool"
    PERSON = "person"

    @property
    def precedence(self) -> int:
        """Higher wins."""
        return list(OwnerType).index(self)


class Owner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person, pool or organisation that answers for it."""

    type: OwnerType
    name: str
    ref: str = ""
    """The FHIR reference of a person or pool; empty for the organisation."""
