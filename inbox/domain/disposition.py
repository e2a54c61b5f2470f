"""What came of calling a patient about a red flag. Only what settles it lets the rest of the work go on.

Source of the outcomes and of who may record them: the clinic's red-flag rules.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from inbox.domain.flag import SETTLING_ROLES
from inbox.domain.ids import MessageId, OperationId
from inbox.domain.people import LICENSED, Party, Role
from inbox.domain.words import mark, tr


class CallOutcome(StrEnum):
    """How a call ended, as stored on the server."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    WELFARE_CHECK = "welfare-check"
    TOLD_TO_CALL_911 = "told-to-call-911"
    NOT_AN_EMERGENCY = "not-an-emergency"

    @property
    def settles(self) -> bool:
        """Whether no further call is owed. Nobody answered: then one is."""
        return self is not CallOutcome.NO_ANSWER

    @property
    def said(self) -> str:
        """In the person's language."""
        return tr(_SAID[self])

    def not_for(self, role: Role) -> str:
        """Why somebody in `role` may not record this, as a sentence; empty when they may."""
        if self.settles and role not in SETTLING_ROLES:
            return tr("Only an RN or prescriber can settle a red flag.")
        if role not in LICENSED:
            return tr("Only licensed staff can call about a red flag. Route it to them.")
        return ""


_SAID = {
    CallOutcome.REACHED: mark("Reached the patient"),
    CallOutcome.NO_ANSWER: mark("No answer"),
    CallOutcome.WELFARE_CHECK: mark("Asked for a welfare check"),
    CallOutcome.TOLD_TO_CALL_911: mark("Told to call 911"),
    CallOutcome.NOT_AN_EMERGENCY: mark("Not an emergency"),
}


class Disposition(msgspec.Struct, frozen=True):
    """The record of one call, or of the decision that none is needed."""

    outcome: CallOutcome
    by: Party
    at: datetime
    note: str = ""
    messages: tuple[MessageId, ...] = ()
    """The flagged messages it was about: a later one needs a call of its own. None said: all of them."""
    operation: OperationId | None = None

    def settles(self, message: MessageId | None) -> bool:
        """Whether a flag in `message` (None: nobody knows in which) owes no call any more."""
        return self.outcome.settles and (not message or not self.messages or message in self.messages)


def nobody_reached() -> str:
    """Why ordinary words cannot be sent after a call that nobody answered."""
    return tr("Nobody has been reached yet. Until then only an emergency phrase may be sent.")


def call_first() -> str:
    """Why nothing else can be done yet."""
    return tr("A level 1 or 2 flag waits for a call. Record what came of it first.")
