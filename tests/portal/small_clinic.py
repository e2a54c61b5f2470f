"""A clinic of a handful of people, so that the server's tests start at once and know every resource."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Staff:
    user: str
    name: str
    role: str
    practitioner: str


STAFF = (
    Staff("cora", "Cora Clerk", "clerk", "Practitioner/cora"),
    Staff("lena", "Lena Lane, LPN", "lpn", "Practitioner/lena"),
    Staff("nora", "Nora Okafor, RN", "rn", "Practitioner/nora"),
    Staff("paul", "Paul Lindqvist, MD", "prescriber", "Practitioner/paul"),
    Staff("sara", "Sara Stone", "supervisor", "Practitioner/sara"),
)


@dataclass(frozen=True)
class SmallClinic:
    accounts: list[Staff] = field(default_factory=list)
    resources: list[dict[str, Any]] = field(default_factory=list)


def small_clinic(_seed: int, patients: int, threads: int, _now: datetime) -> SmallClinic:
    """Staff, `patients` patients and `threads` conversations, a minute apart from 2026-01-05 on."""
    resources: list[dict[str, Any]] = [
        {"resourceType": "Practitioner", "id": each.user, "name": [{"text": each.name}]} for each in STAFF
    ]
    resources.append(
        {"resourceType": "HealthcareService", "id": "nurse-pool", "active": True, "name": "Nurses"}
    )
    resources += [_patient(number) for number in range(patients)]
    resources += [_thread(number, number % max(patients, 1)) for number in range(threads)]
    return SmallClinic(list(STAFF), resources)


def _patient(number: int) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": f"p{number}",
        "identifier": [{"system": "urn:mrn", "value": f"MRN{number:04}"}],
        "name": [{"family": f"Ortega{number}", "given": ["Rafaël"]}],
        "birthDate": f"19{60 + number % 30}-03-02",
        "meta": {"lastUpdated": "2026-01-01T08:00:00Z"},
    }


def _thread(number: int, patient: int) -> dict[str, Any]:
    sent = f"2026-01-05T{8 + number // 60 % 12:02}:{number % 60:02}:00Z"
    return {
        "resourceType": "Communication",
        "id": f"t{number}",
        "status": "completed",
        "subject": {"reference": f"Patient/p{patient}"},
        "sender": {"reference": f"Patient/p{patient}"},
        "recipient": [{"reference": "HealthcareService/nurse-pool"}],
        "sent": sent,
        "payload": [{"contentString": "How much longer?"}],
        "meta": {"lastUpdated": sent},
    }
