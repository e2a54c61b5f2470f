"""The steps a speed button may take. Pure data: the commands package turns them into operations."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from inbox.domain.visit import How
from inbox.domain.words import tr

LONGEST_HOLD_DAYS: Final = 60


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """One step; in the file `do` says which."""


class Claim(Step, frozen=True, tag="claim"):
    """Take the item out of the pool."""


class Reply(Step, frozen=True, tag="reply"):
    """Send the patient a phrase; when something in it is open, the composer opens and the rest waits."""

    phrase: str
    """Its name, without the full stop."""


class Route(Step, frozen=True, tag="route"):
    """Hand the item to another pool, named as the site shows it, or to whom the routing rules name."""

    reason: str
    pool: str = ""
    by_rules: bool = False
    """Where the routing rules in force send it, instead of a pool that is named here."""

    def __post_init__(self) -> None:
        if not self.pool.strip() and not self.by_rules:
            raise ValueError(tr("A route needs a pool, or “by_rules”"))
        if self.pool and self.by_rules:
            raise ValueError(tr("A route goes to a pool or by the rules, not both"))
        if not self.reason.strip():
            raise ValueError(tr("A route needs a reason"))


class Comment(Step, frozen=True, tag="comment"):
    """Write an internal comment: staff see it, patients never do."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(tr("A comment needs a text"))


class Visit(Step, frozen=True, tag="visit"):
    """Ask for a visit: an appointment request, or an e-visit where a prescriber presses it."""

    how: How


class Escalate(Step, frozen=True, tag="escalate"):
    """Hand a prescriber a packet to decide on; the item stays with whoever has it."""

    packet: Literal["refill", "ninety-days"]
    phrase: str = ""
    """The reply that is proposed with it, without the full stop; it is sent by nobody but the prescriber."""


class Hold(Step, frozen=True, tag="hold"):
    """Wait for the patient for some business days; then it comes back."""

    days: int
    reason: str

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST_HOLD_DAYS:
            raise ValueError(tr("A hold lasts 1 to {n} business days", n=LONGEST_HOLD_DAYS))
        if not self.reason.strip():
            raise ValueError(tr("A hold needs a reason"))


class Complete(Step, frozen=True, tag="complete"):
    """Close the item: the patient was answered, or nothing needed saying."""

    outcome: Literal["answered", "no-reply-needed", "released"]
    """ "released": of a result, with a reply or without."""


class Next(Step, frozen=True, tag="next"):
    """Open the next most urgent item."""


AnyStep = Claim | Reply | Route | Comment | Escalate | Visit | Hold | Complete | Next


def in_order(steps: tuple[AnyStep, ...]) -> str:
    """What is wrong with `steps` as a sequence, without its full stop; empty when nothing is."""
    kinds = [type(step) for step in steps]
    if not [kind for kind in kinds if kind not in (Claim, Next)]:
        return tr("A button needs a step besides claim and next")
    if Claim in kinds[1:]:
        return tr("Claim comes first, and once")
    if Next in kinds[:-1]:
        return tr("Next comes last, and once")
    if kinds.count(Reply) > 1:
        return tr("One reply is enough: make one phrase of the two")
    ends = [n for n, kind in enumerate(kinds) if kind in (Route, Hold, Complete)]
    if len(ends) > 1:
        return tr("Route, hold and complete exclude one another: keep one")
    if ends and Reply in kinds[ends[0] :]:
        return tr("The reply comes before the item is routed, held or closed")
    return _outcome(steps)


def _outcome(steps: tuple[AnyStep, ...]) -> str:
    """What is wrong between the reply and the outcome that is recorded."""
    replies = any(isinstance(step, Reply) for step in steps)
    for step in steps:
        if not isinstance(step, Complete) or step.outcome == "released":
            continue
        if replies != (step.outcome == "answered"):
            if replies:
                return tr("A button with a reply closes as “answered”")
            return tr("A button without a reply closes as “no-reply-needed”")
    return ""
