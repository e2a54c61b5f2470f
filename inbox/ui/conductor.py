"""From a command's id to what happens.

A command comes with the time its key went down. What it acts on is fixed at once; nothing here reads
"the current selection" after an await. Refusals are said in the status line, never shown as a crash.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from inbox import diary
from inbox.commands.bus import Done
from inbox.commands.declare import Command, Needs, Target
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import InboxError
from inbox.domain.words import tr
from inbox.shortcuts.guard import PaintGuard
from inbox.ui.desk import Desk, Tone
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.worklist.pane import WorklistPane


@dataclass(frozen=True)
class Press:
    """A command as it was asked for, with what it acts on."""

    command: Command
    targets: tuple[Target, ...]
    argument: object = None


Act = Callable[[Press], Awaitable[None] | None]


class Conductor(QObject):
    """Knows which command does what; the acts themselves are given by the ones who can do them."""

    def __init__(
        self, desk: Desk, worklist: WorklistPane, reading: ReadingPane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._worklist = worklist
        self._reading = reading
        self._acts: dict[str, Act] = {}
        self._running: set[asyncio.Task[None]] = set()
        self.guard = PaintGuard()
        reading.painted.connect(self.guard.painted)

    def on(self, command: str, act: Act) -> None:
        """Let `act` answer to `command`."""
        if command not in COMMANDS:
            raise KeyError(command)
        self._acts[command] = act

    @property
    def answered(self) -> frozenset[str]:
        """The commands that something answers to."""
        return frozenset(self._acts)

    def pressed(self, command: str, at: float) -> None:
        """A key asked for `command`; it went down at `at` on the monotonic clock."""
        declared = COMMANDS[command]
        if declared.guarded and not self.guard.allows(self._reading.guard_key(), at, False):
            self._desk.say(tr("Too soon after this item appeared: key ignored. Press again."), Tone.WARNING)
            return
        self.ask(command)

    def ask(self, command: str, argument: object = None) -> None:
        """`command` was asked for, by a key that passed the guard, the palette, or the pointer."""
        declared = COMMANDS[command]
        press = Press(declared, self._targets(declared), argument)
        off = self.off(command) or (
            tr("Select an item first.") if declared.needs is not Needs.NOTHING and not press.targets else ""
        )
        if off:
            self._desk.say(off, Tone.WARNING)
            return
        outcome = self._acts[command](press)
        if outcome is not None:
            self.follow(outcome)

    def off(self, command: str) -> str:
        """Why `command` cannot be asked for now; empty when it can."""
        declared = COMMANDS[command]
        if self._desk.actor.role not in declared.roles:
            return tr("{command} is not allowed for your role.", command=declared.said)
        if command not in self._acts:
            return tr("{command} is not available here.", command=declared.said)
        return ""

    def follow(self, work: Awaitable[None]) -> None:
        """See `work` through: what it refuses is said, what breaks is written down without its words."""
        task = asyncio.ensure_future(self._through(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Wait for everything that is under way (before quitting)."""
        while self._running:
            await asyncio.gather(*self._running)

    def undoable(self, done: Done) -> None:
        """Remember what was performed and say it, with how to take it back."""
        self._desk.undo.push(done)
        keys = self._desk.keys_of("edit.undo")
        self._desk.say(tr("{title}: done. {keys} takes it back.", title=done.title, keys=keys), Tone.GOOD)

    def _targets(self, command: Command) -> tuple[Target, ...]:
        if command.needs is Needs.COMPOSER:
            target = self._reading.target
            return (target,) if target else ()
        return tuple(self._worklist.targets()) if command.needs is Needs.ITEM else ()

    async def _through(self, work: Awaitable[None]) -> None:
        try:
            await work
        except InboxError as refusal:
            self._desk.say(str(refusal), Tone.WARNING)
        except Exception as error:
            diary.mistake("ui.command", error)
            self._desk.say(
                tr("That did not work, by a mistake of the program. Nothing was sent."), Tone.WARNING
            )
            raise
