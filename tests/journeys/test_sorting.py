"""Sorting end to end: one message for two pools gets two answers in one conversation; a kind is put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.portal_process import Json, PortalProcess
from tests.journeys.stage import Person, question

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

THREAD = "Communication/thr-not-eligible"
ITEM = "Task/task-not-eligible"
"""A sore knee, and the days on which one could come in."""
EXERCISES, APPOINTMENT = "Bend the knee gently, twice a day.", "Thursday at ten is free. Does that suit you?"


def split_off(portal: PortalProcess) -> list[Json]:
    """The work made of this conversation beside what was there."""
    about = [task for task in portal.all("Task") if task.get("focus") == {"reference": THREAD}]
    return [task for task in about if f"Task/{task['id']}" != ITEM]


def code_of(portal: PortalProcess, item: str) -> str:
    """Its kind of work."""
    return str(portal.task(item)["code"]["coding"][0]["code"])


def reasons(portal: PortalProcess, item: str) -> str:
    """Why it was changed, as the portal keeps it."""
    about = [one for one in portal.all("Provenance") if item in str(one["target"])]
    return " ".join(str(one.get("reason", "")) for one in about)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def answers(one: Person, portal: PortalProcess, item: str, words: str) -> None:
    """Write to the patient and close the work."""
    one.goes_to(lambda row: row.line.item == item)
    one.presses("r")
    one.types(words)
    one.has_looked()
    one.presses("Ctrl+Shift+Enter")
    one.sees("leaves in")
    one.lets_the_undo_time_pass()
    one.waits_until(lambda: portal.status(item) == "completed", "it closed on the portal")


def test_a_message_with_two_asks_is_answered_by_two_pools_in_one_conversation(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, deshawn = person("nadia"), person("deshawn")
    nadia.signs_in()
    nadia.lets_everything_load()
    nadia.goes_to(lambda row: row.line.item == ITEM)
    nadia.sees("Asks: Medical question · Scheduling")
    nadia.has_looked()
    nadia.presses("p")
    nadia.sees("by rule scheduling")
    nadia.presses("1")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(lambda: split_off(portal), "the piece on the portal")
    (piece,) = split_off(portal)
    assert code_of(portal, f"Task/{piece['id']}") == "scheduling"
    answers(nadia, portal, ITEM, EXERCISES)

    deshawn.signs_in()
    deshawn.lets_everything_load()
    answers(deshawn, portal, f"Task/{piece['id']}", APPOINTMENT)
    assert portal.replies(THREAD) == [EXERCISES, APPOINTMENT]


def test_a_kind_that_one_nurse_puts_right_is_seen_by_the_other(
    person: Callable[[str], Person], portal: PortalProcess
) -> None:
    nadia, tomas = person("nadia"), person("tomas")
    nadia.signs_in()
    tomas.signs_in()
    target = nadia.goes_to(question)
    tomas.goes_to_item(target)
    nadia.presses("t")
    nadia.sees("Which kind of work is it?")
    nadia.types("refill")
    nadia.presses("Enter")
    nadia.sees("Why is it this kind of work?")
    nadia.presses("1")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(lambda: code_of(portal, target.item) == "refill", "its kind on the portal")
    nadia.waits_until(lambda: "asks-for-this" in reasons(portal, target.item), "her reason there")
    tomas.presses("F5")
    tomas.waits_until(lambda: tomas.row_of(target).line.kind == "refill", "the kind that Nadia chose")
    tomas.goes_to_item(target)
    said = "Refill · re-classed by Nadia Brand, RN: The message asks for this · unclaimed"
    tomas.waits_until(lambda: said in plain(tomas.reads_all()), "it above the conversation")
