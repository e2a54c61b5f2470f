"""The sandbox clinic's written conversations and nothing else: every kind of clinical work on one desk."""

from __future__ import annotations

from functools import cache

import msgspec

from inbox.domain.filed import Filed
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.ui.reading.buttons import SpeedButtons
from portal.clinic.pools import places
from portal.clinic.staff import people_at_work
from portal.clinic.staged import LEAST, staged_resources
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW


@cache
def written() -> list[Filed]:
    """People, pools, and the written conversations with their charts; messages and work last."""
    made = [*places(NOW), *people_at_work(NOW), *staged_resources(7, LEAST, NOW)]
    found = [filed(decode(msgspec.json.encode(one))) for one in made]
    return sorted(found, key=lambda one: one.type in ("Communication", "Task"))


def go_to(work: AtWork, key: str) -> None:
    """Show the item of the written conversation of that key."""
    work.go(lambda line: line.item == f"Task/task-{key}")


def off(work: AtWork, number: int) -> str:
    """Why the speed button of that number is off; empty when it is on."""
    buttons: SpeedButtons = work.reading.buttons
    buttons.settle()
    return buttons.places.off_reason(number)
