"""What becomes of a stopped entry once its author has decided: dropped, sent again, or sent after all."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from inbox.commands.declare import Target
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId
from inbox.domain.words import tr
from inbox.queries import outbox
from inbox.queries import thread as threads
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.reading.notice import Choice
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.unsent_words import UnsentWords
from inbox.ui.work_acts import WorkActs


class DecisionActs(QObject):
    """Listens to the notice of the reading pane and to the outbox."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        reading: ReadingPane,
        view: OutboxView,
        acts: WorkActs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._acts = acts
        self._unsent = UnsentWords(desk, reading)
        reading.decide.connect(lambda choice, id_: conductor.follow(self._decide(Choice(choice), id_)))
        view.retry.connect(lambda id_: conductor.follow(self._decide(Choice.RETRY, id_)))
        view.discard.connect(lambda id_: conductor.follow(self._decide(Choice.DISCARD, id_)))
        view.go_to.connect(self._go_to)

    async def _decide(self, choice: Choice, operation: str) -> None:
        store, me = self._desk.store, self._desk.actor.person
        wanted = OperationId(operation)
        match choice:
            case Choice.DISCARD | Choice.EDIT:
                entry = self._entry(wanted)
                told, lost = self._discarded(entry, choice), self._behind(entry)
                await asyncio.wrap_future(store.discard(wanted, me))
                for later in lost:
                    await self._unsent.keep(later)
                self._desk.say(told, Tone.GOOD)
            case Choice.RETRY:
                await asyncio.wrap_future(store.retry(wanted, me))
            case Choice.SEND_ANYWAY:
                saw = self._saw(wanted)
                await asyncio.wrap_future(store.retry(wanted, me, saw, self._desk.now()))
                self._desk.say(tr("It goes out as you wrote it."), Tone.GOOD)
            case Choice.LATER:
                return
        self._desk.sync.wake()

    def _discarded(self, entry: Entry, choice: Choice) -> str:
        if choice is Choice.EDIT:
            return tr("Back in the field. Send it again when it is right.")
        if entry.state is State.UNSURE:
            return tr("Discarded here. Nobody knows whether it had arrived.")
        return tr("Discarded here. Nothing of it was sent.")

    def _behind(self, entry: Entry) -> list[Entry]:
        """What goes with `entry` when it is given up: what was written stays, as a draft."""
        mine = [one.entry for one in outbox.unconfirmed(self._desk.reader, self._desk.actor.person)]
        return [
            later
            for later in mine
            if (later.group, later.thread) == (entry.group, entry.thread) and later.seq > entry.seq
        ]

    def _entry(self, wanted: OperationId) -> Entry:
        mine = outbox.unconfirmed(self._desk.reader, self._desk.actor.person)
        entry = next((one.entry for one in mine if one.entry.id == wanted), None)
        if entry is None:
            raise Refused(tr("This action is no longer in the outbox."))
        return entry

    def _saw(self, wanted: OperationId) -> Saw:
        """What its author has before them now, having looked again."""
        desk, entry = self._desk, self._entry(wanted)
        there = threads.thread(desk.reader, desk.interpreter, entry.thread)
        if there is None:
            raise Refused(tr("This conversation is no longer here."))
        return Saw.of(there, entry.item, desk.actor.person)

    def _go_to(self, target: Target) -> None:
        self._acts.go_to(target.item)
