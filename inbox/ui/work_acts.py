"""What the commands on items do: claim, call, close, hand on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.disposition import CallOutcome
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.words import tr
from inbox.queries import patient
from inbox.queries import worklist as lines
from inbox.queries.views import View, ViewKind
from inbox.ui.answer_acts import AnswerActs
from inbox.ui.aside_acts import AsideActs
from inbox.ui.before_sending import Approving
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.escalation_acts import EscalationActs
from inbox.ui.file_acts import FileActs
from inbox.ui.flag_acts import FlagActs
from inbox.ui.give_acts import GiveActs
from inbox.ui.many_acts import ManyActs
from inbox.ui.open_acts import OpenActs
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.quote_acts import QuoteActs
from inbox.ui.reader_acts import ReaderActs
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.red_flag import phone_words
from inbox.ui.review_acts import ReviewActs
from inbox.ui.route_acts import RouteActs
from inbox.ui.sort_acts import SortActs
from inbox.ui.speed_acts import SpeedActs
from inbox.ui.take_back import TakeBack
from inbox.ui.visit_acts import VisitActs
from inbox.ui.worklist.pane import WorklistPane

_WHERE = (
    ViewKind.MY_WORK,
    ViewKind.POOL,
    ViewKind.ESCALATIONS,
    ViewKind.WAITING,
    ViewKind.SNOOZED,
    ViewKind.COVERING,
    ViewKind.SENT,
)
"""The views an item is looked for in, in this order."""


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
        self.take_back = TakeBack(desk, conductor, reading, self.go_to, chooser.window)
        for command, act in {
            "item.claim": self._claim,
            "item.claim_next": self._claim_next,
            "item.cause": self._cause,
            "item.release": self._release,
            "item.disposition": self._disposition,
            "item.done": self._done,
        }.items():
            conductor.on(command, act)
        AnswerActs(desk, conductor, reading, chooser, self._follow_up)
        QuoteActs(desk, conductor, reading)
        FileActs(desk, conductor, reading, chooser.window)
        self.files = OpenActs(desk, conductor, reading, chooser.window)
        worklist.current_changed.connect(self.files.outside.left)
        AsideActs(desk, conductor, chooser, self._run)
        SortActs(desk, conductor, chooser, self._run)
        GiveActs(desk, conductor, chooser, self._run)
        RouteActs(desk, conductor, chooser, self._run, self._follow_up)
        self.many = ManyActs(desk, chooser.window, self._after_many)
        worklist.marked.connect(reading.buttons.show_selection)
        approving = Approving(conductor, reading, chooser)
        SpeedActs(desk, conductor, reading, approving, self._follow_up, self.many)
        VisitActs(desk, conductor, reading, chooser, self._follow_up)
        self.escalation = EscalationActs(desk, conductor, reading, chooser, self._follow_up)
        ReviewActs(desk, conductor, reading, chooser, approving, self._run, self._follow_up, self.go_to)
        ReaderActs(desk, conductor, reading, chooser, self._follow_up)
        self.flags = FlagActs(desk, conductor, reading, self._stay, chooser.window)

    # Take and give

    def _claim(self, press: Press) -> Work:
        return self._run(press)

    def _claim_next(self, press: Press) -> None:
        desk = self._desk
        item = lines.next_urgent(desk.reader, desk.actor, desk.now())
        line = lines.line(desk.reader, item, desk.actor) if item else None
        if line is None:
            raise Refused(tr("Nothing is unclaimed in your pools."))
        target = Target(line.thread, line.item)
        if not self._conductor.busy(target):  # else the key was typed twice: it is being claimed
            self._conductor.follow(self._claim_and_go_to(target), [target])

    async def _claim_and_go_to(self, target: Target) -> None:
        done = await self._desk.bus.run(COMMANDS["item.claim"], [target])
        self._after(done)
        self.go_to(target.item)

    def _could(self, press: Press) -> None:
        """Refuse at once what would be refused anyway, before anything is asked for and typed."""
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)

    def _release(self, press: Press) -> None:
        self._could(press)

        def released(reason: str) -> None:
            work = self._run(press, reason=reason)
            self._conductor.follow(work, press.targets, self._chooser.reasons.ask_again)

        self._chooser.choose_release_reason(released)

    # Call

    def _disposition(self, press: Press) -> None:
        """Ask what came of the call; a flag that owes none is refused before anything is asked."""
        if len(press.targets) > 1:
            raise Refused(tr("A call is recorded for one patient at a time."))
        desk = self._desk
        self._could(press)

        def recorded(outcome: CallOutcome, note: str) -> None:
            work = self._run(press, outcome=outcome, note=note)
            self._conductor.follow(work, press.targets, self._chooser.calls.ask_again)

        line = lines.line(desk.reader, press.targets[0].item, desk.actor)
        card = patient.card(desk.reader, line.patient) if line else None
        self._chooser.choose_call_outcome(phone_words(card), recorded)

    # Finish

    def _done(self, press: Press) -> Work:
        return self._run(press, leaves=True)

    # What follows

    def go_to(self, item: ItemId) -> None:
        """Show `item`: in this view if it is there, else in the first that has it, else by its patient."""
        if self._worklist.go_to(item):
            self._worklist.wanted.emit()
            return
        line = lines.line(self._desk.reader, item, self._desk.actor)
        for view in map(View, _WHERE):
            if item in lines.ids(self._desk.reader, view, self._desk.actor, self._desk.now()):
                self._worklist.show_view(view)
                self._worklist.go_to(item)
                return
        if line is not None and line.name:
            self._worklist.show_view(View(ViewKind.SEARCH, text=line.name), item)

    def _cause(self, press: Press) -> None:
        line = lines.line(self._desk.reader, press.targets[0].item, self._desk.actor)
        if line is None or line.parent is None:
            raise Refused(tr("It is part of no other item."))
        self.go_to(line.parent)

    def _stay(self, doing: Coroutine[Any, Any, Done]) -> Work:
        return self._follow_up(doing, leaves=False)

    def _run(self, press: Press, *, leaves: bool = False, **arguments: object) -> Work:
        doing = self._desk.bus.run(press.command, press.targets, **arguments)
        return self._follow_up(doing, leaves=leaves)

    def _follow_up(
        self, doing: Coroutine[Any, Any, Done], *, leaves: bool, kept: Callable[[], None] | None = None
    ) -> Work:
        """See `doing` through: say that it is `kept`, then go on to the next item if it `leaves` and nobody
        went elsewhere since."""
        moves = self._worklist.moves

        async def work() -> None:
            done = await doing
            if kept is not None:
                kept()
            self._after(done)
            if leaves:
                self._worklist.unmark()
            if leaves and self._worklist.moves == moves:
                self._worklist.take_keyboard()
                self._worklist.advance(frozenset(target.item for target in done.targets))

        return work()

    def _after_many(self, done: Done) -> None:
        """What follows a button that was pressed on marked items."""
        self._after(done)
        self._worklist.unmark()
        self._worklist.take_keyboard()
        self._worklist.advance(frozenset(target.item for target in done.targets))

    def _after(self, done: Done) -> None:
        """What follows everything that was performed: say it, wake the sync, count down to its leaving."""
        self._conductor.undoable(done)
        self._desk.sync.wake()
        self.take_back.count_down(done)
