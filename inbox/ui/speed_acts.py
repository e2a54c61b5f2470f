"""What the digits do: press the speed button of that number, or choose where something is to be decided."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.commands.registry import OWN_KEY
from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.people import Party
from inbox.domain.prescription import Order
from inbox.domain.review import Packet
from inbox.domain.words import tr
from inbox.queries import pools, worklist
from inbox.shortcuts import press as pressing
from inbox.shortcuts.button_keys import pressing as by_key
from inbox.shortcuts.preview import not_on_several, why_off
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Approve, Claim, Insert
from inbox.ui.before_sending import Approving
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions
from inbox.ui.many_acts import ManyActs
from inbox.ui.packet import DECISIONS
from inbox.ui.packet import why_off as packet_off
from inbox.ui.packet.decide import order_for
from inbox.ui.reading.pane import ReadingPane


class FollowUp(Protocol):
    """Sees through what was begun, and goes on to the next item if this one leaves."""

    def __call__(
        self, doing: Coroutine[Any, Any, Done], *, leaves: bool, kept: Callable[[], None] | None = None
    ) -> Work: ...


class SpeedActs:
    """The nine numbers, wired to the conductor."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        reading: ReadingPane,
        approving: Approving,
        follow_up: FollowUp,
        many: ManyActs,
    ) -> None:
        self._desk = desk
        self._ask = conductor.ask
        self._many = many
        self._reading = reading
        self._approving = approving
        self._follow_up = follow_up
        for number in range(1, 10):
            conductor.on(f"quick.{number}", self._numbered, off=partial(self._off, number))
        conductor.on_press(OWN_KEY.id, self._by_own_key, self._own_off)

    def _off(self, number: int) -> str:
        """Why the button of that number cannot be pressed on the item on screen; empty when it can."""
        there = self._reading.situation
        if there is not None and self._reading.deciding and number in DECISIONS:
            return packet_off(there, DECISIONS[number])
        buttons = self._reading.buttons
        button = buttons.button(number)
        if button is None:
            return tr("There is no speed button {n} for this kind of work.", n=number)
        return why_off(button, buttons.facts()) or ""

    def _numbered(self, press: Press) -> Work | None:
        number = int(press.command.id.partition(".")[2])
        notice = self._reading.notice
        if not notice.isHidden() and notice.choose(number):
            return None  # while there is something to decide, the digits are its choices
        if self._reading.deciding and number in DECISIONS:
            self._ask(DECISIONS[number])
            return None
        if self._reading.buttons.button(number) is None:
            raise Refused(tr("There is no speed button {n} for this kind of work.", n=number))
        return self._press(number, press)

    def _own_off(self, press: Press) -> str:
        place = self._reading.buttons.place_of(str(press.argument or ""))
        return self._off(place) if place else self._not_offered(press)

    def _by_own_key(self, press: Press) -> Work | None:
        place = self._reading.buttons.place_of(str(press.argument or ""))
        if not place:
            raise Refused(self._not_offered(press))
        return self._press(place, press)

    def _not_offered(self, press: Press) -> str:
        named = self._desk.keys.said(by_key(str(press.argument or "")))
        return tr("Not for this kind of work: {buttons}.", buttons=named)

    def _press(self, number: int, press: Press) -> Work | None:
        """Press the button that stands there."""
        buttons, composer, shown = self._reading.buttons, self._reading.composer, self._reading.target
        button = buttons.button(number)
        assert button is not None
        if shown not in press.targets:
            raise Refused(tr("The marked items are not the one on screen. Go to one of them first."))
        if len(press.targets) > 1:
            return self._on_many(number, button, press)
        if off := why_off(button, buttons.facts()):
            raise Refused(off)
        if any(isinstance(step, Approve) for step in button.steps):
            return self._approve(number, button, press)
        if button.inserted:
            return self._insert(button, press)
        if button.reply is not None and not composer.is_empty():
            raise Refused(tr("There is a draft here. Send or clear it first, so that nothing is lost."))
        # In confidence nothing goes out unseen: the composer shows to whom, and asks before it is sent.
        text = None if button.reply and composer.addressed.in_confidence else buttons.ready_text(button)
        buttons.pressed(number)
        if text is None:
            composer.finish_with(button)
            return None
        answers = self._reading.last_patient_message()
        to, packet = composer.addressed.chosen if answers else None, buttons.packet(button)
        doing = pressed(self._desk, button, press.targets, text, answers, to, packet)
        return self._follow_up(doing, leaves=pressing.goes_on(button))

    def _approve(self, number: int, button: SpeedButton, press: Press) -> Work | None:
        """The same as the key that approves, with the button's other steps."""
        there = self._reading.situation
        if there is None:
            raise Refused(tr("Select an item first."))
        if off := packet_off(there, "review.approve"):
            raise Refused(off)
        buttons, to, order = self._reading.buttons, self._reading.composer.addressed.chosen, order_for(there)
        answers, packet = self._reading.last_patient_message(), buttons.packet(button)

        def sending() -> Work:
            buttons.pressed(number)
            doing = pressed(self._desk, button, press.targets, "", answers, to, packet, order=order)
            return self._follow_up(doing, leaves=pressing.goes_on(button))

        return self._approving(press, sending)

    def _on_many(self, number: int, button: SpeedButton, press: Press) -> Work:
        """All of them or none; what the button needs of an item is asked of each."""
        if off := not_on_several(button):
            raise Refused(off)
        self._reading.buttons.pressed(number)
        return self._many.press(button, press.targets)

    def _insert(self, button: SpeedButton, press: Press) -> Work | None:
        """Put its phrase into the reply on screen, and do the rest of it beside."""
        held = self._reading.buttons.facts().held_by
        self._reading.composer.insert_phrase(button.inserted)
        if held == "me" and all(isinstance(step, Claim | Insert) for step in button.steps):
            return None
        return self._follow_up(pressed(self._desk, button, press.targets, "", None), leaves=False)


def pressed(
    desk: Desk,
    button: SpeedButton,
    targets: Sequence[Target],
    text: str,
    answers: MessageId | None,
    to: tuple[Party, ...] | None = None,
    packet: Packet | None = None,
    files: tuple[AttachedFile, ...] = (),
    order: Order | None = None,
) -> Coroutine[Any, Any, Done]:
    """All that `button` does to `targets`, as one; `text` and `packet` are its reply and what it asks a
    prescriber, where it has them."""
    line = worklist.line(desk.reader, targets[0].item, desk.actor)
    calendar = desk.promises.calendar(line.pool if line else "")
    plan = pressing.plan(
        button,
        text=text,
        answers=answers,
        pools=desk.pools(),
        packet=packet,
        order=order,
        wake=lambda days: calendar.add_days(desk.now(), days),
        to=to,
        files=files,
        emergency=button.reply is not None and desk.kit.phrases[button.reply.phrase].emergency,
        direct=Directions(desk).of,
        colleague=partial(pools.colleague, desk.reader),
    )
    return desk.bus.perform(button.name, targets, plan, button=button.id)
