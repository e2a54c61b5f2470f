"""What can be searched: the R4 search parameters of every type the portal holds.

Source: HL7 FHIR R4 (4.0.1), search parameter registry. One line a parameter: name, kind, paths separated by
`|`, and for references that only count towards one type `-> Type`. A path walks into objects and, where it
meets a list, into each member.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

Kind = Literal["token", "uri", "reference", "date", "string"]


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: Kind
    paths: tuple[tuple[str, ...], ...]
    only: str | None = None
    """For references: the one type of target that counts."""


_TABLE = """
Patient
  identifier            token      identifier
  active                token      active
  name                  string     name
  family                string     name.family
  given                 string     name.given
  birthdate             date       birthDate
  gender                token      gender
  telecom               token      telecom
  language              token      communication.language
  address               string     address
  general-practitioner  reference  generalPractitioner
  organization          reference  managingOrganization
RelatedPerson
  identifier            token      identifier
  active                token      active
  patient               reference  patient
  name                  string     name
  relationship          token      relationship
  telecom               token      telecom
Practitioner
  identifier            token      identifier
  active                token      active
  name                  string     name
  family                string     name.family
  given                 string     name.given
  telecom               token      telecom
PractitionerRole
  identifier            token      identifier
  active                token      active
  practitioner          reference  practitioner
  organization          reference  organization
  service               reference  healthcareService
  location              reference  location
  role                  token      code
  specialty             token      specialty
  date                  date       period
Organization
  identifier            token      identifier
  active                token      active
  name                  string     name|alias
  type                  token      type
  partof                reference  partOf
HealthcareService
  identifier            token      identifier
  active                token      active
  name                  string     name
  organization          reference  providedBy
  location              reference  location
  service-category      token      category
  service-type          token      type
  specialty             token      specialty
CareTeam
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  participant           reference  participant.member
  category              token      category
  status                token      status
  date                  date       period
Condition
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  asserter              reference  asserter
  clinical-status       token      clinicalStatus
  verification-status   token      verificationStatus
  category              token      category
  severity              token      severity
  code                  token      code
  onset-date            date       onsetDateTime|onsetPeriod
  recorded-date         date       recordedDate
AllergyIntolerance
  identifier            token      identifier
  patient               reference  patient
  recorder              reference  recorder
  clinical-status       token      clinicalStatus
  verification-status   token      verificationStatus
  type                  token      type
  category              token      category
  criticality           token      criticality
  code                  token      code|reaction.substance
  date                  date       recordedDate
  last-date             date       lastOccurrence
MedicationRequest
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  requester             reference  requester
  medication            reference  medicationReference
  intended-dispenser    reference  dispenseRequest.performer
  intended-performer    reference  performer
  status                token      status
  intent                token      intent
  priority              token      priority
  category              token      category
  code                  token      medicationCodeableConcept
  authoredon            date       authoredOn
MedicationDispense
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  context               reference  context
  performer             reference  performer.actor
  prescription          reference  authorizingPrescription
  medication            reference  medicationReference
  status                token      status
  type                  token      type
  code                  token      medicationCodeableConcept
  whenprepared          date       whenPrepared
  whenhandedover        date       whenHandedOver
Observation
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  performer             reference  performer
  based-on              reference  basedOn
  derived-from          reference  derivedFrom
  has-member            reference  hasMember
  focus                 reference  focus
  status                token      status
  category              token      category
  code                  token      code
  date                  date       effectiveDateTime|effectivePeriod|effectiveInstant
DiagnosticReport
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  performer             reference  performer
  results-interpreter   reference  resultsInterpreter
  result                reference  result
  based-on              reference  basedOn
  status                token      status
  category              token      category
  code                  token      code
  conclusion            token      conclusionCode
  date                  date       effectiveDateTime|effectivePeriod
  issued                date       issued
Encounter
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  participant           reference  participant.individual
  practitioner          reference  participant.individual -> Practitioner
  appointment           reference  appointment
  based-on              reference  basedOn
  part-of               reference  partOf
  service-provider      reference  serviceProvider
  status                token      status
  class                 token      class
  type                  token      type
  reason-code           token      reasonCode
  date                  date       period
Appointment
  identifier            token      identifier
  patient               reference  participant.actor -> Patient
  practitioner          reference  participant.actor -> Practitioner
  location              reference  participant.actor -> Location
  actor                 reference  participant.actor
  based-on              reference  basedOn
  status                token      status
  part-status           token      participant.status
  appointment-type      token      appointmentType
  service-category      token      serviceCategory
  service-type          token      serviceType
  specialty             token      specialty
  reason-code           token      reasonCode
  date                  date       start
