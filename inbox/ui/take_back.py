"""Undo, and leaving without delay: what is done stays in reach until it has left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from inbox.commands.bus import Done
from inbox.commands.many import Refusal
from inbox.commands.undo import Taken
from inbox.domain.entries import Entry
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.words import tr, trn
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.many_acts import told, watched
from inbox.ui.overlays.several import Several
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.undo_words import undo_words
from inbox.ui.unsent_words import UnsentWords


class TakeBack:
    """Remembers what counts down. `go_to` shows an item again."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        reading: ReadingPane,
        go_to: Callable[[ItemId], None],
        window: QWidget,
    ) -> None:
        self.page = Several(desk.theme, window)
        self._desk = desk
        self._reading = reading
        self._go_to = go_to
        self._unsent = UnsentWords(desk, reading)
        self._leaving: list[Done] = []
        conductor.on("edit.undo", self._undo, off=self._nothing_to_undo)
        conductor.on("edit.send_now", self._send_now, off=self._nothing_leaves)

    def count_down(self, done: Done) -> None:
        """Show when `done` leaves, if it does not leave at once."""
        self._forget_what_left()
        if done.leaves_at is not None:
            self._leaving.append(done)
            self._show()

    def forget(self, gone: Sequence[Entry]) -> None:
        """These were given up in the outbox: they neither leave nor can be taken back."""
        self._desk.undo.forget({entry.id for entry in gone})
        groups = {entry.group for entry in gone}
        self._leaving = [done for done in self._leaving if done.group not in groups]
        self._show()

    async def _undo(self, _press: Press) -> None:
        last = self._desk.undo.next
        if last is None:
            raise Refused(tr("There is nothing to undo."))
        what, count = undo_words(self._desk, last, names=False), len(last.targets)
        self.page.begin(tr("Undo: {what}", what=what))
        try:
            turn = watched(self.page, tr("Each item is put back as it was before."), count)
            taken = await self._desk.undo.back(turn, self._leave_out)
            await self._tell(taken, what)
        finally:
            self._desk.sync.wake()
            self.page.dismiss()

    async def _leave_out(self, refused: Sequence[Refusal], fit: int) -> bool:
        """Whether to take back the others; of a single item its reason is said."""
        if not fit:
            raise Refused(refused[0].why)
        go_on = await self.page.ask([told(self._desk, one) for one in refused], fit)
        self.page.stopped = False
        return go_on

    async def _tell(self, taken: Taken, what: str) -> None:
        """Go to where it was, and say what was taken back and what was not."""
        done = taken.done
        self._leaving = [one for one in self._leaving if one.group != done.group]
        self._show()
        back = len(done.targets) - taken.left - taken.out
        if not back:
            self._desk.say(tr("Stopped. Nothing was taken back."))
            return
        self._go_to(done.targets[0].item)
        for entry in done.entries:
            await self._unsent.keep(entry)
        said = tr("Taken back: {what}", what=what)
        if taken.left or taken.out:
            said = trn("Taken back on {n} item.", "Taken back on {n} items.", back)
        if taken.out:
            said += " " + trn("{n} was left out.", "{n} were left out.", taken.out)
        self._desk.say(said, Tone.GOOD)
        if taken.left:
            left = trn("{n} item was not reached.", "{n} items were not reached.", taken.left)
            again = tr("Undo goes on with what is left.")
            await self.page.report(" ".join(filter(None, (said, left, taken.why, again))))

    async def _send_now(self, _press: Press) -> None:
        """The one whose countdown is shown; the one before it counts down after that."""
        if off := self._nothing_leaves():
            raise Refused(off)
        last = self._leaving.pop()
        self._show()
        await asyncio.wrap_future(self._desk.store.send_now(last.group, self._desk.actor.person))
        self._desk.sync.wake()
        self._desk.say(tr("{title}: leaves now.", title=last.title), Tone.GOOD)

    def _nothing_to_undo(self) -> str:
        return "" if self._desk.undo.next else tr("There is nothing to undo.")

    def _nothing_leaves(self) -> str:
        self._forget_what_left()
        return "" if self._leaving else tr("Nothing is waiting to leave.")

    def _forget_what_left(self) -> None:
        now = self._desk.now()
        self._leaving = [one for one in self._leaving if one.leaves_at is not None and one.leaves_at > now]

    def _show(self) -> None:
        if self._leaving:
            self._reading.show_leaving(self._leaving[-1])
        else:
            self._reading.hide_leaving()
