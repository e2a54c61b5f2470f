"""What each staff role may do, as SMART v2 scopes, and how a requested scope is narrowed to it.

Letters are those of SMART App Launch 2: create, read, update, delete, search. SMART v1 endings (`.read`,
`.write`, `.*`) are understood and granted in their v2 form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.refusals import forbidden
from portal.search.parameters import RESOURCE_TYPES

Rights = Mapping[str, frozenset[str]]

IDENTITY_SCOPES = ("openid", "fhirUser", "profile", "offline_access")
_LETTERS = "cruds"
_V1_ENDINGS = {"read": "rs", "write": "cud", "*": "cruds"}
_RESOURCE_SCOPE = re.compile(r"user/([A-Za-z]+|\*)\.(read|write|\*|c?r?u?d?s?)")

_EVERYONE = (
    "Patient RelatedPerson Practitioner PractitionerRole Organization HealthcareService CareTeam Condition "
    "AllergyIntolerance MedicationRequest MedicationDispense Observation DiagnosticReport Encounter "
    "Appointment ServiceRequest QuestionnaireResponse DocumentReference Binary Library .rs "
    "Communication Task Basic .crus Appointment ServiceRequest Provenance AuditEvent .c "
    "Subscription .crs PractitionerRole .cu"
)
# Only to sign red-flag rules that a supervisor has proposed: see portal/rest/signing.py.
_SIGNER = "Library .u"
_PRESCRIBER = "MedicationRequest .c Encounter .cu"
_SUPERVISOR = "Library HealthcareService .cu Provenance AuditEvent .rs"
# Beyond what the workstation asks for: somebody has to be able to take a resource away.
_CARETAKER = " ".join(RESOURCE_TYPES) + " .d"


def _read_rights(*grants: str) -> Rights:
    rights: dict[str, set[str]] = {}
    for grant in grants:
        types: list[str] = []
        for word in grant.split():
            if not word.startswith("."):
                types.append(word)
                continue
            for resource_type in types:
                rights.setdefault(resource_type, set()).update(word[1:])
            types = []
    return {resource_type: frozenset(letters) for resource_type, letters in rights.items()}


ROLE_RIGHTS: Mapping[str, Rights] = {
    "clerk": _read_rights(_EVERYONE),
    "lpn": _read_rights(_EVERYONE),
    "rn": _read_rights(_EVERYONE, _SIGNER),
    "prescriber": _read_rights(_EVERYONE, _SIGNER, _PRESCRIBER),
    "supervisor": _read_rights(_EVERYONE, _SUPERVISOR, _CARETAKER),
}

_VERBS = {"c": "create", "r": "read", "u": "change", "d": "delete", "s": "search"}


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with the rights this session was granted."""

    user: str
    name: str
    role: str
    practitioner: str
    rights: Rights

    def may(self, letter: str, resource_type: str) -> bool:
        return letter in self.rights.get(resource_type, "")

    def require(self, letter: str, resource_type: str) -> None:
        if self.may(letter, resource_type):
            return
        of_role = letter in ROLE_RIGHTS[self.role].get(resource_type, "")
        why = (
            "this session was not granted that scope"
            if of_role
            else f"the role {self.role} does not allow it"
        )
        raise forbidden(f"{self.name} may not {_VERBS[letter]} {resource_type}: {why}.")


def narrowed(requested: str, role: str) -> str:
    """The part of a requested scope that the role may have, in the order it was asked for."""
    granted: dict[str, None] = {}
    for scope in requested.split():
        if scope in IDENTITY_SCOPES:
            granted[scope] = None
        for resource_type, letters in _resource_scope(scope).items():
            allowed = letters & ROLE_RIGHTS[role].get(resource_type, frozenset())
            if allowed:
                granted[f"user/{resource_type}.{''.join(sorted(allowed, key=_LETTERS.index))}"] = None
    return " ".join(granted)


def rights_of(scope: str) -> Rights:
    """The rights a granted scope stands for."""
    rights: dict[str, frozenset[str]] = {}
    for one in scope.split():
        for resource_type, letters in _resource_scope(one).items():
            rights[resource_type] = rights.get(resource_type, frozenset()) | letters
    return rights


def _resource_scope(scope: str) -> Rights:
    match = _RESOURCE_SCOPE.fullmatch(scope)
    if match is None:
        return {}
    types = RESOURCE_TYPES if match[1] == "*" else (match[1],)
    letters = frozenset(_V1_ENDINGS.get(match[2], match[2]))
    return dict.fromkeys(types, letters)


def supported_scopes() -> list[str]:
    """Every scope somebody could be granted."""
    union: dict[str, set[str]] = {}
    for rights in ROLE_RIGHTS.values():
        for resource_type, letters in rights.items():
            union.setdefault(resource_type, set()).update(letters)
    return [
        *IDENTITY_SCOPES,
        *(f"user/{kind}.{''.join(sorted(union[kind], key=_LETTERS.index))}" for kind in sorted(union)),
    ]
