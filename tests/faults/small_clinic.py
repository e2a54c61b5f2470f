"""A clinic of a few conversations and three nurses, made once, then copied for every day that is tried.

The people have signed in before: their tokens are in the copied database and do not run out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.portal.visiting import Launch
from tests.sync.clinic import PATIENTS, Clinic, Member, conversation

NURSES = (
    Member("nora", "Nora Nurse", "rn"),
    Member("otto", "Otto Other", "rn"),
    Member("nina", "Nina Ninth", "rn"),
)
PATIENTS_HAND = Member("sara", "Sara", "supervisor")
"""In whose name the patients' messages come in: the portal has no sign-in for patients."""
POOL = "HealthcareService/nurses"
_YEAR = 366 * 86_400


@dataclass(frozen=True)
class Seeded:
    """A clinic's database file, and who has which token for a portal on it."""

    database: Path
    tokens: dict[str, str]


def make(database: Path, threads: int, profile: str = "plain") -> Seeded:
    """Fill a new database and have everybody sign in."""
    settings = Settings(
        f"sqlite:///{database}",
        patients=PATIENTS,
        threads=threads,
        test_mode=True,
        profile=PROFILES[profile],
        access_token_lifetime=_YEAR,
    )
    with Running(settings, make_clinic=_clinic) as portal:
        people = (*NURSES, PATIENTS_HAND)
        tokens = {one.user: str(Launch(portal).tokens(one.user)["access_token"]) for one in people}
    return Seeded(database, tokens)


def thread_of(number: int) -> str:
    return f"Communication/thr{number}"


def item_of(thread: str) -> str:
    return thread.replace("Communication/thr", "Task/t")


def _clinic(_seed: int, _patients: int, threads: int, now: datetime) -> Clinic:
    found: list[dict[str, Any]] = [{"resourceType": "HealthcareService", "id": "nurses", "name": "Nurses"}]
    for member in (*NURSES, PATIENTS_HAND):
        given, _, family = member.name.partition(" ")
        letters = ["RN"] if member.role == "rn" else []
        name = {"given": [given], "family": family, "suffix": letters} if family else {"text": given}
        role: dict[str, Any] = {"resourceType": "PractitionerRole", "id": f"role-{member.user}"}
        found += [
            {"resourceType": "Practitioner", "id": member.user, "name": [name]},
            role | {"practitioner": {"reference": member.practitioner}},
        ]
    for number in range(PATIENTS):
        known = {"name": [{"family": "Example", "given": [f"Person{number}"]}], "birthDate": "1960-02-03"}
        found.append({"resourceType": "Patient", "id": f"p{number}", **known})
    for number in range(threads):
        found += conversation(number, now, open_=True)
    return Clinic([*NURSES, PATIENTS_HAND], found)
