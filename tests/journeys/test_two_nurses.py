"""Two nurses, one item, one of them without network: one owner, and the other loses nothing she typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]


def test_the_second_to_claim_is_told_by_whom_and_keeps_her_words(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, tomas = person("nadia"), person("tomas")
    nadia.signs_in()
    tomas.signs_in()
    target = nadia.goes_to(question)
    name = nadia.row.name

    portal.fault("drop_before")
    nadia.presses("F5")
    nadia.sees("Offline")
    nadia.presses("c")
    nadia.sees("Claim, not yet yours")
    nadia.presses("r")
    nadia.types("Please come in tomorrow at nine.")
    nadia.has_looked()
    nadia.presses("Ctrl+Shift+Enter")
    nadia.sees(f"Reply to {name} leaves in")

    tomas.goes_to_item(target)
    portal.no_faults()
    tomas.presses("c")
    tomas.waits_until(lambda: portal.owner(target.item) == "Practitioner/tomas", "his claim on the portal")

    nadia.presses("Esc")
    nadia.lets_the_undo_time_pass()
    nadia.sees("1 needs you")
    nadia.goes_to_item(target)
    nadia.sees("Claimed elsewhere")
    nadia.sees("Tomas Aldana")
    nadia.presses("g o")
    nadia.sees(f"Reply, {name}")
    nadia.presses("Esc")
    assert portal.all_replies() == []
    assert portal.owner(target.item) == "Practitioner/tomas"
    assert portal.status(target.item) == "accepted", "her close did not go out either"


def test_words_written_behind_a_claim_that_came_second_are_kept_when_it_is_given_up(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, tomas = person("nadia"), person("tomas")
    nadia.signs_in()
    tomas.signs_in()
    target = nadia.goes_to(question)
    name = nadia.row.name
    portal.fault("drop_before")
    nadia.presses("F5")
    nadia.sees("Offline")
    nadia.presses("r")
    nadia.types("Please come in tomorrow at nine.")
    nadia.has_looked()
    nadia.presses("Ctrl+Shift+Enter")
    nadia.sees(f"Reply to {name} leaves in")
    nadia.presses("Esc")

    tomas.goes_to_item(target)
    portal.no_faults()
    tomas.presses("c")
    tomas.waits_until(lambda: portal.owner(target.item) == "Practitioner/tomas", "his claim on the portal")

    nadia.lets_the_undo_time_pass()
    nadia.sees("1 needs you")
    nadia.goes_to_item(target)
    nadia.clicks("Leave it as it is on the server")
    nadia.sees_no("Claimed elsewhere")
    nadia.sees("tomorrow at nine", seconds=5)


def test_what_one_nurse_finishes_leaves_the_others_list(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, tomas = person("nadia"), person("tomas")
    nadia.signs_in()
    tomas.signs_in()
    target = nadia.goes_to(question)
    tomas.goes_to_item(target)
    nadia.has_looked()
    nadia.presses("d")
    nadia.sees("leaves in")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(lambda: portal.status(target.item) == "completed", "it closed on the portal")
    tomas.presses("F5")
    tomas.waits_until(lambda: all(row.line.item != target.item for row in tomas.lines), "it gone")
