"""The record in which nobody has written anything but a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.fhir import Json, resource
from portal.clinic.people import Person


def nothing(one: Person, now: datetime) -> Iterator[Json]:
    """The Patient alone: no birth date, no telephone, no language, no chart."""
    name = [{"family": one.family, "given": [one.given]}]
    yield resource("Patient", one.id, now - timedelta(days=1), active=True, name=name)
