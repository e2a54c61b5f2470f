"""What a row of the worklist says: formatted once for a line, so that painting formats nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.people import Actor
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.sla import Standing, standing
from inbox.domain.time_words import day_words, words_left, words_to_call
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage
from inbox.queries.worklist import Line
from inbox.ui.look.paint import Pending
from inbox.ui.look.sla import Sla
from inbox.ui.worklist.badges import Badge, badges
from inbox.ui.worklist.who import who

if TYPE_CHECKING:
    from inbox.domain.search.marking import Span

KIND_ICONS = {
    "medical-question": "message-square",
    "refill": "pill",
    "result-question": "test-tube",
    "result-release": "flask-conical",
    "referral": "arrow-up-right",
    "form": "file-text",
    "scheduling": "calendar",
    "billing": "receipt",
    "questionnaire": "list-checks",
    "home-monitoring": "heart-pulse",
    "physician-review": "stethoscope",
    "call-now": "phone-call",
    "fyi": "info",
    "breach": "timer",
    "not-read": "message-circle",
}


class Marks(NamedTuple):
    """Where in what a row shows the words of a search stand."""

    name: tuple[Span, ...] = ()
    subject: tuple[Span, ...] = ()
    preview: tuple[Span, ...] = ()


UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to paint. `sentence` is the whole row for a screen reader."""

    line: Line
    sla: Sla | None
    """None where nothing is promised any more: closed, or a conversation that owes nothing."""
    clock: str
    name: str
    about: str
    badges: tuple[Badge, ...]
    kind: str
    icon: str
    subject: str
    preview: str
    who: str
    who_mark: Pending | None
    mine: bool
    bold: bool
    tinted: bool
    sentence: str
    marks: Marks = UNMARKED


def prepare(line: Line, actor: Actor, now: datetime, zone: str, today: date) -> Row:
    """Everything a row shows of `line` at `now`."""
    sla, clock = sla_of(line, now), clock_words(line, now, zone, today)
    has_it = who(line, actor)
    name = one_line(line.name) or tr("Unknown patient")
    about, marks = _about(line, today), badges(line)
    subject, preview = one_line(line.subject), one_line(line.preview)
    kind = kind_words(line.kind) if line.kind else tr("Conversation")
    return Row(
        line=line,
        sla=sla,
        clock=clock,
        name=name,
        about=about,
        badges=marks,
        kind=tr("Asks") if line.kind == Kind.PHYSICIAN_REVIEW else kind,
        icon=KIND_ICONS.get(line.kind, KIND_ICONS["medical-question"]),
        subject=subject,
        preview=preview or subject,
        who=has_it.words,
        who_mark=has_it.mark,
        mine=bool(line.owner) and actor.is_me(line.owner),
        bold=line.unseen,
        tinted=sla is Sla.RED_FLAG and line.flag_level == 1,
        sentence=_sentence(
            tr("unread") if line.unseen else "",
            *(badge.text for badge in marks),
            name,
            about,
            kind,
            _aloud(sla),
            clock,
            has_it.words,
        ),
    )


def sla_of(line: Line, now: datetime) -> Sla | None:
    """How the row's edge and pill are drawn."""
    if line.stage == Stage.HELD:
        return Sla.WAITING
    if line.stage not in (Stage.UNCLAIMED, Stage.CLAIMED):
        return None
    if line.band == BAND_FLAGGED:
        return Sla.RED_FLAG
    stands = standing(line.due, line.soon_from, now)
    if stands is Standing.OVERDUE:
        return Sla.OVERDUE
    return Sla.DUE_SOON if stands is Standing.DUE_SOON else Sla.ON_TRACK


def clock_words(line: Line, now: datetime, zone: str, today: date) -> str:
    """The words at the right end: what is left, or when it was closed; empty where nothing is due."""
    if line.stage == Stage.DONE:
        return _closed(line.closed_at, zone, today)
    on_hold = line.stage == Stage.HELD
    if line.band == BAND_FLAGGED and line.due is not None and not on_hold:
        return words_to_call(line.due, now)
    return words_left(
        line.due, line.soon_from, now, zone, on_hold=on_hold, wake=line.wake, counting=bool(line.flag_level)
    )


def _closed(at: datetime | None, zone: str, today: date) -> str:
    if at is None:
        return tr("closed")
    local = at.astimezone(ZoneInfo(zone))
    when = f"{local:%H:%M}" if local.date() == today else day_words(local.date())
    return tr("closed {when}", when=when)


def _about(line: Line, today: date) -> str:
    born = line.birth_date
    sex = {"female": tr("F"), "male": tr("M")}.get(line.sex, "")
    if born is None:
        return sex
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    age = str(months // 12) if months >= 24 else tr("{n} mo", n=months)
    return f"{age} {sex}".strip()


def _aloud(sla: Sla | None) -> str:
    """What the edge and the shape say to those who see them."""
    if sla is None:
        return ""
    return {
        Sla.RED_FLAG: tr("red flag"),
        Sla.OVERDUE: tr("overdue"),
        Sla.DUE_SOON: tr("due soon"),
        Sla.ON_TRACK: tr("on track"),
        Sla.WAITING: tr("on hold"),
    }[sla]


def _sentence(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
