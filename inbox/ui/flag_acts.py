"""What the commands on red flags do: jump to one, dismiss it, raise it again, try the rules."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.commands.bus import Done
from inbox.domain.errors import Refused
from inbox.domain.flag import Flag, dismissal_of
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.overlays.dismiss_pick import DismissPick, FlagPick
from inbox.ui.overlays.tester import Page, RuleTester
from inbox.ui.reading.pane import ReadingPane

FollowUp = Callable[[Coroutine[Any, Any, Done]], Work]


class FlagActs(QObject):
    """Wired to the conductor; asks over `window`."""

    def __init__(
        self, desk: Desk, conductor: Conductor, reading: ReadingPane, follow_up: FollowUp, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._follow_up = follow_up
        self.flags = FlagPick(desk.theme, window)
        self.reasons = DismissPick(desk.theme, window)
        self.tester = RuleTester(desk, window)
        conductor.on("flag.next", self._next, off=self._nothing_marked)
        conductor.on("flag.dismiss", self._dismiss)
        conductor.on("flag.raise", self._raise)
        conductor.on("flags.test", lambda _press: self.tester.open(Page.FLAGS))
        conductor.on("routing.test", lambda _press: self.tester.open(Page.ROUTING))

    def _next(self, _press: Press) -> None:
        if off := self._nothing_marked():
            raise Refused(off)
        self._desk.say(self._reading.conversation.next_sign())

    def _nothing_marked(self) -> str:
        # Never "no danger": that nothing is marked says nothing about the patient.
        signs = self._reading.conversation.marks.signs if self._reading.situation else []
        return "" if signs else tr("Nothing is marked here. Read it all the same.")

    def _dismiss(self, press: Press) -> None:
        item = self._item(press)
        if not item.standing:
            raise Refused(tr("There is no red flag to dismiss."))

        def chosen(flag: Flag) -> None:
            def said(reason: str, note: str) -> None:
                self._run(press, self.reasons.ask_again, flag=flag, reason=reason, note=note)

            self.reasons.ask_reason(flag, said)

        self.flags.ask_flag(tr("Dismiss which flag?"), item.standing, chosen)

    def _raise(self, press: Press) -> None:
        item = self._item(press)
        dismissed = [flag for flag in item.flags if dismissal_of(flag, item.dismissals)]
        if not dismissed:
            raise Refused(tr("No red flag is dismissed here."))

        def chosen(flag: Flag) -> None:
            self._run(press, self.flags.ask_again, flag=flag)

        self.flags.ask_flag(tr("Raise which flag again?"), dismissed, chosen)

    def _run(self, press: Press, refused: Callable[[str], None], **arguments: object) -> None:
        doing = self._desk.bus.run(press.command, press.targets, **arguments)
        self._conductor.follow(self._follow_up(doing), press.targets, refused)

    def _item(self, press: Press) -> WorkItem:
        """The one item that is on screen: a flag is judged by whoever reads it."""
        shown = self._reading.target
        if len(press.targets) != 1 or shown not in press.targets or shown is None:
            raise Refused(tr("A red flag is dismissed for one patient at a time, with the message open."))
        item = self._reading.thread.item(shown.item) if self._reading.thread else None
        if item is None:
            raise Refused(tr("This item is no longer here."))
        return item
