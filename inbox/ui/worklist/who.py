"""Who is on an item, or what has become of what was done about it here: the right end of line 2."""

from __future__ import annotations

from typing import NamedTuple

from inbox.domain.entries import State
from inbox.domain.people import Actor
from inbox.domain.projection import HELD_BACK
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries.worklist import Line
from inbox.ui.look.paint import Pending

UNSETTLED = frozenset({State.WAITING, State.SENDING, State.UNSURE})


class Who(NamedTuple):
    """The words, and the mark of how far it has come where something is on its way."""

    words: str
    mark: Pending | None = None


def who(line: Line, actor: Actor) -> Who:
    """Who has `line`. What waits for a decision or for the server comes before any name."""
    if line.mark == State.CONFLICTED:
        return Who(tr("Needs you"), Pending.CONFLICT)
    if line.mark == State.REFUSED:
        return Who(tr("Needs you"), Pending.REFUSED)
    if line.mark == HELD_BACK:
        return Who(tr("Held back"), Pending.CONFLICT)
    mine = actor.is_me(line.owner)
    if line.mark in UNSETTLED:
        return _unsettled(line, mine)
    if line.stage == Stage.DONE:
        return Who(tr("You, confirmed"), Pending.CONFIRMED) if mine else Who(short_name(line.owner_name))
    if line.behalf and mine:
        return Who(tr("for {name}", name=short_name(line.behalf_name) or tr("a colleague")))
    if line.stage == Stage.UNCLAIMED:
        return Who(_offered(line, mine))
    return Who(tr("You")) if mine else Who(short_name(line.owner_name))


def _unsettled(line: Line, mine: bool) -> Who:
    """Done here, not yet confirmed there: the words never claim more than is so."""
    leaving = line.mark == State.WAITING
    if line.mark_verb == "reply":
        return Who(tr("Reply waits to leave") if leaving else tr("Reply on its way"), Pending.LEAVING)
    if line.stage == Stage.DONE:
        return Who(tr("Waits to leave") if leaving else tr("On its way"), Pending.LEAVING)
    if line.mark_verb == "claim":
        return Who(tr("Claim, not yet yours"), Pending.ASKED)
    return Who(tr("You, not confirmed") if mine else tr("Not confirmed"), Pending.ASKED)


def _offered(line: Line, mine: bool) -> str:
    """Unclaimed, and whom it is meant for where that is one person."""
    if mine:
        return tr("for you")
    if line.owner in ("", line.pool):
        return tr("unclaimed")
    return tr("for {name}", name=short_name(line.owner_name) or tr("a colleague"))


def short_name(name: str) -> str:
    """ "Tomas Aldana, RN" as "T. Aldana"."""
    bare = name.split(",")[0].strip()
    words = [word for word in bare.split() if not word.endswith(".")]
    if len(words) < 2:
        return bare
    return f"{words[0][0]}. {words[-1]}"
