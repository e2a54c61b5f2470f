"""What nobody presses a key for: a wait ends by itself, and a broken promise is told to whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question
from tests.journeys.test_new_promises import Address
from tests.portal.visiting import Launch

pytestmark = [pytest.mark.proof, pytest.mark.timeout(180)]


def change(portal: PortalProcess, item: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """What any other program does with a Task of the portal, signed in as the supervisor."""
    task = portal.task(item)
    address = portal.address.rstrip("/")
    token = Launch(Address(portal.address.partition("/fhir/")[0], address)).tokens("petra")["access_token"]
    headers = {
        "Authorization": f"Bearer {token}",
        "If-Match": f'W/"{task["meta"]["versionId"]}"',
        "Content-Type": "application/fhir+json",
    }
    content = json.dumps(change(task)).encode()
    httpx.put(f"{address}/{item}", content=content, headers=headers, timeout=20).raise_for_status()


def at(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="milliseconds")


def is_over(task: dict[str, Any]) -> dict[str, Any]:
    """The wait of `task` has lasted until a moment ago."""
    kept = [one for one in task["input"] if one["type"]["coding"][0]["code"] != "wake"]
    wake = {"type": {"coding": [{"system": "x", "code": "wake"}]}, "valueDateTime": at(-0.01)}
    return task | {"input": [*kept, wake]}


def test_a_wait_that_is_over_is_back_on_the_nurses_list_and_says_who_brought_it(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    target = nurse.goes_to(question)
    nurse.has_looked()
    nurse.presses("s")
    nurse.sees("Put it aside until")
    nurse.presses("2")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(target.item) == "on-hold", "the wait on the portal")
    change(portal, target.item, is_over)
    nurse.presses("F5")
    nurse.waits_until(lambda: portal.status(target.item) == "accepted", "its return")
    assert portal.owner(target.item) == "Practitioner/nadia"
    nurse.presses("g m")
    nurse.goes_to_item(target)
    nurse.sees("Came back")
    nurse.sees("Came back from waiting for the patient")
    nurse.sees("on Nadia Brand, RN’s station")
    assert portal.all_replies() == [], "nothing was written to the patient"


def test_a_broken_promise_reaches_the_supervisor_who_goes_to_what_is_late(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, petra = person("nadia"), person("petra")
    nadia.signs_in()
    nadia.lets_everything_load()
    target = nadia.goes_to(question)
    change(portal, target.item, lambda task: task | {"restriction": {"period": {"end": at(-0.1)}}})
    nadia.presses("F5")

    def told() -> list[dict[str, Any]]:
        return [
            task
            for task in portal.all("Task")
            if any(part["reference"] == target.item for part in task.get("partOf", []))
            and task["code"]["coding"][0]["code"] == "breach"
        ]

    # One after the other, and a dozen of the clinic's items have been late for longer.
    nadia.waits_until(lambda: len(told()) == 1, "word of it on the portal", 60)
    petra.signs_in()
    petra.lets_everything_load()
    petra.presses("g m")
    [word] = told()
    petra.goes_to(lambda row: row.line.item == f"Task/{word['id']}")
    petra.sees("Promise broken")
    petra.presses("g i")
    petra.waits_until(lambda: petra.item == target, "the item that is late")
    assert len(told()) == 1
