"""A clinic made for sync: two nurses, a supervisor, one pool, conversations with one item each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

POOL = "HealthcareService/nurses"
THREADS, CLOSED, PATIENTS = 80, 25, 12


@dataclass(frozen=True)
class Member:
    user: str
    name: str
    role: str

    @property
    def practitioner(self) -> str:
        return f"Practitioner/{self.user}"


STAFF = (
    Member("nora", "Nora Nurse", "rn"),
    Member("otto", "Otto Other", "rn"),
    Member("sara", "Sara", "supervisor"),
)


@dataclass(frozen=True)
class Clinic:
    accounts: list[Member] = field(default_factory=lambda: list(STAFF))
    resources: list[dict[str, Any]] = field(default_factory=list)


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clinic(_seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """Everything happened between 20 days and an hour ago."""
    found: list[dict[str, Any]] = [{"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses"}]
    for member in STAFF:
        given, _, family = member.name.partition(" ")
        letters = ["RN"] if member.role == "rn" else []
        name = {"given": [given], "family": family, "suffix": letters} if family else {"text": given}
        found.append({"resourceType": "Practitioner", "id": member.user, "name": [name]})
        practitioner = {"reference": member.practitioner}
        found.append(
            {"resourceType": "PractitionerRole", "id": f"role-{member.user}", "practitioner": practitioner}
        )
    for number in range(PATIENTS):
        found += _patient(number, now)
    found.append(_pressure(PATIENTS - 1, now))
    for number in range(THREADS + CLOSED):
        found += conversation(number, now, open_=number < THREADS)
    old = conversation(999, now - timedelta(days=400), open_=False)
    return Clinic(resources=[*found, *old])


def _patient(number: int, now: datetime) -> list[dict[str, Any]]:
    subject = {"reference": f"Patient/p{number}"}
    name = [{"family": "Example", "given": [f"Person{number}"]}]
    return [
        {"resourceType": "Patient", "id": f"p{number}", "name": name, "birthDate": "1960-02-03"},
        {"resourceType": "Condition", "id": f"c{number}", "subject": subject, "code": {"text": "Asthma"}},
        {
            "resourceType": "AllergyIntolerance",
            "id": f"a{number}",
            "patient": subject,
            "code": {"text": "Penicillin"},
        },
    ]


def _pressure(number: int, now: datetime) -> dict[str, Any]:
    """What a patient's own device has sent half an hour ago."""
    subject, loinc = {"reference": f"Patient/p{number}"}, "http://loinc.org"
    return {
        "resourceType": "Observation",
        "id": f"bp{number}",
        "status": "final",
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"coding": [{"system": loinc, "code": "85354-9"}]},
        "subject": subject,
        "performer": [subject],
        "effectiveDateTime": stamp(now - timedelta(minutes=30)),
        "component": [
            {
                "code": {"coding": [{"system": loinc, "code": code}]},
                "valueQuantity": {"value": value, "unit": "mmHg"},
            }
            for code, value in (("8480-6", 171), ("8462-4", 80))
        ],
    }


def conversation(number: int, now: datetime, *, open_: bool) -> list[dict[str, Any]]:
    """A header, the patient's message, and the work it made."""
    sent = now - timedelta(hours=1 + number * 3)
    subject = {"reference": f"Patient/p{number % PATIENTS}"}
    about = {"reference": f"Communication/thr{number}"}
    meta = {"lastUpdated": stamp(sent)}
    return [
        {
            "resourceType": "Communication",
            "id": f"thr{number}",
            "meta": meta,
            "status": "in-progress",
            "subject": subject,
            "topic": {"text": f"Question {number}"},
            "sent": stamp(sent),
            "sender": subject,
            "recipient": [{"reference": POOL}],
        },
        {
            "resourceType": "Communication",
            "id": f"msg{number}",
            "meta": meta,
            "status": "completed",
            "partOf": [about],
            "subject": subject,
            "sent": stamp(sent),
            "sender": subject,
            "payload": [{"contentString": f"What about number {number}?"}],
        },
        {
            "resourceType": "Task",
            "id": f"t{number}",
            "meta": meta,
            "status": "requested" if open_ else "completed",
            "intent": "order",
            "focus": about,
            "for": subject,
            "authoredOn": stamp(sent),
            "owner": {"reference": POOL if open_ else "Practitioner/nora"},
            "input": [
                {
                    "type": {"coding": [{"system": "https://elsewhere.example/task-input", "code": "pool"}]},
                    "valueReference": {"reference": POOL},
                }
            ],
        },
    ]
