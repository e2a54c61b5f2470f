"""A refill request hides a danger that nobody has flagged: found on arrival, called about, known to all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inbox.domain.rows import BAND_FLAGGED
from inbox.ui.worklist.words import Row
from tests.journeys import clinic
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalProcess]:
    """Instead of the quiet clinic: one refill request ends in a danger."""
    database = tmp_path / "portal.db"
    clinic.make(database, clinic.hiding_a_danger)
    running = PortalProcess(database)
    running.start()
    yield running
    running.close()


def kept(task: dict[str, Any], where: str, code: str) -> list[dict[str, Any]]:
    """What a Task holds of one kind, as JSON in strings."""
    found = [one for one in task.get(where, []) if one["type"]["coding"][0]["code"] == code]
    return [json.loads(one["valueString"]) for one in found]


def dangerous(row: Row) -> bool:
    return row.line.kind == "refill" and row.line.flag_level == 1


def test_a_danger_in_a_refill_request_heads_the_list_gates_is_stored_and_known_to_a_colleague(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia = person("nadia")
    nadia.signs_in()
    nadia.waits_until(lambda: any(map(dangerous, nadia.lines)), "the danger in the list")
    target = nadia.goes_to(dangerous)
    bands = [row.line.band for row in nadia.lines]
    assert nadia.row.line.band == BAND_FLAGGED == bands[0]
    assert bands == sorted(bands), "nothing but other calls stands above it"
    assert kept(portal.task(target.item), "input", "red-flag") == [], "nobody has stored it"
    nadia.sees("Level 1: emergency now")
    nadia.sees("Chest pain or pressure")
    nadia.waits_until(lambda: re.search("By rules? chest-pain", nadia.reads_all()), "which rule it was")
    nadia.sees("A flag is an aid, not a diagnosis")
    nadia.has_looked()
    nadia.presses("d")
    nadia.is_told("waits for a call")

    nadia.presses("Shift+F")
    nadia.sees("What came of the call?")
    nadia.presses("1")
    nadia.sees("Reached the patient")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(
        lambda: kept(portal.task(target.item), "output", "disposition"), "what came of the call on the portal"
    )
    stored = kept(portal.task(target.item), "input", "red-flag")
    assert {"chest-pain"} <= {one["rule"] for one in stored}
    assert all(one["rules"] and one["message"] for one in stored)

    tomas = person("tomas")
    tomas.signs_in()
    tomas.goes_to_item(target)
    tomas.sees("Reached the patient")
    tomas.sees("Level 1: emergency now")

    nadia.goes_to_item(target)
    nadia.has_looked()
    nadia.presses("Shift+D")
    if len(stored) > 1:
        nadia.sees("Dismiss which flag?")
        nadia.presses("1")
    nadia.sees("Why is")
    nadia.presses("1")
    nadia.types("Pulled muscle, seen this morning")
    nadia.presses("Enter")
    nadia.sees("Dismissed: ")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(
        lambda: kept(portal.task(target.item), "output", "flag-dismissal"), "the dismissal on the portal"
    )
    (record,) = kept(portal.task(target.item), "output", "flag-dismissal")
    assert record["by"] == "Practitioner/nadia"
    assert record["note"] == "Pulled muscle, seen this morning"
    assert record["flag"]["rules"]
    tomas.presses("F5")
    tomas.sees("Dismissed: ")
