"""What a kind of work needs, above the conversation: a module for each kind makes the facts, a strip paints.

A kind is added by a line in `_PARTS`.
"""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.needs import Needs
from inbox.domain.work_item import Kind
from inbox.ui.reading.facts.beside import beside
from inbox.ui.reading.facts.home_readings import home_readings
from inbox.ui.reading.facts.office import billing, form, fyi, referral, scheduling
from inbox.ui.reading.facts.questionnaire import questionnaire
from inbox.ui.reading.facts.refill import refill
from inbox.ui.reading.facts.result import result
from inbox.ui.reading.facts.review import review
from inbox.ui.reading.situation import Situation

FactsPart = Callable[[Situation], Needs | None]
"""The needs of the item on screen; None where there is nothing to say of it."""

_PARTS: dict[str, FactsPart] = {
    Kind.BREACH: beside,
    Kind.NOT_READ: beside,
    Kind.BILLING: billing,
    Kind.FORM: form,
    Kind.FYI: fyi,
    Kind.HOME_MONITORING: home_readings,
    Kind.PHYSICIAN_REVIEW: review,
    Kind.QUESTIONNAIRE: questionnaire,
    Kind.REFERRAL: referral,
    Kind.REFILL: refill,
    Kind.RESULT_QUESTION: result,
    Kind.RESULT_RELEASE: result,
    Kind.SCHEDULING: scheduling,
}


def part_for(kind: str) -> FactsPart | None:
    """What tells the needs of that kind of work; None for a kind that needs no facts beside its words."""
    return _PARTS.get(kind)
