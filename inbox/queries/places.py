"""Everybody's roles one by one, and whose licence is on record: read from the resources themselves."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.clinic.people import Place
from inbox.domain.ids import PersonId
from inbox.domain.people import Role
from inbox.fhir.incoming.places import place, qualified
from inbox.store import truth


def places(reader: Connection) -> list[Place]:
    """All of them, those that are over too."""
    found = (place(filed) for filed in truth.of_type(reader, "PractitionerRole"))
    return sorted((one for one in found if one), key=lambda one: one.ref)


def licences(reader: Connection) -> dict[PersonId, Role]:
    """What each person's own qualifications allow; whoever has none is not in it."""
    found = {PersonId(filed.ref): qualified(filed) for filed in truth.of_type(reader, "Practitioner")}
    return {person: role for person, role in found.items() if role is not Role.CLERK}
