"""A light look at what is about to be stored: enough to catch a client's slip, not a profile validator.

Required elements and codes after FHIR R4. References are not followed: real servers rarely do.
"""

from typing import Any

from portal.refusals import Refusal, invalid

_REQUIRED = {
    "Communication": ("status",),
    "Task": ("status", "intent"),
    "Appointment": ("status", "participant"),
    "ServiceRequest": ("status", "intent", "subject"),
    "MedicationRequest": ("status", "intent", "medication[x]", "subject"),
    "Encounter": ("status", "class"),
    "Basic": ("code",),
    "Library": ("status", "type"),
    "Subscription": ("status", "reason", "criteria", "channel", "channel.type"),
    "Provenance": ("target", "recorded", "agent", "agent.who"),
    "AuditEvent": ("type", "recorded", "agent", "agent.requestor", "source", "source.observer"),
}

_CODES = {
    ("Communication", "status"): (
        "preparation in-progress not-done on-hold stopped completed entered-in-error unknown"
    ),
    ("Task", "status"): (
        "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed "
        "entered-in-error"
    ),
    ("Task", "intent"): (
        "unknown proposal plan order original-order reflex-order filler-order instance-order option"
    ),
    ("Task", "priority"): "routine urgent asap stat",
    ("Communication", "priority"): "routine urgent asap stat",
    ("Appointment", "status"): (
        "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in waitlist"
    ),
    ("ServiceRequest", "status"): "draft active on-hold revoked completed entered-in-error unknown",
    ("MedicationRequest", "status"): (
        "active on-hold cancelled completed entered-in-error stopped draft unknown"
    ),
    ("Encounter", "status"): (
        "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown"
    ),
    ("Library", "status"): "draft active retired unknown",
    ("Subscription", "status"): "requested active error off",
}

Shape = dict[str, Any] | list[Any]
_CONCEPT: Shape = {"coding": [{}]}
_SHAPES: dict[str, Shape] = {
    "Task": {"code": _CONCEPT, "owner": {}, "output": [{"type": _CONCEPT}]},
    "PractitionerRole": {
        "code": [_CONCEPT],
        "practitioner": {},
        "period": {},
        "extension": [{}],
        "availableTime": [{}],
    },
    "Provenance": {"agent": [{}]},
}
"""What the rules of who may do what read: an object with these members, or a list of such."""


def check(
    resource: Any, resource_type: str, id_: str | None = None, codes_matter: bool = True
) -> dict[str, Any]:
    """The resource, if it may be stored as `resource_type` (and, on an update, under `id_`)."""
    if not isinstance(resource, dict):
        raise Refusal(400, "structure", f"A {resource_type} resource is needed.")
    stated = resource.get("resourceType")
    if stated != resource_type:
        raise invalid(f"The body is a {stated!r}, but was sent to {resource_type}.", "resourceType")
    if not isinstance(resource.get("meta", {}), dict):
        raise Refusal(400, "structure", "meta is not an object.", f"{resource_type}.meta")
    if id_ is not None and resource.get("id") != id_:
        raise invalid(f"The id in the body is not {id_}, the id in the address.", f"{resource_type}.id")
    for path in _REQUIRED.get(resource_type, ()):
        if not _present(resource, path.split(".")):
            raise Refusal(400, "required", f"{resource_type} needs {path}.", f"{resource_type}.{path}")
    _check_shape(resource, _SHAPES.get(resource_type, {}), resource_type)
    if codes_matter:
        _check_codes(resource, resource_type)
    return resource


def _check_shape(value: Any, shape: Shape, path: str) -> None:
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Refusal(400, "structure", f"{path} is not a list.", path)
        for member in value:
            _check_shape(member, shape[0], path)
        return
    if not isinstance(value, dict):
        raise Refusal(400, "structure", f"{path} is not an object.", path)
    for name, inner in shape.items():
        if name in value:
            _check_shape(value[name], inner, f"{path}.{name}")


def _check_codes(resource: dict[str, Any], resource_type: str) -> None:
    for (of_type, element), codes in _CODES.items():
        if of_type == resource_type and element in resource and resource[element] not in codes.split():
            raise Refusal(
                400,
                "code-invalid",
                f"{element} of {resource_type} is one of: {', '.join(codes.split())}.",
                f"{resource_type}.{element}",
            )


def _present(value: Any, path: list[str]) -> bool:
    """Whether there is something at the path; in a list, in every member."""
    if isinstance(value, list):
        return bool(value) and all(_present(member, path) for member in value)
    if not path:
        return value not in (None, "", {})
    if not isinstance(value, dict):
        return False
    name, *rest = path
    if name.endswith("[x]"):
        return any(key.startswith(name[:-3]) for key in value)
    return name in value and _present(value[name], rest)
