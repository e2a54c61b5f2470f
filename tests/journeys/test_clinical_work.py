"""The clinical kinds of work end to end: the chart is on screen, one key does it, the portal has it."""

from __future__ import annotations

import pytest

from tests.journeys.portal_process import Json, PortalProcess
from tests.journeys.stage import Person

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]


def goes_to(nurse: Person, key: str) -> str:
    """Her cursor on the written conversation of that key; gives its Task."""
    item = f"Task/task-{key}"
    nurse.lets_everything_load()
    nurse.goes_to(lambda row: row.line.item == item)
    nurse.has_looked()
    return item


def reviews(portal: PortalProcess, parent: str) -> list[Json]:
    """What a prescriber is asked below an item."""
    below = [task for task in portal.all("Task") if {"reference": parent} in task.get("partOf", [])]
    return [task for task in below if task["code"]["coding"][0]["code"] != "breach"]


def outputs(portal: PortalProcess, item: str) -> dict[str, Json]:
    found = portal.task(item).get("output", [])
    return {one["type"]["coding"][0]["code"]: one for one in found}


def test_a_refill_per_protocol_is_answered_by_one_key_and_says_so_to_colleagues(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    item = goes_to(nurse, "refill-met")
    nurse.sees("all 8 conditions of the protocol met")
    nurse.presses("1")
    nurse.sees("leaves in")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(item) == "completed", "it closed on the portal")
    assert len(portal.replies("Communication/thr-refill-met")) == 1
    assert "per protocol" in portal.task(item)["note"][0]["text"]


def test_a_controlled_substance_reaches_the_prescriber_as_a_packet_and_the_patient_not_at_all(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    item = goes_to(nurse, "refill-controlled")
    nurse.sees("prescribe in the EHR")
    nurse.presses("2")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: reviews(portal, item), "the packet on the portal")
    (review,) = reviews(portal, item)
    assert review["owner"]["reference"] == "Practitioner/solheim"
    assert (review["intent"], review["status"]) == ("proposal", "requested")
    assert portal.status(item) == "accepted"
    assert portal.replies("Communication/thr-refill-controlled") == []


def test_ninety_days_are_asked_of_the_prescriber_while_the_network_is_gone(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    item = goes_to(nurse, "refill-ninety")
    nurse.sees("can be proposed to the prescriber")
    portal.stop()
    nurse.presses("7")
    nurse.lets_the_undo_time_pass()
    portal.start()
    nurse.presses("F5")
    nurse.waits_until(lambda: reviews(portal, item), "the packet on the portal")
    asked = {one["type"]["coding"][0]["code"]: one for one in reviews(portal, item)[0]["input"]}
    assert "90 days" in asked["question"]["valueString"]
    assert "levothyroxine" in asked["summary"]["valueString"]


def test_a_normal_result_is_released_with_words_and_an_abnormal_one_is_not_called_normal(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    goes_to(nurse, "release-abnormal")
    nurse.sees("1 of 1 outside: Hemoglobin low")
    nurse.presses("1")
    nurse.is_told("Hemoglobin is low.")
    item = goes_to(nurse, "release-normal")
    nurse.presses("1")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(item) == "completed", "its release on the portal")
    made = outputs(portal, item)
    assert made["outcome"]["valueString"] == "released"
    assert made["reply"]["valueReference"]["reference"].startswith("Communication/")


def test_readings_outside_their_band_are_measured_again(nurse: Person, portal: PortalProcess) -> None:
    nurse.signs_in()
    item = goes_to(nurse, "readings-pressure")
    nurse.sees("readings outside their bands")
    nurse.presses("2")
    nurse.lets_the_undo_time_pass()
    nurse.waits_until(lambda: portal.status(item) == "on-hold", "it waits for the patient")
    assert len(portal.replies("Communication/thr-readings-pressure")) == 1


def test_answers_without_danger_a_normal_result_and_thanks_are_closed_by_one_key_each(
    nurse: Person, portal: PortalProcess
) -> None:
    nurse.signs_in()
    answers = goes_to(nurse, "gad-7")
    nurse.sees("score 4, minimal")
    assert "Asks: " not in nurse.reads_all(), "the form that is done is the questionnaire itself"
    nurse.presses("1")
    result = goes_to(nurse, "result-normal")
    nurse.sees("in range")
    nurse.presses("1")
    thanks = goes_to(nurse, "thanks")
    nurse.sees("nothing is asked")
    nurse.presses("d")
    nurse.lets_the_undo_time_pass()
    three = (answers, result, thanks)
    nurse.waits_until(lambda: {portal.status(one) for one in three} == {"completed"}, "all three closed")
    assert len(portal.replies("Communication/thr-result-normal")) == 1
    assert portal.replies("Communication/thr-thanks") == []
    assert outputs(portal, thanks)["outcome"]["valueString"] == "no-reply-needed"
