"""What the commands of putting aside do: wait for the patient, snooze, end a snooze."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.aside import latest_snooze
from inbox.domain.errors import Refused
from inbox.queries import thread as threads
from inbox.queries import worklist as lines
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.wake_pick import Snoozing


class Run(Protocol):
    """Performs what was asked for, and goes on to the next item if it `leaves`."""

    def __call__(self, press: Press, *, leaves: bool = False, **arguments: object) -> Work:
        """The work to be seen through."""


class AsideActs:
    """One question offers both ways, whichever was asked for."""

    def __init__(self, desk: Desk, conductor: Conductor, chooser: Chooser, run: Run) -> None:
        self._desk = desk
        self._conductor = conductor
        self._chooser = chooser
        self._run = run
        conductor.on("item.hold", self._ask)
        conductor.on("item.snooze", self._ask)

    def _ask(self, press: Press) -> None:
        """Ask until when; what would be refused anyway says why, and both is refused at once."""
        refused = self._desk.bus.rehearsal(press.targets)
        hold, snooze = refused(COMMANDS["item.hold"]), refused(COMMANDS["item.snooze"])
        if hold and snooze:
            raise Refused(snooze if press.command.id == "item.snooze" else hold)
        line = lines.line(self._desk.reader, press.targets[0].item, self._desk.actor)
        snoozed = line is not None and line.snoozed is not None and line.snoozed > self._desk.now()
        snoozing = Snoozing(
            then=lambda until: self._see_to(press, "item.snooze", until=until),
            latest=min(filter(None, map(self._latest, press.targets)), default=None),
            off=snooze,
            end=partial(self._see_to, press, "item.snooze", end=True) if snoozed else None,
        )

        def held(wake: datetime, reason: str) -> None:
            self._see_to(press, "item.hold", wake=wake, reason=reason)

        calendar = self._desk.promises.calendar(line.pool if line else "")
        self._chooser.choose_wake(calendar, held, hold, snoozing)

    def _see_to(self, press: Press, command: str, **arguments: object) -> None:
        again: Callable[[str], None] = self._chooser.wakes.ask_again
        asked = replace(press, command=COMMANDS[command])
        leaves = "end" not in arguments
        self._conductor.follow(self._run(asked, leaves=leaves, **arguments), press.targets, again)

    def _latest(self, target: Target) -> datetime | None:
        desk = self._desk
        there = threads.thread(desk.reader, desk.interpreter, target.thread)
        item = there.item(target.item) if there else None
        if there is None or item is None:
            return None
        return latest_snooze(item.holding.promise, desk.promises.of(there, item))
