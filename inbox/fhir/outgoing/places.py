"""Somebody's place as a PractitionerRole: what is otherwise than on the server, and all else as it stands."""

from __future__ import annotations

import msgspec

from inbox.domain.clinic.people import Place
from inbox.domain.pool import AT_WORK
from inbox.fhir.codes import DUTY, OPERATION, STAFF_ROLE
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.pools import available


def place_body(place: Place, was: Place | None, before: bytes | None, name: str) -> bytes:
    """The PractitionerRole of `place`. `before` is the resource that says `was`; None for a new one, which
    `name` identifies."""
    fields = Fields(before or msgspec.json.encode(_new(place, name)))
    old = was or Place("", place.person, "", active=False)
    if (place.job, place.duty) != (old.job, old.duty):
        fields.put("code", [_code(place)])
        fields.put("specialty", None)
    if place.pools != old.pools:
        fields.put("healthcareService", [reference(pool) for pool in place.pools])
    if (place.first, place.last) != (old.first, old.last):
        stated = {"start": place.first, "end": place.last}
        period = {name: day.isoformat() for name, day in stated.items() if day}
        fields.put("period", period or None)
    if place.hours != old.hours:
        fields.put("availableTime", available(place.hours))
    if place.active != old.active:
        fields.put("active", place.active)
    return fields.encoded()


def _code(place: Place) -> dict[str, object]:
    duty = place.duty != AT_WORK
    coding = (
        {"system": DUTY, "code": place.duty}
        if duty
        else {"system": STAFF_ROLE, "code": place.rights or "clerk"}
    )
    return {"coding": [{**coding, "display": place.job}], "text": place.job}


def _new(place: Place, name: str) -> dict[str, object]:
    return {
        "resourceType": "PractitionerRole",
        "identifier": [{"system": OPERATION, "value": name}],
        "practitioner": reference(place.person),
    }
