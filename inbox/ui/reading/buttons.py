"""The speed buttons of the item on screen: nine places, and what the armed one will do, said beforehand."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inbox.domain.refill import packet
from inbox.domain.review import Packet
from inbox.domain.time_words import words_left
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries import worklist
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.guards import guards
from inbox.shortcuts.preview import Facts, not_on_several, open_in_reply, preview, why_off
from inbox.shortcuts.quick import KEYS, SpeedButton
from inbox.shortcuts.step_words import step_words
from inbox.ui.desk import Desk
from inbox.ui.parts.command_button import CommandButton, readable_from
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.preview_card import PreviewCard
from inbox.ui.reading.conditions import why_not
from inbox.ui.reading.inert import one_line
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation


class SpeedButtons(QWidget):
    """A number is always at the same place. `command` asks for `quick.<number>`."""

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
        self._grid = QGridLayout()
        self._places = {number: self._place(number) for number in KEYS}
        self._columns = 3
        self._arrange()
        self.card = PreviewCard(desk.theme)
        self._column = QVBoxLayout(self)
        nest(self._grid, self._column)
        self._column.addWidget(self.card)
        desk.theme.changed.connect(self.restyle)
        desk.kit_changed.connect(self._offer_anew)
        self.restyle()

    def button(self, number: int) -> SpeedButton | None:
        """The button of that number for the item on screen."""
        return self._known.get(number)

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
        for number, place in self._places.items():
            button = self._known.get(number)
            place.setVisible(button is not None)
            if button is not None and place.label != button.name:
                place.set_label(button.name)
        self._arrange()

    def show_selection(self, count: int) -> None:
        """So many items are marked: a button pressed now works on all of them."""
        if count != self._selected:
            self._selected = count
            self._arm(self._armed)

    def _offer_anew(self) -> None:
        """Other buttons are in force."""
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
        self._facts = _facts(situation)
        reasons = {number: why_off(button, self._facts) or "" for number, button in self._known.items()}
        for number, reason in reasons.items():
            if self._places[number].off_reason != reason:
                self._places[number].set_off(reason)
        self._arm(self._first(situation.item.kind if situation.item else "", reasons))

    def fit(self, width: int) -> None:
        """Stand in three columns of `width` together, or in fewer where a word would not fit into one.

        What the longest word of any button needs decides, so that going from item to item moves nothing.
        In fewer than three there is little height as well: then no place is kept for numbers not in use.
        """
        gap = self._desk.theme.px(4)
        columns = next((n for n in (3, 2) if (width - (n - 1) * gap) // n >= self._readable), 1)
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        """Put every number in its place; a row with a number in it keeps its height."""
        kept = KEYS if self._columns == 3 else [*self._known, *(n for n in KEYS if n not in self._known)]
        for at, number in enumerate(kept):
            self._grid.addWidget(self._places[number], *divmod(at, self._columns))
        rows = {at // self._columns for at, number in enumerate(kept) if number in self._known}
        for row in range(len(KEYS)):
            self._grid.setRowMinimumHeight(row, self._desk.theme.px(28) if row in rows else 0)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < self._columns))

    def show_preview(self, wanted: bool) -> None:
        """Show or give up the preview, where there is something to preview."""
        self.card.setVisible(wanted and self._armed in self._known)
        self._column.activate()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the numbers would be typed."""
        for place in self._places.values():
            place.set_typing(typing)

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._grid.setSpacing(px(4))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._readable = readable_from(self._desk.theme, (one.name for one in self._desk.kit.buttons))
        self._shown = ()
        self._arm(self._armed)

    def _place(self, number: int) -> CommandButton:
        place = CommandButton(self._desk.theme, number, tr("No button {n}", n=number))
        policy = place.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        place.setSizePolicy(policy)
        place.clicked.connect(lambda: self.command.emit(f"quick.{number}"))
        place.preview_wanted.connect(partial(self._preview_wanted, number))
        return place

    def _first(self, kind: str, reasons: dict[int, str]) -> int:
        """The one used last for this kind of work, else the first that can be pressed."""
        last = self._last.get(kind, 0)
        if last in reasons and not reasons[last]:
            return last
        return next((number for number, off in reasons.items() if not off), next(iter(reasons), 0))

    def _preview_wanted(self, number: int, wanted: bool) -> None:
        if wanted and number in self._known:
            self._arm(number)

    def _steps(self, button: SpeedButton) -> list[str]:
        """What it will do: to the item on screen, or to each of those that are marked."""
        if self._selected > 1:
            return [step_words(step) for step in button.steps]
        return [sentence.partition(" ")[2] for sentence in preview(button, self.facts())]

    def _arm(self, number: int) -> None:
        """Tell what `number` will do."""
        self._armed = number
        for place_number, place in self._places.items():
            place.set_armed(place_number == number)
        button = self._known.get(number)
        if button is None or self._facts is None:
            return
        several = self._selected > 1
        off = not_on_several(button) if several else why_off(button, self._facts) or ""
        will = tr("{n} {name} on {count} items will", n=number, name=button.name, count=self._selected)
        one = tr("{n} {name} will", n=number, name=button.name)
        title = tr("{n} {name}", n=number, name=button.name) if off else will if several else one
        steps = [] if off else self._steps(button)
        reasons = [tr("{n} is off: {reason}", n=number, reason=off)] if off else []
        said = (title, tuple(steps), tuple(reasons))
        if said != self._shown:
            self._shown = said
            self.card.show_preview(title, steps, "" if off else self._desk.keys_of("edit.undo"), reasons)


