"""The people who work at the clinic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clinic.fhir import (
    DUTY,
    HL7,
    LICENCE,
    SNOMED,
    STAFF_ROLE,
    Json,
    coding,
    concept,
    day,
    phone,
    reference,
    resource,
)
from portal.clinic.hours import ZONE
from portal.clinic.pools import (
    ADVICE,
    BILLING,
    CLINIC,
    CLINIC_NAME,
    FAMILY,
    FORMS,
    PEDIATRICS,
    POOLS,
    REFILLS,
    SCHEDULING,
    Pool,
)


@dataclass(frozen=True)
class Licence:
    """What a person may be called and do: role for rights, codes for their resources."""

    role: str
    suffix: str
    title: str
    snomed: str = ""
    """Concept of the occupation, empty where we know none for certain."""
    degree: str = ""
    """Code in HL7 table 0360, which has none for a licensed practical nurse."""


MA = Licence("clerk", "CMA", "Certified medical assistant", degree="CMA")
CLERK = Licence("clerk", "", "Front desk")
LPN = Licence("lpn", "LPN", "Licensed practical nurse")
RN = Licence("rn", "RN", "Registered nurse", "224535009", "RN")
NURSE_LEAD = Licence("supervisor", "RN", "Nurse supervisor", "224535009", "RN")
MD = Licence("prescriber", "MD", "Physician", "112247003", "MD")
NP = Licence("prescriber", "NP", "Nurse practitioner", "224571005", "NP")


@dataclass(frozen=True)
class Shift:
    """The hours somebody works on each of some weekdays."""

    days: tuple[str, ...]
    start: str
    end: str


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
EARLY = Shift(_WEEKDAYS, "07:00:00", "15:30:00")
DAY = Shift(_WEEKDAYS, "08:00:00", "17:00:00")
LATE = Shift((*_WEEKDAYS, "sat"), "09:00:00", "18:30:00")
EVENING = Shift((*_WEEKDAYS, "sat", "sun"), "15:00:00", "23:00:00")


@dataclass(frozen=True)
class Member:
    """One member of staff; `user` is also the name their account signs in with."""

    user: str
    given: str
    family: str
    licence: Licence
    pools: tuple[Pool, ...]
    prefix: str = ""
    duty: str = ""
    """A dated flag held this week: `on-call`, `charge` or `covering`, for prescribers who are away."""
    shift: Shift = DAY

    @property
    def ref(self) -> str:
        """The person."""
        return f"Practitioner/{self.user}"

    @property
    def role_ref(self) -> str:
        """The person at work."""
        return f"PractitionerRole/{self.user}"

    @property
    def name(self) -> str:
        """As the clinic writes it: `Nadia Brand, RN`."""
        plain = " ".join(part for part in (self.prefix, self.given, self.family) if part)
        return f"{plain}, {self.licence.suffix}" if self.licence.suffix else plain


STAFF = (
    Member("nadia", "Nadia", "Brand", RN, (FAMILY, REFILLS, ADVICE)),
    Member("tomas", "Tomas", "Aldana", RN, (FAMILY, REFILLS, ADVICE), duty="charge"),
    Member("solheim", "Ingrid", "Solheim", MD, (FAMILY, REFILLS), prefix="Dr."),
    Member("petra", "Petra", "Nair", NURSE_LEAD, POOLS),
    Member("abena", "Abena", "Kuffour", RN, (PEDIATRICS, ADVICE)),
    Member("colette", "Colette", "Marchand", RN, (FAMILY, PEDIATRICS), shift=LATE),
    Member("gus", "Gus", "Tiedemann", LPN, (REFILLS, FAMILY), shift=EARLY),
    Member("mailee", "Mai Lee", "Xiong", LPN, (PEDIATRICS, FAMILY), shift=LATE),
    Member("farah", "Farah", "Sabbagh", NP, (FAMILY, REFILLS), duty="covering"),
    Member("okello", "Daniel", "Okello", MD, (PEDIATRICS, REFILLS), prefix="Dr."),
    Member("lena", "Lena", "Fischbach", RN, (ADVICE,), duty="on-call", shift=EVENING),
    Member("deshawn", "Deshawn", "Pruitt", MA, (SCHEDULING, FORMS), shift=EARLY),
    Member("marisol", "Marisol", "Ibarra", CLERK, (BILLING, SCHEDULING)),
    Member("owen", "Owen", "Tarrant", MA, (FORMS, BILLING)),
)
BY_USER = {member.user: member for member in STAFF}
PEDIATRICIAN = "okello"
"""User of the physician who sees the children."""
PRESCRIBERS = tuple(member for member in STAFF if member.licence.role == "prescriber")


def answering(pool: Pool) -> tuple[Member, ...]:
    """Who normally answers a pool: its members, but neither prescribers nor the supervisor."""
    return tuple(m for m in STAFF if pool in m.pools and m.licence.role not in ("prescriber", "supervisor"))


def people_at_work(now: datetime) -> Iterator[Json]:
    """Every member of staff as Practitioner and PractitionerRole, and this week's duties."""
    hired = now - timedelta(days=700)
    for index, member in enumerate(STAFF):
        yield _practitioner(member, hired)
        yield _role(member, index, now, hired)
        if member.duty:
            yield _duty(member, index, now)


