"""Call: record what came of calling a patient about a red flag."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed, promise_after
from inbox.domain.disposition import CallOutcome
from inbox.domain.errors import Refused
from inbox.domain.operations import AnyOperation, Dispose
from inbox.domain.people import LICENSED
from inbox.domain.words import mark, tr


def disposition(case: Case, outcome: CallOutcome, note: str = "") -> Sequence[AnyOperation]:
    """Record a call about the flags of level 1 and 2 on screen; whoever calls is on the item."""
    flags = case.item.to_call or case.item.called
    if not flags:
        raise Refused(tr("There is no red flag of level 1 or 2 to call about."))
    about = tuple(dict.fromkeys(flag.message for flag in flags if flag.message))
    bare = Dispose(item=case.item.id, outcome=outcome, note=note, messages=about)
    return [*claim_if_needed(case), msgspec.structs.replace(bare, promise=promise_after(case, bare))]


COMMANDS = (
    Command(
        "item.disposition",
        mark("Record the call"),
        mark("Write down what came of calling about a red flag of level 1 or 2."),
        Section.TAKE,
        Needs.ITEM,
        roles=LICENSED,
        guarded=True,
        plan=disposition,
        example={"outcome": CallOutcome.NO_ANSWER},
    ),
)
