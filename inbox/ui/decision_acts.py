"""What becomes of a stopped entry once its author has decided: dropped, sent again, or sent after all."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from inbox.commands.declare import Target
from inbox.domain.entries import Saw
from inbox.domain.ids import OperationId
from inbox.domain.words import tr
from inbox.queries import outbox
from inbox.queries import thread as threads
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.reading.notice import Choice
from inbox.ui.reading.pane import ReadingPane
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
        reading.decide.connect(lambda choice, id_: conductor.follow(self._decide(Choice(choice), id_)))
        view.retry.connect(lambda id_: conductor.follow(self._decide(Choice.RETRY, id_)))
        view.discard.connect(lambda id_: conductor.follow(self._decide(Choice.DISCARD, id_)))
        view.go_to.connect(self._go_to)

    async def _decide(self, choice: Choice, operation: str) -> None:
        store, me = self._desk.store, self._desk.actor.person
        wanted = OperationId(operation)
        match choice:
            case Choice.DISCARD | Choice.EDIT:
                await asyncio.wrap_future(store.discard(wanted, me))
                self._desk.say(tr("Discarded here. Nothing of it was sent."), Tone.GOOD)
            case Choice.RETRY:
                await asyncio.wrap_future(store.retry(wanted, me))
            case Choice.SEND_ANYWAY:
                saw = self._saw(wanted)
                await asyncio.wrap_future(store.retry(wanted, me, saw, self._desk.now()))
            case Choice.LATER:
                return
        self._desk.sync.wake()

    def _saw(self, wanted: OperationId) -> Saw | None:
        """What its author has before them now, having looked again."""
        desk = self._desk
        mine = outbox.unconfirmed(desk.reader, desk.actor.person)
        entry = next((one.entry for one in mine if one.entry.id == wanted), None)
        there = threads.thread(desk.reader, desk.interpreter, entry.thread) if entry else None
        return Saw.of(there, entry.item, desk.actor.person) if entry and there else None

    def _go_to(self, target: Target) -> None:
        self._acts.go_to(target.item)
