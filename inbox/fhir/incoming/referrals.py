"""ServiceRequests as referrals."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.domain.filed import Filed
from inbox.domain.referrals import Referral
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.shapes import Concept, Part, Period, Reference
from inbox.fhir.incoming.tolerant import decode

_REFERRAL = frozenset({"3457005", "306206005", "referral"})
"""SNOMED CT: patient referral, referral to service."""
_NO_REQUEST = frozenset({"entered-in-error"})
_ONLY_IDEAS = frozenset({"proposal", "plan"})


class _Request(Part, frozen=True, gc=False):
    status: str = ""
    intent: str = ""
    category: tuple[Concept, ...] = ()
    code: Concept = Concept()
    performer: tuple[Reference, ...] = ()
    performer_type: Concept = Concept()
    requester: Reference = Reference()
    authored_on: str = ""
    occurrence_period: Period = Period()


def referrals(resources: Iterable[Filed]) -> list[Referral]:
    """What was ordered from others. A request whose category says something else, such as a laboratory test,
    is none; one without a category counts."""
    shapes = (decode(r.body, _Request) for r in resources if r.type == "ServiceRequest")
    return [
        Referral(
            what=one.code.words or one.performer_type.words,
            to=next((to.display for to in one.performer if to.display), ""),
            status=one.status,
            ordered=day(one.authored_on),
            until=day(one.occurrence_period.end),
            by=one.requester.display,
        )
        for one in shapes
        if one.status not in _NO_REQUEST and one.intent not in _ONLY_IDEAS and _is_referral(one)
    ]


def _is_referral(one: _Request) -> bool:
    return not one.category or any(concept.has(_REFERRAL) for concept in one.category)
