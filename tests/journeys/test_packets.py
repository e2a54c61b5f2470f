"""A nurse asks, a prescriber approves by keys, and the patient has the answer of both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.portal_process import Json, PortalProcess
from tests.journeys.stage import Person

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

REPLY = "Please come on Thursday, we look at it together."


def packets(portal: PortalProcess, parent: str) -> list[Json]:
    """What was asked of a prescriber about an item."""
    below = [task for task in portal.all("Task") if {"reference": parent} in task.get("partOf", [])]
    return [task for task in below if task["code"]["coding"][0]["code"] == "physician-review"]


def test_what_a_nurse_drafts_and_a_prescriber_approves_reaches_the_patient_with_both_as_authors(
    nurse: Person, person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    item = "Task/task-result-normal"
    nurse.goes_to(lambda row: row.line.item == item)
    nurse.has_looked()
    thread = nurse.item.thread
    nurse.presses("e")
    nurse.sees("Hand over")
    nurse.types(REPLY)
    nurse.presses("Ctrl+Enter")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: packets(portal, item), "the packet on the portal")
    (asked,) = packets(portal, item)
    solheim = person("solheim")
    solheim.signs_in()
    solheim.lets_everything_load()
    solheim.presses("g e")
    solheim.goes_to(lambda row: row.line.item == f"Task/{asked['id']}")
    solheim.sees(REPLY)
    solheim.has_looked()
    solheim.presses("1")
    solheim.lets_the_undo_time_pass()
    solheim.waits_until(lambda: portal.status(item) == "completed", "the nurse’s item closed")
    assert portal.status(f"Task/{asked['id']}") == "completed"
    replies = [one for one in portal.all("Communication") if {"reference": thread} in one.get("partOf", [])]
    (sent,) = [one for one in replies if one["payload"][0].get("contentString") == REPLY]
    assert sent["sender"]["reference"] == "Practitioner/solheim"
    reply = {"reference": f"Communication/{sent['id']}"}
    (record,) = [one for one in portal.all("Provenance") if reply in one["target"]]
    assert record["activity"]["coding"][0]["code"] == "approve"
    who = {agent["type"]["coding"][0]["code"]: agent["who"]["reference"] for agent in record["agent"]}
    assert who == {"author": "Practitioner/nadia", "verifier": "Practitioner/solheim"}
    nurse.presses("g s F5")
    nurse.waits_until(
        lambda: any(row.line.item == item for row in nurse.lines), "it closed, in what she has done"
    )
