"""Flags: jump to them in the conversation, dismiss one, raise it again, and try the rules on any text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import promise_after
from inbox.domain.errors import Refused
from inbox.domain.flag import SETTLING_ROLES, Flag, dismissal_of
from inbox.domain.operations import AnyOperation, DismissFlag, RaiseFlag
from inbox.domain.words import mark, tr


def dismiss(case: Case, reason: str, note: str = "", flag: Flag | None = None) -> Sequence[AnyOperation]:
    """Dismiss `flag`, or the first that stands, with a reason of the site's list and one's own words."""
    wanted = flag or next(iter(case.item.standing), None)
    if wanted is None:
        raise Refused(tr("There is no red flag to dismiss."))
    bare = DismissFlag(item=case.item.id, flag=wanted, reason=reason, note=note)
    return [msgspec.structs.replace(bare, promise=promise_after(case, bare))]


def raise_again(case: Case, flag: Flag | None = None) -> Sequence[AnyOperation]:
    """Let `flag`, or the first that somebody dismissed, count again."""
    dismissed = (one for one in case.item.flags if dismissal_of(one, case.item.dismissals))
    wanted = flag or next(dismissed, None)
    if wanted is None:
        raise Refused(tr("No red flag is dismissed here."))
    return [RaiseFlag(item=case.item.id, flag=wanted)]


COMMANDS = (
    Command(
        "flag.next",
        mark("Next flag"),
        mark("Go to the next marked words of the conversation."),
        Section.MOVE,
    ),
    Command(
        "flag.dismiss",
        mark("Dismiss a red flag"),
        mark("Say why a red flag counts no more. It stays to be seen."),
        Section.TAKE,
        Needs.ITEM,
        roles=SETTLING_ROLES,
        guarded=True,
        plan=dismiss,
        example={"reason": "…", "note": "…"},
    ),
    Command(
        "flag.raise",
        mark("Raise a red flag again"),
        mark("Let a flag that somebody dismissed count again."),
        Section.TAKE,
        Needs.ITEM,
        plan=raise_again,
    ),
    Command(
        "flags.test",
        mark("Try the red-flag rules"),
        mark("Type or paste any text and see what the rules find in it. Nothing of it is kept."),
        Section.PROGRAM,
    ),
)
