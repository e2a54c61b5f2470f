"""Friday before closing: a supervisor has looked at all that is urgent, by keys; the portal judges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest

from inbox.ui.board.sweep.tab import SweepTab
from tests.journeys import clinic
from tests.journeys.patients import Patients
from tests.journeys.portal_process import Json, PortalProcess
from tests.journeys.records import open_work
from tests.journeys.stage import Person, Stage
from tests.journeys.team import on_the_board

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

PETRA = "Practitioner/petra"
LATE = time(16, 5)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalProcess]:
    """On a Friday afternoon at the clinic, whatever the time is here."""
    ahead = clinic.ahead_to(LATE, clinic.FRIDAY)
    clinic.make(tmp_path / "portal.db", clinic.open_only, ahead, size=(12, 12))
    running = PortalProcess(tmp_path / "portal.db", ahead=ahead)
    running.start()
    yield running
    running.close()


def test_nothing_urgent_is_left_unseen_over_the_weekend(
    person: Callable[[str], Person], portal: PortalProcess, stage: Stage
) -> None:
    stage.clock.ahead = portal.ahead
    asked = question(portal)
    Patients(portal).adds(asked["focus"]["reference"], "Now I have crushing chest pain too.")
    petra = person("petra")
    petra.signs_in()
    petra.lets_everything_load()
    petra.sees("unseen until then")
    before = owners(portal)
    must = begins(petra)
    claimed = f"Task/{asked['id']}"
    assert claimed in must
    others = set(must) - {claimed}
    for item in must:
        petra.waits_until(lambda item=item: petra.item.item == item, "the next of the sweep")  # type: ignore[misc]
        petra.has_looked()
        petra.presses("c" if item == claimed else "Shift+L 1")
    petra.sees(f"Swept: {len(must)} looked at, {len(others)} left with a reason, 0 unseen.")
    petra.lets_the_undo_time_pass()
    petra.waits_until(lambda: set(looked_at(portal)) == set(must), "each look on the portal")
    assert set(looked_at(portal).values()) == {PETRA}
    assert left_with_a_reason(portal) == others
    assert owners(portal) == {**before, claimed: PETRA}, "nothing else has changed hands"
    petra.presses("Esc")
    petra.sees_no("unseen until then")


def question(portal: PortalProcess) -> Json:
    """Work of a patient's that nobody has begun, in a pool that closes: the advice line has weekend hours."""
    free = (one for one in portal.all("Task") if one["status"] == "requested" and "partOf" not in one)
    return next(one for one in free if one["owner"]["reference"] != "HealthcareService/nurse-advice-line")


def begins(petra: Person) -> list[str]:
    """Open the sweep and begin it; what must be looked at, in its order."""
    petra.presses("g l")
    petra.sees("Not swept yet: 0 looked at, 0 left with a reason")
    found = on_the_board(petra, SweepTab).around.finding.latest
    assert found is not None
    must = [line.what.item for line in found.must]
    petra.presses("b")
    petra.waits_until(lambda: petra.item.item == must[0], "the first that nobody has looked at")
    return [*must]


def owners(portal: PortalProcess) -> dict[str, str]:
    """Who has each open item."""
    return {item: owner for item, (owner, _due) in open_work(portal).items()}


def looked_at(portal: PortalProcess) -> dict[str, str]:
    """Who looked at which item before closing, as the Tasks have it."""
    return {
        f"Task/{one['id']}": json.loads(part["valueString"])["by"]
        for one in portal.all("Task")
        for part in one.get("output", [])
        if part["type"]["coding"][0]["code"] == "swept"
    }


def left_with_a_reason(portal: PortalProcess) -> set[str]:
    """The items on which whoever opens them next reads why they could wait."""
    return {f"Task/{one['id']}" for one in portal.all("Task") if any(map(_is_reason, one.get("note", [])))}


def _is_reason(note: Json) -> bool:
    return bool(str(note["text"]).startswith("Left until the next opening: "))
