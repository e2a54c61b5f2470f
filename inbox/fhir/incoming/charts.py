"""The chart beside the banner, from the resources of one patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.patient import Allergy, Chart, Contact, Problem, Visit
from inbox.fhir.codes import NO_KNOWN_ALLERGY
from inbox.fhir.incoming.medicines import medicines, pharmacy
from inbox.fhir.incoming.moments import day, instant
from inbox.fhir.incoming.people import Directory, plain_name
from inbox.fhir.incoming.series import series
from inbox.fhir.incoming.shapes import Coding, Concept, HumanName, Part, Period, Reference, Telecom, kind_of
from inbox.fhir.incoming.tolerant import decode

_OVER = frozenset({"resolved", "inactive", "remission"})
_NOT_SO = frozenset({"entered-in-error", "refuted"})
_NOBODY_KNOWN = Directory()


class _Reaction(Part, frozen=True, gc=False):
    manifestation: tuple[Concept, ...] = ()
    severity: str = ""


class _Finding(Part, frozen=True, gc=False):
    """A Condition or an AllergyIntolerance."""

    clinical_status: Concept = Concept()
    verification_status: Concept = Concept()
    criticality: str = ""
    code: Concept = Concept()
    onset_date_time: str = ""
    recorded_date: str = ""
    reaction: tuple[_Reaction, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is so today, as far as anybody has recorded."""
        return not self.clinical_status.has(_OVER) and not self.verification_status.has(_NOT_SO)


class _Participant(Part, frozen=True, gc=False):
    actor: Reference = Reference()
    individual: Reference = Reference()
    member: Reference = Reference()
    role: tuple[Concept, ...] = ()


class _Visit(Part, frozen=True, gc=False):
    """An Encounter or an Appointment."""

    status: str = ""
    kind: Coding = msgspec.field(default=Coding(), name="class")
    type: tuple[Concept, ...] = ()
    service_type: tuple[Concept, ...] = ()
    appointment_type: Concept = Concept()
    description: str = ""
    start: str = ""
    period: Period = Period()
    participant: tuple[_Participant, ...] = ()


class _Related(Part, frozen=True, gc=False):
    active: bool = True
    relationship: tuple[Concept, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[Telecom, ...] = ()
    period: Period = Period()


class _Team(Part, frozen=True, gc=False):
    status: str = ""
    participant: tuple[_Participant, ...] = ()


def chart(
    resources: Sequence[Filed],
    now: datetime,
    *,
    fetched_at: datetime | None = None,
    directory: Directory = _NOBODY_KNOWN,
) -> Chart:
    """The chart that `resources`, all of one patient, make as of `now`."""
    measured = series(resources)
    last, following = _visits(resources, now, directory)
    return Chart(
        allergies=_allergies(resources),
        problems=_problems(resources),
        medicines=medicines(resources),
        results=tuple(one for one in measured if not one.home),
        home_readings=tuple(one for one in measured if one.home),
        last_visit=last,
        next_visit=following,
        care_team=_care_team(resources, directory),
        proxies=_proxies(resources, now),
        pharmacy=pharmacy(resources),
        fetched_at=fetched_at,
    )


def _allergies(resources: Iterable[Filed]) -> tuple[Allergy, ...]:
    """Severe ones first. A recorded "none known" is dropped beside an allergy, which proves it wrong."""
    shapes = [decode(r.body, _Finding) for r in resources if r.type == "AllergyIntolerance"]
    found = [_allergy(shape) for shape in shapes if shape.holds and shape.code.words]
    if any(not one.none_known for one in found):
        found = [one for one in found if not one.none_known]
    return tuple(sorted(found, key=lambda one: (not one.severe, one.substance)))


def _allergy(shape: _Finding) -> Allergy:
    reactions = (m.words for reaction in shape.reaction for m in reaction.manifestation)
    return Allergy(
        substance=shape.code.words,
        reaction=", ".join(dict.fromkeys(words for words in reactions if words)),
        severe=shape.criticality == "high" or any(one.severity == "severe" for one in shape.reaction),
        none_known=shape.code.has(NO_KNOWN_ALLERGY),
    )


def _problems(resources: Iterable[Filed]) -> tuple[Problem, ...]:
    """What is active, newest first, each named once."""
    found: dict[str, Problem] = {}
    for resource in resources:
        if resource.type != "Condition":
            continue
        shape = decode(resource.body, _Finding)
        if shape.holds and shape.code.words:
            problem = Problem(shape.code.words, day(shape.onset_date_time) or day(shape.recorded_date))
            known = found.get(problem.name)
            if known is None or (problem.since or date.max) < (known.since or date.max):
                found[problem.name] = problem
    return tuple(sorted(found.values(), key=lambda one: (-(one.since or date.min).toordinal(), one.name)))


def _visits(
    resources: Iterable[Filed], now: datetime, directory: Directory
) -> tuple[Visit | None, Visit | None]:
    """The last one that took place and the next one that is booked."""
    past: list[Visit] = []
    coming: list[Visit] = []
    for resource in resources:
        if resource.type not in ("Encounter", "Appointment"):
            continue
        shape = decode(resource.body, _Visit)
        at = instant(shape.start) or instant(shape.period.start)
        if at is None:
            continue
        visit = Visit(at, _with_whom(shape, directory), _how(shape))
        if at > now and shape.status in ("booked", "pending", "planned"):
            coming.append(visit)
        elif at <= now and shape.status in ("finished", "in-progress", "fulfilled", "arrived", "checked-in"):
            past.append(visit)
    return (
        max(past, key=lambda visit: visit.at, default=None),
        min(coming, key=lambda visit: visit.at, default=None),
    )


def _with_whom(shape: _Visit, directory: Directory) -> str:
    for one in shape.participant:
        reference = one.individual if one.individual.reference else one.actor
        party = directory.party(reference) if kind_of(reference.ref) != "Patient" else None
        if party and party.name and kind_of(party.ref) in ("Practitioner", "PractitionerRole"):
            return party.name
    return ""


def _how(shape: _Visit) -> str:
    concepts = (shape.appointment_type, *shape.type, *shape.service_type)
    return next((c.words for c in concepts if c.words), "") or shape.description or shape.kind.display


def _care_team(resources: Iterable[Filed], directory: Directory) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for resource in resources:
        if resource.type != "CareTeam":
            continue
        team = decode(resource.body, _Team)
        for one in team.participant if team.status not in ("inactive", "entered-in-error") else ():
            if kind_of(one.member.ref) == "Patient" or not (party := directory.party(one.member)):
                continue
            role = next((concept.words for concept in one.role if concept.words), "")
            if party.name:
                names[f"{party.name} ({role})" if role else party.name] = None
    return tuple(names)


def _proxies(resources: Iterable[Filed], now: datetime) -> tuple[Contact, ...]:
    """Who may write for the patient now: active, and in their period."""
    shapes = [decode(r.body, _Related) for r in resources if r.type == "RelatedPerson"]
    return tuple(
        Contact(
            what=next((c.words for c in one.relationship if c.words), ""),
            name=plain_name(one.name),
            phone=next((t.value for t in one.telecom if t.system in ("phone", "sms")), ""),
        )
        for one in shapes
        if one.active and _runs(one.period, now)
    )


def _runs(period: Period, now: datetime) -> bool:
    """A period's last day counts whole, in UTC: dates carry no zone."""
    start, end, today = day(period.start), day(period.end), now.date()
    return (start is None or start <= today) and (end is None or today <= end)
