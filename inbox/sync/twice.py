"""What was sent and not found, and would be there twice if it went again: a reply, an order, a visit."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.entries import Entry
from inbox.domain.operations import AskVisit, Prescribe, Reply
from inbox.domain.words import tr
from inbox.fhir.outgoing.prescriptions import ORDER
from inbox.fhir.outgoing.visits import KEPT_AS
from inbox.fhir.profile import Profile

REPLY = "Communication"


def made_twice(missing: Sequence[Entry], profile: Profile) -> list[Entry]:
    """Those of `missing` that make something on their own, on a server that does not look before it makes
    one. What stays a draft in the work is guarded by the version of its item."""
    return [
        entry
        for entry in missing
        if (kind := _kind(entry))
        and (kind == REPLY or profile.offers(kind, "create"))
        and not profile.conditional_create(kind)
    ]


def is_asked_for(entry: Entry, profile: Profile) -> bool:
    """Whether the server can be asked for what `entry` made, by its identifier."""
    return profile.searches(_kind(entry), "identifier")


def nobody_can_tell(entry: Entry) -> str:
    """What is said of it."""
    if isinstance(entry.operation, Reply):
        return tr("Nobody can tell whether it arrived. Ask the patient, or a colleague.")
    return tr("Nobody can tell whether it arrived. Look in the EHR before you send it again.")


def _kind(entry: Entry) -> str:
    """The type of what is made; empty where nothing is but Tasks, which have a name of their own."""
    match entry.operation:
        case Reply():
            return REPLY
        case Prescribe():
            return ORDER
        case AskVisit():
            return "" if entry.operation.draft(entry.stamp) else KEPT_AS[entry.operation.how]
    return ""
