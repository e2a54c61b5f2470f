"""What is asked for at sign-in (the contract with the portal's backend, scopes by role).

The role is not known before sign-in, so everybody asks for all; the server grants by role and we work
with what was granted.
"""

from __future__ import annotations

from collections.abc import Sequence

IDENTITY = ("openid", "fhirUser", "offline_access")

_READ = (
    "Patient RelatedPerson Practitioner PractitionerRole Organization HealthcareService CareTeam Condition "
    "AllergyIntolerance MedicationRequest MedicationDispense Observation DiagnosticReport Encounter "
    "Appointment ServiceRequest QuestionnaireResponse DocumentReference Binary Library"
)

EVERYONE = (
    *(f"{resource_type}.rs" for resource_type in _READ.split()),
    *("Communication.crus", "Task.crus", "Basic.crus", "Appointment.c", "ServiceRequest.c"),
    *("Subscription.crs", "Provenance.c", "AuditEvent.c"),
    "PractitionerRole.cu",
)
"""The last one to say who covers for oneself: some servers leave that to supervisors."""
PRESCRIBER = ("MedicationRequest.c", "Encounter.cu")
SUPERVISOR = ("Library.cu", "HealthcareService.cu", "Provenance.rs", "AuditEvent.rs")


def asked(capabilities: Sequence[str]) -> str:
    """The scope parameter, least first, in the notation that the server's `capabilities` name."""
    wanted = (*EVERYONE, *PRESCRIBER, *SUPERVISOR)
    if "permission-v1" in capabilities and "permission-v2" not in capabilities:
        wanted = tuple(dict.fromkeys(old for scope in wanted for old in _version_1(scope)))
    return " ".join((*IDENTITY, *(f"user/{scope}" for scope in wanted)))


def _version_1(scope: str) -> list[str]:
    """`Task.crus` as SMART 1 says it: `Task.read Task.write`."""
    resource_type, _, letters = scope.partition(".")
    reads, writes = set("rs") & set(letters), set("cud") & set(letters)
    return [f"{resource_type}.read"] * bool(reads) + [f"{resource_type}.write"] * bool(writes)
