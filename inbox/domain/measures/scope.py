"""Of what, and of when, something is measured."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox.domain.calendar import utc
from inbox.domain.measures.work import Work


class Span(msgspec.Struct, frozen=True):
    """From one instant up to another, not including it."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether `at` lies in it."""
        return at is not None and self.begins <= at < self.ends

    @staticmethod
    def days(local: datetime, days: int) -> Span:
        """The last so many days of the clinic, today among them, up to the end of today.

        `local` is a time by the clock on the clinic's wall. A day is as long as that clock makes it.
        """
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        return Span(utc(midnight - timedelta(days=days - 1)), utc(midnight + timedelta(days=1)))

    @staticmethod
    def before(local: datetime, days: int) -> Span:
        """The same number of days right before those, up to the same time of the day as it is now.

        So a period that is not over yet is compared with as much of the one before.
        """
        begins = Span.days(local - timedelta(days=days), days).begins
        return Span(begins, utc(local - timedelta(days=days)))


class Scope(msgspec.Struct, frozen=True):
    """Which work counts; empty: all."""

    pool: str = ""
    kind: str = ""
    person: str = ""

    def holds(self, work: Work) -> bool:
        """Whether `work` is among it."""
        return (
            self.pool in ("", work.pool) and self.kind in ("", work.kind) and self.person in ("", work.owner)
        )


class Lines(StrEnum):
    """What each line of the page is about."""

    POOLS = "pools"
    KINDS = "kinds"
    PEOPLE = "people"


def lines_of(lines: Lines, works: Iterable[Work], within: Scope) -> list[Scope]:
    """A scope for each pool, kind or person that has own work in `within`, in the order of their names."""
    found = sorted({_name(lines, work) for work in works if work.is_own_work and within.holds(work)} - {""})
    field = {Lines.POOLS: "pool", Lines.KINDS: "kind", Lines.PEOPLE: "person"}[lines]
    return [msgspec.structs.replace(within, **{field: name}) for name in found]


def _name(lines: Lines, work: Work) -> str:
    """Which line `work` is in; a person has those that they closed."""
    if lines is Lines.PEOPLE:
        return work.owner if work.closed else ""
    return work.pool if lines is Lines.POOLS else work.kind
