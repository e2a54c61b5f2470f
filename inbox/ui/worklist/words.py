"""What a row of the worklist says: formatted once for a line, so that painting formats nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inbox.domain.people import Actor
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.sla import Standing, standing
from inbox.domain.time_words import words_left, words_to_call
from inbox.domain.words import mark, tr, trn
from inbox.domain.work_item import Stage
from inbox.queries.worklist import Line
from inbox.ui.look.paint import Pending, Tone
from inbox.ui.look.sla import Sla

KIND_WORDS = {
    "medical-question": mark("Medical question"),
    "refill": mark("Refill"),
    "result-question": mark("Result question"),
    "result-release": mark("Result to release"),
    "referral": mark("Referral"),
    "form": mark("Form"),
    "scheduling": mark("Scheduling"),
    "billing": mark("Billing or records"),
    "questionnaire": mark("Questionnaire"),
    "home-monitoring": mark("Home readings"),
    "physician-review": mark("Physician review"),
    "call-now": mark("Call now"),
    "fyi": mark("FYI"),
}
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
}


@dataclass(frozen=True, slots=True)
class BadgeWords:
    """A badge of line 1."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to paint. `sentence` is the whole row for a screen reader."""

    line: Line
    sla: Sla
    clock: str
    name: str
    about: str
    badges: tuple[BadgeWords, ...]
    kind: str
    icon: str
    preview: str
    who: str
    who_mark: Pending | None
    mine: bool
    bold: bool
    tinted: bool
    sentence: str


def kind_words(kind: str) -> str:
    """The kind of work as people say it; an unknown kind counts as a medical question."""
    return tr(KIND_WORDS.get(kind, KIND_WORDS["medical-question"]))


def prepare(line: Line, actor: Actor, now: datetime, zone: str, today: date) -> Row:
    """Everything a row shows of `line` at `now`."""
    row = line
    on_hold = row.stage == Stage.HELD
    calls = row.band == BAND_FLAGGED and row.stage != Stage.DONE
    if row.stage == Stage.DONE:
        clock = _closed_words(row.closed_at, zone)
    elif calls and row.due is not None and not on_hold:
        clock = words_to_call(row.due, now)
    else:
        clock = words_left(
            row.due, row.soon_from, now, zone, on_hold=on_hold, wake=row.wake, counting=bool(row.flag_level)
        )
    sla = sla_of(line, now)
    mine = bool(row.owner) and actor.is_me(row.owner)
    who, who_mark = _who(line, mine)
    name = line.name or tr("Unknown patient")
    about = _about(line, today)
    badges = tuple(_badges(line))
    kind = kind_words(row.kind)
    parts = (*(b.text for b in badges), name, about, kind, clock, who)
    return Row(
        line=line,
        sla=sla,
        clock=clock,
        name=name,
        about=about,
        badges=badges,
        kind=kind,
        icon=KIND_ICONS.get(row.kind, KIND_ICONS["medical-question"]),
        preview=row.preview or row.subject,
        who=who,
        who_mark=who_mark,
        mine=mine,
        bold=line.unseen,
        tinted=row.flag_level == 1 and row.stage != Stage.DONE,
        sentence=", ".join(part for part in parts if part),
    )


def sla_of(line: Line, now: datetime) -> Sla:
    """How the row's edge and pill are drawn."""
    row = line
    if row.stage == Stage.HELD:
        return Sla.WAITING
    if row.stage == Stage.DONE:
        return Sla.ON_TRACK
    if row.band == BAND_FLAGGED:
        return Sla.RED_FLAG
    stands = standing(row.due, row.soon_from, now)
    if stands is Standing.OVERDUE:
        return Sla.OVERDUE
    return Sla.DUE_SOON if stands is Standing.DUE_SOON else Sla.ON_TRACK


def _closed_words(at: datetime | None, zone: str) -> str:
    return words_left(at, None, at, zone) if at else tr("closed")


def _about(line: Line, today: date) -> str:
    born = line.birth_date
    sex = {"female": tr("F"), "male": tr("M")}.get(line.sex, "")
    if born is None:
        return sex
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{age} {sex}".strip()


def _badges(line: Line) -> list[BadgeWords]:
    row = line
    badges: list[BadgeWords] = []
    if row.flag_level is not None and row.flag_level <= 3 and row.stage != Stage.DONE:
        tone = Tone.FLAG if row.flag_level <= 2 else Tone.FLAG_OUTLINE
        badges.append(BadgeWords(tr("Level {n}", n=row.flag_level), tone, "flag"))
    if row.mark in ("conflicted", "refused"):
        badges.append(BadgeWords(tr("Conflict") if row.mark == "conflicted" else tr("Refused"), Tone.SOON))
    if row.unanswered >= 3:
        badges.append(BadgeWords(trn("{n} message", "{n} messages", row.unanswered)))
    if row.sender_relation:
        badges.append(BadgeWords(tr("Proxy")))
    if line.interpreter and line.language:
        badges.append(BadgeWords(line.language, icon="languages"))
    if line.has_draft:
        badges.append(BadgeWords(tr("Draft"), icon="pencil"))
    return badges


def _who(line: Line, mine: bool) -> tuple[str, Pending | None]:
    """Who is on it, or what has become of what was done here."""
    row = line
    unconfirmed = row.mark in ("waiting", "sending", "unsure", "held")
    if row.mark == "conflicted":
        return tr("Needs you"), Pending.CONFLICT
    if row.mark == "refused":
        return tr("Refused, needs you"), Pending.REFUSED
    if row.mark == "held":
        return tr("Held back"), Pending.CONFLICT
    if unconfirmed and row.mark_verb == "claim":
        return tr("Claim, not yet yours"), Pending.ASKED
    if unconfirmed and row.mark_verb == "reply":
        return tr("Reply waiting to leave"), Pending.LEAVING
    if unconfirmed:
        return tr("Not yet confirmed"), Pending.ASKED
    if row.stage == Stage.UNCLAIMED:
        return tr("unclaimed"), None
    if mine:
        return tr("You"), None
    return short_name(row.owner_name), None


def short_name(name: str) -> str:
    """ "Tomas Aldana, RN" as "T. Aldana"."""
    bare = name.split(",")[0].strip()
    words = [word for word in bare.split() if not word.endswith(".")]
    if len(words) < 2:
        return bare
    return f"{words[0][0]}. {words[-1]}"
