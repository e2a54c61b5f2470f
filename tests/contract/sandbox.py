"""The sandbox portal as one more server: a clinic of a nurse, a prescriber, two pools and one patient."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.contract.asked import Asked
from tests.contract.clinic import CREDENTIALS

PASSWORD = Settings(database="").password


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
    Member("otto", "Otto Other", "prescriber"),
    Member("sara", "Sara Super", "supervisor"),
)


@dataclass(frozen=True)
class Clinic:
    accounts: list[Member] = field(default_factory=lambda: list(STAFF))
    resources: list[dict[str, Any]] = field(default_factory=list)


def clinic(_seed: int, _patients: int, _threads: int, _now: datetime) -> Clinic:
    """No conversation: the checks make their own."""
    found: list[dict[str, Any]] = [
        {"resourceType": "HealthcareService", "id": name, "active": True, "name": name.title()}
        for name in ("nurses", "refills")
    ]
    found.append({"resourceType": "Patient", "id": "p1", "name": [{"family": "Contract", "given": ["Test"]}]})
    for member in STAFF:
        given, _, family = member.name.partition(" ")
        letters = "MD" if member.role == "prescriber" else "RN"
        name = {"given": [given], "family": family, "suffix": [letters]}
        person = {"resourceType": "Practitioner", "id": member.user, "active": True, "name": [name]}
        licence = {"code": {"coding": [{"system": CREDENTIALS, "code": letters}]}}
        found.append({**person, "qualification": [licence]})
        found.append(
            {
                "resourceType": "PractitionerRole",
                "id": f"role-{member.user}",
                "practitioner": {"reference": member.practitioner},
                "healthcareService": [{"reference": "HealthcareService/nurses"}],
            }
        )
    return Clinic(resources=found)


def settings(kind: str) -> Settings:
    """Of a portal that is plain, strict, or has transactions that are none (piecemeal)."""
    profile = PROFILES["strict" if kind == "piecemeal" else kind]
    if kind == "piecemeal":
        profile = replace(profile, atomic=False)
    return Settings(database="", test_mode=True, profile=replace(profile, writes_per_minute=0))


@contextmanager
def sandbox(kind: str, asked: Asked) -> Iterator[Asked]:
    """A running portal of that kind, and how to try it with both signed in."""
    with Running(settings(kind), make_clinic=clinic) as portal:
        yield msgspec.structs.replace(
            asked,
            url=portal.base_url,
            name=kind,
            login="nora",
            password=PASSWORD,
            second_login="otto",
            sandbox=(),
        )
