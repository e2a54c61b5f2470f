"""The obligation: one thing somebody in the clinic owes a patient, with its clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from inbox.domain.disposition import Disposition
from inbox.domain.flag import CALL_LEVELS, Dismissal, Flag, dismissal_of
from inbox.domain.ids import ItemId, MessageId, OperationId, PersonId
from inbox.domain.patient import Medicine
from inbox.domain.people import Party
from inbox.domain.prescription import Prescribed, Supply
from inbox.domain.sorting import Sorting
from inbox.domain.swept import Swept
from inbox.domain.taken_back import TakenBack
from inbox.domain.visit import Asked, Consent, Spent, WrongPatient


class Kind(StrEnum):
    """What kind of work an item is (product.md §2). Unknown kinds count as medical questions."""

    MEDICAL_QUESTION = "medical-question"
    REFILL = "refill"
    RESULT_QUESTION = "result-question"
    RESULT_RELEASE = "result-release"
    REFERRAL = "referral"
    FORM = "form"
    SCHEDULING = "scheduling"
    BILLING = "billing"
    QUESTIONNAIRE = "questionnaire"
    HOME_MONITORING = "home-monitoring"
    PHYSICIAN_REVIEW = "physician-review"
    CALL_NOW = "call-now"
    FYI = "fyi"
    BREACH = "breach"
    """Word, to whom the policy says, that a promise was not kept."""
    NOT_READ = "not-read"
    """Our reply has not been read by the patient for days."""


FIXED_KINDS = frozenset({Kind.PHYSICIAN_REVIEW, Kind.CALL_NOW, Kind.BREACH, Kind.NOT_READ})
"""What is made by somebody's asking, by a flag or by a rule, and becomes nothing else."""


NOT_CLINICAL = frozenset(
    {Kind.SCHEDULING, Kind.BILLING, Kind.FORM, Kind.REFERRAL, Kind.FYI, Kind.BREACH, Kind.NOT_READ}
)
"""Where it matters which of several pieces of work a nurse reads: not these. What is unknown is clinical."""

BESIDE = frozenset({Kind.PHYSICIAN_REVIEW, Kind.BREACH, Kind.NOT_READ})
"""Work that came of other work, not of what a patient wrote: a message neither opens nor joins it."""

URGENT = frozenset({"urgent", "asap", "stat"})
"""Priorities that ask for more than the routine."""


class Stage(StrEnum):
    """The four buckets every Task status falls in."""

    UNCLAIMED = "unclaimed"
    CLAIMED = "claimed"
    HELD = "held"
    DONE = "done"


STAGE_OF_STATUS = {
    "requested": Stage.UNCLAIMED,
    "received": Stage.UNCLAIMED,
    "ready": Stage.UNCLAIMED,
    "accepted": Stage.CLAIMED,
    "in-progress": Stage.CLAIMED,
    "on-hold": Stage.HELD,
    "completed": Stage.DONE,
    "cancelled": Stage.DONE,
    "rejected": Stage.DONE,
    "failed": Stage.DONE,
    "entered-in-error": Stage.DONE,
}
OPEN_STATUSES = tuple(s for s, stage in STAGE_OF_STATUS.items() if stage is not Stage.DONE)

RETURN = "return@"
"""What the names of all versions of the rule begin with that ends a wait."""


class Note(msgspec.Struct, frozen=True):
    """An internal comment: staff see it, patients never do."""

    text: str
    by: Party
    at: datetime
    operation: OperationId | None = None


class Promise(msgspec.Struct, frozen=True):
    """When an item is due and which policy says so (`id@version`). What is stored is what all show."""

    due: datetime | None
    policy: str = ""
    soon_from: datetime | None = None
    """From when on it counts as due soon; like what follows only ever computed, never stored."""
    snooze_until: datetime | None = None
    """The latest time to snooze until: when three quarters of the open time have gone."""
    stuck_from: datetime | None = None
    """From when on it is neither snoozed nor held, and is on the supervisor's list."""
    sla_class: str = ""
    """The class it comes from, stored like the policy: "urgent", "refill"."""


class ByRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """By which rule, when, and on whose station something was done without a person."""

    rule: str
    at: datetime
    by: PersonId
    name: str = ""
    act: str = ""
    """The name of what was done, the same wherever it is done: `rule@version#item#due`."""
    behalf: Party | None = None
    """The absent colleague whose work it is, where that was handed to their cover."""
    to: str = ""
    """Whom it was handed to then: `Practitioner/…`."""


class Snooze(msgspec.Struct, frozen=True):
    """One person does not want to see an item until then; its clock goes on."""

    by: PersonId
    until: datetime
    at: datetime


Wait = tuple[datetime, datetime | None]
"""An explicit wait for the patient, from and until; None: it still lasts."""


class Holding(msgspec.Struct, frozen=True):
    """Who holds an item and how: everything that claiming, routing, holding and closing change."""

    status: str
    owner: Party | None = None
    pool: Party | None = None
    first_action: datetime | None = None
    promise: Promise | None = None
    wake: datetime | None = None
    hold_reason: str = ""
    outcome: str = ""
    answer: MessageId | None = None
    closed_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """The bucket; a status we do not know counts as unclaimed, so that nothing hides."""
        return STAGE_OF_STATUS.get(self.status, Stage.UNCLAIMED)


