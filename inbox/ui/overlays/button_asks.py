"""What a line of a speed button still has to know, asked one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from inbox.domain.kind_words import kind_words
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.button_sheet import ButtonSheet, holder
from inbox.shortcuts.quick import KEYS, SpeedButton
from inbox.shortcuts.step_words import step_words
from inbox.shortcuts.steps import AnyStep
from inbox.ui.desk import Desk
from inbox.ui.overlays.button_editor import CONDITIONS
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.overlays.step_asks import StepAsks


class ButtonAsks:
    """Asks over `window`; Esc leaves the button as it was."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self.many = Pick(desk.theme, window, filtered=True)
        self.few = Pick(desk.theme, window)
        self.steps = StepAsks(desk, self.many, self.few)

    def name(self, now: str, then: Callable[[str], None]) -> None:
        """What stands on the button."""
        said = [Choice(tr("Call it what is written below"), "name", "", "pencil")]
        self.few.ask(
            tr("What shall stand on the button?"), tr("Up to 22 letters fit."), said, tr("Name"),
            lambda _value, note: then(note or now),
        )  # fmt: skip
        self.few.note.setText(now)
        self.few.note.setFocus()

    def kind(self, sheet: ButtonSheet, then: Callable[[Kind], None]) -> None:
        """One more kind of work."""
        kinds = [kind for kind in Kind if kind not in sheet.keys]
        choices = [Choice(kind_words(kind), kind, "", "inbox") for kind in kinds]

        def taken(kind: object, _note: str) -> None:
            assert isinstance(kind, Kind)
            then(kind)

        self.many.ask(tr("On which kind of work?"), "", choices, "", taken)

    def number(self, buttons: Sequence[SpeedButton], kind: Kind, then: Callable[[int], None]) -> None:
        """Its number on that kind; what has it now is told. 0: there by its own key alone; -1: not there."""
        choices = []
        for key in KEYS:
            other = holder(buttons, kind, key, self._desk.actor.role)
            about = tr("now “{other}”", other=other.name) if other else tr("free")
            choices.append(Choice(tr("Number {n}", n=key), key, about, "keyboard"))
        choices.append(Choice(tr("No number: its own key alone"), 0, tr("behind the nine"), "keyboard"))
        choices.append(Choice(tr("Not on this kind of work"), -1, "", "x"))
        title = tr("Which number on {kind}?", kind=kind_words(kind))
        self._ask_few(title, choices, lambda key, _note: then(key))

    def of_step(self, step: AnyStep, then: Callable[[str], None]) -> None:
        """What is to become of a step: "up", "down" or "remove"."""
        choices = [
            Choice(tr("Remove it"), "remove", "", "x"),
            Choice(tr("Do it earlier"), "up"),
            Choice(tr("Do it later"), "down"),
        ]
        self._ask_few(step_words(step), choices, lambda what, _note: then(what))

    def roles(self, then: Callable[[tuple[Role, ...]], None]) -> None:
        """Who sees it."""
        licensed = (Role.LPN, Role.RN, Role.PRESCRIBER, Role.SUPERVISOR)
        choices = [
            Choice(tr("Everybody"), (), "", "users"),
            Choice(tr("Nurses"), (Role.LPN, Role.RN)),
            Choice(tr("RNs"), (Role.RN,)),
            Choice(tr("Prescribers"), (Role.PRESCRIBER,)),
            Choice(tr("Clerks"), (Role.CLERK,)),
            Choice(tr("Supervisors"), (Role.SUPERVISOR,)),
            Choice(tr("All with a licence"), licensed),
        ]
        self._ask_few(tr("Who sees it?"), choices, lambda roles, _note: then(roles))

    def condition(self, then: Callable[[Any], None]) -> None:
        """What has to hold of the chart."""
        choices = [Choice(tr("Whatever the chart says"), "")]
        choices += [Choice(tr("Only if {what}", what=tr(words)), name) for name, words in CONDITIONS.items()]
        self._ask_few(tr("When may it be pressed?"), choices, lambda name, _note: then(name or None))

    def _ask_few(
        self, title: str, choices: Sequence[Choice], taken: Callable[[Any, str], None], note: str = ""
    ) -> None:
        self.few.ask(title, "", choices, note, taken)
