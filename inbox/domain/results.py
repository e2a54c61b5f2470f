"""What a question about a result, or its release, needs: the values, their ranges, what went before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.needs import Fact, Needs, Plot, Row, Sentence
from inbox.domain.patient import Reading, Series
from inbox.domain.thread import Thread
from inbox.domain.time_words import date_words
from inbox.domain.words import mark, tr, trn
from inbox.domain.work_item import Kind, WorkItem

EARLIER = 4
"""Values before this one that are told with their days."""
_STANDING = {
    "high": mark("high"),
    "low": mark("low"),
    "abnormal": mark("abnormal"),
    "critical": mark("critical"),
}


class Value(msgspec.Struct, frozen=True):
    """One measured or observed value."""

    ref: str
    name: str
    text: str
    """As it is written: "5.9", "<0.5", "142/88", "positive"."""
    unit: str = ""
    number: float | None = None
    at: datetime | None = None
    code: str = ""
    low: float | None = None
    high: float | None = None
    flag: str = ""
    """What whoever measured says of it: "high", "low", "abnormal", "critical" or nothing."""
    normal: bool = False
    """Whether they say that it is normal."""
    final: bool = True

    @property
    def standing(self) -> str:
        """ "high", "low", "abnormal", "critical", or nothing: by its range, else by who measured it."""
        if self.flag == "critical":
            return self.flag
        if self.number is not None and self.high is not None and self.number > self.high:
            return "high"
        if self.number is not None and self.low is not None and self.number < self.low:
            return "low"
        return self.flag

    @property
    def in_range(self) -> bool | None:
        """Whether it is as it should be; None where neither a range nor a word says so."""
        if self.standing:
            return False
        ranged = self.number is not None and (self.low is not None or self.high is not None)
        return True if ranged or self.normal else None


class Report(msgspec.Struct, frozen=True):
    """Values that were reported together."""

    ref: str
    name: str
    issued: datetime | None = None
    final: bool = True
    values: tuple[Value, ...] = ()
    conclusion: str = ""


class About(msgspec.Struct, frozen=True):
    """The results that a piece of work is about. `certain`: the work or its thread names them."""

    values: tuple[Value, ...]
    reports: tuple[Report, ...] = ()
    certain: bool = True


def about(thread: Thread, item: WorkItem, reports: Sequence[Report], values: Iterable[Value]) -> About | None:
    """What `item` is about: what it names, else what its thread names, else the newest report."""
    by_ref = {one.ref: one for one in values}
    for named in (item.about, thread.about):
        found = tuple(one for one in reports if one.ref in named)
        single = [by_ref[ref] for ref in named if ref in by_ref]
        whole = [value for report in found for value in report.values]
        if found or single:
            return About(tuple(dict.fromkeys([*single, *whole])), found)
    newest = max(reports, key=lambda one: one.issued.timestamp() if one.issued else 0, default=None)
    return About(newest.values, (newest,), certain=False) if newest else None


def why_not_normal(told: About | None) -> str:
    """Why “everything is normal” cannot be said of these, as a sentence; empty when it can."""
    if told is None or not told.values:
        return tr("No result is kept here that it could be about.")
    if not told.certain:
        return tr("No result is named: nobody knows which one is meant.")
    for value in told.values:
        if value.in_range is False:
            return tr("{name} is {standing}.", name=value.name, standing=_said(value))
        if value.in_range is None:
            return tr("{name} has no range to judge it by.", name=value.name)
    if not all(value.final for value in told.values) or not all(report.final for report in told.reports):
        return tr("It is preliminary.")
    return ""


def needs(told: About | None, kind: str, history: Sequence[Series], zone: ZoneInfo) -> Needs:
    """The values asked about with their ranges and what went before; how its release stands."""
    title = tr("Result to release") if kind == Kind.RESULT_RELEASE else tr("Result")
    if told is None or not told.values:
        return Needs(
            title, tr("no result is kept here that it could be about"), tuple(_release(kind)), alert=True
        )
    outside = [value for value in told.values if value.in_range is False]
    unknown = [value for value in told.values if value.in_range is None]
    if outside:
        names = ", ".join(tr("{name} {standing}", name=one.name, standing=_said(one)) for one in outside)
        summary = tr("{n} of {all} outside: {names}", n=len(outside), all=len(told.values), names=names)
    elif unknown:
        summary = trn("{n} value without a range", "{n} values without a range", len(unknown))
    elif all(value.number is None for value in told.values):
        summary = trn("said to be normal", "all {n} said to be normal", len(told.values))
    else:
        summary = trn("the value is in range", "all {n} values in range", len(told.values))
    return Needs(title, summary, tuple(_rows(told, kind, history, zone)), alert=bool(outside))


def _rows(told: About, kind: str, history: Sequence[Series], zone: ZoneInfo) -> Iterator[Row]:
    if not told.certain:
        yield Sentence(tr("No result is named. This is the newest report."), alert=True)
    yield from _release(kind)
    for value in sorted(told.values, key=lambda one: one.in_range is not False):
        yield _fact(value, zone)
        series = next(
            (one for one in history if one.code == value.code and value.code and not one.home), None
        )
        if series is not None and value.number is not None:
            yield from _before(value, series, zone, plotted=value.in_range is False or len(told.values) == 1)
    for report in told.reports:
        if report.conclusion:
            yield Fact(tr("Conclusion"), report.conclusion)
        yield Fact(tr("Report"), _state(report, zone))


def _fact(value: Value, zone: ZoneInfo) -> Fact:
    told = f"{value.text} {value.unit}".strip()
    parts = [told, _range(value)]
    if value.at is not None:
        parts.append(date_words(value.at.astimezone(zone).date()))
    if not value.final:
        parts.append(tr("preliminary"))
    return Fact(value.name, " · ".join(filter(None, parts)), _said(value))


def _before(value: Value, series: Series, zone: ZoneInfo, *, plotted: bool) -> Iterator[Row]:
    """The course up to this value; what was measured after it is not part of it."""
    course = [one for one in series.readings if value.at is None or one.at <= value.at]
    earlier = [one for one in course if value.at is None or one.at < value.at]
    if not earlier:
        return
    days = [date_words(one.at.astimezone(zone).date()) for one in (course[0], course[-1])]
    last = ", ".join(_dated(one, zone) for one in reversed(earlier[-EARLIER:]))
    if plotted:
        said = tr("{name} over time, before this: {values}", name=value.name, values=last)
        yield Plot(
            tr("{name} over time", name=value.name), value.unit, tuple(course), days[0], days[1], said,
            value.low, value.high,
        )  # fmt: skip
    yield Fact(tr("Before"), last)


def _dated(reading: Reading, zone: ZoneInfo) -> str:
    return f"{reading.bound}{reading.value:g} ({date_words(reading.at.astimezone(zone).date())})"


def _range(value: Value) -> str:
    if value.low is not None and value.high is not None:
        return tr("range {low} to {high}", low=f"{value.low:g}", high=f"{value.high:g}")
    if value.high is not None:
        return tr("range up to {high}", high=f"{value.high:g}")
    if value.low is not None:
        return tr("range from {low}", low=f"{value.low:g}")
    return "" if value.normal else tr("no range given")


def _said(value: Value) -> str:
    return tr(_STANDING[value.standing]) if value.standing else ""


def _state(report: Report, zone: ZoneInfo) -> str:
    state = tr("final") if report.final else tr("preliminary")
    if report.issued is None:
        return tr("{name}, {state}", name=report.name, state=state)
    day: date = report.issued.astimezone(zone).date()
    return tr("{name}, {state}, {day}", name=report.name, state=state, day=date_words(day))


def _release(kind: str) -> Iterator[Row]:
    if kind == Kind.RESULT_RELEASE:
        yield Sentence(tr("The patient does not see it yet. Closed as released, the portal shows it."))
