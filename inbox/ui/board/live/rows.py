"""The lines of the live tab, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from inbox.domain.board import REVIEWS, Line, Slice
from inbox.domain.ids import PoolId
from inbox.domain.time_words import span_words
from inbox.domain.words import tr, trn
from inbox.queries.views import View, ViewKind
from inbox.ui.board.live.standing import OneOf, Standing
from inbox.ui.board.table import Cell, Column, Ink, Load, Row, Stack

Expected = Callable[[Mapping[str, int]], float]
"""The minutes of work that so many items of each kind are expected to take."""


def pool_columns() -> tuple[Column, ...]:
    """What is told of each pool."""
    return (
        Column(tr("Pool"), 172, right=False),
        Column(tr("Open"), 52),
        Column(tr("Unclaimed"), 78, gives_way=1),
        Column(tr("Overdue"), 72),
        Column(tr("Due today"), 76, said=tr("due later today")),
        Column(tr("On hold"), 62, gives_way=5),
        Column(tr("Oldest"), 68, said=tr("oldest open item"), gives_way=2),
        Column(tr("In / out"), 68, said=tr("arrived and closed today"), gives_way=4),
        Column(tr("On duty"), 66, gives_way=3),
        Column(tr("How it stands"), 176, right=False, gives_way=6),
    )


def people_columns(*, compare: bool) -> tuple[Column, ...]:
    """What is told of each person. `compare`: also what only supervisors see of others."""
    done = (Column(tr("Done"), 54, said=tr("closed today"), gives_way=3),) if compare else ()
    return (
        Column(tr("Person"), 154, right=False),
        Column(tr("Now"), 66, right=False, gives_way=2),
        Column(tr("Mine"), 46, said=tr("items they have")),
        Column(tr("Overdue"), 70),
        Column(tr("Work, time left"), 116, right=False, gives_way=4),
        Column(tr("Load"), 92, gives_way=1),
        *done,
    )


def pool_rows(standing: Standing, name: Callable[[PoolId], str]) -> list[Row]:
    """All of it together, then a line for each pool, reviews last."""
    rows, most = [], max((line.open for line in standing.pools.values()), default=0)
    for pool, line in standing.pools.items():
        shown = tr("Physician review") if pool == REVIEWS else name(pool)
        there = "" if pool == REVIEWS else _on_duty(len(standing.on_duty.get(pool, ())))
        rows.append(_pool_row(pool, shown, line, there, standing, (pool,), most))
    if len(rows) > 1:
        rows.append(
            _pool_row("", tr("All pools"), standing.clinic, _on_duty(standing.at_work), standing, (), 0)
        )
    return rows


def people_rows(standing: Standing, expected: Expected, *, compare: bool) -> list[Row]:
    """A line for each person who is on duty, holds work, or has closed some today."""
    return [_person_row(one, standing, expected, compare=compare) for one in standing.people]


def _pool_row(
    key: str, name: str, line: Line, there: str, standing: Standing, pools: tuple[PoolId, ...], most: int
) -> Row:
    def number(which: Slice) -> Cell:
        view = View(ViewKind.SLICE, pools=pools, slice=which, day_ends=standing.day.ends)
        return _number(line.of(which), which, view)

    bold = Ink.STRONG
    return Row(
        key,
        (
            Cell(name, bold),
            number(Slice.OPEN),
            number(Slice.UNCLAIMED),
            number(Slice.OVERDUE),
            number(Slice.DUE_TODAY),
            number(Slice.HELD),
            _age(line.oldest, standing.at),
            Cell(f"{line.arrived} / {line.closed}", said=_flow(line)),
            Cell(there),
            _stack(line, most),
        ),
    )


def _person_row(one: OneOf, standing: Standing, expected: Expected, *, compare: bool) -> Row:
    line = one.line

    def number(which: Slice) -> Cell:
        owners = (one.staff.id, *one.staff.role_refs)
        view = View(
            ViewKind.SLICE, text=one.staff.name, slice=which, owners=owners, day_ends=standing.day.ends
        )
        return _number(line.of(which), which, view)

    minutes, left = expected(line.kinds), one.left / timedelta(minutes=1)
    done = (Cell(str(line.closed), Ink.PLAIN if line.closed else Ink.QUIET),) if compare else ()
    said = load_words(minutes, left)
    return Row(
        one.staff.id,
        (
            Cell(one.staff.name, Ink.STRONG),
            Cell(tr("on duty"), Ink.PLAIN) if one.on_duty else Cell(tr("off"), Ink.QUIET),
            number(Slice.OPEN),
            number(Slice.OVERDUE),
            Cell(load=Load(minutes, left), said=said),
            Cell(said, Ink.STRONG if minutes > left else Ink.PLAIN),
            *done,
        ),
    )


def load_words(minutes: float, left: float) -> str:
    """Work against the time there is for it: "69 %", "31 min over", "40 min, off"."""
    if left <= 0:
        return tr("{n} min, off", n=round(minutes)) if minutes else "–"
    if minutes > left:
        return tr("{n} min over", n=round(minutes - left))
    return tr("{n} %", n=round(100 * minutes / left))


def _number(count: int, which: Slice, view: View) -> Cell:
    if not count:
        return Cell("0", Ink.QUIET)
    late = which is Slice.OVERDUE
    return Cell(str(count), Ink.LATE if late else Ink.PLAIN, view)


def _age(oldest: datetime | None, now: datetime) -> Cell:
    if oldest is None:
        return Cell("–", Ink.QUIET, said=tr("none"))
    return Cell(span_words(now - oldest))


def _stack(line: Line, most: int) -> Cell:
    """How the open items stand; none for all pools together, whose bar would make the others short."""
    if not most:
        return Cell()
    later = line.open - line.overdue - line.due_today - line.held
    stack = Stack(line.overdue, line.due_today, max(later, 0), line.held, most)
    said = tr(
        "{overdue} overdue, {today} due today, {later} later, {held} on hold",
        overdue=stack.overdue,
        today=stack.due_today,
        later=stack.later,
        held=stack.held,
    )
    return Cell(said=said, stack=stack)


def _flow(line: Line) -> str:
    came = trn("{n} came", "{n} came", line.arrived)
    return tr("{came}, {n} went", came=came, n=line.closed)


def _on_duty(count: int) -> str:
    return str(count) if count else tr("nobody")
