"""The codes that the portal and this program share, in one table each.

Reading is by code: a system is compared loosely, since every site names its own. Writing reuses the
system that the resource in hand already uses and falls back to the ones below.
Source: the contract with the portal's backend, and LOINC, SNOMED CT, HL7 terminology where said.
"""

from __future__ import annotations

from inbox.domain.work_item import Kind, Stage

OPERATION = "https://example.org/inbox/operation"
"""System of everything named by an operation: a reply's identifier, the tag of Provenance and AuditEvent."""
SPEED_BUTTON = "https://example.org/inbox/speed-button/"
"""Before the id of the speed button by which something was done: the policy of its Provenance."""
OBLIGATION = "https://example.org/portal/obligation"
CONVERSATION = "https://example.org/inbox/conversation"
"""System of a conversation that was opened for work without one: the id of its Task."""
WORK_TYPE = "https://example.org/portal/CodeSystem/work-type"
TASK_INPUT = "https://example.org/portal/CodeSystem/task-input"
TASK_OUTPUT = "https://example.org/portal/CodeSystem/task-output"
STAGE = "https://example.org/portal/CodeSystem/inbox-stage"
ACTIVITY = "https://example.org/portal/CodeSystem/inbox-activity"
REASON = "https://example.org/portal/CodeSystem/reroute-reason"
SNOMED = "http://snomed.info/sct"
SNOMED_REFILL = "103742009"
PARTICIPATION_MODE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
PARTICIPATION_TYPE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
PARTICIPANT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
AUDIT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
AUDIT_ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
AUDIT_SOURCE = "http://terminology.hl7.org/CodeSystem/security-source-type"
OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
AUDIT_KIND = "https://example.org/inbox/audit"
"""System of what an AuditEvent is about in this program's own words (`inbox.domain.audit.KINDS`)."""
REQUEST_ID = ("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId")
"""IHE BALP: the entity that holds the `X-Request-Id` of what an AuditEvent is about."""
INTERACTION = "http://hl7.org/fhir/restful-interaction"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"

POOL_INPUT = "pool"
TRIGGER_INPUT = "triggering-message"
POLICY_INPUT = "sla-policy"
FLAG_INPUT = "red-flag"
WAKE_INPUT = "wake"
HELD_INPUT = "held"
"""Each wait for the patient as a Period: its due time moves by it. The one that lasts has no end."""
SNOOZE_INPUT = "snooze"
"""One for each person who snoozed it: JSON in a string, {"by", "until", "at"}."""
MEDICATION_INPUT = "medication-request"
RULE_INPUT = "by-rule"
"""What a rule made says so: JSON in a string, {"rule", "at", "by", "name"}; the last two: whose station."""
QUESTION_INPUT = "question"
SUMMARY_INPUT = "summary"
PROPOSED_REPLY_INPUT = "proposed-reply"
AFTER_INPUT = "after-decision"
"""What becomes of the parent once the proposed reply is sent: "close", "wait", "back"."""
SUPPLY_INPUT = "proposed-supply"
"""How much a packet about a refill asks for: JSON in a string, {"days", "refills"}."""
RULE_OUTPUT = "by-rule"
"""What a rule did with an item that was there already, as in `RULE_INPUT`; "act" names what was done."""
TOLD = "https://example.org/portal/CodeSystem/told"
"""Roles that work may be addressed to: `Task.performerType` of work that no person owns."""
REPLY_OUTPUT = "reply"
OUTCOME_OUTPUT = "outcome"
"""How an item was closed: a code such as "answered"."""
CALL_ATTEMPT_OUTPUT = "call-attempt"
DISPOSITION_OUTPUT = "disposition"
"""A call about a red flag that nobody answered, and one that settled it. Both are JSON in a string, like the
flags: {"outcome", "at", "by", "name", "note", "messages", "operation"}; the outcomes are `CallOutcome`'s."""
VISIT_OUTPUT = "visit-request"
"""A visit asked for: JSON in a string: "how", "at", "by", "name", "reason", "when", "draft", "operation"."""
VISIT_LINK_OUTPUT = "visit"
"""The Appointment or Encounter of it."""
CONSENT_OUTPUT = "visit-consent"
"""The patient's yes to an e-visit: JSON in a string, {"message", "given", "by", "name", "operation"}."""
PRESCRIPTION_OUTPUT = "prescription"
"""What was ordered: JSON in a string: "order" as `prescription.Order`, "at", "by", "name", "draft",
"operation"."""
PRESCRIPTION_LINK_OUTPUT = "medication-request"
"""The MedicationRequest of it."""
HANDLING_TIME_OUTPUT = "handling-time"
"""A Duration. Confirmed time says by extension whose it is and from when to when."""
TIMED_PERIOD = "https://example.org/inbox/StructureDefinition/timed-period"
TIMED_BY = "https://example.org/inbox/StructureDefinition/timed-by"
WRONG_PATIENT_OUTPUT = "wrong-patient"
"""The message is about somebody else: JSON in a string, {"at", "by", "name", "reason", "operation"}."""
UCUM = "http://unitsofmeasure.org"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
RESTRICTED = frozenset({"R", "V"})
"""HL7 v3 Confidentiality in `meta.security`: restricted, very restricted."""
DISMISSAL_OUTPUT = "flag-dismissal"
"""That a person dismissed a red flag, or raised it again ("withdrawn"); the last one about a flag counts.
JSON in a string: {"flag": like its input, "reason", "note", "withdrawn", "at", "by", "name", "operation"}.
"""

