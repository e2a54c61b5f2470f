"""A supervisor closes the clinic for some days: what the nurses promised is due later, on every station."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

LAST_LINE = "Down " * 24
REASON = "The clinic trains for the new record"


def test_a_closure_for_all_pools_redues_a_nurses_list(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, petra = person("nadia"), person("petra")
    nadia.signs_in()
    nadia.lets_everything_load()
    petra.signs_in()
    petra.lets_everything_load()
    target = nadia.goes_to(lambda row: question(row) and row.line.owner == row.line.pool)
    before = nadia.row.line.due
    assert before is not None

    today = petra.workspace.desk.today()
    first, last = f"{today}", f"{today + timedelta(days=6)}"
    petra.presses("g j")
    petra.sees("Administration")
    petra.presses("Down Enter Enter " + LAST_LINE + "Enter")
    petra.types(f"{first} - {last} Training")
    petra.presses("Enter")
    petra.sees("You have changes that are not published.")
    petra.presses("Ctrl+Enter")
    petra.sees("due later")
    petra.presses("a Tab")
    petra.types(REASON)
    petra.presses("Ctrl+Enter")
    petra.is_told("changes are published and hold.")

    services = portal.all("HealthcareService")
    assert all("Training" in [one["description"] for one in each["notAvailable"]] for each in services)

    def stored() -> str:
        return str(portal.task(target.item)["restriction"]["period"]["end"])

    petra.waits_until(lambda: REASON in str(portal.all("Provenance")), "the record of why")
    nadia.presses("F5")
    nadia.waits_until(lambda: (nadia.row_of(target).line.due or before) > before, "the later due time")
    due = nadia.row_of(target).line.due
    assert due is not None
    assert due.date() > today + timedelta(days=6) or stored() == due.isoformat()
