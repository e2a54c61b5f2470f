"""From FHIR to the domain: where a resource belongs, and what it says."""

from inbox.fhir.incoming.charts import chart, proxies
from inbox.fhir.incoming.filing import filed
from inbox.fhir.incoming.items import is_open, urgency, work_item
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.questionnaires import questionnaires
from inbox.fhir.incoming.reading import Reading
from inbox.fhir.incoming.recorded import recorded
from inbox.fhir.incoming.referrals import referrals
from inbox.fhir.incoming.reports import reports, values

__all__ = [
    "Directory",
    "Reading",
    "chart",
    "filed",
    "is_open",
    "proxies",
    "questionnaires",
    "recorded",
    "referrals",
    "reports",
    "urgency",
    "values",
    "work_item",
]
