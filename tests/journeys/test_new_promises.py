"""A supervisor changes the promises: every station counts with them, and what cannot be used never holds."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest

from inbox.domain.policy import CLASSES
from inbox.ui.parts.pill import Pill
from portal.clinic.kit import CANONICAL
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question
from tests.portal.visiting import Launch

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

DOWN_TO_QUESTIONS = "Down " * CLASSES.index("medical-question")
OLD, NEW = "riverbend-promises@1", "riverbend-promises@2"


def promised_by(person: Person) -> str:
    """Which policy the clock of the item on screen says it comes from."""
    pills = (pill for pill in person.workspace.reading.findChildren(Pill) if pill.isVisible())
    return next((pill.toolTip() for pill in pills if pill.toolTip()), "")


def stored(portal: PortalProcess, item: str) -> str:
    """The policy that the portal's own record of an item names."""
    inputs = portal.task(item)["input"]
    named = [one["valueString"] for one in inputs if one["type"]["coding"][0]["code"] == "sla-policy"]
    return named[0] if named else ""


def test_a_nurse_sees_the_new_due_times_without_a_restart(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, petra = person("nadia"), person("petra")
    nadia.signs_in()
    nadia.lets_everything_load()
    petra.signs_in()
    target = nadia.goes_to(lambda row: question(row) and row.line.owner == row.line.pool)
    nadia.waits_until(lambda: OLD in promised_by(nadia), "the promises of the clinic")
    before = nadia.row.line.due
    assert before is not None

    petra.workspace.window().resize(1440, 900)  # with less room it is one class at a time
    petra.presses("g r")
    petra.sees(f"{OLD} holds now.")
    petra.presses(DOWN_TO_QUESTIONS + "Enter Ctrl+A")
    petra.types("10 min")
    petra.presses("Enter")
    petra.sees("Yours differ from them.")
    petra.presses("Ctrl+Enter")
    petra.sees("due earlier")
    petra.presses("Ctrl+Enter")
    petra.is_told(f"{NEW} holds from now on.")
    petra.waits_until(lambda: stored(portal, target.item) == NEW, "the new due time on the portal")

    nadia.presses("F5")
    nadia.waits_until(lambda: NEW in promised_by(nadia), "the new promises")
    after = nadia.row_of(target).line.due
    assert after is not None
    assert after < before
    nadia.presses("g c")
    nadia.sees(f"{NEW}: Version 2, published on the server")


def test_promises_that_cannot_be_used_leave_the_last_ones_in_force_and_that_is_said(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia = person("nadia")
    nadia.signs_in()
    nadia.lets_everything_load()
    nadia.goes_to(question)
    nadia.waits_until(lambda: OLD in promised_by(nadia), "the promises of the clinic")
    publish(portal, "2", {"id": "riverbend-promises", "version": "2", "rules": []})
    nadia.presses("F5")
    nadia.sees("The newest promises are not in force.")
    nadia.sees(f"Until then {OLD} holds.")
    assert OLD in promised_by(nadia)
    nadia.presses("g c")
    nadia.sees("sla-policy 2 cannot be used: rules are missing for")
    nadia.presses("Esc")

    nadia.quits()
    nadia.comes_back()
    nadia.sees(f"Until then {OLD} holds.")


@dataclass
class Address:
    """Where a portal is, as any program signs in there."""

    root: str
    base_url: str


def publish(portal: PortalProcess, version: str, policy: dict[str, object]) -> None:
    """As a supervisor's own program would, with whatever it holds."""
    root = portal.address.partition("/fhir/")[0]
    token = Launch(Address(root, portal.address.rstrip("/"))).tokens("petra")["access_token"]
    [kept] = [one for one in portal.all("Library") if one["url"] == f"{CANONICAL}sla-policy"]
    data = b64encode(json.dumps(policy).encode()).decode()
    body = kept | {"version": version, "content": [{"contentType": "application/json", "data": data}]}
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/fhir+json",
        "If-Match": f'W/"{kept["meta"]["versionId"]}"',
    }
    httpx.put(
        f"{portal.address.rstrip('/')}/Library/{kept['id']}", headers=headers, content=json.dumps(body)
    ).raise_for_status()
