"""Looks for habits while nobody is waiting: some time after something was done, never on the way of a key.

What was written is masked with the patient's chart first; the search itself runs on another thread.
"""

from __future__ import annotations

import asyncio

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.deed import Deed, finished
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.learning.answers import Answers, decoded
from inbox.shortcuts.learning.habits import Habit, habits
from inbox.shortcuts.learning.making import done_by
from inbox.shortcuts.learning.private import masked, private_of
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.reading.situation import situation

AFTER = 1500
"""Milliseconds after the last thing done: by then the next item is on screen and is being read."""


class HabitWatch(QObject):
    """What the signed-in person could be offered now."""

    changed = Signal()
    """Other habits than before, or other answers."""

    def __init__(self, desk: Desk, conductor: Conductor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._me = desk.actor.person
        self.answers = decoded(desk.store.watched.answers(self._me))
        self._found: list[Habit] = []
        self._timer = QTimer(self, singleShot=True, interval=AFTER)
        self._timer.timeout.connect(lambda: conductor.follow(self.look()))
        desk.kit_changed.connect(self.changed)

    def begin(self) -> None:
        """Look now and then, from now on."""
        self._desk.changed.connect(self._hear)
        self._timer.start()

    def end(self) -> None:
        """Look no more: the desk is about to be left."""
        self._desk.changed.disconnect(self._hear)
        self._timer.stop()

    @property
    def offers(self) -> list[Habit]:
        """What was found, is done by no button yet and was not refused, also what is put off."""
        return [habit for habit in self._found if not self._known(self._desk.kit, self.answers, habit)]

    @property
    def next(self) -> Habit | None:
        """What may be offered now."""
        now = self._desk.now()
        return next((habit for habit in self.offers if not self.answers.waits(habit, now)), None)

    @property
    def watching(self) -> bool:
        """Whether it is remembered what the person does."""
        return self._desk.store.watched.watching(self._me)

    async def look(self) -> None:
        """Mask what was written since the last time, and find what is a habit by now."""
        watched = self._desk.store.watched
        if raw := watched.unmasked(self._me):
            await asyncio.wrap_future(watched.mask([self._masked(deed) for deed in raw]))
        kit, answers = self._desk.kit, self.answers

        def find() -> list[Habit]:
            work = finished(watched.deeds(self._me))
            return habits(work, lambda habit: self._known(kit, answers, habit))

        self._found = await asyncio.to_thread(find)
        self.changed.emit()

    async def say(self, answers: Answers) -> None:
        """Keep what was said to offers."""
        self.answers = answers
        await asyncio.wrap_future(self._desk.store.watched.answer(self._me, answers.encoded()))
        self.changed.emit()

    async def watch(self, wanted: bool) -> None:
        """Remember what the person does from now on, or nothing more."""
        await asyncio.wrap_future(self._desk.store.watched.watch(self._me, wanted))
        self.changed.emit()

    async def forget(self) -> None:
        """Forget all that was remembered; what was refused stays refused."""
        await asyncio.wrap_future(self._desk.store.watched.forget(self._me))
        self._found = []
        self.changed.emit()

    def _known(self, kit: Kit, answers: Answers, habit: Habit) -> bool:
        return answers.refuses(habit) or done_by(habit, kit, self._desk.actor) is not None

    def _masked(self, deed: Deed) -> Deed:
        """`deed` without what is the patient's; without its words where nobody can tell what that is."""
        there = situation(self._desk, Target(deed.thread, deed.item))
        known = there is not None and there.card is not None and there.chart.fetched_at is not None
        if there is None or not known or there.in_confidence or (lookup := there.lookup) is None:
            return msgspec.structs.replace(deed, text="", masked=True)
        private = private_of(there.card, there.chart, there.thread)
        text = masked(deed.text, lookup, private.words)
        return msgspec.structs.replace(deed, text=text, masked=True, private=private)

    def _hear(self, changes: Changes) -> None:
        if changes.by_group is not None:
            self._timer.start()
