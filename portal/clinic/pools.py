"""The clinic itself, its pharmacies, and the pools in which messages wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.clinic.fhir import HL7, SERVICE_CATEGORY, TIMEZONE, Json, concept, day, phone, reference, resource
from portal.clinic.hours import (
    ALWAYS,
    LONG_OFFICE,
    OFFICE,
    OFFICE_AND_SATURDAY,
    ZONE,
    ZONE_NAME,
    Hours,
    closures,
)

CLINIC = "Organization/riverbend"
CLINIC_NAME = "Riverbend Clinic"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Pool:
    """A queue of work that several people answer."""

    key: str
    name: str
    phone: str
    hours: Hours
    about: str

    @property
    def ref(self) -> str:
        """Its reference."""
        return f"HealthcareService/{self.key}"


FAMILY = Pool(
    "family-medicine-nurses",
    "Family Medicine nurses",
    "+1 309 555 0140",
    OFFICE_AND_SATURDAY,
    "Medical questions, results and home readings of adults",
)
REFILLS = Pool("refills", "Refills", "+1 309 555 0141", OFFICE_AND_SATURDAY, "Requests to renew a medicine")
PEDIATRICS = Pool(
    "pediatrics-nurses",
    "Pediatrics nurses",
    "+1 309 555 0142",
    OFFICE_AND_SATURDAY,
    "Medical questions about patients under 18",
)
SCHEDULING = Pool(
    "scheduling", "Scheduling", "+1 309 555 0143", LONG_OFFICE, "Booking, moving and cancelling"
)
FORMS = Pool(
    "forms-and-letters", "Forms and letters", "+1 309 555 0144", OFFICE, "Forms, letters and referrals"
)
BILLING = Pool(
    "billing-and-records", "Billing and records", "+1 309 555 0145", OFFICE, "Bills and copies of records"
)
ADVICE = Pool(
    "nurse-advice-line", "Nurse advice line", "+1 309 555 0146", ALWAYS, "Medical questions at any hour"
)

POOLS = (FAMILY, REFILLS, PEDIATRICS, SCHEDULING, FORMS, BILLING, ADVICE)

PHARMACIES = {
    "Organization/pharmacy-corner": ("Corner Drug on Fifth", "+1 309 555 0151"),
    "Organization/pharmacy-lakeview": ("Lakeview Pharmacy", "+1 309 555 0152"),
    "Organization/pharmacy-market": ("Market Street Pharmacy", "+1 309 555 0153"),
    "Organization/pharmacy-prairie": ("Prairie Rx, Alder Falls", "+1 815 555 0154"),
    "Organization/pharmacy-clinic": ("Riverbend Clinic Pharmacy", "+1 309 555 0155"),
}


def places(now: datetime) -> Iterator[Json]:
    """The organisation, the pharmacies and the pools as resources."""
    founded = now - timedelta(days=900)
    yield resource(
        "Organization",
        "riverbend",
        founded,
        extension=[{"url": TIMEZONE, "valueCode": ZONE_NAME}],
        active=True,
        type=[concept(HL7 + "organization-type", "prov", "Healthcare Provider")],
        name=CLINIC_NAME,
        telecom=[phone("+1 309 555 0100")],
        address=[
            {"use": "work", "line": ["400 Levee Road"], "city": "Riverbend", "state": "IL", "country": "US"}
        ],
    )
    for ref, (name, number) in PHARMACIES.items():
        yield resource(
            "Organization",
            ref.partition("/")[2],
            founded,
            active=True,
            type=[{"text": "Pharmacy"}],
            name=name,
            telecom=[phone(number)],
        )
    for pool in POOLS:
        yield _service(pool, now, founded)


def _service(pool: Pool, now: datetime, founded: datetime) -> Json:
    return resource(
        "HealthcareService",
        pool.key,
        founded,
        extension=[{"url": TIMEZONE, "valueCode": ZONE_NAME}],
        active=True,
        providedBy=reference(CLINIC, CLINIC_NAME),
        category=[concept(SERVICE_CATEGORY, "message-pool", "Message pool")],
        name=pool.name,
        comment=pool.about,
        telecom=[phone(pool.phone)],
        availableTime=_available(pool.hours),
        notAvailable=_not_available(pool.hours, now),
    )


def _available(hours: Hours) -> list[Json]:
    """One entry for every block, naming all the days that have it."""
    days: dict[tuple[time, time], list[str]] = {}
    for weekday, blocks in zip(_WEEKDAYS, hours.week, strict=True):
        for block in blocks:
            days.setdefault(block, []).append(weekday)
    return [
        {"daysOfWeek": names, "allDay": True}
        if opens == closes
        else {"daysOfWeek": names, "availableStartTime": f"{opens}", "availableEndTime": f"{closes}"}
        for (opens, closes), names in days.items()
    ]


def _not_available(hours: Hours, now: datetime) -> list[Json]:
    if not hours.keeps_holidays:
        return []
    first = now.astimezone(ZONE).date() - timedelta(days=45)
    return [
        {"description": name, "during": {"start": day(on), "end": day(on)}}
        for year in (first.year, first.year + 1)
        for on, name in closures(year).items()
        if first <= on <= first + timedelta(days=410)
    ]