RECLASS_OUTPUT = "re-class"
"""That a person said what kind of work it is; the last one counts. JSON in a string: {"kind", "was", "at",
"by", "name", "reason", "operation"}."""
SWEPT_OUTPUT = "swept"
TAKEN_BACK_OUTPUT = "taken-back"
"""That a person looked at it before the clinic closed. JSON in a string: {"at", "by", "name", "left",
"operation"}; "left": why it stays as it is until the next opening."""
CLASS_INPUT = "sla-class"
"""The class of the promise that is stored, beside its policy: "urgent", "refill"."""

STAFF_ROLE = "https://example.org/portal/CodeSystem/staff-role"
DUTY = "https://example.org/portal/CodeSystem/duty"
"""System of dated duties in `PractitionerRole.code`: "charge", "on-call", "covering"."""
COVERS_FOR = "https://example.org/inbox/StructureDefinition/covers-for"
"""On a PractitionerRole with the duty "covering": the one person whose work is seen to (valueReference)."""
LEFT = "https://example.org/inbox/StructureDefinition/left"
"""Beside it: what becomes of the work they had already (valueCode): "stays", "goes"."""
DELEGATOR = ("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "DELEGATOR")
"""HL7 v3: on whose behalf somebody acts, as an agent of an AuditEvent."""
MESSAGE_POOL = "message-pool"
"""Category of the HealthcareService that is a pool."""
SERVICE_CATEGORY = "https://example.org/portal/CodeSystem/service-category"
KIT_AUTHOR = "https://example.org/inbox/StructureDefinition/kit-author"
"""On a Library of the site's kit: `by` whom this version is (valueReference), `at` what time (valueDateTime),
and for what `reason` (valueString)."""
KIT_SIGN_OFF = "https://example.org/inbox/StructureDefinition/kit-sign-off"
"""On a Library of red-flag rules that hold: the second clinician, `by` and `at`."""
TIME_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone"
ON_CALL_POOL = "https://example.org/inbox/StructureDefinition/on-call-pool"
"""On a pool: the pool that answers its red flags while it is closed (valueReference)."""
POOL_HOLIDAYS = "https://example.org/inbox/StructureDefinition/public-holidays"
"""On a pool: whose public holidays close it (valueCode: a country, or a country and its part, US-IL). "none":
it is open on them."""

KIND_OF_CODE: dict[str, Kind] = {
    **{str(kind): kind for kind in Kind},
    "medication-refill": Kind.REFILL,
    "refill-request": Kind.REFILL,
    "prescription-renewal": Kind.REFILL,
    SNOMED_REFILL: Kind.REFILL,
    "question": Kind.MEDICAL_QUESTION,
    "medical-advice": Kind.MEDICAL_QUESTION,
    "test-result": Kind.RESULT_QUESTION,
    "result": Kind.RESULT_QUESTION,
    "lab-result": Kind.RESULT_QUESTION,
    "release-result": Kind.RESULT_RELEASE,
    "referral-request": Kind.REFERRAL,
    "form-request": Kind.FORM,
    "letter": Kind.FORM,
    "form-letter": Kind.FORM,
    "form-or-letter": Kind.FORM,
    "appointment": Kind.SCHEDULING,
    "appointment-request": Kind.SCHEDULING,
    "scheduling-request": Kind.SCHEDULING,
    "billing-question": Kind.BILLING,
    "billing-records": Kind.BILLING,
    "billing-or-records": Kind.BILLING,
    "records": Kind.BILLING,
    "medical-records": Kind.BILLING,
    "questionnaire-returned": Kind.QUESTIONNAIRE,
    "questionnaire-response": Kind.QUESTIONNAIRE,
    "home-reading": Kind.HOME_MONITORING,
    "home-readings": Kind.HOME_MONITORING,
    "home-monitoring-alert": Kind.HOME_MONITORING,
    "thanks": Kind.FYI,
    "physician-review": Kind.PHYSICIAN_REVIEW,
    "call-now": Kind.CALL_NOW,
}
"""What `Task.code` and a thread's category mean. Codes that only say "a message" are left out on purpose."""

AWAITING_PHYSICIAN = "awaiting-physician"
"""`Task.businessStatus` of a review."""
STAGE_CODE: dict[Stage, str] = {
    Stage.UNCLAIMED: "new",
    Stage.CLAIMED: "in-triage",
    Stage.HELD: "waiting-for-patient",
    Stage.DONE: "closed",
}
"""`Task.businessStatus` after a change of stage."""

NO_KNOWN_ALLERGY = frozenset({"716186003", "160244002", "no-known"})
"""SNOMED CT: a recorded "no known allergy" whatsoever."""
NO_KNOWN_ALLERGY_OF_A_KIND = frozenset({"409137002", "428607008", "429625007", "716220001"})
"""Likewise to drugs, to the environment, to food, to animals: it says nothing of the others."""

BLOOD_PRESSURE = frozenset({"85354-9", "55284-4"})
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"
"""LOINC."""

NOT_SENT = frozenset({"preparation", "entered-in-error", "not-done"})
"""Communication statuses of what no reader may take for a message; every other one counts as sent."""
