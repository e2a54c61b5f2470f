"""What stands in the cells of the sheets: texts of a draft, and how a text becomes a change of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import msgspec

from inbox.domain import calendar_sheet
from inbox.domain.calendar import Calendar, always
from inbox.domain.policy import CLASSES, Policy
from inbox.domain.policy_draft import Draft
from inbox.domain.policy_sheet import Column, cell, class_words, is_own, with_cell, without_rule
from inbox.domain.words import mark, tr

_COLUMNS = {
    Column.FIRST_LOOK: mark("First look"),
    Column.REPLY: mark("Reply"),
    Column.RESOLUTION: mark("Resolution"),
    Column.WARN: mark("Warns at"),
    Column.TOLD: mark("Who is told"),
    Column.TELL_AT: mark("Told at"),
    Column.STUCK: mark("Stuck after"),
    Column.CLOSES: mark("Closes after"),
    Column.HOURS: mark("Counts in"),
}
_DAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday")),
    *(mark("Friday"), mark("Saturday"), mark("Sunday")),
)
_SCHEDULES = ("calendar", "red_flag_calendar")


class Grid(Protocol):
    """Rows and columns of text. Rows and columns are counted from 0."""

    @property
    def columns(self) -> Sequence[str]:
        """Their titles."""

    @property
    def rows(self) -> Sequence[str]:
        """Their titles."""

    def text(self, row: int, column: int) -> str:
        """What stands there, as it can be written again."""

    def quiet(self, row: int, column: int) -> bool:
        """Whether it stands there only because nothing else was said."""

    def write(self, row: int, column: int, text: str) -> None:
        """Change it; raises InboxError with a sentence."""

    def reset(self, row: int, column: int) -> None:
        """Let it be as if nothing had been said there."""


class PromiseGrid:
    """The promises of one pool, or of all: a row for each class of work, tightest first."""

    def __init__(self, draft: Draft, pool: str) -> None:
        self._draft = draft
        self._pool = pool
        self.columns = [tr(_COLUMNS[column]) for column in Column]
        self.rows = [class_words(name) for name in CLASSES]

    def text(self, row: int, column: int) -> str:
        """The promise in words."""
        return cell(self._draft.policy, self._pool, CLASSES[row], list(Column)[column])

    def quiet(self, row: int, column: int) -> bool:
        """Whether the pool has no promise of its own there."""
        return bool(self._pool) and not is_own(self._draft.policy, self._pool, CLASSES[row])

    def write(self, row: int, column: int, text: str) -> None:
        """Promise something else."""
        at = list(Column)[column]
        self._draft.change(partial(with_cell, pool=self._pool, sla_class=CLASSES[row], column=at, text=text))

    def reset(self, row: int, column: int) -> None:
        """Let the pool keep the promise of all pools again."""
        if self._pool:
            self._draft.change(partial(without_rule, pool=self._pool, sla_class=CLASSES[row]))


class OneClass:
    """The promises of one class of work, one below the other: where there is no room for all of them."""

    def __init__(self, promises: PromiseGrid, row: int) -> None:
        """`row`: of the class in `promises`."""
        self._promises = promises
        self._row = row
        self.columns = [promises.rows[row]]
        self.rows = promises.columns

    def text(self, row: int, column: int) -> str:
        """The promise in words."""
        return self._promises.text(self._row, row)

    def quiet(self, row: int, column: int) -> bool:
        """Whether the pool has no promise of its own there."""
        return self._promises.quiet(self._row, row)

    def write(self, row: int, column: int, text: str) -> None:
        """Promise something else."""
        self._promises.write(self._row, row, text)

    def reset(self, row: int, column: int) -> None:
        """Let the pool keep the promise of all pools again."""
        self._promises.reset(self._row, row)


class Classes:
    """The classes of work, to choose from; read only."""

    columns = ("",)

    def __init__(self, promises: PromiseGrid) -> None:
        self.rows = promises.rows

    def text(self, row: int, column: int) -> str:
        """The class in words."""
        return self.rows[row]

    def quiet(self, row: int, column: int) -> bool:
        """Never."""
        return False

    def write(self, row: int, column: int, text: str) -> None:
        """Nothing is typed here."""

    def reset(self, row: int, column: int) -> None:
        """Nothing was."""


class HoursGrid:
    """The calendars of the policy: open hours, and when red flags are answered."""

    def __init__(self, draft: Draft, zone: str) -> None:
        """`zone`: of the clinic, where the policy has no calendar."""
        self._draft = draft
        self._zone = zone
        self.columns = [tr("Open hours"), tr("Red flags answered")]

    @property
    def rows(self) -> list[str]:
        """Days, zone, holidays, closures, and a place for one closure more."""
        closures = max(len(self.calendar(column).closures) for column in range(len(_SCHEDULES)))
        days = [tr(day) for day in _DAYS]
        closed = [tr("Closed") for _ in range(closures)]
        return [*days, tr("Time zone"), tr("Public holidays"), *closed, tr("Add a closure")]

    def calendar(self, column: int) -> Calendar:
        """The calendar of a column; red flags are answered in open hours where nothing else is said."""
        policy = self._draft.policy
        own: Calendar | None = getattr(policy, _SCHEDULES[column])
        return own or policy.calendar or always(self._zone)

    def text(self, row: int, column: int) -> str:
        """Hours, zone, holidays or a closure in words."""
        calendar = self.calendar(column)
        if row < len(_DAYS):
            return calendar_sheet.day_words(calendar, row)
        if row == len(_DAYS):
            return calendar.zone
        if row == len(_DAYS) + 1:
            return calendar_sheet.holidays_words(calendar)
        place = row - len(_DAYS) - 2
        return (
            calendar_sheet.closure_words(calendar.closures[place]) if place < len(calendar.closures) else ""
        )

    def quiet(self, row: int, column: int) -> bool:
        """Whether that calendar is not the policy's own."""
        return getattr(self._draft.policy, _SCHEDULES[column]) is None

    def write(self, row: int, column: int, text: str) -> None:
        """Change a day, the zone, the holidays or a closure."""
        self._draft.change(partial(_with_calendar, column=column, zone=self._zone, change=_change(row, text)))

    def reset(self, row: int, column: int) -> None:
        """Answer red flags in open hours again; a closure is taken away."""
        if row > len(_DAYS) + 1:
            self.write(row, column, "")
        elif column:
            self._draft.change(partial(_without_calendar, column=column))


def _change(row: int, text: str) -> Callable[[Calendar], Calendar]:
    if row < len(_DAYS):
        return partial(calendar_sheet.with_day, day=row, text=text)
    if row == len(_DAYS):
        return partial(calendar_sheet.with_zone, text=text)
    if row == len(_DAYS) + 1:
        return partial(calendar_sheet.with_holidays, text=text)
    return partial(calendar_sheet.with_closure, place=row - len(_DAYS) - 2, text=text)


def _with_calendar(policy: Policy, column: int, zone: str, change: Callable[[Calendar], Calendar]) -> Policy:
    own: Calendar | None = getattr(policy, _SCHEDULES[column])
    changed = change(own or policy.calendar or always(zone))
    return msgspec.structs.replace(policy, **{_SCHEDULES[column]: changed})


def _without_calendar(policy: Policy, column: int) -> Policy:
    return msgspec.structs.replace(policy, **{_SCHEDULES[column]: None})
