"""The page on which a speed button is written: each line of it is changed by Enter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.kind_words import kind_words
from inbox.domain.people import Role
from inbox.domain.words import mark, tr
from inbox.shortcuts.button_keys import in_the_way
from inbox.shortcuts.button_sheet import ButtonSheet, holder, instead_of
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.step_words import step_words
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

CONDITIONS: Final = {
    "answers-plain": mark("nothing in the answers has to be looked at"),
    "ninety-days": mark("a supply of 90 days can be proposed"),
    "readings-within": mark("all readings are within their bands"),
    "refill-protocol": mark("every field of the refill protocol is met"),
    "results-normal": mark("all values are in range"),
}

Asked = tuple[str, object]
"""What is to be changed, and the kind of work or the place of the step that it is about."""


class ButtonEditor(Overlay):
    """`asked` names the line that was entered: an `Asked`."""

    asked = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Speed button"), width=680, high_up=True)
        self._desk = desk
        self.sheet = ButtonSheet()
        self.former: SpeedButton | None = None
        """The button that is being changed; None while a new one is written."""
        self._title = Words(desk.theme, "", SUBJECT, wrap=True)
        self.list = ChoiceList(desk.theme, tr("What the button is made of"))
        self.told = Words(desk.theme, "", SMALL, "text_2", wrap=True)
        keys = [("Enter", tr("change")), ("Up Down", tr("choose")), ("Ctrl+S", tr("keep it as mine"))]
        self.foot = KeyBar(desk.theme, [*keys, ("Esc", tr("leave"))])
        self._head, self._below = QVBoxLayout(), QVBoxLayout()
        self._head.addWidget(self._title)
        self._below.addWidget(self.told)
        nest(self._head, self.body)
        self.body.addWidget(self.list, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)
        self.list.picked.connect(lambda choice: self.asked.emit(choice.value))
        self.list.refused.connect(lambda choice: self.foot.remark(choice.off))
        self.restyle()

    @property
    def mine(self) -> bool:
        """Whether it is changed in its place: it is this person's already."""
        return self.former is not None and self.former.owner == self._desk.owner

    def open(self, sheet: ButtonSheet, former: SpeedButton | None = None, told: str = "") -> None:
        """Write on `sheet`; `told` says where it comes from."""
        self.former = former
        self.foot.remark("")
        self._title.set_words(tr("Change a speed button") if former else tr("A new speed button"))
        self.show_sheet(sheet, told, at=0)
        self.appear()

    def show_sheet(self, sheet: ButtonSheet, told: str = "", at: int | None = None) -> None:
        """List what is written now, with the cursor where it was."""
        self.sheet = sheet
        lines = list(self._lines())
        entries = [line for line in lines if not line.heading]
        before = self.list.current()
        same = [n for n, line in enumerate(entries) if before is not None and line.value == before.value]
        self.list.set_choices(lines, at if at is not None else same[0] if same else 0)
        wrong = sheet.wrong(self._desk.owner, self._desk.kit.phrases)
        taken = instead_of(sheet, self._desk.kit.buttons, self._desk.actor.role)
        still = [tr("Still to do: {what}", what=wrong)] if wrong else []
        if sheet.own_key and (hinders := in_the_way(self._desk.keys.map, sheet.own_key)):
            still.append(tr("{why} This button does without its key until it has another.", why=hinders))
        self.told.set_words("\n".join(filter(None, [told, *still, *taken])))
        self.place()

    def say(self, words: str) -> None:
        """Say something at the foot."""
        self.foot.remark(words)

    def first(self) -> QWidget:
        return self.list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            wrong = self.sheet.wrong(self._desk.owner, self._desk.kit.phrases)
            if wrong:
                self.foot.remark(wrong)
            else:
                self.asked.emit(("keep", None))
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(4))
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))

    def _lines(self) -> Iterator[Choice]:
        sheet = self.sheet
        yield Choice(
            sheet.name or tr("No name yet"), ("name", None), tr("what stands on the button"), "pencil"
        )
        yield Choice(tr("On which work, under which number"), heading=True)
        for kind, key in sheet.keys.items():
            other = holder(self._desk.kit.buttons, kind, key, self._desk.actor.role) if key else None
            about = tr("now “{other}”", other=other.name) if other and other.id != sheet.id else ""
            shown = tr("{n} on {kind}", n=key or sheet.own_key or tr("No key"), kind=kind_words(kind))
            yield Choice(shown, ("kind", kind), about, "keyboard")
        yield Choice(tr("Add a kind of work"), ("add kind", None), "", "inbox")
        own = tr("Its own key: {keys}", keys=sheet.own_key) if sheet.own_key else tr("No key of its own")
        yield Choice(own, ("own key", None), tr("besides its number"), "keyboard")
        yield Choice(tr("What it does"), heading=True)
        for place, step in enumerate(sheet.steps):
            words = tr("{n}. {step}", n=place + 1, step=step_words(step))
            yield Choice(words, ("step", place), "", "list-checks")
        yield Choice(tr("Add a step"), ("add step", None), "", "chevron-right")
        yield Choice(tr("For whom, and when"), heading=True)
        yield Choice(self._roles(), ("roles", None), tr("who sees it"), "users")
        needs = tr("Needs a licence") if sheet.licensed else tr("Needs no licence of its own")
        yield Choice(needs, ("licence", None), "", "shield-check")
        condition = tr(CONDITIONS[sheet.only_if]) if sheet.only_if else ""
        only = tr("Only if {condition}", condition=condition) if condition else tr("Whatever the chart says")
        yield Choice(only, ("only if", None), "", "clipboard-list")
        yield from self._ends()

    def _ends(self) -> Iterator[Choice]:
        wrong = self.sheet.wrong(self._desk.owner, self._desk.kit.phrases)
        yield Choice(tr("Done?"), heading=True)
        yield Choice(
            tr("Keep it as mine"), ("keep", None), tr("on every station of yours"), "check", off=wrong
        )
        if self._desk.actor.role is Role.SUPERVISOR:
            about = tr("every station has it within a minute")
            yield Choice(tr("Publish it"), ("publish", None), about, "shield-check", off=wrong)
        if self.mine:
            yield Choice(tr("Remove it"), ("remove", None), "", "x")

    def _roles(self) -> str:
        names = {
            Role.CLERK: tr("clerks"),
            Role.LPN: tr("LPNs"),
            Role.RN: tr("RNs"),
            Role.PRESCRIBER: tr("prescribers"),
            Role.SUPERVISOR: tr("supervisors"),
        }
        if not self.sheet.roles:
            return tr("Everybody")
        return ", ".join(names[role] for role in self.sheet.roles)
