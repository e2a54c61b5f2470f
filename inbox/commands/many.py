"""One command on many items: weighed as a whole first, kept in slices, undone as one.

Nobody waits for it: after each item the screen has its turn, and people's other work goes in between two
slices (docs/adr/0027-many-items-at-once.md).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import uuid4

from inbox.commands.bus import Bus, Done
from inbox.commands.declare import Plan, Target
from inbox.domain.errors import InboxError, Refused
from inbox.domain.ids import GroupId, ThreadId
from inbox.domain.thread import Thread

SLICE = 20
"""Items in one transaction: some milliseconds of the writer's time."""

Turn = Callable[[int], Awaitable[bool]]
"""Told how many items are behind; gives the screen its turn. False: the person wants it to stop."""


class Refusal(NamedTuple):
    """An item on which it would be refused, and why."""

    target: Target
    why: str


class Weighed(NamedTuple):
    """What would happen, item by item; nothing has been done yet."""

    fit: list[Done]
    refused: list[Refusal]
    stopped: bool = False


class Kept(NamedTuple):
    """What has been done."""

    done: Done | None
    """All of it as one, to be said and undone; None where nothing was."""
    left: int = 0
    """Items that were not reached."""
    why: str = ""
    """What kept it from going on; empty where the person stopped it, or all is done."""


async def weigh(
    bus: Bus, title: str, targets: Sequence[Target], plan: Plan, turn: Turn, button: str = ""
) -> Weighed:
    """Find out on which of `targets` `plan` would be refused. `button`: as the bus has it."""
    group, threads = GroupId(str(uuid4())), dict[ThreadId, Thread]()
    found = Weighed([], [])
    for number, target in enumerate(targets, start=1):
        try:
            found.fit.append(bus.weighed(title, target, plan, group, threads, button))
        except Refused as refusal:
            found.refused.append(Refusal(target, str(refusal)))
        if not await turn(number):
            return found._replace(stopped=True)
    return found


async def keep(bus: Bus, weighed: Weighed, turn: Turn) -> Kept:
    """Do what was weighed, but for what would be refused. What is done stays done, whatever comes after."""
    every, kept = weighed.fit, 0
    try:
        while kept < len(every):
            await bus.keep(_as_one(every[kept : kept + SLICE]))
            kept = min(kept + SLICE, len(every))
            if not await turn(kept):
                break
    except InboxError as fault:
        return Kept(_as_one(every[:kept]) if kept else None, len(every) - kept, str(fault))
    return Kept(_as_one(every[:kept]) if kept else None, len(every) - kept)


def _as_one(parts: Sequence[Done]) -> Done:
    entries = tuple(entry for part in parts for entry in part.entries)
    inverses = {id_: inverse for part in parts for id_, inverse in part.inverses.items()}
    return replace(parts[0], entries=entries, inverses=inverses)
