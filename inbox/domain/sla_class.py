"""Which classes of promise an obligation falls in: by its kind, and by what makes it tighter."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from inbox.domain.calendar import utc
from inbox.domain.policy import (
    CLASSES,
    MEDICAL_QUESTION,
    PHYSICIAN_REVIEW,
    PHYSICIAN_REVIEW_URGENT,
    RED_FLAG_1,
    RED_FLAG_2,
    REFILL_URGENT,
    REPEAT_SENDER,
    URGENT,
)
from inbox.domain.work_item import Kind

Hold = tuple[datetime, datetime | None]

_TIGHTNESS = {name: rank for rank, name in enumerate(CLASSES)}
_CLASS_OF_FLAG = {1: RED_FLAG_1, 2: RED_FLAG_2, 3: URGENT}


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the promise of one obligation depends on. Instants are aware."""

    kind: str
    arrived: datetime
    """When the patient sent the message that opened it."""
    flag_level: int | None = None
    """The worst level among its flags that nobody dismissed; level 4 is routine and no flag."""
    urgent: bool = False
    """A same-day symptom or a new side effect was found; or a physician review was asked for as urgent."""
    messages_unanswered: int = 1
    third_in_72h: bool = False
    supply_ends: date | None = None
    """The last day for which the patient has the medicine; None if nobody knows."""
    critical_medicine: bool = False
    """It is on the site's list of medicines that allow no gap: there, an unknown supply counts as a gap."""
    claimed_at: datetime | None = None
    """The first claim or disposition by somebody with the role."""
    answered_at: datetime | None = None
    holds: tuple[Hold, ...] = ()
    """Explicit waits for the patient, from and until; None: still waiting."""
    parent_due: datetime | None = None
    tightened_at: datetime | None = None
    """When it became tighter, if later: a message with a flag was sent, a person chose a tighter class. The
    tighter clock counts from there, and the first one goes on."""
    stored_class: str | None = None
    """The class kept on the item so far; it is never left for a looser one…"""
    person_class: str | None = None
    """…but where a named person chose one, with a reason: only flags still make that one tighter."""


def classify(facts: Facts, refill_due: date | None = None) -> str:
    """The tightest class that applies.

    `refill_due` is the clinic's local day by which a refill would be answered in its ordinary class: supply
    that ends before it makes the refill urgent. Left out, only an unknown supply of a critical medicine does.
    """
    return tightest(applicable(facts, refill_due))


def applicable(facts: Facts, refill_day: date | None = None) -> list[tuple[str, datetime]]:
    """Every class that applies, and from when its clocks count."""
    since = max(utc(facts.arrived), utc(facts.tightened_at or facts.arrived))
    if facts.kind == Kind.PHYSICIAN_REVIEW:
        urgent = facts.urgent or facts.flag_level in _CLASS_OF_FLAG
        return [(PHYSICIAN_REVIEW_URGENT if urgent else PHYSICIAN_REVIEW, facts.arrived)]
    classes = [(_own_class(facts), facts.arrived)]
    chosen = facts.person_class
    if chosen in _TIGHTNESS:
        tighter = _TIGHTNESS[chosen] < _TIGHTNESS[_own_class(facts)]
        classes = [*classes, (chosen, since)] if tighter else [(chosen, facts.arrived)]
    if facts.flag_level in _CLASS_OF_FLAG:
        classes.append((_CLASS_OF_FLAG[facts.flag_level], since))
    if chosen in _TIGHTNESS:
        return classes
    if facts.urgent:
        classes.append((URGENT, since))
    if facts.messages_unanswered >= 2 or facts.third_in_72h:
        classes.append((REPEAT_SENDER, since))
    if _gap_ahead(facts, refill_day):
        classes.append((REFILL_URGENT, facts.arrived))
    if facts.stored_class in _TIGHTNESS:
        classes.append((facts.stored_class, since))
    return classes


def tightest(classes: list[tuple[str, datetime]]) -> str:
    """The name of the tightest class among them."""
    return min((name for name, _ in classes), key=_TIGHTNESS.__getitem__)


def _own_class(facts: Facts) -> str:
    """The class of the kind of work alone; an unknown kind is a medical question."""
    if facts.kind == Kind.CALL_NOW:
        return RED_FLAG_2 if facts.flag_level == 2 else RED_FLAG_1
    if facts.kind == Kind.HOME_MONITORING:
        return URGENT
    return facts.kind if facts.kind in _TIGHTNESS else MEDICAL_QUESTION


def _gap_ahead(facts: Facts, refill_day: date | None) -> bool:
    """Whether the patient would be without the medicine before an ordinary refill is answered."""
    if facts.kind != Kind.REFILL:
        return False
    if facts.supply_ends is None:
        return facts.critical_medicine
    if refill_day is None:
        return False
    return facts.supply_ends < refill_day or (facts.critical_medicine and facts.supply_ends == refill_day)
