"""Which events of the audit trail are asked for, and what that is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from inbox.domain.trail import Wanted
from inbox.domain.words import tr, trn
from inbox.ui.board.audit.words import KINDS

PERIODS: Final = (1, 7, 30, 90, 0)
"""Days, today among them; 0: as far back as the portal keeps it."""


class Chosen(msgspec.Struct, frozen=True):
    """References with what they are called; empty: all."""

    days: int = 7
    person: str = ""
    person_name: str = ""
    patient: str = ""
    patient_name: str = ""
    what: str = ""

    def wanted(self, local: datetime) -> Wanted:
        """The same as it is asked for; `local` is now by the clock on the clinic's wall."""
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight - timedelta(days=self.days - 1) if self.days else None
        return Wanted(since, self.person, self.patient, self.what)

    def next_period(self) -> Chosen:
        """With the next longer period, after the longest the shortest."""
        days = PERIODS[(PERIODS.index(self.days) + 1) % len(PERIODS)]
        return msgspec.structs.replace(self, days=days)

    def everything(self) -> Chosen:
        """The same period, of everybody and everything."""
        return Chosen(self.days)

    @property
    def period_words(self) -> str:
        """ "last 7 days" """
        if self.days <= 1:
            return tr("today") if self.days else tr("as far as it goes")
        return trn("last {n} day", "last {n} days", self.days)

    @property
    def person_words(self) -> str:
        """Who did it."""
        return self.person_name or tr("everybody")

    @property
    def patient_words(self) -> str:
        """Whose record it was."""
        return self.patient_name or tr("any")

    @property
    def what_words(self) -> str:
        """What was done."""
        return tr(KINDS[self.what]) if self.what else tr("everything")
