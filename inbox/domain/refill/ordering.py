"""What is ordered when a refill is approved, and how much may be chosen instead."""

from __future__ import annotations

import msgspec

from inbox.domain.patient import Medicine
from inbox.domain.prescription import LONG_DAYS, Order, Supply
from inbox.domain.refill.judging import SHORT_DAYS, Judged
from inbox.domain.words import tr

_CHOICES = (
    Supply(30),
    Supply(30, 2),
    Supply(30, 5),
    Supply(30, 11),
    Supply(LONG_DAYS),
    Supply(LONG_DAYS, 1),
    Supply(LONG_DAYS, 3),
)


class Choice(msgspec.Struct, frozen=True):
    """A supply that may be ordered instead; `off`: why this one may not, as a sentence."""

    supply: Supply
    off: str = ""


def usual(medicine: Medicine, *, long: bool = False) -> Supply:
    """As it was ordered and dispensed the last time; `long`: for 90 days at a time, and in all no more."""
    days, refills = medicine.days_supply or SHORT_DAYS, medicine.repeats or 0
    if long:
        return Supply(LONG_DAYS, max(0, (refills + 1) * days // LONG_DAYS - 1))
    return Supply(days, refills)


def order_of(judged: Judged | None, supply: Supply | None) -> Order | None:
    """The order that approving writes; None where nobody has named the medicine, it is controlled, or the
    order before lacks its name or its dose."""
    if judged is None or judged.asked is None or not judged.asked.certain or judged.controlled:
        return None
    medicine = judged.asked.medicine
    if _lacks(medicine):
        return None
    wanted = supply or usual(medicine)
    return Order(
        prior=medicine.id,
        medicine=medicine.name,
        supply=wanted,
        dose=medicine.dose,
        system=medicine.system,
        code=medicine.code,
        quantity=_quantity(medicine, wanted.days),
        unit=medicine.unit,
        labels=medicine.labels,
    )


def why_no_order(judged: Judged | None, supply: Supply | None) -> str:
    """Why no order can be written here, as a sentence; empty when one can."""
    if judged is None or judged.asked is None:
        return tr("No medicine is named: find out which one is meant.")
    if judged.controlled:
        return tr("A controlled substance is not approved here. Prescribe it in the EHR.")
    if not judged.asked.certain:
        return tr("No order is named, so none is written here: prescribe it in the EHR.")
    medicine = judged.asked.medicine
    return _lacks(medicine) or _why_not(judged, supply or usual(medicine))


def choices(judged: Judged) -> list[Choice]:
    """What may be ordered, with why a longer supply may not: it is no stretch of what is taken already."""
    return [Choice(one, _why_not(judged, one)) for one in _CHOICES]


def _lacks(medicine: Medicine) -> str:
    """What the order before does not say and nobody may guess, as a sentence; empty where all is there."""
    if not medicine.name.strip():
        return tr("The order before does not name its medicine: prescribe it in the EHR.")
    if not medicine.dose.strip():
        return tr("The order before has no dose in words: prescribe it in the EHR.")
    return ""


def _why_not(judged: Judged, wanted: Supply) -> str:
    """More days at a time than before only where all conditions of a long supply hold."""
    medicine = judged.asked.medicine if judged.asked else None
    longer = medicine is None or wanted.days > max(SHORT_DAYS, medicine.days_supply or 0)
    return judged.why_not_long if longer else ""


def _quantity(medicine: Medicine, days: int) -> float | None:
    """In proportion to the last dispense, where that one says how long it was for; no parts of what was
    handed out whole."""
    if medicine.amount is None or not medicine.dispensed_days:
        return None
    quantity = round(medicine.amount * days / medicine.dispensed_days, 2)
    return None if quantity % 1 and not medicine.amount % 1 else quantity
