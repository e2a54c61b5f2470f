"""What the commands on items do: claim, answer, close, hand on, take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.operations import Reply
from inbox.domain.people import Party
from inbox.domain.words import tr
from inbox.queries import worklist as lines
from inbox.queries.views import View, ViewKind
from inbox.shortcuts import press as pressing
from inbox.shortcuts.preview import why_off
from inbox.shortcuts.quick import SpeedButton
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.worklist.pane import WorklistPane


class WorkActs:
    """The acts on items, wired to the conductor."""

    def __init__(
        self, desk: Desk, conductor: Conductor, worklist: WorklistPane, reading: ReadingPane, chooser: Chooser
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._worklist = worklist
        self._reading = reading
        self._chooser = chooser
        for command, act in {
            "item.claim": self._claim,
            "item.claim_next": self._claim_next,
            "item.release": self._release,
            "item.route": self._route,
            "item.send": self._send,
            "item.send_and_close": self._send,
            "item.comment": self._comment,
            "item.done": self._done,
            "item.hold": self._hold,
            "edit.undo": self._undo,
            "edit.send_now": self._send_now,
        }.items():
            conductor.on(command, act)
        for number in range(1, 10):
            conductor.on(f"quick.{number}", self._quick)
        reading.composer.comment_written.connect(self._comment_written)

    async def _claim(self, press: Press) -> None:
        await self._run(press, "item.claim")

    async def _claim_next(self, press: Press) -> None:
        desk = self._desk
        item = lines.next_urgent(desk.reader, desk.actor)
        line = lines.line(desk.reader, item, desk.actor) if item else None
        if line is None:
            raise Refused(tr("Nothing is unclaimed in your pools."))
        target = Target(line.thread, line.item)
        done = await desk.bus.run(COMMANDS["item.claim"], [target])
        self._conductor.undoable(done)
        self.go_to(line.item)

    def _release(self, press: Press) -> None:
        async def released(reason: str) -> None:
            await self._run(press, "item.release", reason=reason)

        self._chooser.choose_release_reason(lambda reason: self._conductor.follow(released(reason)))

    def _route(self, press: Press) -> None:
        async def routed(pool: Party, reason: str) -> None:
            await self._run(press, "item.route", leaves=True, to=pool, reason=reason)

        self._chooser.choose_pool(lambda pool, reason: self._conductor.follow(routed(pool, reason)))

    def _hold(self, press: Press) -> None:
        async def held(wake: datetime, reason: str) -> None:
            await self._run(press, "item.hold", leaves=True, wake=wake, reason=reason)

        pool = self._pool_of(press.targets[0])
        self._chooser.choose_wake(
            self._desk.promises.calendar(pool),
            lambda wake, reason: self._conductor.follow(held(wake, reason)),
        )

    async def _send(self, press: Press) -> None:
        composer = self._reading.composer
        if composer.commenting:
            composer.keep_comment()
            return
        if composer.is_empty():
            raise Refused(tr("There is nothing to send yet."))
        if composer.problems():
            composer.show_problems()
            return
        text, answers = composer.text(), self._reading.last_patient_message()
        finishing = composer.finishing
        target = press.targets[0]
        if finishing is not None:
            done = await self._press(finishing, (target,), text)
            leaves = pressing.goes_on(finishing)
        else:
            leaves = press.command.id == "item.send_and_close"
            done = await self._desk.bus.run(press.command, [target], text=text, answers=answers)
        composer.sent(target)
        self._after(done, leaves)

    def _comment(self, press: Press) -> None:
        self._reading.composer.begin_comment()

    def _comment_written(self, text: str) -> None:
        target = self._reading.target
        if target is not None:
            press = Press(COMMANDS["item.comment"], (target,))
            self._conductor.follow(self._run(press, "item.comment", text=text))

    async def _done(self, press: Press) -> None:
        await self._run(press, "item.done", leaves=True)

    async def _quick(self, press: Press) -> None:
        number = int(press.command.id.partition(".")[2])
        buttons = self._reading.buttons
        button = buttons.button(number)
        if button is None:
            raise Refused(tr("There is no speed button {n} for this kind of work.", n=number))
        if off := why_off(button, buttons.facts()):
            raise Refused(off)
        if button.reply is None:
            self._after(await self._press(button, press.targets, ""), pressing.goes_on(button))
            return
        if len(press.targets) > 1:
            raise Refused(
                tr("A button with a reply works on one item at a time: each patient’s words differ.")
            )
        if not self._reading.composer.is_empty():
            raise Refused(tr("There is a draft here. Send or clear it first, so that nothing is lost."))
        text = buttons.ready_text(button)
        if text is None:
            self._reading.composer.finish_with(button)
            return
        self._after(await self._press(button, press.targets, text), pressing.goes_on(button))

    async def _press(self, button: SpeedButton, targets: Sequence[Target], text: str) -> Done:
        desk = self._desk
        calendar = desk.promises.calendar(self._pool_of(targets[0]))
        plan = pressing.plan(
            button,
            text=text,
            answers=self._reading.last_patient_message() if len(targets) == 1 else None,
            pools=desk.pools(),
            wake=lambda days: calendar.add_days(desk.now(), days),
        )
        return await desk.bus.perform(button.name, targets, plan)

    async def _undo(self, press: Press) -> None:
        done = await self._desk.undo.back()
        self._reading.hide_leaving()
        self._desk.sync.wake()
        self.go_to(done.targets[0].item)
        replies = [e.operation.text for e in done.entries if isinstance(e.operation, Reply)]
        if replies:
            self._reading.composer.set_text(replies[-1])
        self._desk.say(tr("Taken back: {title}", title=done.title), Tone.GOOD)

    async def _send_now(self, press: Press) -> None:
        last = self._desk.undo.next
        if last is None:
            raise Refused(tr("Nothing is waiting to leave."))
        self._desk.store.send_now(last.group, self._desk.actor.person)
        self._reading.hide_leaving()
        self._desk.sync.wake()

    async def _run(self, press: Press, command: str, *, leaves: bool = False, **arguments: object) -> None:
        done = await self._desk.bus.run(COMMANDS[command], press.targets, **arguments)
        self._after(done, leaves)

    def _after(self, done: Done, leaves: bool) -> None:
        """What follows every performed command: say it, wake the sync, and go on when the item has left."""
        self._conductor.undoable(done)
        self._desk.sync.wake()
        if done.leaves_at is not None:
            self._reading.show_leaving(done)
        if leaves:
            self._worklist.unmark()
            self._worklist.advance(frozenset(target.item for target in done.targets))

    def go_to(self, item: ItemId) -> None:
        """Show `item`: in this view if it is there, else among my work."""
        if not self._worklist.go_to(item):
            self._worklist.show_view(View(ViewKind.MY_WORK))
            self._worklist.go_to(item)

    def _pool_of(self, target: Target) -> str:
        line = lines.line(self._desk.reader, target.item, self._desk.actor)
        return line.pool if line else ""
