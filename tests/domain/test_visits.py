"""Asking for a visit, the patient's yes, a clinician's time, and a message about somebody else."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from inbox.domain.disposition import call_first
from inbox.domain.ids import MessageId
from inbox.domain.operations import AskVisit, KeepTime, RecordConsent, SendToRecords, Stamp, Why
from inbox.domain.people import Actor, Party, Role
from inbox.domain.thread import Thread
from inbox.domain.visit import Draft, How
from inbox.domain.work_item import Flag, Stage, WorkItem
from tests.domain.threads import (
    ITEM,
    NADIA,
    NOON,
    NURSE,
    TOMAS,
    answered,
    held_by,
    hours,
    item,
    operation_id,
    stamp,
    thread,
    wrote,
)

CLINICIAN: Actor = msgspec.structs.replace(NURSE, role=Role.PRESCRIBER)
RECORDS = Party("HealthcareService/records", "Billing and records")
VISIT = AskVisit(item=ITEM, how=How.IN_PERSON, reason=" A cough ", when="mornings")
ONLINE = AskVisit(item=ITEM, how=How.ONLINE)
YES = RecordConsent(item=ITEM, message=MessageId("Communication/1-1"), given=NOON)
MINUTES = KeepTime(item=ITEM, start=NOON, end=NOON + timedelta(minutes=6))
MARK = SendToRecords(item=ITEM, to=RECORDS, reason="It is about her brother")
AS_PRESCRIBER = Stamp(operation_id(1), NADIA, Role.PRESCRIBER, NOON)


def mine(there: Thread) -> WorkItem:
    found = there.item(ITEM)
    assert found is not None
    return found


def test_a_visit_asked_for_stands_in_the_work_with_reason_and_days() -> None:
    (asked,) = mine(VISIT.apply(thread(), stamp())).visits
    assert (asked.how, asked.reason, asked.when, asked.draft) == (How.IN_PERSON, "A cough", "mornings", None)


def test_the_same_visit_is_not_asked_for_twice() -> None:
    once = VISIT.apply(thread(), stamp())
    problem = VISIT.refuse_if(once, NURSE)
    assert problem is not None
    assert problem.sentence == "This visit has already been asked for."
    assert msgspec.structs.replace(VISIT, how=How.VIDEO).refuse_if(once, NURSE) is None


def test_an_e_visit_that_a_nurse_asks_for_is_a_draft_that_a_prescriber_makes_real() -> None:
    drafted = ONLINE.apply(thread(), stamp())
    assert mine(drafted).visits[0].draft is Draft.PRESCRIBERS
    assert ONLINE.refuse_if(drafted, NURSE) is not None
    assert ONLINE.refuse_if(drafted, CLINICIAN) is None
    assert mine(ONLINE.apply(thread(), AS_PRESCRIBER)).visits[0].draft is None


def test_a_flag_is_called_about_before_a_visit_is_asked_for() -> None:
    flagged = thread(item(flags=(Flag("CHEST-01", 1),)))
    problem = VISIT.refuse_if(flagged, NURSE)
    assert problem is not None
    assert problem.sentence == call_first()


def test_a_yes_is_a_message_of_the_patient() -> None:
    assert YES.refuse_if(thread(), NURSE) is None
    ours = thread(messages=(wrote(), answered(1, TOMAS)))
    problem = msgspec.structs.replace(YES, message=MessageId("Communication/1-a1")).refuse_if(ours, NURSE)
    assert problem is not None
    assert problem.sentence == "Only a message of the patient can be their yes."


def test_a_yes_is_recorded_once() -> None:
    recorded = YES.apply(thread(), stamp())
    assert mine(recorded).consent is not None
    assert YES.refuse_if(recorded, NURSE) is not None


def test_only_a_prescriber_keeps_time() -> None:
    problem = MINUTES.refuse_if(thread(), NURSE)
    assert problem is not None
    assert problem.why is Why.NOT_LICENSED
    assert MINUTES.refuse_if(thread(), CLINICIAN) is None


def test_time_that_is_none_or_was_forgotten_is_refused() -> None:
    for end in (NOON, hours(2.1)):
        assert msgspec.structs.replace(MINUTES, end=end).refuse_if(thread(), CLINICIAN) is not None


def test_time_is_kept_on_a_closed_item_too() -> None:
    closed = thread(item(held_by(NADIA, "completed")))
    assert MINUTES.refuse_if(closed, CLINICIAN) is None
    assert len(mine(MINUTES.apply(closed, AS_PRESCRIBER)).times) == 1


def test_a_message_about_somebody_else_goes_to_the_records_with_its_mark() -> None:
    there = MARK.apply(thread(item(held_by(NADIA))), stamp())
    marked = mine(there)
    assert (marked.stage, marked.holding.owner, marked.holding.pool) == (Stage.UNCLAIMED, RECORDS, RECORDS)
    assert marked.wrong_patient is not None
    assert marked.wrong_patient.reason == "It is about her brother"


def test_the_way_to_the_records_moves_no_words() -> None:
    before = thread(item(held_by(NADIA)))
    after = MARK.apply(before, stamp())
    assert (after.messages, after.patient, after.subject) == (before.messages, before.patient, before.subject)


def test_a_reason_is_wanted_and_one_mark_is_enough() -> None:
    assert msgspec.structs.replace(MARK, reason=" ").refuse_if(thread(), NURSE) is not None
    assert MARK.refuse_if(MARK.apply(thread(), stamp()), NURSE) is not None


def test_no_visit_follows_from_a_message_about_somebody_else() -> None:
    marked = MARK.apply(thread(), stamp())
    problem = VISIT.refuse_if(marked, NURSE)
    assert problem is not None
    assert problem.sentence == "The message is about somebody else: no visit follows from it."
