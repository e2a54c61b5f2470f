"""The speed buttons of the item on screen, and what the armed one will do, said beforehand."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.refill import packet
from inbox.domain.review import Packet
from inbox.domain.words import tr
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.guards import guards
from inbox.shortcuts.preview import Facts, not_on_several, open_in_reply, preview, why_off
from inbox.shortcuts.quick import SpeedButton, by_own_key
from inbox.shortcuts.step_words import step_words
from inbox.ui.desk import Desk
from inbox.ui.parts.preview_card import PreviewCard
from inbox.ui.reading.button_facts import facts_of
from inbox.ui.reading.button_places import ButtonPlaces
from inbox.ui.reading.situation import Situation


class SpeedButtons(QWidget):
    """A number is always at the same place, buttons with a key of their own alone stand behind the nine.
    `command` asks for `quick.<number>`, or for `quick.own` with the button's key."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._situation: Situation | None = None
        self._facts: Facts | None = None
        self._known: dict[int, SpeedButton] = {}
        self._last: dict[str, int] = {}
        self._armed = 0
        self._selected = 0
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(tr("Speed buttons"))
        self.places = ButtonPlaces(desk)
        self.places.command.connect(self.command)
        self.places.wanted.connect(self._arm)
        self.card = PreviewCard(desk.theme)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.places)
        self._column.addWidget(self.card)
        desk.theme.changed.connect(self.restyle)
        desk.keys.changed.connect(self._offer_anew)
        self.restyle()

    def button(self, number: int) -> SpeedButton | None:
        """The button at that place for the item on screen: its number, or more than nine."""
        return self._known.get(number)

    def place_of(self, own_key: str) -> int:
        """The place of the button that has this key of its own; 0 where none is offered."""
        return by_own_key(self._known, own_key)

    def facts(self) -> Facts:
        """What previews and refusals are told from. Only while an item is shown."""
        self.settle()
        if self._facts is None:
            raise LookupError("the item on screen has no speed buttons")
        return self._facts

    def ready_text(self, button: SpeedButton) -> str | None:
        """Its reply as it would be sent; None when something in it is still to settle."""
        facts = self.facts()
        if button.reply is None:
            return ""
        if open_in_reply(button, facts):
            return None
        return draft.finished(expand(facts.phrases[button.reply.phrase], facts.lookup, facts.phrases))

    def packet(self, button: SpeedButton) -> Packet | None:
        """What it hands a prescriber, with the reply it proposes as far as nothing in that is open."""
        situation, step = self._situation, button.escalation
        if situation is None or step is None:
            return None
        if step.packet == "question":
            told = Packet(step.question)
        elif situation.refill is not None:
            told = packet(situation.refill, self._desk.today(), long=step.packet == "ninety-days")
        else:
            return None
        facts = self.facts()
        proposal = ""
        if step.phrase:
            expanded = expand(facts.phrases[step.phrase], facts.lookup, facts.phrases)
            proposal = draft.finished(expanded) if not guards(expanded, facts.lookup) else ""
        return msgspec.structs.replace(told, proposal=proposal, to=situation.prescriber)

    def pressed(self, number: int) -> None:
        """Remember what was used last for this kind of work: its preview is shown first."""
        if self._situation is not None and self._situation.item is not None:
            self._last[self._situation.item.kind] = number

    def show_situation(self, situation: Situation) -> None:
        """Offer what fits this item; `settle` then says what is off, and what the armed one will do."""
        self._situation, self._facts = situation, None
        item = situation.item
        kind = item.kind if item is not None else ""
        offered = item is not None and situation.open
        self._known = self._desk.kit.buttons_for(kind, self._desk.actor.role) if offered else {}
        self.places.show_buttons(self._known)

    def show_selection(self, count: int) -> None:
        """So many items are marked: a button pressed now works on all of them."""
        if count != self._selected:
            self._selected = count
            self._arm(self._armed)

    def _offer_anew(self) -> None:
        """Other buttons, or other keys, are in force."""
        self.restyle()
        if self._situation is not None:
            settled = self._facts is not None
            self.show_situation(self._situation)
            if settled:
                self.settle()

    def settle(self) -> None:
        """Work out what needs the chart: once the item itself is on screen, or when it is asked for."""
        situation = self._situation
        if self._facts is not None or situation is None or not self._known:
            return
        self._facts = facts_of(situation)
        reasons = {number: why_off(button, self._facts) or "" for number, button in self._known.items()}
        self.places.set_off(reasons)
        self._arm(self._first(situation.item.kind if situation.item else "", reasons))

    def fit(self, width: int) -> None:
        """Stand in as many columns as `width` has room for."""
        self.places.fit(width)

    def show_preview(self, wanted: bool) -> None:
        """Show or give up the preview, where there is something to preview."""
        self.card.setVisible(wanted and self._armed in self._known)
        self._column.activate()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the numbers would be typed."""
        self.places.set_typing(typing)

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self.places.restyle()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._shown = ()
        self._arm(self._armed)

    def _first(self, kind: str, reasons: dict[int, str]) -> int:
        """The one used last for this kind of work, else the first that can be pressed."""
        last = self._last.get(kind, 0)
        if last in reasons and not reasons[last]:
            return last
        return next((number for number, off in reasons.items() if not off), next(iter(reasons), 0))

    def _steps(self, button: SpeedButton) -> list[str]:
        """What it will do: to the item on screen, or to each of those that are marked."""
        if self._selected > 1:
            return [step_words(step) for step in button.steps]
        return [sentence.partition(" ")[2] for sentence in preview(button, self.facts())]

    def _arm(self, number: int) -> None:
        """Tell what `number` will do."""
        self._armed = number
        self.places.set_armed(number)
        button = self._known.get(number)
        if button is None or self._facts is None:
            return
        several = self._selected > 1
        off = not_on_several(button) if several else why_off(button, self._facts) or ""
        n = self.places.keys(number)
        will = tr("{n} {name} on {count} items will", n=n, name=button.name, count=self._selected)
        one = tr("{n} {name} will", n=n, name=button.name)
        title = tr("{n} {name}", n=n, name=button.name) if off else will if several else one
        title = title.strip()  # a button may have no key
        steps = [] if off else self._steps(button)
        reasons = [tr("{n} is off: {reason}", n=n or button.name, reason=off)] if off else []
        said = (title, tuple(steps), tuple(reasons))
        if said != self._shown:
            self._shown = said
            self.card.show_preview(title, steps, "" if off else self._desk.keys_of("edit.undo"), reasons)
