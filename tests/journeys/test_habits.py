"""What a nurse does nearly always is offered as one key, and what she refuses stays refused."""

from __future__ import annotations

import pytest

from inbox.ui.worklist.words import Row
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, unclaimed

pytestmark = pytest.mark.proof

SAID = "your doctor renews it today. Please call the pharmacy first, before you go there to pick it up."
OFFERED = "10 of your last 10 alike"


def request(row: Row) -> bool:
    """A request for a medicine that nobody has, by somebody whose name any keyboard can write."""
    return row.line.kind == "refill" and unclaimed(row) and row.line.name.isascii()


def answers(nurse: Person, times: int) -> None:
    """Answer as many requests with the same words, each addressed by name, and close them."""
    for _ in range(times):
        target = nurse.goes_to(request)
        name = nurse.row.line.name.split()[0]
        nurse.presses("r")
        nurse.types(f"Hello {name}, {SAID}")
        nurse.has_looked()
        nurse.presses("Ctrl+Shift+Enter")
        nurse.waits_until(lambda target=target: nurse.item != target, "the next item")  # type: ignore[misc]


def test_after_ten_alike_the_eleventh_needs_one_key(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    answers(nurse, 9)
    nurse.sees_no("alike: Refill")
    answers(nurse, 1)
    focus_before = nurse.workspace.worklist.has_keyboard()
    nurse.sees(OFFERED)
    assert nurse.workspace.worklist.has_keyboard() == focus_before, "nobody has lost the keyboard"
    nurse.presses("q y")
    nurse.sees("Make it one key")
    nurse.sees("@first_name@")
    nurse.presses("Ctrl+Enter")
    nurse.is_told("is yours: 8")
    nurse.sees_no(OFFERED)
    target = nurse.goes_to(request)
    name = nurse.row.line.name.split()[0]
    nurse.has_looked()
    nurse.presses("8")
    nurse.waits_until(lambda: nurse.item != target, "the next item")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(target.item) == "completed", "it closed on the portal")
    assert portal.replies(target.thread) == [f"Hello {name}, {SAID}"]


def test_a_refused_offer_stays_refused_after_a_restart(nurse: Person) -> None:
    nurse.signs_in()
    nurse.lets_everything_load()
    answers(nurse, 10)
    nurse.sees(OFFERED)
    nurse.presses("q n")
    nurse.is_told("It is not offered again.")
    nurse.sees_no("alike: Refill")
    nurse.quits()
    nurse.comes_back()
    looked = nurse.workspace.desk.store.watched.deeds(nurse.workspace.desk.actor.person)
    assert len(looked) >= 10, "they are still remembered"
    answers(nurse, 1)
    nurse.waits_until(
        lambda: not nurse.workspace.desk.store.watched.unmasked(nurse.workspace.desk.actor.person),
        "the look at what was written",
    )
    nurse.presses("q o")
    nurse.is_told("Nothing yet that you do the same way")
