"""A physician is away for an afternoon: her cover decides in her own name, and what is left comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest

from portal.clinic.hours import ZONE
from tests.journeys import clinic
from tests.journeys.patients import Patients
from tests.journeys.portal_process import Json, PortalProcess, text_of
from tests.journeys.records import agents, recorded
from tests.journeys.stage import Person, Stage

pytestmark = [pytest.mark.proof, pytest.mark.timeout(400)]

SOLHEIM, FARAH = "Practitioner/solheim", "Practitioner/farah"
MORNING, NOON, AFTERNOON = time(10), time(12, 30), time(16, 5)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalProcess]:
    """On a Tuesday morning at the clinic, whatever the time is here."""
    ahead = clinic.ahead_to(MORNING)
    clinic.make(tmp_path / "portal.db", clinic.open_only, ahead)
    running = PortalProcess(tmp_path / "portal.db", ahead=ahead)
    running.start()
    yield running
    running.close()


def it_is(at: time, portal: PortalProcess, stage: Stage) -> None:
    """Hours pass, for the portal as for everybody."""
    portal.stop()
    portal.ahead = clinic.ahead_to(at)
    portal.start()
    stage.clock.ahead = portal.ahead


def packets_of(portal: PortalProcess, owner: str) -> list[str]:
    """What somebody has to decide on, by reference; their role at the clinic has their name."""
    theirs = {owner, owner.replace("Practitioner/", "PractitionerRole/")}
    return [
        f"Task/{one['id']}"
        for one in portal.all("Task")
        if one["status"] == "requested" and _kind(one) == "physician-review" and _owner(one) in theirs
    ]


def test_an_absent_physicians_packets_are_decided_by_her_cover_and_the_rest_comes_back(
    person: Callable[[str], Person], portal: PortalProcess, stage: Stage
) -> None:
    stage.clock.ahead = portal.ahead
    solheim, farah = person("solheim"), person("farah")
    had = packets_of(portal, SOLHEIM)
    goes_away(solheim, portal)
    it_is(NOON, portal, stage)
    patients = Patients(portal)
    *stays, returns, decided = had
    for item in (returns, decided):
        patients.adds(portal.task(item)["focus"]["reference"], "Is there any news?")
    decides_for_her(farah, portal, [returns, decided], decided)
    assert packets_of(portal, SOLHEIM) == stays, "what she had stays hers, where nothing new came"
    it_is(AFTERNOON, portal, stage)
    solheim.comes_back()
    solheim.waits_until(lambda: set(packets_of(portal, SOLHEIM)) == {*stays, returns}, "it back with her", 30)
    solheim.presses("g e F5")
    solheim.waits_until(lambda: returns in [row.line.item for row in solheim.lines], "it in her list")
    solheim.sees_no("You are away")
    assert portal.owner(decided) == FARAH, "what her cover decided stays as it was decided"


def goes_away(solheim: Person, portal: PortalProcess) -> None:
    """This week, on Tuesday afternoon: set by keys alone."""
    solheim.signs_in()
    day = f"{portal.now().astimezone(ZONE):%Y-%m-%d}"
    solheim.presses("g v 1")
    solheim.types("Sabbagh")
    solheim.presses("Enter")
    solheim.sees("Farah Sabbagh, NP covers for Dr. Ingrid Solheim, MD")
    solheim.types(day)
    solheim.presses("Tab Ctrl+A")
    solheim.types(day)
    solheim.presses("Tab")
    solheim.types("Tue 12:00-16:00")
    solheim.sees("only Tue 12:00")
    solheim.presses("Ctrl+Enter")
    solheim.is_told("Farah Sabbagh, NP covers for Dr. Ingrid Solheim, MD")
    solheim.quits()


def decides_for_her(farah: Person, portal: PortalProcess, came: list[str], decided: str) -> None:
    """They come by rule; one is approved, one is left."""
    farah.signs_in()
    farah.lets_everything_load()
    farah.sees("You cover")
    farah.waits_until(lambda: set(came) <= set(packets_of(portal, FARAH)), "them with her cover", 30)
    farah.presses("g e F5")
    farah.waits_until(lambda: decided in [row.line.item for row in farah.lines], "it in her list")
    farah.goes_to(lambda row: row.line.item == decided)
    assert "for I. Solheim" in farah.rows[farah.lines.index(farah.row)]
    farah.has_looked()
    farah.presses("1")
    farah.is_told("leaves in")
    farah.lets_the_undo_time_pass()
    farah.waits_until(lambda: portal.status(decided) == "completed", "her decision on the portal")
    farah.sees("All confirmed")
    farah.quits()
    in_her_own_name(portal, portal.task(decided))


def in_her_own_name(portal: PortalProcess, packet: Json) -> None:
    """She sent it, the record names who asked and for whom she decided, and the audit does too."""
    (sent,) = portal.written_here()
    proposed = next(one["valueString"] for one in packet["input"] if _code(one) == "proposed-reply")
    assert (text_of(sent), sent["sender"]["reference"]) == (proposed, FARAH)
    (record,) = recorded(portal, "approve")
    assert agents(record)["verifier"] == FARAH
    (behalf,) = [one["onBehalfOf"]["reference"] for one in record["agent"] if "onBehalfOf" in one]
    assert behalf == SOLHEIM
    events = [event for event in portal.all("AuditEvent") if _names(event, SOLHEIM, requestor=False)]
    assert events
    assert all(_names(event, FARAH, requestor=True) for event in events)


def _names(event: Json, who: str, *, requestor: bool) -> bool:
    """Whether an audit says that `who` asked for it; or, not a requestor, that it was done for them."""
    return any(one["who"].get("reference") == who and one["requestor"] is requestor for one in event["agent"])


def _owner(task: Json) -> str:
    return str(task.get("owner", {}).get("reference", ""))


def _kind(task: Json) -> str:
    return str(task["code"]["coding"][0]["code"])


def _code(part: Json) -> str:
    return str(part["type"]["coding"][0]["code"])