def _practitioner(member: Member, hired: datetime) -> Json:
    name: Json = {"use": "official", "text": member.name, "family": member.family, "given": [member.given]}
    if member.prefix:
        name["prefix"] = [member.prefix]
    if member.licence.suffix:
        name["suffix"] = [member.licence.suffix]
    return resource(
        "Practitioner",
        member.user,
        hired,
        identifier=[{"system": "https://example.org/riverbend/staff", "value": member.user}],
        active=True,
        name=[name],
        qualification=_qualification(member.licence),
    )


def _qualification(licence: Licence) -> list[Json]:
    if not licence.suffix:
        return []
    system = HL7 + "v2-0360" if licence.degree else LICENCE
    return [{"code": concept(system, licence.degree or licence.suffix, licence.title, licence.title)}]


def _role(member: Member, index: int, now: datetime, hired: datetime) -> Json:
    licence = member.licence
    codes = [coding(STAFF_ROLE, licence.role, licence.title)]
    if licence.snomed:
        codes.insert(0, coding(SNOMED, licence.snomed, licence.title))
    return resource(
        "PractitionerRole",
        member.user,
        hired,
        active=True,
        period={"start": day(hired.date()), "end": day(now.date() + timedelta(days=3 * 365))},
        practitioner=reference(member.ref, member.name),
        organization=reference(CLINIC, CLINIC_NAME),
        code=[{"coding": codes, "text": licence.title}],
        healthcareService=[reference(pool.ref, pool.name) for pool in member.pools],
        telecom=[phone(f"+1 309 555 01{10 + index}")],
        availableTime=[
            {
                "daysOfWeek": list(member.shift.days),
                "availableStartTime": member.shift.start,
                "availableEndTime": member.shift.end,
            }
        ],
    )


def _duty(member: Member, index: int, now: datetime) -> Json:
    """A dated flag: this person has the duty from Monday to Monday."""
    today = now.astimezone(ZONE).date()
    monday = today - timedelta(days=today.weekday())
    title = {"on-call": "On call", "charge": "Charge nurse", "covering": "Covering prescriber"}[member.duty]
    return resource(
        "PractitionerRole",
        f"{member.user}-{member.duty}",
        now - timedelta(days=8),
        active=True,
        period={"start": day(monday), "end": day(monday + timedelta(days=7))},
        practitioner=reference(member.ref, member.name),
        organization=reference(CLINIC, CLINIC_NAME),
        code=[concept(DUTY, member.duty, title, title)],
        healthcareService=[reference(pool.ref, pool.name) for pool in member.pools],
        telecom=[phone(f"+1 309 555 01{60 + index}", use="mobile")],
    )
