"""What a prescriber orders when a refill is approved: the medicine as it was ordered before, for how long."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.patient import Label
from inbox.domain.people import Party
from inbox.domain.words import mark, tr, trn

LONG_DAYS = 90
"""What counts as a long supply (product, "Refills")."""


class Supply(msgspec.Struct, frozen=True):
    """How much: enough for so many days, to be dispensed so many times more."""

    days: int
    refills: int = 0

    @property
    def said(self) -> str:
        """ "30 days, 2 refills"."""
        days = trn("{n} day", "{n} days", self.days)
        if not self.refills:
            return tr("{days}, no refills", days=days)
        return tr("{days}, {refills}", days=days, refills=trn("{n} refill", "{n} refills", self.refills))


class Order(msgspec.Struct, frozen=True):
    """The order to be written, whole: what was on screen is what is ordered."""

    prior: str
    """The order it renews, `MedicationRequest/…`."""
    medicine: str
    supply: Supply
    dose: str = ""
    system: str = ""
    code: str = ""
    """What the server calls the medicine, where it says so."""
    quantity: float | None = None
    """Of `unit`, each time; None where the last dispense does not say how much lasts how long."""
    unit: str = ""
    labels: tuple[Label, ...] = ()
    """The security labels of what it renews."""

    @property
    def said(self) -> str:
        """ "metformin 500 mg tablet, One twice a day, 30 days, 2 refills (60 tablet)"."""
        told = ", ".join(filter(None, (self.medicine, self.dose, self.supply.said)))
        return f"{told} ({self.quantity:g} {self.unit})" if self.quantity and self.unit else told


class NotWritten(StrEnum):
    """Why an order stands in the work alone."""

    NOT_TAKEN = "not-taken"
    """The server takes none from this person."""

    @property
    def said(self) -> str:
        """What is to be done about it."""
        return tr(_NOT_WRITTEN[self])


_NOT_WRITTEN = {
    NotWritten.NOT_TAKEN: mark("A draft only: this portal takes no orders. Prescribe it in the EHR.")
}


class Prescribed(msgspec.Struct, frozen=True):
    """An order, by whom and when."""

    order: Order
    by: Party
    at: datetime
    draft: NotWritten | None = None
    operation: OperationId | None = None

    @property
    def said(self) -> str:
        """For whoever asked."""
        told = tr("Ordered: {order}.", order=self.order.said)
        return f"{told} {self.draft.said}" if self.draft else told
