"""What is written is handed over: replies to who is shown to read them, comments to colleagues."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.domain.refill import why_no_order
from inbox.domain.words import tr
from inbox.shortcuts import press as pressing
from inbox.ui.before_sending import confidence_words
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.packet import decide, why_off
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import Situation
from inbox.ui.speed_acts import FollowUp, pressed

_SENDS = {True: "review.answer", False: "review.edit"}
"""On a packet: which decision sending is, of a comment and of a reply."""


class AnswerActs:
    """Wired to the conductor. `follow_up` sees through what was begun."""

    def __init__(
        self, desk: Desk, conductor: Conductor, reading: ReadingPane, chooser: Chooser, follow_up: FollowUp
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._chooser = chooser
        self._follow_up = follow_up
        conductor.on("item.comment", self._comment)
        for command in ("item.send", "item.send_and_close"):
            conductor.on(command, self._send, off=self._nothing_to_send)

    def _send(self, press: Press) -> Work | None:
        composer = self._reading.composer
        if self._reading.deciding and (off := why_off(self._packet, _SENDS[composer.commenting])):
            raise Refused(off)
        if composer.commenting:
            return self._keep_comment(press.targets[0])
        if off := self._nothing_to_send():
            raise Refused(off)
        if composer.problems():
            composer.show_problems()
            return None
        if self._reading.deciding and decide.refill_of(self._packet) is not None:
            self._ask_for_order(press)
            return None
        return self._sent(press, ordering=False)

    def _ask_for_order(self, press: Press) -> None:
        """Words of one's own may speak of anything: whether the order goes with them is said, not guessed."""
        there = self._packet
        order, item = decide.order_for(there), there.item
        why = "" if order else why_no_order(decide.refill_of(there), item.supply if item else None)

        def taken(ordering: object) -> None:
            if ordering and decide.order_for(self._packet) != order:
                self._ask_for_order(press)  # the chart has changed: ordered is what was on screen
            elif self._reading.composer.problems():
                self._reading.composer.show_problems()
            elif (work := self._sent(press, ordering=bool(ordering))) is not None:
                self._conductor.follow(work, press.targets)

        choices = [
            Choice(tr("With the order"), True, order.said if order else "", "pill", off=why),
            Choice(
                tr("Words only"), False, tr("Nothing is ordered; the item goes back to the nurse."), "send"
            ),
        ]
        self._chooser.visits.ask_plain(tr("Does the order go with your reply?"), "", choices, taken)

    def _sent(self, press: Press, ordering: bool) -> Work | None:
        composer = self._reading.composer
        sending = self._sending(press, press.targets[0], ordering)
        if not composer.addressed.in_confidence:
            return sending()
        question, about = confidence_words(composer.addressed.words)
        self._chooser.confirm.ask(
            question, about, tr("Send it"), tr("Not yet"),
            lambda: self._confirmed(press, sending),
        )  # fmt: skip
        return None

    def _confirmed(self, press: Press, sending: Callable[[], Work]) -> None:
        """A yes: unless the chart has changed while the question stood."""
        if self._reading.composer.problems():
            self._reading.composer.show_problems()
        else:
            self._conductor.follow(sending(), press.targets)

    def _sending(self, press: Press, target: Target, ordering: bool = False) -> Callable[[], Work]:
        """What hands over the words that are written now, to whom they are addressed now."""
        composer = self._reading.composer
        text, button, to = composer.text(), composer.finishing, composer.addressed.chosen
        files = composer.files
        answers, sent = self._reading.last_patient_message(), partial(composer.sent, target, composer.begun)
        if button is not None:
            packet = self._reading.buttons.packet(button)
            order = decide.order_for(self._packet) if ordering else None
            return lambda: self._follow_up(
                pressed(self._desk, button, (target,), text, answers, to, packet, files, order=order),
                leaves=pressing.goes_on(button),
                kept=sent,
            )
        shown = self._reading.situation
        if self._reading.deciding:
            packet_there = self._packet
            return lambda: self._follow_up(
                decide.approve(self._desk, packet_there, text, to, ordering=ordering), leaves=True, kept=sent
            )
        emergency = shown is not None and shown.calls and shown.is_emergency(text)
        words = {"text": text, "answers": answers, "to": to, "emergency": emergency, "files": files}
        return lambda: self._follow_up(
            self._desk.bus.run(press.command, (target,), **words),
            leaves=press.command.id == "item.send_and_close",
            kept=sent,
        )

    def _nothing_to_send(self) -> str:
        composer = self._reading.composer
        empty = not composer.commenting and composer.is_empty()
        return tr("There is nothing to send yet.") if empty else ""

    def _comment(self, press: Press) -> None:
        self._reading.composer.begin_comment()

    def _keep_comment(self, target: Target) -> Work:
        """Hand the comment over; the field lets go of it once it is kept."""
        composer, deciding = self._reading.composer, self._reading.deciding
        if deciding:
            doing = decide.answer_nurse(self._desk, self._packet, composer.comment)
        else:
            doing = self._desk.bus.run(COMMANDS["item.comment"], (target,), text=composer.comment)
        return self._follow_up(
            doing, leaves=deciding, kept=partial(composer.comment_kept, target, composer.begun)
        )

    @property
    def _packet(self) -> Situation:
        """The packet on screen: a comment on it is the answer to whoever asked."""
        there = self._reading.situation
        assert there is not None
        return there
