"""Minutes toward an online visit: which of a clinician's time counts, and the rule that blocks the rest.

The conditions are those of the usual policy for online digital evaluation and management by time: an
established patient, who began it and agreed to it, the time of the one clinician who bills, added up over
some days (5 to 10, 11 to 20, 21 or more minutes), and no other visit it belongs to. What to bill is never
said here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from inbox.domain.messaging.eligibility import months_before
from inbox.domain.messaging.rules import OnlineVisit
from inbox.domain.patient import Chart
from inbox.domain.people import Party, Role
from inbox.domain.thread import Thread
from inbox.domain.visit import Spent
from inbox.domain.words import tr, trn
from inbox.domain.work_item import WorkItem

MINUTE = timedelta(minutes=1)
BANDS = (5, 11, 21)
"""From so many minutes on."""
BILLING_ROLES = frozenset({Role.PRESCRIBER})


class Minutes(msgspec.Struct, frozen=True):
    """What has been spent, what of it counts, and why the rest does not."""

    spent: int
    """Whole minutes that somebody confirmed."""
    counted: int
    blocks: tuple[str, ...] = ()
    """Sentences: the rules that keep time from counting."""

    @property
    def band(self) -> str:
        """Where the counted minutes stand."""
        if self.counted < BANDS[0]:
            return tr("under {n} min", n=BANDS[0])
        if self.counted >= BANDS[2]:
            return tr("{n} min or more", n=BANDS[2])
        low, high = (BANDS[0], BANDS[1] - 1) if self.counted < BANDS[1] else (BANDS[1], BANDS[2] - 1)
        return tr("{low} to {high} min", low=low, high=high)


class Case(msgspec.Struct, frozen=True):
    """What the rules look at."""

    thread: Thread
    item: WorkItem
    chart: Chart
    clinician: Party
    """Whose minutes are asked for."""
    rules: OnlineVisit


def minutes(case: Case) -> Minutes:
    """The minutes of `case.clinician` on the item."""
    item = case.item
    spent = sum((one.span for one in item.times), timedelta()) // MINUTE
    hindered = [why for rule in _RULES if (why := rule(case))]
    if hindered or item.consent is None:
        return Minutes(spent, 0, tuple(hindered))
    mine = [one for one in item.times if one.by.ref == case.clinician.ref]
    agreed = [_after(one, item.consent.given) for one in mine if one.end > item.consent.given]
    left_out: list[str] = []
    if len(mine) < len(item.times):
        left_out.append(tr("Only the billing clinician’s own minutes count."))
    if agreed != mine:
        left_out.append(tr("Time before the patient agreed does not count."))
    window = timedelta(days=case.rules.window_days)
    begun = min((one.start for one in agreed), default=None)
    within = [_before(one, begun + window) for one in agreed if begun and one.start < begun + window]
    if within != agreed:
        left_out.append(
            trn("Time after {n} day does not count.", "Time after {n} days does not count.",
                case.rules.window_days)
        )  # fmt: skip
    return Minutes(spent, _together(within) // MINUTE, tuple(left_out))


def why_no_time(kind: str, role: Role, rules: OnlineVisit) -> str:
    """Why somebody in `role` cannot keep time for an online visit on work of `kind`; empty when they can."""
    if kind in rules.never:
        return tr("Time for scheduling, refills and office work never counts.")
    if role not in BILLING_ROLES:
        return tr("Only the billing clinician’s own minutes count.")
    return ""


def _never_of_this_kind(case: Case) -> str:
    office = case.item.kind in case.rules.never
    return tr("Time for scheduling, refills and office work never counts.") if office else ""


def _no_consent(case: Case) -> str:
    return "" if case.item.consent else tr("The patient’s yes to an e-visit is not recorded.")


def _not_by_the_patient(case: Case) -> str:
    first = case.thread.messages[0] if case.thread.messages else None
    began = first is not None and first.from_patient
    return "" if began else tr("The patient did not begin this conversation.")


def _not_established(case: Case) -> str:
    last = case.chart.last_visit
    since = months_before(_moment(case).date(), case.rules.established_months)
    if last is not None and last.at.date() >= since:
        return ""
    return trn(
        "Not an established patient: not seen within {n} month.",
        "Not an established patient: not seen within {n} months.",
        case.rules.established_months,
    )


def _after_a_visit(case: Case) -> str:
    last = case.chart.last_visit
    days = case.rules.after_visit_days
    if last is None or not last.at <= _moment(case) < last.at + timedelta(days=days):
        return ""
    return trn(
        "It belongs to a visit within {n} day before.", "It belongs to a visit within {n} days before.", days
    )


def _before_a_visit(case: Case) -> str:
    coming, hours = case.chart.next_visit, timedelta(hours=case.rules.before_visit_hours)
    ended = max((one.end for one in case.item.times), default=_moment(case))
    if coming is None or coming.at - ended > hours:
        return ""
    return trn("It leads to a visit within {n} hour.", "It leads to a visit within {n} hours.",
               case.rules.before_visit_hours)  # fmt: skip


_RULES: tuple[Callable[[Case], str], ...] = (
    _never_of_this_kind,
    _not_by_the_patient,
    _not_established,
    _after_a_visit,
    _before_a_visit,
    _no_consent,
)


def _moment(case: Case) -> datetime:
    """When the work on it began: the first time kept, else when the patient wrote."""
    return min((one.start for one in case.item.times), default=case.item.arrived)


def _after(one: Spent, moment: datetime) -> Spent:
    return msgspec.structs.replace(one, start=max(one.start, moment))


def _before(one: Spent, moment: datetime) -> Spent:
    return msgspec.structs.replace(one, end=min(one.end, moment))


def _together(times: Iterable[Spent]) -> timedelta:
    """The time covered by `times`, counted once where they overlap."""
    whole, reached = timedelta(), None
    for one in sorted(times, key=lambda one: one.start):
        start = max(one.start, reached) if reached else one.start
        whole += max(one.end - start, timedelta())
        reached = max(one.end, reached) if reached else one.end
    return whole
