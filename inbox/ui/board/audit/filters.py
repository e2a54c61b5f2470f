"""Which events are to be seen: a row of buttons that say what is chosen, and the questions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal

from inbox.commands.registry import COMMANDS
from inbox.domain.trail import Event
from inbox.domain.words import tr
from inbox.ui.board.audit.chosen import Chosen
from inbox.ui.board.audit.words import KINDS, Names
from inbox.ui.board.tab import Around
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton


class Filters(Flow):
    """Holds what is chosen; every key of it has a button here."""

    changed = Signal()
    """Something else is to be seen."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around = around
        self.chosen = Chosen()
        self.pick = Pick(around.desk.theme, around.window, filtered=True)
        self.buttons = {
            command: self._button(command) for command in
            ("board.period", "audit.person", "audit.patient", "audit.kind", "audit.clear", "audit.more")
        }  # fmt: skip
        self.let_grow()
        self._tell()
        around.desk.theme.changed.connect(self.restyle)
        self.restyle()

    def choose(self, chosen: Chosen) -> None:
        """See this from now on."""
        self.chosen = chosen
        self._tell()
        self.changed.emit()

    def choose_person(self, people: Mapping[str, str]) -> None:
        """Ask whose doings are to be seen; `people`: names by reference."""
        everybody = Choice(tr("Everybody"), self._with(person="", person_name=""), icon="users")
        known = [
            Choice(name, self._with(person=ref, person_name=name), icon="user")
            for ref, name in _sorted(people)
        ]
        self._ask(tr("Whose doings?"), [everybody, *known])

    def choose_patient(self, patients: Mapping[str, str]) -> None:
        """Ask of whose record; `patients`: names by reference."""
        anybody = Choice(tr("Any patient"), self._with(patient="", patient_name=""), icon="users")
        known = [
            Choice(name, self._with(patient=ref, patient_name=name), icon="user-round")
            for ref, name in _sorted(patients)
        ]
        self._ask(tr("Whose record?"), [anybody, *known])

    def choose_kind(self) -> None:
        """Ask what kind of doing."""
        everything = Choice(tr("Everything"), self._with(what=""))
        kinds = [Choice(tr(said), self._with(what=what)) for what, said in KINDS.items()]
        self._ask(tr("What was done?"), [everything, *kinds])

    def choose_like(self, event: Event, names: Names) -> None:
        """Ask whether only the person, the patient or the kind of `event` is to be seen."""
        person = names.person(event)
        offered = [Choice(person, self._with(person=event.actor, person_name=person), icon="user")]
        if event.patient:
            name = names.patient(event.patient)
            one_patient = self._with(patient=event.patient, patient_name=name)
            offered.append(Choice(name, one_patient, icon="user-round"))
        if event.what:
            offered.append(Choice(tr(KINDS[event.what]), self._with(what=event.what)))
        self._ask(tr("See only what?"), offered)

    def restyle(self) -> None:
        """Take the gap from the theme again."""
        px = self._around.desk.theme.px
        self.set_gap(px(8))

    def _button(self, command: str) -> KeyButton:
        desk, conductor = self._around.desk, self._around.conductor
        button = KeyButton(desk.theme, COMMANDS[command].said, desk.keys_of(command))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: conductor.ask(command))
        self.add(button)
        return button

    def _with(self, **other: str) -> Chosen:
        return msgspec.structs.replace(self.chosen, **other)

    def _ask(self, title: str, choices: Sequence[Choice]) -> None:
        self.pick.ask(title, "", choices, "", self._taken)

    def _taken(self, chosen: object, _note: str) -> None:
        assert isinstance(chosen, Chosen)
        self.choose(chosen)

    def _tell(self) -> None:
        chosen = self.chosen
        labels = {
            "board.period": tr("Period: {period}", period=chosen.period_words),
            "audit.person": tr("Who: {who}", who=chosen.person_words),
            "audit.patient": tr("Patient: {patient}", patient=chosen.patient_words),
            "audit.kind": tr("What: {what}", what=chosen.what_words),
            "audit.clear": tr("Everything"),
            "audit.more": tr("Older"),
        }
        for command, said in labels.items():
            self.buttons[command].set_label(said)
        self.arrange()


def _sorted(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return sorted(names.items(), key=lambda one: one[1].casefold())
