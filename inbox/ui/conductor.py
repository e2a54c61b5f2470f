"""From a command's id to what happens.

A command comes with the time its key went down. What it acts on is fixed at once, and an act reads what
it needs of the screen before it first waits: what is on screen afterwards may be another patient's.
Refusals are said in the status line, never shown as a crash.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from inbox import diary
from inbox.commands.bus import Done
from inbox.commands.declare import Command, Needs, Target
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import InboxError
from inbox.domain.words import tr, trn
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


class InFront(Protocol):
    """A page that stands where the list stands: what is acted on is chosen there."""

    @property
    def answers(self) -> frozenset[str]:
        """The commands of the list that it answers to itself, beside those that only send."""

    def targets(self) -> Sequence[Target]:
        """The items that a command acts on."""


Work = Coroutine[Any, Any, None]
Act = Callable[[Press], Work | None]
"""Does what can be done at once, and gives the rest as work to be seen through."""


def _no_more(_why: str) -> None:
    """Saying it is enough."""


class Conductor(QObject):
    """Knows which command does what; the acts themselves are given by the ones who can do them."""

    performed = Signal(object)
    """Something was performed and can be taken back: its `Done`."""

    def __init__(
        self, desk: Desk, worklist: WorklistPane, reading: ReadingPane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._worklist = worklist
        self._reading = reading
        self._acts: dict[str, Act] = {}
        self._useless: dict[str, Callable[[Press], str]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._busy: Counter[Target] = Counter()
        self.in_front: InFront | None = None
        """The page that hides list and conversation, while there is one."""
        self.still = False
        """While it is locked nothing begins, whoever has asked for it."""
        self.guard = PaintGuard()
        reading.painted.connect(self.guard.painted)

    def on(self, command: str, act: Act, off: Callable[[], str] = str) -> None:
        """Let `act` answer to `command`. `off` tells why it has no use now; empty when it has."""
        self.on_press(command, act, lambda _press: off())

    def on_press(self, command: str, act: Act, off: Callable[[Press], str]) -> None:
        """The same where its use depends on what it is asked for with."""
        if command not in COMMANDS:
            raise KeyError(command)
        self._acts[command] = act
        self._useless[command] = off

    @property
    def answered(self) -> frozenset[str]:
        """The commands that something answers to."""
        return frozenset(self._acts)

    def pressed(self, command: str, at: float) -> None:
        """A key asked for `command`; it went down at `at` on the monotonic clock."""
        press = self._press(command)
        off = self._why_not(press)
        if not off and press.command.guarded and not self.guard.allows(self._reading.guard_key(), at, False):
            off = tr("Too soon after this item appeared: key ignored. Press again.")
        self._perform(press, off)

    def ask(self, command: str, argument: object = None) -> None:
        """`command` was asked for, by the palette or the pointer: no key that could have come too soon."""
        press = self._press(command, argument)
        self._perform(press, self._why_not(press))

    def offs(self) -> Callable[[str], str]:
        """Tells of any command why it cannot be asked for now, empty when it can: what the palette shows."""
        rehearsals: dict[tuple[Target, ...], Callable[[Command], str]] = {}
        targets = {needs: self._targets(needs) for needs in Needs}

        def off(command: str) -> str:
            press = self._press(command, at=targets)
            if why := self._why_not(press) or self._useless[press.command.id](press):
                return why
            if press.targets not in rehearsals:
                rehearsals[press.targets] = self._desk.bus.rehearsal(press.targets)
            return rehearsals[press.targets](press.command)

        return off

    def follow(
        self, work: Work, targets: Collection[Target] = (), refused: Callable[[str], None] = _no_more
    ) -> None:
        """See `work` through: what it refuses is said, what breaks is written down without its words.

        Until it ends nothing guarded is done to `targets`: what was typed twice is not sent twice.
        `refused` learns why nothing came of it, so that what was typed can be brought back.
        """
        self._busy.update(targets)
        task = asyncio.ensure_future(self._through(work, refused))
        self._running.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._running.discard(task)
            self._busy.subtract(targets)
            self._busy = +self._busy

        task.add_done_callback(ended)

    @property
    def working(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def busy(self, target: Target) -> bool:
        """Whether something is being done to `target`."""
        return target in self._busy

    async def settle(self) -> None:
        """Wait for everything that is under way (before quitting)."""
        while self._running:
            await asyncio.gather(*self._running)

    def undoable(self, done: Done) -> None:
        """Remember what was performed and say it, with the key that takes it back."""
        desk = self._desk
        desk.undo.push(done)
        told = tr("{title}: done.", title=done.title)
        if done.leaves_at is not None:
            seconds = ceil((done.leaves_at - desk.now()).total_seconds())
            told = trn("{title}: leaves in {n} s.", "{title}: leaves in {n} s.", seconds, title=done.title)
        desk.say(told, Tone.GOOD, "edit.undo")
        self.performed.emit(done)

    def _press(
        self, command: str, argument: object = None, at: Mapping[Needs, tuple[Target, ...]] | None = None
    ) -> Press:
        """`at`: what each kind of command acts on, where it is known already."""
        name, _, own_key = command.partition(" ")
        declared = COMMANDS[name]
        targets = self._targets(declared.needs) if at is None else at[declared.needs]
        return Press(declared, targets, argument or own_key or None)

    def _targets(self, needs: Needs) -> tuple[Target, ...]:
        if self.in_front is not None:
            return tuple(self.in_front.targets()) if needs is Needs.ITEM else ()
        if needs is Needs.COMPOSER:
            target = self._reading.target
            return (target,) if target else ()
        return tuple(self._worklist.targets()) if needs is Needs.ITEM else ()

    def _why_not(self, press: Press) -> str:
        """Why it cannot be done as asked; empty when it can."""
        command = press.command
        if off := self._desk.bus.not_allowed(command):
            return off
        if command.id not in self._acts:
            return tr("{command} is not available here.", command=command.said)
        if self.in_front is not None and _of_the_list(command) and command.id not in self.in_front.answers:
            return tr("That is done in the list. Esc leads back to it.")
        if press.command.needs is not Needs.NOTHING and not press.targets:
            return tr("Select an item first.")
        if press.command.guarded and any(self.busy(target) for target in press.targets):
            return tr("The last action on it is still being kept. Press again.")
        return ""

    def _perform(self, press: Press, off: str) -> None:
        if self.still:
            return
        if off:
            self._desk.say(off, Tone.WARNING)
            return
        try:
            work = self._acts[press.command.id](press)
        except InboxError as refusal:
            self._desk.say(refusal.in_full, Tone.WARNING)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, work goes on and no patient's words leak
            self._own_up(error)
            return
        if work is not None:
            self.follow(work, press.targets)

    async def _through(self, work: Work, refused: Callable[[str], None]) -> None:
        try:
            await work
        except InboxError as refusal:
            self._desk.say(refusal.in_full, Tone.WARNING)
            refused(str(refusal))
        except Exception as error:  # noqa: BLE001 - as above
            refused(self._own_up(error))

    def _own_up(self, error: Exception) -> str:
        diary.mistake("ui.command", error)
        said = tr("That did not work: a mistake of this program. Look in the outbox for what was kept.")
        self._desk.say(said, Tone.WARNING)
        return said


_PARTS_OF_THE_LIST = ("item.", "flag.", "panel.", "composer.", "quick.", "offer.")
_ON_THE_LIST = frozenset({"view.panel", "view.needs", "view.asks"})


def _of_the_list(command: Command) -> bool:
    """Whether a command looks at the list or the conversation, which a page in front of them hides."""
    if command.id == "item.claim_next":  # brings the list back itself
        return False
    return command.plan is None and (command.id.startswith(_PARTS_OF_THE_LIST) or command.id in _ON_THE_LIST)
