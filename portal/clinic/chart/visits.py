"""The last visit and the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from portal.clinic.chance import dice
from portal.clinic.fhir import HL7, Json, instant, reference, resource
from portal.clinic.hours import OFFICE, ZONE
from portal.clinic.people import Person
from portal.clinic.pools import CLINIC, CLINIC_NAME

_REASONS = ("Follow-up", "Annual wellness visit", "Medicine check", "Blood pressure check", "Acute problem")
_CHILD_REASONS = ("Well child visit", "Vaccines", "Sick visit", "School physical")


@dataclass(frozen=True)
class Visits:
    """When the patient was last seen and is next booked, with the reason given."""

    last: datetime | None = None
    last_reason: str = ""
    next: datetime | None = None
    next_reason: str = ""
    next_id: str = ""

    @property
    def next_ref(self) -> str:
        """The booked appointment, empty without one."""
        return f"Appointment/{self.next_id}" if self.next_id else ""


def visits(seed: int, one: Person, now: datetime) -> Visits:
    """Most were seen within the year; a few not for over two, so that eligibility differs."""
    roll = dice(seed, "visits", one.id)
    reasons = _CHILD_REASONS if one.age(now.date()) < 16 else _REASONS
    ago = roll.randint(7, 330) if roll.random() < 0.92 else roll.randint(745, 1100)
    last = _slot(roll, now - timedelta(days=ago))
    if last.date() <= one.born:
        return Visits()
    booked = roll.random() < 0.45
    return Visits(
        last,
        roll.choice(reasons),
        _slot(roll, now + timedelta(days=roll.randint(2, 120))) if booked else None,
        roll.choice(reasons) if booked else "",
        f"{one.id}-next" if booked else "",
    )


def _slot(roll: Random, near: datetime) -> datetime:
    """A bookable time on the next open day."""
    on = OFFICE.next_opening(near + timedelta(hours=20)).astimezone(ZONE).date()
    return datetime.combine(
        on, time(roll.choice((8, 9, 10, 11, 13, 14, 15, 16)), roll.choice((0, 20, 40))), ZONE
    )


def visit_resources(one: Person, seen: Visits, now: datetime) -> Iterator[Json]:
    """The finished Encounter and the booked Appointment."""
    doctor = reference(one.pcp.ref, one.pcp.name)
    patient = reference(one.ref, one.name)
    if seen.last:
        ended = seen.last + timedelta(minutes=20)
        yield resource(
            "Encounter",
            f"{one.id}-last",
            ended + timedelta(hours=1),
            status="finished",
            **{"class": {"system": HL7 + "v3-ActCode", "code": "AMB", "display": "ambulatory"}},
            type=[{"text": seen.last_reason}],
            subject=patient,
            participant=[{"individual": doctor}],
            period={"start": instant(seen.last), "end": instant(ended)},
            reasonCode=[{"text": seen.last_reason}],
            serviceProvider=reference(CLINIC, CLINIC_NAME),
        )
    if seen.next:
        made = min(max(seen.last or now, now - timedelta(days=30)), now - timedelta(hours=3))
        yield resource(
            "Appointment",
            seen.next_id,
            made,
            status="booked",
            description=seen.next_reason,
            start=instant(seen.next),
            end=instant(seen.next + timedelta(minutes=20)),
            created=instant(made),
            participant=[
                {"actor": patient, "status": "accepted"},
                {"actor": doctor, "status": "accepted"},
            ],
        )
