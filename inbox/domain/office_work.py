"""Scheduling, billing and records, thanks: what each needs on screen. None of it is clinical."""

from __future__ import annotations

import re
from datetime import date, tzinfo

from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.patient import Chart, Visit
from inbox.domain.preferred_days import preferred
from inbox.domain.thread import Thread
from inbox.domain.time_words import ago_words, date_words
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem

_RECORDS = re.compile(
    r"\brecords?\b|\bchart\b|copy of|copies|fax|immunization (?:history|record)|release", re.I
)


def scheduling(thread: Thread, item: WorkItem, chart: Chart, today: date, zone: tzinfo) -> Needs:
    """The days named, the visits there were and will be, and what was asked for already."""
    words = " ".join(message.text for message in thread.messages if message.from_patient)
    days, coming = preferred(words), _visit(chart.next_visit, today, zone)
    known = chart.knows("Appointment")
    rows: list[Row] = [
        Fact(tr("Days that may suit"), days or tr("none are named")),
        Fact(tr("Next visit"), coming or (tr("none is booked") if known else tr("not known"))),
        Fact(tr("Last visit"), _visit(chart.last_visit, today, zone) or tr("none is kept here")),
    ]
    rows += [Fact(tr("Asked of scheduling"), f"{one.how.said} · {one.by.name}") for one in item.visits]
    booked = tr("next visit {day}", day=coming) if coming else tr("no visit is booked") if known else ""
    return Needs(tr("Appointment"), booked, tuple(rows), told_below=True)


def billing(thread: Thread) -> Needs:
    """Whether it is about a bill or about records; either way nothing clinical belongs in the answer."""
    words = " ".join([thread.subject, *(m.text for m in thread.messages if m.from_patient)])
    records = bool(_RECORDS.search(words))
    title = tr("Records") if records else tr("Billing")
    what = tr("copies of records, it seems") if records else tr("a bill or insurance, it seems")
    return Needs(title, what, (Sentence(tr("Keep everything clinical out of the answer.")),))


def thanks(key: str) -> Needs:
    """Nothing is asked; `key` closes it."""
    summary = tr("nothing is asked: {key} closes it", key=key) if key else tr("nothing is asked")
    return Needs(tr("For your information"), summary)


def _visit(visit: Visit | None, today: date, zone: tzinfo) -> str:
    if visit is None:
        return ""
    day = visit.at.astimezone(zone).date()
    told = tr("{day} ({ago})", day=date_words(day), ago=ago_words(day, today))
    return " · ".join(filter(None, (told, visit.how, visit.with_whom)))