def _facts(situation: Situation) -> Facts:
    """What is so of the item on screen, for whoever sits here."""
    desk, item, lookup = situation.desk, situation.item, situation.lookup
    assert item is not None
    assert lookup is not None
    owner = item.holding.owner
    held = item.stage in (Stage.CLAIMED, Stage.HELD)
    calendar = desk.promises.calendar(item.holding.pool.ref if item.holding.pool else "")

    def wake(days: int) -> str:
        return when(calendar.add_days(desk.now(), days), desk.now(), desk.zone)

    return Facts(
        recipient=one_line(situation.recipient.name) if situation.recipient else "",
        actor=desk.actor,
        kind=item.kind,
        lookup=lookup,
        phrases=desk.kit.phrases,
        pools=tuple(pool.name for pool in desk.pools()),
        pool=situation.pool.name if situation.pool else "",
        directed=lambda: situation.directed,
        belongs=lambda place: place.holds(owner, item.holding.pool),
        held_by="nobody" if not held else "me" if situation.mine else "another",
        holder=one_line(owner.name) if owner else "",
        closed=not situation.open,
        proposed=item.proposed_reply,
        call_now=situation.call_now,
        prescriber=_prescriber(situation),
        why_not=partial(why_not, situation),
        can_reply=situation.recipient is not None,
        no_reply=situation.no_reply,
        next_item=_next_item(situation, desk.now()),
        wake_words=wake,
    )


def _prescriber(situation: Situation) -> str:
    who = situation.prescriber
    return one_line(who.name) if who and who.name else tr("a prescriber of the pool")


def _next_item(situation: Situation, now: datetime) -> str:
    """The most urgent unclaimed item after this one: "Bernadette Kowalczyn, 2 h over"."""
    desk = situation.desk
    item = worklist.next_urgent(desk.reader, desk.actor, now, frozenset({situation.target.item}))
    line = worklist.line(desk.reader, item, desk.actor) if item else None
    if line is None:
        return ""
    clock = words_left(line.due, line.soon_from, now, desk.promises.zone)
    name = one_line(line.name) or tr("Unknown patient")
    return tr("{name}, {clock}", name=name, clock=clock) if clock else name
