"""All checks, area by area, in the order in which they are made."""

from __future__ import annotations

from tests.contract.checks import (
    at_work,
    changes,
    keeping,
    lost_answers,
    reading,
    record,
    signing_in,
    together,
    verbs,
    writing,
)
from tests.contract.finding import Check

AREAS = (
    signing_in.area,
    reading.area,
    changes.area,
    at_work.area,
    writing.area,
    keeping.area,
    verbs.area,
    together.area,
    lost_answers.area,
    record.area,
)


def all_of_them() -> list[Check]:
    """Every check."""
    return [check for area in AREAS for check in area.checks]
