"""Small pieces of FHIR R4 JSON, and the code systems the sandbox portal speaks in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

Json = dict[str, Any]

OWN = "https://example.org/portal/CodeSystem/"
MESSAGE_TYPE = OWN + "message-type"
WORK_TYPE = OWN + "work-type"
STAGE = OWN + "inbox-stage"
TASK_INPUT = OWN + "task-input"
TASK_OUTPUT = OWN + "task-output"
SERVICE_CATEGORY = OWN + "service-category"
STAFF_ROLE = OWN + "staff-role"
DUTY = OWN + "duty"
LICENCE = OWN + "licence"

THREAD_ID = "https://example.org/portal/thread"
MESSAGE_ID = "https://example.org/portal/message"
OBLIGATION_ID = "https://example.org/portal/obligation"
MRN = "https://example.org/riverbend/mrn"

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem/"
TIMEZONE = "http://hl7.org/fhir/StructureDefinition/timezone"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"


def instant(at: datetime) -> str:
    """A moment in UTC with milliseconds, as `meta.lastUpdated` and `Communication.sent` want it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(on: date) -> str:
    """A calendar date."""
    return on.isoformat()


def reference(target: str, display: str = "") -> Json:
    """A literal reference `Type/id`, with the name people see where there is one."""
    return {"reference": target, "display": display} if display else {"reference": target}


def coding(system: str, code: str, display: str = "") -> Json:
    """One coding."""
    entry = {"system": system, "code": code}
    return entry | {"display": display} if display else entry


def concept(system: str, code: str, display: str = "", text: str = "") -> Json:
    """A CodeableConcept of one coding."""
    found: Json = {"coding": [coding(system, code, display)]}
    return found | {"text": text} if text else found


def quantity(value: float, unit: str, code: str = "") -> Json:
    """A UCUM quantity; the code defaults to the unit as shown."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


def phone(number: str, use: str = "work", rank: int | None = None) -> Json:
    """A telephone number."""
    entry: Json = {"system": "phone", "value": number, "use": use}
    return entry | {"rank": rank} if rank else entry


def resource(kind: str, name: str, updated: datetime, /, **fields: Any) -> Json:
    """A resource of its own id, last updated at `updated`; fields that are None or empty are left out."""
    head: Json = {"resourceType": kind, "id": name, "meta": {"lastUpdated": instant(updated)}}
    return head | {key: value for key, value in fields.items() if value not in (None, "", [], {})}
