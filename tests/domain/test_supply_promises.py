"""A refill's clock knows what is left: supply that ends before an ordinary answer makes it urgent."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from inbox.domain import protocols
from inbox.domain.patient import Medicine
from inbox.domain.promises import Promises
from inbox.domain.resources import path
from tests.domain.test_promises import ALWAYS_OPEN, EVENING, OFFICE, POLICY, Stopped, of
from tests.domain.threads import REFILLS, hours, item, unclaimed

FILE = path("starter", "protocols.json")
AGREED = protocols.parse(FILE.read_bytes(), FILE.name)
URGENT, ORDINARY = hours(1), hours(24)
"""First looks of the two classes in a pool that is always open."""


def due(medicine: Medicine | None) -> datetime | None:
    promises = Promises(POLICY, (OFFICE, ALWAYS_OPEN), Stopped(EVENING), protocols=AGREED)
    asked = of(item(unclaimed(REFILLS), kind="refill", medicine=medicine))
    return promises.of(asked, asked.items[0]).due


def taken(name: str, filled: date | None = date(2026, 3, 1), days: int | None = 30) -> Medicine:
    return Medicine("MedicationRequest/1", name, last_fill=filled, days_supply=days)


@pytest.mark.parametrize(
    ("medicine", "expected"),
    [
        (None, ORDINARY),
        (taken("lisinopril 10 mg"), ORDINARY),
        (taken("lisinopril 10 mg", days=18), URGENT),
        (taken("lisinopril 10 mg", days=19), ORDINARY),
        (taken("lisinopril 10 mg", filled=None), ORDINARY),
        (taken("insulin glargine 100 units/mL", days=19), URGENT),
        (taken("insulin glargine 100 units/mL", days=30), ORDINARY),
        (taken("apixaban 5 mg tablet", filled=None), URGENT),
        (taken("lamotrigine 100 mg tablet", days=None), URGENT),
    ],
)
def test_what_is_left_decides_the_class(medicine: Medicine | None, expected: datetime) -> None:
    assert due(medicine) == expected
