"""The bus: guard, one local transaction, publish. The only way an operation comes to exist.

`perform` turns what a person asked for into outbox entries. Each target's operations are checked one
after the other against the thread as the ones before would leave it; when one would be refused, none
is done. Everything goes into the store in one transaction, and only then is it done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

from inbox.commands.audited import audited
from inbox.commands.chain import Chain
from inbox.commands.declare import (
    BehalfOf,
    Case,
    Command,
    Plan,
    ReadersOf,
    Target,
    nobody_asked,
    nobody_away,
)
from inbox.domain.audit import AuditNote
from inbox.domain.changes import Changes
from inbox.domain.clock import Clock
from inbox.domain.entries import Entry, on
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, OperationId, PersonId, ThreadId
from inbox.domain.operations import AnyOperation
from inbox.domain.people import Actor, Role
from inbox.domain.rows import PromiseOf
from inbox.domain.thread import Thread
from inbox.domain.words import mark, tr

UNDO_WINDOW = timedelta(seconds=8)

ROLES = {
    Role.CLERK: mark("clerk"),
    Role.LPN: mark("LPN"),
    Role.RN: mark("RN"),
    Role.PRESCRIBER: mark("prescriber"),
    Role.SUPERVISOR: mark("supervisor"),
}
"""How a refusal names the role of whoever asked."""


class Outbox(Protocol):
    """What the bus needs of the store."""

    def run(self, entries: Sequence[Entry], audits: Sequence[AuditNote] = ()) -> Future[Changes]:
        """Write the entries and what follows from them, in one transaction."""

    def take_back(self, group: GroupId, actor: PersonId) -> Future[tuple[list[Entry], list[Entry]]]:
        """Delete what still waits of a group; give what was taken back and what could not be."""

    def discard(self, operation: OperationId, actor: PersonId) -> Future[Changes]:
        """Delete a refused or conflicted entry and what of its group comes after it in its thread."""


@dataclass(frozen=True)
class Done:
    """What was performed: enough to say it, and to take it back."""

    group: GroupId
    title: str
    at: datetime
    entries: tuple[Entry, ...]
    inverses: dict[OperationId, AnyOperation | None] = field(default_factory=dict)

    @property
    def leaves_at(self) -> datetime | None:
        """When the last of it leaves, where it waits an undo window."""
        return max((e.not_before for e in self.entries if e.not_before), default=None)

    @property
    def targets(self) -> list[Target]:
        """The items it acted on, each once."""
        return list(dict.fromkeys(Target(e.thread, e.item) for e in self.entries))


class Bus:
    """Performs commands in the name of one signed-in person."""

    def __init__(
        self,
        outbox: Outbox,
        look: Callable[[ThreadId], Thread | None],
        actor: Actor,
        clock: Clock,
        promise_of: PromiseOf,
        undo_window: timedelta = UNDO_WINDOW,
        readers_of: ReadersOf = nobody_asked,
        behalf_of: BehalfOf = nobody_away,
    ) -> None:
        self.actor = actor
        self.undo_window = undo_window
        self._outbox = outbox
        self._look = look
        self._clock = clock
        self._promise_of = promise_of
        self._readers_of = readers_of
        self._behalf_of = behalf_of

    async def run(self, command: Command, targets: Sequence[Target], **arguments: object) -> Done:
        """Perform a declared command on `targets`. Raises Refused, with nothing done."""
        if command.plan is None:
            raise Refused(tr("{command} is not something that can be sent.", command=command.said))
        if off := self.not_allowed(command):
            raise Refused(off)
        done = self._prepare(command.said, targets, command.plan, arguments, self._look)
        await self.keep(done)
        return done

    async def perform(
        self, title: str, targets: Sequence[Target], plan: Plan, *, button: str = "", **arguments: object
    ) -> Done:
        """Perform `plan` on each of `targets`, as one: one transaction, one undo.

        `button`: the id of the speed button whose plan it is.
        """
        done = self._prepare(title, targets, plan, arguments, self._look, button=button)
        await self.keep(done)
        return done

    async def perform_on(
        self, title: str, threads: Mapping[ThreadId, Thread], targets: Sequence[Target], plan: Plan
    ) -> Done:
        """The same on conversations as their reader had them: for more than can be read in a moment."""
        done = self._prepare(title, targets, plan, {}, threads.get)
        await self.keep(done)
        return done

    def weighed(
        self,
        title: str,
        target: Target,
        plan: Plan,
        group: GroupId,
        threads: dict[ThreadId, Thread],
        button: str = "",
    ) -> Done:
        """What `plan` would do to one of many targets of one `group`; nothing is done yet. Raises Refused.

        `threads` holds the conversations as the ones before have left them, and is kept up.
        """
        return self._prepare(title, [target], plan, {}, self._look, group, threads, button)

    async def keep(self, done: Done) -> None:
        """Do what was prepared, in one transaction."""
        await asyncio.wrap_future(self._outbox.run(done.entries, audited(done.entries, self.actor, done.at)))

    def on_behalf(self, target: Target) -> PersonId | None:
        """The absent colleague for whom the person has `target` now."""
        thread = self._look(target.thread)
        item = thread.item(target.item) if thread else None
        behalf = self._behalf_of(item) if item else None
        return PersonId(behalf.ref) if behalf else None

    def as_named(self, entry: Entry) -> Entry:
        """`entry` about the item by the reference that the server has given it since."""
        thread = self._look(entry.thread) if entry.named else None
        item = next((one.id for one in thread.items if entry.named in one.names), None) if thread else None
        return on(entry, item) if item else entry

    def not_allowed(self, command: Command) -> str:
        """Why the person's role forbids `command`, as a sentence; empty when it does not."""
        if self.actor.role in command.roles or self.actor.duties & command.duties:
            return ""
        role = tr(ROLES[self.actor.role])
        return tr("{command} is not allowed for your role, {role}.", command=command.said, role=role)

    def rehearsal(self, targets: Sequence[Target]) -> Callable[[Command], str]:
        """Tells of any command why it would be refused on `targets`, empty when it would go through.

        What is not known yet is taken from the command's example. The conversations are read once.
        """
        threads = {target.thread: self._look(target.thread) for target in targets}

        def refused(command: Command) -> str:
            if off := self.not_allowed(command):
                return off
            if command.plan is None or not targets:
                return ""
            try:
                self._prepare("", targets, command.plan, command.example, threads.get)
            except Refused as refusal:
                return str(refusal)
            return ""

        return refused

    def _prepare(
        self,
        title: str,
        targets: Sequence[Target],
        plan: Plan,
        arguments: Mapping[str, object],
        look: Callable[[ThreadId], Thread | None],
        group: GroupId | None = None,
        threads: dict[ThreadId, Thread] | None = None,
        button: str = "",
    ) -> Done:
        now = self._clock.now()
        group = group or GroupId(str(uuid4()))
        done = Done(group, title, now, (), {})
        entries: list[Entry] = []
        threads = {} if threads is None else threads
        for target in targets:
            thread = threads.get(target.thread) or look(target.thread)
            item = thread.item(target.item) if thread else None
            if thread is None or item is None:
                raise Refused(tr("This item is no longer here."))
            operations = plan(
                Case(thread, item, self.actor, now, self._promise_of, self._readers_of), **arguments
            )
            behalf = self._behalf_of(item)
            made = Chain(thread, self.actor, now, group, title, self.undo_window, behalf, button)
            for operation in operations:
                made.add(operation)
            threads[target.thread] = made.thread
            entries += made.entries
            done.inverses.update(made.inverses)
        if not entries:
            raise Refused(tr("There is nothing to do."))
        return Done(group, title, now, tuple(entries), done.inverses)
