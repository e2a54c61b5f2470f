"""A speed button on marked items: all of them or none, unless the person leaves some out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from inbox import diary
from inbox.commands import many
from inbox.commands.bus import Done
from inbox.commands.declare import Case, Plan, Target
from inbox.commands.many import Kept, Refusal
from inbox.domain.errors import Refused
from inbox.domain.inert import one_line
from inbox.domain.operations import AnyOperation
from inbox.domain.pool import Staff
from inbox.domain.words import tr, trn
from inbox.domain.work_item import Kind
from inbox.queries import pools as people
from inbox.queries import worklist
from inbox.shortcuts import press
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.step_words import step_words
from inbox.ui.desk import Desk, Tone
from inbox.ui.directions import Directions
from inbox.ui.overlays.several import Several
from inbox.ui.turns import Turns

FEW = 0.25
"""Seconds that pass before progress is shown: what is done sooner needs none."""


class ManyActs:
    """Weighs, asks, performs, and says what became of it. `after` follows everything that was done."""

    def __init__(self, desk: Desk, window: QWidget, after: Callable[[Done], None]) -> None:
        self._desk = desk
        self._after = after
        self._directions = Directions(desk)
        self.page = Several(desk.theme, window)

    async def press(self, button: SpeedButton, targets: Sequence[Target]) -> None:
        """Press `button` on all of `targets`."""
        plan, asked = self._plan(button), len(targets)
        self.page.begin(tr("{name} on {n} items", name=button.name, n=asked))
        steps = tr("It will: {steps}.", steps="; ".join(step_words(step) for step in button.steps))
        try:
            while True:
                turn = watched(self.page, steps, len(targets))
                weighed = await many.weigh(self._desk.bus, button.name, targets, plan, turn, button.id)
                if weighed.stopped:
                    self._desk.say(tr("Stopped. Nothing was done."))
                    return
                if not weighed.refused:
                    break
                if not await self.page.ask(
                    [told(self._desk, one) for one in weighed.refused], len(weighed.fit)
                ):
                    self._desk.say(tr("Nothing was done."))
                    return
                refused = {one.target for one in weighed.refused}
                targets = [target for target in targets if target not in refused]
            self.page.stopped = False
            kept = await many.keep(self._desk.bus, weighed, watched(self.page, steps, len(targets)))
            await self._tell(button, kept, asked)
        finally:
            self.page.dismiss()

    async def _tell(self, button: SpeedButton, kept: Kept, asked: int) -> None:
        if kept.done is None:
            raise Refused(kept.why or tr("Nothing was done."))
        self._after(kept.done)
        count = len(kept.done.targets)
        diary.note("buttons.many", asked=asked, done=count, left=kept.left)
        said = trn("{name}: done on {n} item.", "{name}: done on {n} items.", count, name=button.name)
        if asked > count + kept.left:
            out = asked - count - kept.left
            said += " " + trn("{n} was left out.", "{n} were left out.", out)
        self._desk.say(said, Tone.GOOD, "edit.undo")
        if kept.left:
            not_done = trn("{n} item was not reached.", "{n} items were not reached.", kept.left)
            undo = tr("Undo takes back all that was done.")
            await self.page.report(" ".join(filter(None, (said, not_done, kept.why, undo))))

    def _plan(self, button: SpeedButton) -> Plan:
        """What it does to one of them, as if it were pressed there: of its kind, in its pool's hours."""
        desk = self._desk
        pools = desk.pools()
        staff: dict[str, Staff] = {one.id: one for one in people.staff(desk.reader)}

        def plan(case: Case) -> Sequence[AnyOperation]:
            if not button.serves(_kind(case.item.kind), desk.actor.role):
                raise Refused(tr("The button is not for this kind of work."))
            if off := button.not_for(case.item.kind, desk.actor):
                raise Refused(off)
            pool = case.item.holding.pool
            calendar = desk.promises.calendar(pool.ref if pool else "")
            return press.plan(
                button,
                pools=pools,
                wake=lambda days: calendar.add_days(desk.now(), days),
                direct=self._directions.of,
                colleague=staff.get,
            )(case)

        return plan


def watched(page: Several, words: str, of: int) -> many.Turn:
    """Shows on `page` how far `of` items have come, once that takes a while; Esc there stops it."""
    turns, begun = Turns(), time.monotonic()

    async def turn(done: int) -> bool:
        if turns.due:
            if page.isVisible() or time.monotonic() - begun > FEW:
                page.show_progress(words, done, of)
            await turns.give()
        return not page.stopped

    return turn


def told(desk: Desk, refusal: Refusal) -> str:
    """Whose item it is and why it is refused; for the page only, never the status line."""
    line = worklist.line(desk.reader, refusal.target.item, desk.actor)
    name = one_line(line.name) if line and line.name else tr("Unknown patient")
    return tr("{name}: {why}", name=name, why=refusal.why)


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        return Kind.MEDICAL_QUESTION
