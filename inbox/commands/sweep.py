"""The sweep before closing: what a supervisor or the charge nurse looks at before nobody is there."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.domain.errors import Refused
from inbox.domain.operations import AnyOperation, Comment, Sweep
from inbox.domain.people import CHARGE, Role
from inbox.domain.words import mark, tr


def look(case: Case) -> Sequence[AnyOperation]:
    """Keep that it was looked at."""
    return [Sweep(item=case.item.id)]


def leave(case: Case, reason: str) -> Sequence[AnyOperation]:
    """Leave it as it is until the next opening, and tell whoever opens it then why."""
    if not reason.strip():
        raise Refused(tr("Say why it can wait."))
    told = tr("Left until the next opening: {reason}", reason=reason.strip())
    return [Comment(item=case.item.id, text=told), Sweep(item=case.item.id, left=reason)]


_LEAD, _DUTY = frozenset({Role.SUPERVISOR}), frozenset({CHARGE})

COMMANDS = (
    Command(
        "view.sweep",
        mark("Sweep before closing"),
        mark("What would wait unseen until the clinic opens again: for supervisors."),
        Section.BOARD,
    ),
    Command(
        "sweep.begin",
        mark("Begin the sweep"),
        mark("Open the first red flag or urgent item that nobody has looked at."),
        Section.BOARD,
        roles=_LEAD,
        duties=_DUTY,
    ),
    Command(
        "sweep.next",
        mark("Next to look at"),
        mark("Go to the next item of the sweep that nobody has looked at."),
        Section.BOARD,
        roles=_LEAD,
        duties=_DUTY,
    ),
    Command(
        "sweep.leave",
        mark("Leave with a reason"),
        mark("Say why this item can wait. Whoever opens it then reads it."),
        Section.BOARD,
        Needs.ITEM,
        roles=_LEAD,
        duties=_DUTY,
        guarded=True,
        plan=leave,
        example={"reason": "…"},
    ),
)
