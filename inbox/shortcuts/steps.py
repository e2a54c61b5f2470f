"""The steps a speed button may take. Pure data: the commands package turns them into operations."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.domain.work_item import FIXED_KINDS, Kind

LONGEST_HOLD_DAYS: Final = 60
LONGEST_SNOOZE_HOURS: Final = 72
"""The promise of the item may end it sooner."""


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


class Release(Step, frozen=True, tag="release"):
    """Give the item back to its pool."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(tr("A release needs a reason"))


class Assign(Step, frozen=True, tag="assign"):
    """Give the item to one colleague, who may be trusted with it by licence."""

    person: str
    """Their FHIR reference."""
    name: str
    """As the button shows it: "Tomas Aldana, RN"."""
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.person.strip() or not self.name.strip():
            raise ValueError(tr("An assignment needs a person and their name"))


class TakeBack(Step, frozen=True, tag="take-back"):
    """Who leads the day gives a colleague's item back to its pool."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(tr("Taking back needs a reason"))


class SetKind(Step, frozen=True, tag="kind"):
    """Say what kind of work the item is. It may be due sooner by that; later only with the reason."""

    kind: Kind
    reason: str

    def __post_init__(self) -> None:
        if self.kind in FIXED_KINDS:
            raise ValueError(tr("No item can be made “{kind}”", kind=self.kind.value))
        if not self.reason.strip():
            raise ValueError(tr("Another kind of work needs a reason"))


class SplitOff(Step, frozen=True, tag="split"):
    """Make a further piece of work in the conversation, for a pool; this item stays as it is."""

    kind: Kind
    pool: str
    reason: str

    def __post_init__(self) -> None:
        if self.kind in FIXED_KINDS:
            raise ValueError(tr("No work of the kind “{kind}” can be split off", kind=self.kind.value))
        if not self.pool.strip() or not self.reason.strip():
            raise ValueError(tr("What is split off needs a pool and a reason"))


class Approve(Step, frozen=True, tag="approve"):
    """A prescriber sends the reply that was proposed with the packet, as it stands; the packet is closed, and
    with the item is done what was asked."""


class AnswerNurse(Step, frozen=True, tag="answer-nurse"):
    """A prescriber decides a packet by telling whoever asked; nothing goes to the patient."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(tr("An answer to the nurse needs a text"))


class NeedsVisit(Step, frozen=True, tag="needs-visit"):
    """A prescriber decides a packet by asking for a visit; whoever asked tells the patient."""

    how: How


class Insert(Step, frozen=True, tag="insert"):
    """Put a phrase into the reply and leave it to be finished and sent by hand."""

    phrase: str
    """Its name, without the full stop."""


class Visit(Step, frozen=True, tag="visit"):
    """Ask for a visit: an appointment request, or an e-visit where a prescriber presses it."""

    how: How


class Escalate(Step, frozen=True, tag="escalate"):
    """Hand a prescriber a packet to decide on; the item stays with whoever has it."""

    packet: Literal["refill", "ninety-days", "question"]
    phrase: str = ""
    """The reply that is proposed with it, without the full stop; it is sent by nobody but the prescriber."""
    question: str = ""
    """What is asked, in words; only of a packet “question”."""

    def __post_init__(self) -> None:
        if (self.packet == "question") != bool(self.question.strip()):
            raise ValueError(tr("A packet “question” needs its question, and no other packet has one"))


class Hold(Step, frozen=True, tag="hold"):
    """Wait for the patient for some business days; then it comes back."""

    days: int
    reason: str

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST_HOLD_DAYS:
            raise ValueError(tr("A hold lasts 1 to {n} business days", n=LONGEST_HOLD_DAYS))
        if not self.reason.strip():
            raise ValueError(tr("A hold needs a reason"))


class Snooze(Step, frozen=True, tag="snooze"):
    """Do not show the item to whoever presses it for some hours; its clock goes on."""

    hours: int

    def __post_init__(self) -> None:
        if not 1 <= self.hours <= LONGEST_SNOOZE_HOURS:
            raise ValueError(tr("A snooze lasts 1 to {n} hours", n=LONGEST_SNOOZE_HOURS))


class Complete(Step, frozen=True, tag="complete"):
    """Close the item: the patient was answered, or nothing needed saying."""

    outcome: Literal["answered", "no-reply-needed", "released"]
    """ "released": of a result, with a reply or without."""


class Next(Step, frozen=True, tag="next"):
    """Open the next most urgent item."""


AnyStep = (
    Claim
    | Reply
    | Approve
    | AnswerNurse
    | NeedsVisit
    | Insert
    | Route
    | Release
    | Assign
    | TakeBack
    | SetKind
    | SplitOff
    | Comment
    | Escalate
    | Visit
    | Hold
    | Snooze
    | Complete
    | Next
)
ENDS: Final = (Route, Release, Assign, TakeBack, Hold, Snooze, Complete, AnswerNurse, NeedsVisit)
"""Steps after which the item is off the desk: one of them at most."""
REPLIES: Final = (Reply, Approve)
"""Steps that send the patient something: one of them at most."""
DECIDES: Final = (Approve, AnswerNurse, NeedsVisit)
"""Steps that decide a packet: a prescriber's, one of them at most, and on nothing but packets."""


def in_order(steps: tuple[AnyStep, ...]) -> str:
    """What is wrong with `steps` as a sequence, without its full stop; empty when nothing is."""
    kinds = [type(step) for step in steps]
    if not [kind for kind in kinds if kind not in (Claim, Next)]:
        return tr("A button needs a step besides claim and next")
    if Claim in kinds[1:]:
        return tr("Claim comes first, and once")
    if Next in kinds[:-1]:
        return tr("Next comes last, and once")
    if sum(kind in REPLIES for kind in kinds) > 1:
        return tr("One reply is enough: make one phrase of the two")
    if sum(kind in DECIDES for kind in kinds) > 1:
        return tr("A packet is decided once: approve, answer-nurse and needs-visit exclude one another")
    if Reply in kinds and set(DECIDES) & set(kinds):
        return tr("A decision says itself who is told: no reply goes with it")
    ends = [n for n, kind in enumerate(kinds) if kind in ENDS]
    if len(ends) > 1:
        ways = tr("route, release, assign, take back, hold, snooze, complete, answer-nurse, needs-visit")
        return tr("One step at most ends the work: {ways} exclude one another", ways=ways)
    if Insert in kinds and (kinds[-1] is not Insert or ends or set(REPLIES) & set(kinds)):
        return tr("An inserted phrase is finished by hand: it comes last, without a reply or an end")
    if ends and set(kinds[ends[0] + 1 :]) - {Next}:
        return tr("What ends the work on an item comes after all else but next")
    return _outcome(steps)


def _outcome(steps: tuple[AnyStep, ...]) -> str:
    """What is wrong between the reply and the outcome that is recorded."""
    replies = any(isinstance(step, REPLIES) for step in steps)
    for step in steps:
        if not isinstance(step, Complete) or step.outcome == "released":
            continue
        if replies != (step.outcome == "answered"):
            if replies:
                return tr("A button with a reply closes as “answered”")
            return tr("A button without a reply closes as “no-reply-needed”")
    return ""
