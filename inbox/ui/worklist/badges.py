"""The badges of a row: what is unusual about it, the flag first, in the order in which they give way."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.domain.entries import State
from inbox.domain.review import PING_PONG, Decision
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.words import tr, trn
from inbox.domain.work_item import Kind, Stage
from inbox.queries.worklist import Line
from inbox.ui.look.paint import Tone

MANY_MESSAGES = 3
"""From so many messages without an answer a row says how many."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge of line 1. One that `stays` never gives way."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
    stays: bool = False
    short: str = ""
    """What it says where a name would have no room beside `text`."""


def badges(line: Line) -> tuple[Badge, ...]:
    """The badges of `line`, the most telling first."""
    found: list[Badge] = []
    if line.flag_level is not None and line.flag_level <= 3 and line.stage != Stage.DONE:
        tone = Tone.FLAG if line.band == BAND_FLAGGED else Tone.FLAG_OUTLINE
        found.append(
            Badge(tr("Level {n}", n=line.flag_level), tone, "flag", stays=True, short=str(line.flag_level))
        )
    if line.mark == State.CONFLICTED:
        found.append(Badge(tr("Conflict"), Tone.SOON))
    if line.mark == State.REFUSED:
        found.append(Badge(tr("Refused"), Tone.SOON))
    if line.decided:
        found.append(Badge(_decided(line.decided), icon="stethoscope"))
    if line.handed_on >= PING_PONG and (line.kind == Kind.PHYSICIAN_REVIEW or line.decided):
        found.append(Badge(tr("To and fro: {n}", n=line.handed_on), Tone.SOON, short=str(line.handed_on)))
    if line.came_back:
        found.append(Badge(tr("Came back"), icon="undo-2"))
    if line.unanswered >= MANY_MESSAGES:
        found.append(Badge(trn("{n} message", "{n} messages", line.unanswered)))
    if line.sender_relation:
        found.append(Badge(tr("Proxy")))
    if line.interpreter and line.language:
        found.append(Badge(line.language, icon="languages"))
    if line.has_draft:
        found.append(Badge(tr("Draft"), icon="pencil"))
    return tuple(found)


def _decided(decision: str) -> str:
    """How a prescriber has decided, for whoever asked."""
    return {
        Decision.TO_NURSE: tr("Answered"),
        Decision.VISIT: tr("Needs a visit"),
        Decision.DECLINED: tr("Declined"),
    }.get(Decision(decision) if decision in set(Decision) else Decision.APPROVED, tr("Approved"))
