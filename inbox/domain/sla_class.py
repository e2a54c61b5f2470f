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
from inbox.domain.work_item import Kind, Wait

Since = tuple[str, datetime]
"""A class that applies, and from when its clocks count."""

_TIGHTNESS = {name: rank for rank, name in enumerate(CLASSES)}
_CLASS_OF_FLAG = {1: RED_FLAG_1, 2: RED_FLAG_2, 3: URGENT}


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the promise of one obligation depends on. Instants are aware."""

    kind: str
    arrived: datetime
    """When the patient sent the message that opened it."""
    flag_level: int | None = None
    """The worst level among its flags that nobody dismissed; level 4 is routine and no flag."""
    flags: tuple[tuple[int, datetime], ...] = ()
    """The level of every such flag and when its message was sent, from when it counts. A `flag_level` that
    is not among them counts from the arrival."""
    called: tuple[tuple[int, datetime], ...] = ()
    """The level and message time of every flag whose call is settled. Only the clock until the patient is
    seen still runs for it."""
    urgent: bool = False
    """A same-day symptom or a new side effect was found; or a physician review was asked for as urgent."""
    messages_unanswered: int = 1
    third_in_72h: bool = False
    repeated_at: datetime | None = None
    """When the message was sent that made its sender a repeat sender; None: the first one did."""
    supply_ends: date | None = None
    """The last day for which the patient has the medicine; None if nobody knows."""
    critical_medicine: bool = False
    """It is on the site's list of medicines that allow no gap: there, an unknown supply counts as a gap."""
    claimed_at: datetime | None = None
    """The first claim or disposition by somebody with the role."""
    answered_at: datetime | None = None
    holds: tuple[Wait, ...] = ()
    parent_due: datetime | None = None
    tightened_at: datetime | None = None
    """When it became `urgent` or got its stored or chosen class, if that was later: that class counts from
    then, and the clocks that ran before go on."""
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


def applicable(facts: Facts, refill_day: date | None = None) -> list[Since]:
    """Every class that applies, and from when its clocks count. What joins only ever adds to them."""
    arrived, tightened = utc(facts.arrived), _since(facts, facts.tightened_at)
    flagged = _flagged(facts)
    if facts.kind == Kind.PHYSICIAN_REVIEW:
        return [(PHYSICIAN_REVIEW_URGENT if facts.urgent or flagged else PHYSICIAN_REVIEW, arrived)]
    own, chosen = _own_class(facts, flagged), facts.person_class
    if chosen in _TIGHTNESS:
        looser = _TIGHTNESS[chosen] >= _TIGHTNESS[own[0]]
        return [(chosen, arrived), *flagged] if looser else [own, (chosen, tightened), *flagged]
    classes = [own, *flagged]
    if facts.urgent:
        classes.append((URGENT, tightened))
    if facts.messages_unanswered >= 2 or facts.third_in_72h:
        classes.append((REPEAT_SENDER, _since(facts, facts.repeated_at)))
    if _gap_ahead(facts, refill_day):
        classes.append((REFILL_URGENT, arrived))
    if facts.stored_class in _TIGHTNESS:
        classes.append((facts.stored_class, tightened))
    return classes


def called(facts: Facts) -> list[Since]:
    """The classes of the flags whose call is settled."""
    return [(_CLASS_OF_FLAG[level], _since(facts, sent)) for level, sent in facts.called]


def tightest(classes: list[Since]) -> str:
    """The name of the tightest class among them."""
    return min((name for name, _ in classes), key=_TIGHTNESS.__getitem__)


def _own_class(facts: Facts, flagged: list[Since]) -> Since:
    """The class of the kind of work alone; an unknown kind is a medical question."""
    arrived = utc(facts.arrived)
    if facts.kind == Kind.CALL_NOW:
        calls = [since for since in flagged if since[0] != URGENT]
        if facts.called and not calls:
            return MEDICAL_QUESTION, arrived
        return min(calls, key=lambda since: _TIGHTNESS[since[0]], default=(RED_FLAG_1, arrived))
    if facts.kind == Kind.HOME_MONITORING:
        return URGENT, arrived
    return facts.kind if facts.kind in _TIGHTNESS else MEDICAL_QUESTION, arrived


def _flagged(facts: Facts) -> list[Since]:
    """The class of each flag, from the message that carries it."""
    found = [
        (_CLASS_OF_FLAG[level], _since(facts, sent)) for level, sent in facts.flags if level in _CLASS_OF_FLAG
    ]
    worst = _CLASS_OF_FLAG.get(facts.flag_level or 0)
    if worst and all(name != worst for name, _ in found):
        found.append((worst, utc(facts.arrived)))
    return found


def _since(facts: Facts, later: datetime | None) -> datetime:
    """From when a class counts that came to apply `later`, if it did: never from before the item."""
    arrived = utc(facts.arrived)
    return max(arrived, utc(later)) if later else arrived


def _gap_ahead(facts: Facts, refill_day: date | None) -> bool:
    """Whether the patient would be without the medicine before an ordinary refill is answered."""
    if facts.kind != Kind.REFILL:
        return False
    if facts.supply_ends is None:
        return facts.critical_medicine
    if refill_day is None:
        return False
    return facts.supply_ends < refill_day or (facts.critical_medicine and facts.supply_ends == refill_day)
