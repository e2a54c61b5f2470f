"""Whether the clinic answers this patient here, and why, with the dates it follows from."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, tzinfo
from enum import StrEnum

import msgspec

from inbox.domain.messaging.rules import Eligible
from inbox.domain.patient import Chart, Visit
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn


class Standing(StrEnum):
    """A chart that has not been read says nothing, and nobody is turned away for it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Eligibility(msgspec.Struct, frozen=True):
    """The answer and its reason, as a sentence."""

    standing: Standing
    why: str

    @property
    def turned_away(self) -> bool:
        """Whether a visit has to come first."""
        return self.standing is Standing.NO


def eligibility(rules: Eligible, chart: Chart, kind: str, today: date, zone: tzinfo) -> Eligibility:
    """Whether a message of `kind` is answered for the patient of `chart` on `today`, the date in `zone`.

    Seen within the rule's months (the day that many months ago still counts), or a visit booked.
    """
    if kind in rules.always:
        return Eligibility(Standing.YES, tr("Anybody may write about this."))
    last, coming = _day(chart.last_visit, zone), _day(chart.next_visit, zone)
    if last is not None and last >= months_before(today, rules.seen_within_months):
        return Eligibility(Standing.YES, tr("Seen {day}.", day=date_words(last)))
    if rules.visit_booked and coming is not None:
        return Eligibility(Standing.YES, tr("A visit is booked for {day}.", day=date_words(coming)))
    if not chart.knows("Encounter"):
        return Eligibility(Standing.UNKNOWN, tr("The visits are not here, so nobody can tell."))
    months = trn("in {n} month", "in {n} months", rules.seen_within_months)
    if last is None:
        why = tr("Never seen here, and no visit is booked.")
    else:
        why = tr(
            "Last seen {day}: not {months}, and no visit is booked.", day=date_words(last), months=months
        )
    return Eligibility(Standing.NO, why)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the month's last day where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(visit: Visit | None, zone: tzinfo) -> date | None:
    return visit.at.astimezone(zone).date() if visit else None
