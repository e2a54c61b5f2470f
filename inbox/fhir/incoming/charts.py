"""The chart beside the banner, from the resources of one patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.patient import Allergy, Chart, Problem, Proxy, Visit
from inbox.fhir.codes import NO_KNOWN_ALLERGY, NO_KNOWN_ALLERGY_OF_A_KIND
from inbox.fhir.incoming.medicines import medicines, pharmacy
from inbox.fhir.incoming.moments import day, instant
from inbox.fhir.incoming.people import Directory, plain_name
from inbox.fhir.incoming.series import findings, series
from inbox.fhir.incoming.shapes import (
    Coding,
    Concept,
    HumanName,
    Meta,
    Part,
    Period,
    Reference,
    Telecom,
    kind_of,
)
from inbox.fhir.incoming.tolerant import decode

_OVER = frozenset({"resolved", "inactive", "remission"})
_NOT_SO = frozenset({"entered-in-error", "refuted"})
_UNCHECKED = frozenset({"unconfirmed", "presumed"})
_SEVERITIES = ("severe", "moderate", "mild")
_NOBODY_KNOWN = Directory()


class _Reaction(Part, frozen=True, gc=False):
    substance: Concept = Concept()
    manifestation: tuple[Concept, ...] = ()
    severity: str = ""


class _Finding(Part, frozen=True, gc=False):
    """A Condition or an AllergyIntolerance."""

    clinical_status: Concept = Concept()
    verification_status: Concept = Concept()
    criticality: str = ""
    code: Concept = Concept()
    onset_date_time: str = ""
    onset_period: Period = Period()
    abatement_date_time: str = ""
    recorded_date: str = ""
    reaction: tuple[_Reaction, ...] = ()

    @property
    def true(self) -> bool:
        """Whether it is, or was, so as far as anybody has recorded."""
        return not self.verification_status.has(_NOT_SO)

    @property
    def over(self) -> bool:
        """Whether it is so no longer."""
        return self.clinical_status.has(_OVER) or bool(self.abatement_date_time)

    @property
    def holds(self) -> bool:
        """Whether it is so today."""
        return self.true and not self.over


class _Participant(Part, frozen=True, gc=False):
    actor: Reference = Reference()
    individual: Reference = Reference()
    member: Reference = Reference()
    role: tuple[Concept, ...] = ()


class _Visit(Part, frozen=True, gc=False):
    """An Encounter or an Appointment."""

    meta: Meta = Meta()
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
    unread: frozenset[str] = frozenset(),
    directory: Directory = _NOBODY_KNOWN,
) -> Chart:
    """The chart that `resources`, all of one patient, make as of `now`."""
    measured = series(resources)
    last, following = _visits(resources, now, directory)
    everybody, today = proxies(resources), now.date()
    active, past = _problems(resources)
    return Chart(
        allergies=_allergies(resources),
        problems=active,
        past_problems=past,
        medicines=medicines(resources, directory),
        results=tuple(one for one in measured if not one.home),
        findings=findings(resources),
        home_readings=tuple(one for one in measured if one.home),
        last_visit=last,
        next_visit=following,
        care_team=_care_team(resources, directory),
        proxies=tuple(one for one in everybody if one.may_write(today)),
        other_proxies=tuple(one for one in everybody if not one.may_write(today)),
        pharmacy=pharmacy(resources),
        fetched_at=fetched_at,
        unread=unread,
    )


def _allergies(resources: Iterable[Filed]) -> tuple[Allergy, ...]:
    """Severe ones first. A recorded "none known" is dropped beside an allergy, which proves it wrong."""
    shapes = [decode(r.body, _Finding) for r in resources if r.type == "AllergyIntolerance"]
    found = [_allergy(shape) for shape in shapes if shape.holds]
    if any(not one.none_known for one in found):
        found = [one for one in found if not one.none_known]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (not one.severe, one.substance)))


def _allergy(shape: _Finding) -> Allergy:
    reactions = (m.words for reaction in shape.reaction for m in reaction.manifestation)
    recorded = {one.severity for one in shape.reaction}
    return Allergy(
        substance=shape.code.words or next((r.substance.words for r in shape.reaction), ""),
        reaction=", ".join(dict.fromkeys(words for words in reactions if words)),
        severe=shape.criticality == "high" or "severe" in recorded,
        severity=next((one for one in _SEVERITIES if one in recorded), ""),
        none_known=shape.code.has(NO_KNOWN_ALLERGY | NO_KNOWN_ALLERGY_OF_A_KIND),
        partly=shape.code.has(NO_KNOWN_ALLERGY_OF_A_KIND),
        confirmed=not shape.verification_status.has(_UNCHECKED),
    )


def _problems(resources: Iterable[Filed]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What is active and what is over, newest first, each named once: an active one is not over as well."""
    active: dict[str, Problem] = {}
    past: dict[str, Problem] = {}
    for resource in resources:
        if resource.type != "Condition":
            continue
        shape = decode(resource.body, _Finding)
        if shape.true and shape.code.words:
            began = day(shape.onset_date_time) or day(shape.onset_period.start) or day(shape.recorded_date)
            problem = Problem(shape.code.words, began, day(shape.abatement_date_time) if shape.over else None)
            found = past if shape.over else active
            known = found.get(problem.name)
            if known is None or (problem.since or date.max) < (known.since or date.max):
                found[problem.name] = problem
    over = [problem for name, problem in past.items() if name not in active]
    return _newest_first(active.values()), _newest_first(over)


def _newest_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (-(one.since or date.min).toordinal(), one.name)))


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
        visit = Visit(at, _with_whom(shape, directory), _how(shape), shape.meta.restricted)
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


def proxies(resources: Iterable[Filed]) -> list[Proxy]:
    """Everybody who is, was or will be entitled to write for the patient.

    A period is compared with the day in UTC: its dates carry no zone.
    """
    shapes = [(r.ref, decode(r.body, _Related)) for r in resources if r.type == "RelatedPerson"]
    return [
        Proxy(
            what=next((c.words for c in one.relationship if c.words), ""),
            name=plain_name(one.name),
            phone=next((t.value for t in one.telecom if t.system in ("phone", "sms")), ""),
            ref=ref,
            active=one.active,
            since=day(one.period.start),
            until=day(one.period.end),
        )
        for ref, one in shapes
    ]
