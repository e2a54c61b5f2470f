"""Put aside: wait for the patient, or see it again later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed
from inbox.domain.aside import latest_snooze, not_snoozed, stuck
from inbox.domain.errors import Refused
from inbox.domain.operations import AnyOperation, Hold, Snooze
from inbox.domain.words import mark

LONGEST_SNOOZE = timedelta(days=1)
"""Of what has no clock to end it."""


def wait(case: Case, wake: datetime, reason: str = "") -> Sequence[AnyOperation]:
    """Wait for the patient until `wake`; then it comes back to whoever held it."""
    if why := stuck(case.promise_of(case.thread, case.item), case.now):
        raise Refused(why)
    return [Hold(item=case.item.id, wake=wake, reason=reason)]


def hold(case: Case, wake: datetime, reason: str = "") -> Sequence[AnyOperation]:
    """The same of an item that may still be nobody's."""
    return [*claim_if_needed(case), *wait(case, wake, reason)]


def snooze(case: Case, until: datetime | None = None, *, end: bool = False) -> Sequence[AnyOperation]:
    """Do not show it to its author until then; None: for as long as may be. Its clock goes on.

    `end`: show it again now.
    """
    if end:
        return [Snooze(item=case.item.id, until=None)]
    promise = case.promise_of(case.thread, case.item)
    if why := not_snoozed(case.item, promise, until, case.now):
        raise Refused(why)
    latest = latest_snooze(case.item.holding.promise, promise)
    return [Snooze(item=case.item.id, until=until or latest or case.now + LONGEST_SNOOZE)]


COMMANDS = (
    Command(
        "item.hold",
        mark("Wait for the patient"),
        mark("Pause the clock until the patient answers or a day you choose. Or snooze it."),
        Section.FINISH,
        Needs.ITEM,
        guarded=True,
        plan=hold,
        example={"wake": datetime.max.replace(tzinfo=UTC)},
    ),
    Command(
        "item.snooze",
        mark("Snooze"),
        mark("Do not show it to you until a time you choose. Its clock goes on."),
        Section.FINISH,
        Needs.ITEM,
        guarded=True,
        plan=snooze,
    ),
)
