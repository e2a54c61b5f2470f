"""What is answered to offers, and what is asked of the watching of habits."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.shortcuts.dispatcher import scope_of
from inbox.shortcuts.learning.habits import Habit
from inbox.shortcuts.learning.making import Made, made
from inbox.shortcuts.scopes import TYPED_IN
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk, Tone
from inbox.ui.habit_watch import HabitWatch
from inbox.ui.habit_words import share_words, way_words
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.habit_sheet import HabitSheet
from inbox.ui.overlays.visit_pick import VisitPick
from inbox.ui.workspace import Workspace

_AGAIN = 2000
"""Milliseconds until it is looked again whether somebody still writes: nothing moves under their hands."""


class HabitActs(QObject):
    """Wired to the conductor; shows the line of offers."""

    def __init__(
        self, desk: Desk, conductor: Conductor, space: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._strip = space.offer
        self.watch = HabitWatch(desk, conductor, self)
        self.sheet = HabitSheet(desk, space)
        self.pick = VisitPick(desk.theme, space)
        self.confirm = Confirm(desk.theme, space)
        self._until_nobody_writes = QTimer(self, singleShot=True, interval=_AGAIN)
        self._until_nobody_writes.timeout.connect(self._show)
        self.watch.changed.connect(self._show)
        desk.left.connect(self._until_nobody_writes.stop)
        space.offer.command.connect(conductor.ask)
        conductor.on("offer.accept", self._accept, off=self._nothing)
        conductor.on("offer.refuse", self._refuse, off=self._nothing)
        conductor.on("offer.later", self._later, off=self._nothing)
        conductor.on("habit.offers", self._list, off=self._none)
        conductor.on("habit.watch", self._turn)
        conductor.on("habit.forget", self._ask_to_forget)

    def _show(self) -> None:
        """Offer the next; what comes up new waits until nobody writes."""
        habit = self.watch.next if self.watch.watching else None
        if habit is not None and self._strip.isHidden() and scope_of(QApplication.focusWidget()) in TYPED_IN:
            self._until_nobody_writes.start()
            return
        self._strip.offer(habit)

    def _nothing(self) -> str:
        return "" if self._strip.habit is not None else tr("Nothing is offered now.")

    def _none(self) -> str:
        if not self.watch.watching:
            return tr("Habits are off: nothing is remembered.")
        return "" if self.watch.offers else tr("Nothing yet that you do the same way nearly always.")

    def _offered(self) -> Habit:
        if self._strip.habit is None:
            raise Refused(self._nothing())
        return self._strip.habit

    def _accept(self, _press: Press) -> None:
        self._open(self._offered())

    def _open(self, habit: Habit) -> None:
        desk = self._desk
        proposed = made(habit, desk.kit, desk.actor, desk.today())
        self.sheet.open(
            habit, proposed,
            lambda kept: self._conductor.follow(self._keep(habit, kept), refused=self.sheet.ask_again),
        )  # fmt: skip

    async def _keep(self, habit: Habit, kept: Made) -> None:
        """Phrase and button together, or neither."""
        phrases = [kept.phrase] if kept.phrase is not None else []
        await self._desk.save_own(phrases=phrases, buttons=[kept.button])
        await self.watch.say(self.watch.answers.refused(habit))  # it is never asked about again
        number = kept.button.keys[habit.kind]
        self._desk.say(tr("“{name}” is yours: {n}.", name=kept.button.name, n=number), Tone.GOOD)

    def _refuse(self, _press: Press) -> Work:
        return self._refused(self._offered())

    async def _refused(self, habit: Habit) -> None:
        await self.watch.say(self.watch.answers.refused(habit))
        self._desk.say(tr("It is not offered again."))

    def _later(self, _press: Press) -> Work:
        return self._put_off(self._offered())

    async def _put_off(self, habit: Habit) -> None:
        await self.watch.say(self.watch.answers.later(habit, self._desk.now()))
        self._desk.say(tr("Not again today. Offers keeps it."), command="habit.offers")

    def _list(self, _press: Press) -> None:
        if off := self._none():
            raise Refused(off)
        choices = [Choice(share_words(one), one, about=way_words(one)) for one in self.watch.offers]
        about = tr("All of it was found on this station, and is told to nobody.")
        self.pick.ask_plain(tr("What you do nearly always"), about, choices, self._picked)

    def _picked(self, habit: object) -> None:
        assert isinstance(habit, Habit)
        self._open(habit)

    async def _turn(self, _press: Press) -> None:
        wanted = not self.watch.watching
        await self.watch.watch(wanted)
        if wanted:
            self._desk.say(tr("Habits on: what you do nearly always is offered as one key."))
        else:
            self._desk.say(tr("Habits off: nothing more is remembered."), command="habit.forget")

    def _ask_to_forget(self, _press: Press) -> None:
        self.confirm.ask(
            tr("Forget how you work?"),
            tr("What was remembered of your work on this station is erased. Buttons you made of it stay."),
            tr("Forget it"), tr("Keep it"), lambda: self._conductor.follow(self._forget()),
        )  # fmt: skip

    async def _forget(self) -> None:
        await self.watch.forget()
        self._desk.say(tr("Nothing is remembered of how you work."), Tone.GOOD)
