"""From the domain to FHIR: what a thread's operations ask of the server."""

from inbox.fhir.outgoing.audits import audit_event
from inbox.fhir.outgoing.fold import OFFERED, writes
from inbox.fhir.outgoing.provenance import reasons_of

__all__ = ["OFFERED", "audit_event", "reasons_of", "writes"]
