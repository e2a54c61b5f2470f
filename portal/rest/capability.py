"""What the portal says it can do: exactly what the tables and routes make it do."""

from typing import Any

from portal.moments import to_instant
from portal.profile import Profile
from portal.search.parameters import RESOURCE_TYPES, parameters_of
from portal.settings import R4_SOCKET
from portal.smart.scopes import ROLE_RIGHTS

FHIR_VERSION = "4.0.1"
_OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_WEBSOCKET = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket"
_SECURITY_CODES = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_INTERACTIONS = {
    "r": ("read", "vread", "history-instance", "history-type"),
    "s": ("search-type",),
    "c": ("create",),
    "u": ("update", "patch"),
    "d": ("delete",),
}


def statement(base: str, auth: str, started: int, profile: Profile) -> dict[str, Any]:
    """The CapabilityStatement; `started` is when this portal came up, in milliseconds.

    As servers do, it claims transactions even where they are not atomic.
    """
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": to_instant(started),
        "kind": "instance",
        "software": {"name": "Sandbox patient portal"},
        "implementation": {"description": "Sandbox patient portal with a seeded clinic", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": ["json", "application/fhir+json"],
        "patchFormat": ["application/json-patch+json"],
        "rest": [
            {
                "mode": "server",
                "security": _security(auth),
                **({} if profile.binds_by_token else {"extension": [_websocket(auth)]}),
                "resource": [_resource(resource_type, profile) for resource_type in sorted(RESOURCE_TYPES)],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
                "searchParam": [
                    {"name": "_id", "type": "token"},
                    {"name": "_lastUpdated", "type": "date"},
                    {"name": "_tag", "type": "token"},
                ],
            }
        ],
    }


def _websocket(auth: str) -> dict[str, Any]:
    root = auth.removesuffix("/auth").replace("http", "ws", 1)
    return {"url": _WEBSOCKET, "valueUri": root + R4_SOCKET}


def _security(auth: str) -> dict[str, Any]:
    addresses = {name: f"{auth}/{name}" for name in ("authorize", "token", "revoke")}
    return {
        "cors": False,
        "service": [{"coding": [{"system": _SECURITY_CODES, "code": "SMART-on-FHIR"}]}],
        "extension": [
            {
                "url": _OAUTH_URIS,
                "extension": [{"url": name, "valueUri": address} for name, address in addresses.items()],
            }
        ],
    }


def _resource(resource_type: str, profile: Profile) -> dict[str, Any]:
    """Interactions that at least one role may be granted."""
    letters = {letter for rights in ROLE_RIGHTS.values() for letter in rights.get(resource_type, ())}
    offered = [code for letter, codes in _INTERACTIONS.items() if letter in letters for code in codes]
    if not profile.keeps_history:
        offered = [code for code in offered if code != "vread" and not code.startswith("history")]
    parameters = parameters_of(resource_type).values()
    references = [f"{resource_type}:{each.name}" for each in parameters if each.kind == "reference"]
    described: dict[str, Any] = {
        "type": resource_type,
        "interaction": [{"code": code} for code in offered],
        "versioning": "versioned-update",
        "readHistory": profile.keeps_history,
        "updateCreate": False,
        "conditionalCreate": "c" in letters,
        "conditionalUpdate": "u" in letters,
        "conditionalDelete": "not-supported",
        "searchParam": [{"name": each.name, "type": each.kind} for each in parameters],
    }
    if references:
        described["searchInclude"] = references
    return described
