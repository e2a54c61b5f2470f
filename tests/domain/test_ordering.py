"""What is ordered when a refill is approved: never more than the last order, and nothing guessed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from inbox.domain.patient import Label, Medicine
from inbox.domain.prescription import Supply
from inbox.domain.refill import Asked, Judged, order_of, packet, why_no_order
from inbox.domain.refill.ordering import usual

TODAY = date(2026, 3, 17)
METFORMIN = Medicine(
    "MedicationRequest/1", "metformin 500 mg tablet", "One twice a day", days_supply=30, dispensed_days=30,
    amount=60, unit="tablet", repeats=5, labels=(Label("http://example.org/labels", "R"),),
)  # fmt: skip


def judged(**fields: object) -> Judged:
    medicine = msgspec.structs.replace(METFORMIN, **fields)
    return Judged(Asked(medicine, certain=True), None, False, "", "", (), ())


def test_an_order_says_its_dose_and_keeps_the_labels_of_what_it_renews() -> None:
    order = order_of(judged(), None)
    assert order is not None
    assert order.said == "metformin 500 mg tablet, One twice a day, 30 days, 5 refills (60 tablet)"
    assert order.labels == METFORMIN.labels


@pytest.mark.parametrize(("lacks", "told"), [("dose", "no dose in words"), ("name", "does not name")])
def test_an_order_without_its_dose_or_its_name_is_not_written_here(lacks: str, told: str) -> None:
    one = judged(**{lacks: "  "})
    assert order_of(one, Supply(30)) is None
    why = why_no_order(one, Supply(30))
    assert told in why and "prescribe it in the EHR" in why
    assert packet(one, TODAY, long=False).supply is None, "nothing is proposed that cannot be ordered"


@pytest.mark.parametrize(
    ("days", "repeats", "refills"), [(30, 5, 1), (30, 2, 0), (30, None, 0), (28, 11, 2), (90, 3, 3)]
)
def test_a_supply_of_ninety_days_is_no_more_in_all(days: int, repeats: int | None, refills: int) -> None:
    medicine = msgspec.structs.replace(METFORMIN, days_supply=days, repeats=repeats)
    assert usual(medicine, long=True) == Supply(90, refills)
    assert usual(medicine) == Supply(days, repeats or 0)


@pytest.mark.parametrize(
    ("amount", "of_days", "days", "quantity"),
    [(60.0, 30, 90, 180), (1.0, 28, 30, None), (2.5, 30, 90, 7.5), (30.0, 28, 90, None)],
)
def test_nothing_that_was_handed_out_whole_is_ordered_in_parts(
    amount: float, of_days: int, days: int, quantity: float | None
) -> None:
    order = order_of(judged(amount=amount, dispensed_days=of_days), Supply(days))
    assert order is not None
    assert order.quantity == quantity
