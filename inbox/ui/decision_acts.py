"""What becomes of an entry once its author has decided: given up, edited, sent again, or sent after all."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import QObject

from inbox.commands.declare import Target
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId
from inbox.domain.operations import Comment
from inbox.domain.words import tr
from inbox.queries import outbox
from inbox.queries import thread as threads
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.stopped import STOPPED, Choice
from inbox.ui.unsent_words import UnsentWords
from inbox.ui.work_acts import WorkActs


class DecisionActs(QObject):
    """Listens to the notice of the reading pane, where words given up stay as a draft, and to the outbox,
    where they go."""

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
        self._reading = reading
        self._acts = acts
        self._unsent = UnsentWords(desk, reading)

        def decided(choice: str, operation: str, *, keeps_words: bool) -> None:
            conductor.follow(self._decide(Choice(choice), OperationId(operation), keeps_words))

        reading.decide.connect(partial(decided, keeps_words=True))
        view.decide.connect(partial(decided, keeps_words=False))
        view.go_to.connect(lambda target: acts.go_to(target.item))

    async def _decide(self, choice: Choice, operation: OperationId, keeps_words: bool) -> None:
        if choice is Choice.LATER:
            return
        store, me, entry = self._desk.store, self._desk.actor.person, self._entry(operation)
        match choice:
            case Choice.DISCARD:
                await self._give_up(entry, keeps_words)
                self._desk.say(_given_up(entry), Tone.GOOD)
            case Choice.EDIT:
                await self._give_up(entry, keeps_words=True)
                self._edit(entry)
            case Choice.RETRY if entry.state is State.WAITING:
                self._desk.say(tr("Asking the server…"))
                self._desk.sync.try_now()
            case Choice.RETRY:
                await asyncio.wrap_future(store.retry(operation, me))
            case Choice.SEND_ANYWAY:
                await asyncio.wrap_future(store.retry(operation, me, self._saw(entry), self._desk.now()))
                self._desk.say(tr("It goes out as you wrote it."), Tone.GOOD)
        self._desk.sync.wake()

    async def _give_up(self, entry: Entry, keeps_words: bool) -> None:
        """Take it out of the outbox with what depends on it, whose words stay in any case."""
        store, me = self._desk.store, self._desk.actor.person
        if entry.state in STOPPED:
            gone = [entry, *self._behind(entry)]
            await self._keep_words(gone, but=None if keeps_words else entry)  # first: a crash loses nothing
            await asyncio.wrap_future(store.discard(entry.id, me))
        else:
            gone, _ = await asyncio.wrap_future(store.take_back(entry.group, me))
            if entry.id not in {one.id for one in gone}:
                raise Refused(tr("It is on its way now."))
            await self._keep_words(gone, but=None if keeps_words else entry)
        self._acts.take_back.forget(gone)

    async def _keep_words(self, gone: list[Entry], but: Entry | None) -> None:
        for one in gone:
            if but is None or one.id != but.id:
                await self._unsent.keep(one)

    def _edit(self, entry: Entry) -> None:
        """Go to where its words are again."""
        self._acts.go_to(entry.item)
        composer = self._reading.composer
        if self._reading.target != Target(entry.thread, entry.item):
            told = tr("Kept as a draft. This conversation is in none of your lists now.")
            self._desk.say(told, Tone.WARNING)
            return
        if isinstance(entry.operation, Comment):
            composer.begin_comment()
        else:
            composer.focus()
        self._desk.say(tr("Back in the field. Send it again when it is right."), Tone.GOOD)

    def _behind(self, entry: Entry) -> list[Entry]:
        """What goes with a stopped entry when it is given up."""
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

    def _saw(self, entry: Entry) -> Saw:
        """What its author has before them now, having looked again."""
        desk = self._desk
        there = threads.thread(desk.reader, desk.interpreter, entry.thread)
        if there is None:
            raise Refused(tr("This conversation is no longer here."))
        return Saw.of(there, entry.item, desk.actor.person)


def _given_up(entry: Entry) -> str:
    if entry.state is State.UNSURE:
        return tr("Discarded here. Nobody knows whether it had arrived.")
    return tr("Discarded here. Nothing of it was sent.")