ServiceRequest
  identifier            token      identifier
  requisition           token      requisition
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  requester             reference  requester
  performer             reference  performer
  based-on              reference  basedOn
  replaces              reference  replaces
  status                token      status
  intent                token      intent
  priority              token      priority
  category              token      category
  code                  token      code
  performer-type        token      performerType
  authored              date       authoredOn
  occurrence            date       occurrenceDateTime|occurrencePeriod
QuestionnaireResponse
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  encounter             reference  encounter
  author                reference  author
  source                reference  source
  based-on              reference  basedOn
  part-of               reference  partOf
  questionnaire         uri        questionnaire
  status                token      status
  authored              date       authored
DocumentReference
  identifier            token      identifier|masterIdentifier
  patient               reference  subject -> Patient
  subject               reference  subject
  author                reference  author
  custodian             reference  custodian
  encounter             reference  context.encounter
  related               reference  context.related
  status                token      status
  type                  token      type
  category              token      category
  contenttype           token      content.attachment.contentType
  date                  date       date
  period                date       context.period
Binary
Library
  identifier            token      identifier
  url                   uri        url
  version               token      version
  status                token      status
  type                  token      type
  topic                 token      topic
  name                  string     name
  title                 string     title
  publisher             string     publisher
  description           string     description
  date                  date       date
Communication
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  sender                reference  sender
  recipient             reference  recipient
  encounter             reference  encounter
  based-on              reference  basedOn
  part-of               reference  partOf
  instantiates-uri      uri        instantiatesUri
  status                token      status
  category              token      category
  medium                token      medium
  sent                  date       sent
  received              date       received
Task
  identifier            token      identifier
  group-identifier      token      groupIdentifier
  patient               reference  for -> Patient
  subject               reference  for
  focus                 reference  focus
  encounter             reference  encounter
  requester             reference  requester
  owner                 reference  owner
  based-on              reference  basedOn
  part-of               reference  partOf
  status                token      status
  business-status       token      businessStatus
  code                  token      code
  intent                token      intent
  priority              token      priority
  performer             token      performerType
  authored-on           date       authoredOn
  modified              date       lastModified
  period                date       executionPeriod
Subscription
  criteria              string     criteria
  status                token      status
  type                  token      channel.type
  url                   uri        channel.endpoint
  payload               token      channel.payload
  contact               token      contact
Basic
  identifier            token      identifier
  patient               reference  subject -> Patient
  subject               reference  subject
  author                reference  author
  code                  token      code
  created               date       created
Provenance
  target                reference  target
  patient               reference  target -> Patient
  agent                 reference  agent.who
  entity                reference  entity.what
  location              reference  location
  agent-role            token      agent.role
  agent-type            token      agent.type
  signature-type        token      signature.type
  recorded              date       recorded
  when                  date       occurredDateTime
AuditEvent
  agent                 reference  agent.who
  entity                reference  entity.what
  patient               reference  agent.who|entity.what -> Patient
  source                reference  source.observer
  action                token      action
  outcome               token      outcome
  type                  token      type
  subtype               token      subtype
  site                  token      source.site
  altid                 token      agent.altId
  agent-role            token      agent.role
  entity-type           token      entity.type
  entity-role           token      entity.role
  policy                uri        agent.policy
  agent-name            string     agent.name
  entity-name           string     entity.name
  address               string     agent.network.address
  date                  date       recorded
"""

_EVERYWHERE = "_tag token meta.tag"


def _read_line(line: str) -> Parameter:
    definition, _, only = line.partition("->")
    name, kind, paths = definition.split()
    return Parameter(
        name,
        cast(Kind, kind),
        tuple(tuple(path.split(".")) for path in paths.split("|")),
        only.strip() or None,
    )


def _read_table() -> dict[str, dict[str, Parameter]]:
    table: dict[str, dict[str, Parameter]] = {}
    for line in _TABLE.strip().splitlines():
        if not line.startswith(" "):
            everywhere = _read_line(_EVERYWHERE)
            parameters = table[line.strip()] = {everywhere.name: everywhere}
        else:
            parameter = _read_line(line)
            parameters[parameter.name] = parameter
    return table


_PARAMETERS = _read_table()

RESOURCE_TYPES = tuple(_PARAMETERS)
"""Every type the portal holds."""


def parameters_of(resource_type: str) -> dict[str, Parameter]:
    return _PARAMETERS[resource_type]


@cache
def key(resource_type: str, name: str) -> str:
    """How the index tables name a parameter."""
    return f"{resource_type}.{name}"
