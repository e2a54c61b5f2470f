"""What each clinical kind of work needs stands above the conversation, and its speed buttons go by it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.domain.ids import ThreadId
from inbox.domain.licence import not_to_close
from inbox.domain.needs import Check, Fact, Needs, Plot, Standing
from inbox.domain.operations import AnyOperation, Claim, Comment, Complete, Escalate, Reply
from inbox.domain.people import Role
from inbox.domain.review import packet_needs
from inbox.domain.work_item import Kind
from inbox.ui.desk import Desk
from inbox.ui.reading.facts import part_for
from tests.ui.at_work import AtWork
from tests.ui.written import go_to, off, written


@pytest.fixture(scope="session")
def clinic() -> list[Filed]:
    return written()


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    return AtWork(desk, qtbot)


def needs(work: AtWork, key: str) -> Needs:
    """What is told of the written conversation of that key."""
    go_to(work, key)
    told = work.reading.facts.needs
    assert told is not None
    return told


def made_of(work: AtWork, key: str) -> list[AnyOperation]:
    """What was asked for about that conversation: the next one may have been claimed meanwhile."""
    return [one for one in work.outbox() if one.item == f"Task/task-{key}"]


def open_checks(told: Needs) -> list[str]:
    return [row.what for row in told.rows if isinstance(row, Check) and row.standing is not Standing.MET]


def fact(told: Needs, what: str) -> Fact:
    return next(row for row in told.rows if isinstance(row, Fact) and row.what == what)


def test_a_refill_that_meets_its_protocol_is_refilled_by_one_key(work: AtWork) -> None:
    told = needs(work, "refill-met")
    assert open_checks(told) == []
    assert fact(told, "Supply left").value.startswith("9 days")
    assert off(work, 1) == ""
    work.press("quick.1")
    made = made_of(work, "refill-met")
    assert [type(one) for one in made] == [Claim, Comment, Reply, Complete]


def test_a_laboratory_value_out_of_date_is_named_and_the_button_says_so(work: AtWork) -> None:
    told = needs(work, "refill-lab-due")
    assert open_checks(told) == ["Hemoglobin A1c within 6 months"]
    assert "Hemoglobin A1c within 6 months: not met" in off(work, 1)
    work.press("quick.1")
    assert work.outbox() == []


def test_a_controlled_substance_is_left_to_the_prescriber_with_a_packet(work: AtWork) -> None:
    told = needs(work, "refill-controlled")
    assert "prescribe in the EHR" in told.summary
    assert "controlled" in off(work, 1)
    assert off(work, 7)
    work.press("quick.2")
    claim, escalate = made_of(work, "refill-controlled")
    assert isinstance(claim, Claim)
    assert isinstance(escalate, Escalate)
    assert "controlled substance" in escalate.packet.question
    assert "lorazepam 0.5 mg tablet" in escalate.packet.summary
    assert escalate.packet.to is not None
    assert escalate.packet.to.name.startswith("Dr. Ingrid Solheim")
    assert escalate.promise is not None
    assert work.line(escalate.item).awaiting_physician


def test_ninety_days_are_proposed_to_the_prescriber_and_nothing_goes_to_the_patient(work: AtWork) -> None:
    told = needs(work, "refill-ninety")
    assert fact(told, "90-day supply").value == "can be proposed to the prescriber"
    work.press("quick.7")
    made = made_of(work, "refill-ninety")
    assert [type(one) for one in made] == [Claim, Escalate]
    assert isinstance(made[1], Escalate)
    assert "90 days" in made[1].packet.question
    assert "met" in made[1].packet.summary


def test_ninety_days_are_off_where_they_were_dispensed_already(work: AtWork) -> None:
    needs(work, "refill-met")
    assert "last time for 90 days" in off(work, 7)


def test_a_second_packet_is_not_sent_while_one_is_open(work: AtWork) -> None:
    needs(work, "refill-controlled")
    work.press("quick.2")
    go_to(work, "refill-controlled")
    work.press("quick.2")
    assert work.said[-1] == "It waits for a prescriber already."
    assert len(made_of(work, "refill-controlled")) == 2


@pytest.mark.parametrize(
    ("key", "group"), [("refill-insulin-gap", "insulin"), ("refill-no-dispense", "anticoagulant")]
)
def test_a_gap_in_a_medicine_that_allows_none_is_told_and_urgent(work: AtWork, key: str, group: str) -> None:
    told = needs(work, key)
    assert group in fact(told, "No gap allowed").value
    urgent, later = (work.line(f"Task/task-{one}") for one in (key, "refill-other-dose"))  # type: ignore[arg-type]
    assert urgent.due is not None
    assert later.due is not None
    assert urgent.due < later.due


def test_a_medicine_only_named_in_words_is_said_to_be_a_guess(work: AtWork) -> None:
    told = needs(work, "refill-in-words")
    assert told.title == "Refill: hydrochlorothiazide 25 mg tablet"
    assert told.alert
    assert "guessed" in off(work, 1)


def test_another_dose_is_no_refill(work: AtWork) -> None:
    assert open_checks(needs(work, "refill-other-dose")) == ["Dose unchanged"]


def test_a_result_outside_its_range_shows_its_course_and_is_not_called_normal(work: AtWork) -> None:
    told = needs(work, "result-abnormal")
    assert told.summary == "1 of 3 outside: Potassium high"
    plot = next(row for row in told.rows if isinstance(row, Plot))
    assert [reading.value for reading in plot.readings] == [4.4, 4.7, 4.9, 5.6]
    assert off(work, 1) == "Potassium is high."


@pytest.mark.parametrize("key", ["result-normal", "result-in-words"])
def test_a_result_in_range_can_be_answered_by_one_key(work: AtWork, key: str) -> None:
    needs(work, key)
    assert off(work, 1) == ""


def test_a_result_is_released_with_a_reply_to_a_patient_who_has_not_written(work: AtWork) -> None:
    needs(work, "release-normal")
    assert off(work, 1) == ""
    work.press("quick.1")
    _, reply, complete = made_of(work, "release-normal")
    assert isinstance(reply, Reply)
    assert [party.ref[:8] for party in reply.to] == ["Patient/"]
    assert isinstance(complete, Complete)
    assert complete.outcome == "released"
    assert complete.reply is not None


def test_an_abnormal_result_can_be_released_but_not_as_normal(work: AtWork) -> None:
    needs(work, "release-abnormal")
    assert off(work, 1) == "Hemoglobin is low."
    assert off(work, 4) == ""


@pytest.mark.parametrize(
    ("key", "values"),
    [("readings-pressure", 14), ("readings-weight", 14), ("readings-sugar", 14)],
)
def test_home_readings_are_plotted_where_they_left_their_band(work: AtWork, key: str, values: int) -> None:
    told = needs(work, key)
    plot = next(row for row in told.rows if isinstance(row, Plot))
    assert len(plot.readings) == values
    assert told.alert
    assert off(work, 1) == "Readings lie outside their bands."
    assert off(work, 2) == ""


def test_the_ninth_answer_of_a_phq_9_is_a_red_flag_and_stands_first(work: AtWork) -> None:
    go_to(work, "phq-9")
    told = work.reading.facts.needs
    assert told is not None
    first = told.rows[0]
    assert isinstance(first, Fact)
    assert "better off dead" in first.alert
    assert "score 12, moderate" in told.summary
    assert work.line("Task/task-phq-9").flag_level == 2  # type: ignore[arg-type]
    assert not work.reading.facts.unfolded
    assert off(work, 1)


def test_answers_without_danger_are_read_by_one_key(work: AtWork) -> None:
    assert needs(work, "gad-7").summary == "score 4, minimal"
    assert off(work, 1) == ""


def test_the_strip_folds_by_key_and_stays_as_it_was_left(work: AtWork) -> None:
    needs(work, "result-normal")
    strip = work.reading.facts
    seen = [(strip.unfolded, strip.height())]
    work.press("view.needs")
    seen.append((strip.unfolded, strip.height()))
    needs(work, "refill-met")
    seen.append((strip.unfolded, strip.height()))
    assert [unfolded for unfolded, _ in seen] == [True, False, False]
    assert seen[0][1] > seen[1][1] == seen[2][1]


def test_where_nobody_has_written_less_room_will_do(work: AtWork) -> None:
    needs(work, "result-normal")
    there, strip = work.reading.situation, work.reading.facts
    assert there is not None
    high = work.desk.theme.px(500)
    strip.fit(500, high)
    beside_words = strip.unfolded
    strip.show_situation(replace(there, thread=msgspec.structs.replace(there.thread, messages=())))
    strip.fit(500, high)
    assert (beside_words, strip.unfolded) == (False, True)


def test_in_little_room_it_is_one_line_until_it_is_asked_for(work: AtWork) -> None:
    work.desk.theme.change(scale=200)
    work.space.resize(1280, 800)
    needs(work, "refill-met")
    unfolded = [work.reading.facts.unfolded]
    work.press("view.needs")
    assert [*unfolded, work.reading.facts.unfolded] == [False, True]
    assert (work.space.width(), work.space.height()) == (1280, 800)


def test_it_says_to_assistive_technology_what_it_shows(work: AtWork) -> None:
    needs(work, "refill-lab-due")
    said = [
        child.accessibleDescription()
        for child in work.reading.facts.findChildren(type(work.reading.facts._body))
    ]
    assert any("Hemoglobin A1c within 6 months" in text and "not met" in text for text in said)


def test_a_kind_that_needs_nothing_has_no_strip() -> None:
    assert part_for("medical-question") is None


def test_a_review_shows_its_packet_and_nobody_but_a_prescriber_closes_it(work: AtWork) -> None:
    needs(work, "refill-controlled")
    work.press("quick.2")
    thread = work.desk.bus._look(ThreadId("Communication/thr-refill-controlled"))
    assert thread is not None
    made = next(item for item in thread.items if item.kind == Kind.PHYSICIAN_REVIEW)
    told = packet_needs(made, made.question)
    assert "controlled substance" in told.summary
    assert any("prescribe in the EHR" in row.said for row in told.rows)
    nadia = work.desk.actor
    assert "prescriber decides" in not_to_close(made.kind, nadia)
    assert not_to_close(made.kind, msgspec.structs.replace(nadia, role=Role.PRESCRIBER)) == ""