class WorkItem(msgspec.Struct, frozen=True):
    """One Task of a thread, as the clinic speaks of it."""

    id: ItemId
    kind: str
    holding: Holding
    arrived: datetime
    version: str = ""
    priority: str = "routine"
    triggers: tuple[MessageId, ...] = ()
    flags: tuple[Flag, ...] = ()
    """All of them, the dismissed ones too: what counts is `standing`."""
    notes: tuple[Note, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    """The calls made about its flags, oldest first."""
    visits: tuple[Asked, ...] = ()
    """The visits asked for because of it, oldest first."""
    consent: Consent | None = None
    times: tuple[Spent, ...] = ()
    """Clinicians' confirmed time on it, oldest first."""
    wrong_patient: WrongPatient | None = None
    dismissals: tuple[Dismissal, ...] = ()
    """In the order they were recorded; of those about one flag the last counts."""
    names: tuple[str, ...] = ()
    """What the server calls it, as in `thread#message`; `thread#message/3` where it was split off."""
    parent: ItemId | None = None
    waits: tuple[Wait, ...] = ()
    """Its waits for the patient, oldest first: they move its due time."""
    snoozes: tuple[Snooze, ...] = ()
    """At most one for each person."""
    by_rule: tuple[ByRule, ...] = ()
    """What rules did with it, oldest first; the first may have made it."""
    changed_at: datetime | None = None
    """When it was last changed, as whoever changed it says."""
    medication: str = ""
    medicine: Medicine | None = None
    """What an open refill asks for, as the patient's chart has it here; its clock depends on what is left."""
    about: tuple[str, ...] = ()
    """What of the chart it is to be done on, as `Type/id`."""
    sortings: tuple[Sorting, ...] = ()
    """The re-classes by named persons, oldest first."""
    swept: tuple[Swept, ...] = ()
    """The looks before the clinic closed, oldest first."""
    taken_back: tuple[TakenBack, ...] = ()
    """From whom it was taken back to its pool, oldest first."""
    question: str = ""
    summary: str = ""
    proposed_reply: str = ""
    asked_by: Party | None = None
    """Whose packet it is: who wrote question, summary and proposed reply."""
    after: str = ""
    """What is to become of its parent once the proposed reply is sent: a `review.After`."""
    supply: Supply | None = None
    """How much of a medicine is asked for in a packet."""
    prescribed: tuple[Prescribed, ...] = ()
    """What a prescriber has prescribed because of it, oldest first."""

    @property
    def stage(self) -> Stage:
        """The bucket its status falls in."""
        return self.holding.stage

    def is_of(self, party: Party) -> bool:
        """Whether it has `party` for its owner, whatever the names shown."""
        return self.holding.owner is not None and self.holding.owner.ref == party.ref

    def snooze_of(self, person: PersonId) -> Snooze | None:
        """The snooze of `person`, if there is one."""
        return next((one for one in self.snoozes if one.by == person), None)

    @property
    def came_back(self) -> bool:
        """Whether a rule brought it back from a wait, and nobody has done anything about it since."""
        last = self.by_rule[-1] if self.by_rule else None
        if last is None or not last.rule.startswith(RETURN) or self.stage is Stage.DONE:
            return False
        return self.changed_at is None or self.changed_at <= last.at

    @property
    def on_behalf(self) -> Party | None:
        """The absent colleague for whom its owner has it: by rule, until it is closed or somebody else's."""
        if self.stage is Stage.DONE:
            return None
        handed = next((one for one in reversed(self.by_rule) if one.to), None)
        owner = self.holding.owner
        return handed.behalf if handed is not None and owner is not None and owner.ref == handed.to else None

    @property
    def standing(self) -> tuple[Flag, ...]:
        """Its flags that nobody has dismissed."""
        return tuple(flag for flag in self.flags if dismissal_of(flag, self.dismissals) is None)

    @property
    def flag_level(self) -> int | None:
        """The worst level among its flags that stand; None when there is none."""
        return min((flag.level for flag in self.standing), default=None)

    @property
    def called(self) -> tuple[Flag, ...]:
        """Its flags of level 1 and 2 whose call is settled."""
        return tuple(flag for flag in self._call_now if self._is_settled(flag))

    @property
    def to_call(self) -> tuple[Flag, ...]:
        """Its flags of level 1 and 2 that still wait for a call."""
        return tuple(flag for flag in self._call_now if not self._is_settled(flag))

    @property
    def needs_call(self) -> bool:
        """Whether somebody must call before anything else is done about it."""
        return self.stage is not Stage.DONE and bool(self.to_call)

    @property
    def tried_to_call(self) -> bool:
        """Whether somebody has called about what still waits for a call, and nobody answered."""
        return self.needs_call and any(not record.outcome.settles for record in self.dispositions)

    @property
    def _call_now(self) -> list[Flag]:
        return [flag for flag in self.standing if flag.level in CALL_LEVELS]

    def _is_settled(self, flag: Flag) -> bool:
        return any(record.settles(flag.message) for record in self.dispositions)
