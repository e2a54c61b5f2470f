"""One server as it is known by now: what it says, what it has been seen to do, what the site knows better."""

from inbox.fhir.profile.facts import Fact, Missing, Report, Source, Topic
from inbox.fhir.profile.learned import KEEP, Learned, kept, recalled
from inbox.fhir.profile.profile import Claims, Deletions, Profile, Word
from inbox.fhir.profile.report import report_of
from inbox.fhir.profile.statement import Said, TypeSaid, said_in

__all__ = [
    "KEEP",
    "Claims",
    "Deletions",
    "Fact",
    "Learned",
    "Missing",
    "Profile",
    "Report",
    "Said",
    "Source",
    "Topic",
    "TypeSaid",
    "Word",
    "kept",
    "profile_of",
    "recalled",
    "report_of",
    "said_in",
]


def profile_of(statement: bytes, smart: bytes = b"") -> Profile:
    """A Profile of which nothing is learned yet, from a CapabilityStatement and a SMART configuration."""
    return Profile(said_in(statement, smart))
