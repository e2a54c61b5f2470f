"""What came of a call about a red flag, picked by digit, with a note; one outcome must have one."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.disposition import CallOutcome
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick


class CallPick(Pick):
    """Outcomes that the person's role may not record are off and say why."""

    def ask_outcome(self, whom: str, role: Role, taken: Callable[[CallOutcome, str], None]) -> None:
        """Open. `whom` says whom to call and how; `taken` gets the outcome and the note."""

        def recorded(value: object, note: str) -> None:
            assert isinstance(value, CallOutcome)
            taken(value, note)

        choices = [
            Choice(outcome.said, outcome, _about(outcome), off=outcome.not_for(role))
            for outcome in CallOutcome
        ]
        self.ask(tr("What came of the call?"), whom, choices, tr("Note for colleagues"), recorded)

    def value(self, choice: Choice) -> object:
        if choice.value is CallOutcome.NOT_AN_EMERGENCY and not self.note.text().strip():
            self.ask_for_note(tr("Say why it is not an emergency:"))
            return None
        return choice.value


def _about(outcome: CallOutcome) -> str:
    if not outcome.settles:
        return tr("the call stays due")
    return tr("with the reason") if outcome is CallOutcome.NOT_AN_EMERGENCY else ""
