"""What a prescriber's commands on a packet do, and the nurse's that takes one back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from inbox.domain import refill
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.people import Party
from inbox.domain.preferred_days import preferred
from inbox.domain.prescription import Supply
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.ui.aside_acts import Run
from inbox.ui.before_sending import Approving
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.reasons import Reason
from inbox.ui.packet import decide
from inbox.ui.packet.colleagues import colleagues
from inbox.ui.packet.declining import declining
from inbox.ui.reader_acts import on_screen
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import Situation
from inbox.ui.speed_acts import FollowUp


class ReviewActs:
    """Wired to the conductor. `follow_up` sees through what was begun, `go_to` shows another item."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        reading: ReadingPane,
        chooser: Chooser,
        approving: Approving,
        run: Run,
        follow_up: FollowUp,
        go_to: Callable[[ItemId], None],
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._chooser = chooser
        self._approving = approving
        self._run = run
        self._follow_up = follow_up
        self._go_to = go_to
        for command, act in {
            "review.approve": self._approve,
            "review.edit": self._edit,
            "review.answer": self._answer,
            "review.visit": self._visit,
            "review.decline": self._decline,
            "review.supply": self._supply,
            "review.take_over": self._take_over,
            "review.reassign": self._reassign,
        }.items():
            conductor.on(command, act, off=partial(self._off, command))
        conductor.on("review.thread", self._thread)
        conductor.on("review.take_back", lambda press: self._run(press))

    def _off(self, command: str) -> str:
        there = self._reading.situation
        return decide.why_off(there, command) if there else tr("Select an item first.")

    def _packet(self, press: Press) -> Situation:
        """The packet on screen, which is the one that was asked about. Raises Refused."""
        there = on_screen(self._reading, press)
        if off := decide.why_off(there, press.command.id):
            raise Refused(off)
        return there

    def _approve(self, press: Press) -> Work | None:
        return self._approved(press, self._packet(press))

    def _approved(self, press: Press, there: Situation, supply: Supply | None = None) -> Work | None:
        to = self._reading.composer.addressed.chosen
        return self._approving(
            press,
            lambda: self._follow_up(decide.approve(self._desk, there, to=to, supply=supply), leaves=True),
        )

    def _supply(self, press: Press) -> None:
        """Choosing another supply approves it: days and refills, each with why it may not be."""
        there = self._packet(press)
        judged = decide.refill_of(there)
        assert judged is not None
        choices = [
            Choice(one.supply.said, one.supply, _whose(one.supply, there), "pill", off=one.off)
            for one in refill.choices(judged)
        ]

        def taken(supply: object) -> None:
            assert isinstance(supply, Supply)
            work = self._approved(press, there, supply)
            if work is not None:
                self._conductor.follow(work, press.targets, self._chooser.visits.ask_again)

        about = tr(
            "Choosing one approves it: the order is for this supply, and the reply is sent as it stands."
        )
        self._chooser.visits.ask_plain(tr("Approve which supply?"), about, choices, taken)

    def _decline(self, press: Press) -> None:
        there = self._packet(press)
        words = declining(there)

        def declined(reason: object, note: str) -> None:
            assert isinstance(reason, Reason)
            work = self._follow_up(decide.decline(self._desk, there, reason.said, note), leaves=True)
            self._conductor.follow(work, press.targets, self._chooser.visits.ask_again)

        self._chooser.visits.ask_with(
            words.title,
            tr("Nothing goes to the patient: whoever asked tells them, and sees your reason."),
            [Choice(one.said, one, icon="x") for one in words.reasons],
            tr("In your own words (optional)"),
            declined,
        )

    def _edit(self, press: Press) -> None:
        there, composer = self._packet(press), self._reading.composer
        if composer.is_empty() and there.item is not None:
            composer.set_text(there.item.proposed_reply)
        composer.focus()

    def _answer(self, press: Press) -> None:
        self._packet(press)
        self._reading.composer.begin_comment()
        self._desk.say(tr("Write to whoever asked. Sending it answers the packet; the patient sees nothing."))

    def _visit(self, press: Press) -> None:
        there = self._packet(press)
        last = there.thread.last_from_patient

        def asked(how: object, when: str) -> None:
            assert isinstance(how, How)
            doing = decide.needs_visit(self._desk, there, how, when)
            work = self._follow_up(doing, leaves=True)
            self._conductor.follow(work, press.targets, self._chooser.visits.ask_again)

        self._chooser.visits.ask_with(
            tr("Which visit?"),
            tr("The request is made, and whoever asked tells the patient."),
            [Choice(how.said, how, icon="calendar-plus") for how in How],
            tr("When, or what for (optional)"),
            asked,
            preferred(last.text) if last else "",
        )

    def _take_over(self, press: Press) -> Work:
        there = self._packet(press)
        parent = decide.parent_of(there)
        doing = decide.take_over(self._desk, there)
        return self._follow_up(doing, leaves=False, kept=lambda: self._go_to(parent.id) if parent else None)

    def _reassign(self, press: Press) -> None:
        there = self._packet(press)
        item, actor = there.item, self._desk.actor
        pool = item.holding.pool.ref if item and item.holding.pool else ""
        choices = colleagues(self._desk, pool, (actor.person, *actor.role_refs))
        if not choices:
            raise Refused(tr("No other prescriber is known here."))

        def given(to: object, reason: str) -> None:
            assert isinstance(to, Party)
            work = self._follow_up(decide.reassign(self._desk, there, to, reason), leaves=True)
            self._conductor.follow(work, press.targets, self._chooser.visits.ask_again)

        self._chooser.visits.ask_with(
            tr("Who decides instead?"),
            tr("It is not due later there than here."),
            choices,
            tr("Reason, for your colleague (optional)"),
            given,
        )

    def _thread(self, press: Press) -> None:
        if not self._reading.deciding:
            raise Refused(tr("There is no packet on screen."))
        self._reading.packet.words.turn()


def _whose(supply: Supply, there: Situation) -> str:
    """Whether it is the supply that approving orders, and who said so."""
    proposed, item = decide.order_for(there), there.item
    if proposed is None or supply != proposed.supply:
        return ""
    return tr("as asked for") if item is not None and item.supply is not None else tr("as the last time")
