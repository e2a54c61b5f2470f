"""Visits, minutes, who reads a reply, and messages about somebody else: what each leaves in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.ids import ItemId
from inbox.domain.operations import AskVisit, KeepTime, RecordConsent, Reply, SendToRecords
from inbox.domain.people import Role
from inbox.domain.visit import How
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.ui.desk import Desk
from portal.clinic.staged.visits import visit_resources
from tests.journeys import screen
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW, Clock, PatientWrites


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work; the written conversations about visits and readers have come in."""
    return _at_work(desk, qtbot)


@pytest.fixture
def physician(desk: Desk, qtbot: QtBot) -> AtWork:
    """A prescriber at the same desk."""
    desk.actor = msgspec.structs.replace(desk.actor, role=Role.PRESCRIBER)
    desk.bus.actor = desk.actor
    return _at_work(desk, qtbot)


def _at_work(desk: Desk, qtbot: QtBot) -> AtWork:
    found = [filed(decode(msgspec.json.encode(one))) for one in visit_resources(7, NOW)]
    desk.store.ingest([one for one in found if one.type not in ("Communication", "Task")]).result()
    desk.store.ingest([one for one in found if one.type in ("Communication", "Task")]).result()
    for patient in {one.patient for one in found if one.patient}:
        desk.store.charts_fetched([patient], NOW).result()
    return AtWork(desk, qtbot)


def scene(key: str) -> Callable[[Any], bool]:
    return lambda line: line.item == ItemId(f"Task/task-{key}")


def reads(work: AtWork) -> str:
    work.settle()
    return screen.words(work.space)


def made(work: AtWork, kind: type[Any]) -> Any:
    return next(one for one in work.outbox() if isinstance(one, kind))


def yes(work: AtWork) -> None:
    """Answer the question with y."""
    focus = QApplication.focusWidget()
    assert focus is not None
    work.play(lambda: QTest.keyClicks(focus, "y"))


# A proxy


def test_a_proxy_whose_access_holds_is_answered(work: AtWork) -> None:
    work.go(scene("proxy-active"))
    work.write("Please put the feet up and come in on Friday.")
    work.press("item.send")
    assert made(work, Reply).to[0].ref.startswith("RelatedPerson/")


def test_a_proxy_whose_access_has_run_out_is_refused_in_words_and_nothing_is_lost(work: AtWork) -> None:
    work.go(scene("proxy-ended"))
    assert "could write for the patient until 5 mar 2026" in reads(work).lower()
    work.write("Shoes with a rubber sole.")
    work.press("item.send")
    assert work.outbox() == []
    assert "until 5 Mar 2026" in work.said[-1]
    assert work.reading.composer.text() == "Shoes with a rubber sole."


def test_a_speed_button_that_would_answer_them_is_off_and_says_why(work: AtWork) -> None:
    work.go(scene("proxy-ended"))
    work.press("quick.1")
    assert work.outbox() == []
    assert "until 5 Mar 2026" in work.said[-1]


def test_the_patient_can_be_written_to_instead_and_the_list_is_shown(work: AtWork) -> None:
    work.go(scene("proxy-ended"))
    work.press("item.recipients")
    work.choose("1")
    work.press("item.recipients")
    work.choose("1")
    assert work.reading.composer.addressed.to[0].ref.startswith("Patient/")
    work.write("Shoes with a rubber sole.")
    work.press("item.send")
    assert [party.ref.partition("/")[0] for party in made(work, Reply).to] == ["Patient"]


def test_a_speed_button_answers_those_who_are_shown(work: AtWork) -> None:
    work.go(scene("proxy-active"))
    work.press("item.recipients")
    work.choose("1")
    work.press("quick.1")
    kinds = [party.ref.partition("/")[0] for party in made(work, Reply).to]
    assert kinds == ["RelatedPerson", "Patient"]


def test_who_reads_one_reply_reads_no_other(work: AtWork) -> None:
    work.go(scene("proxy-active"))
    work.press("item.recipients")
    work.choose("1")
    assert len(work.reading.composer.addressed.to) == 2
    work.go(scene("convert"))
    work.go(scene("proxy-active"))
    assert len(work.reading.composer.addressed.to) == 1


# A young person


def test_what_a_teenager_wrote_is_confirmed_before_it_leaves(work: AtWork) -> None:
    work.go(scene("teen-confidential"))
    assert "confidential" in reads(work).lower()
    work.write("Take it today and start the next pack on time.")
    work.press("item.send")
    assert work.outbox() == []
    assert "nobody else gets it" in reads(work).lower()
    yes(work)
    assert [party.ref.partition("/")[0] for party in made(work, Reply).to] == ["Patient"]


def test_a_no_keeps_the_words_and_sends_nothing(work: AtWork) -> None:
    work.go(scene("teen-confidential"))
    work.write("Take it today.")
    work.press("item.send")
    focus = QApplication.focusWidget()
    assert focus is not None
    work.play(lambda: QTest.keyClicks(focus, "n"))
    assert work.outbox() == []
    assert work.reading.composer.text() == "Take it today."


def test_the_mother_of_a_teenager_cannot_be_added(work: AtWork) -> None:
    work.go(scene("teen-confidential"))
    work.press("item.recipients")
    assert "wrote here in confidence" in reads(work)
    work.choose("1")
    assert [party.ref.partition("/")[0] for party in work.reading.composer.addressed.to] == ["Patient"]


def test_what_a_teenager_wrote_is_not_quoted_to_her_mother(
    work: AtWork, patient_writes: PatientWrites
) -> None:
    target = work.go(scene("teen-confidential"))
    patient_writes(target, "What did she write?", minutes=1, name="Her mother", sender="RelatedPerson/mother")
    work.settle()
    work.reading.conversation.selectAll()
    work.press("item.quote")
    assert work.reading.composer.is_empty()
    assert "wrote here in confidence" in work.said[-1]


def test_a_restricted_medicine_goes_into_no_phrase(work: AtWork) -> None:
    work.go(scene("teen-confidential"))
    work.reading.composer.insert_phrase("refillsent")
    problems = [problem.sentence for problem in work.reading.composer.problems()]
    assert "Medicine is labelled restricted: it goes into no message." in problems


def test_a_speed_button_opens_its_reply_where_readers_are_confirmed(work: AtWork) -> None:
    work.go(scene("teen-confidential"))
    work.press("quick.1")
    assert work.outbox() == []
    assert not work.reading.composer.is_empty()


# Visits


def test_who_was_not_seen_for_long_is_offered_a_visit_with_the_reason_shown(work: AtWork) -> None:
    target = work.go(scene("not-eligible"))
    assert "last seen 13 mar 2023" in reads(work).lower()
    work.press("item.visit_first")
    work.press("item.send")
    assert work.done() == [(verb, target.item) for verb in ("claim", "ask-visit", "reply", "hold")]
    asked = made(work, AskVisit)
    assert (asked.how, asked.when) == (How.IN_PERSON, "Thursday, in the morning, not Monday")
    assert "It has been a long time" in made(work, Reply).text


def test_a_message_is_converted_with_the_phrase_and_the_request_in_one(work: AtWork) -> None:
    target = work.go(scene("convert"))
    work.press("item.convert")
    work.choose("1")
    work.press("item.send")
    assert ("ask-visit", target.item) in work.done()
    assert "Yes, I agree to an e-visit." in made(work, Reply).text
    work.press("edit.undo")
    assert work.outbox() == [one for one in work.outbox() if one.verb == "claim"]


def test_an_appointment_can_be_asked_for_without_a_word_to_the_patient(work: AtWork) -> None:
    work.go(scene("not-eligible"))
    work.press("item.ask_visit")
    work.choose("2")
    asked = made(work, AskVisit)
    assert (asked.how, asked.reason) == (How.VIDEO, "Knee has been sore")
    assert "Thursday" in asked.when
    assert not any(isinstance(one, Reply) for one in work.outbox())


def test_the_patients_yes_is_recorded_with_its_message(work: AtWork) -> None:
    work.go(scene("e-visit-agreed"))
    assert "yes to an e-visit is not recorded" in reads(work)
    work.press("item.consent")
    assert made(work, RecordConsent).message == "Communication/msg-e-visit-agreed-3"


# Minutes


def test_a_nurse_keeps_no_minutes(work: AtWork) -> None:
    work.go(scene("e-visit-agreed"))
    work.press("item.minutes")
    assert "not allowed for your role" in work.said[-1]


def test_minutes_are_started_stopped_and_confirmed_by_whose_they_are(physician: AtWork, clock: Clock) -> None:
    work = physician
    work.go(scene("e-visit-agreed"))
    work.press("item.consent")
    work.press("item.minutes")
    assert "yours run since 09:42" in reads(work)
    clock.forward(minutes=6)
    work.press("item.minutes")
    assert work.outbox() == [made(work, RecordConsent)], "nothing is kept before it is confirmed"
    work.choose("1")
    kept = made(work, KeepTime)
    assert (kept.end - kept.start).total_seconds() == 360
    assert "6 minutes count · 5 to 10 min" in reads(work)
    assert "yours run" not in reads(work)


def test_the_rule_that_blocks_minutes_is_said(physician: AtWork, clock: Clock) -> None:
    physician.go(scene("e-visit-agreed"))
    physician.press("item.minutes")
    clock.forward(minutes=6)
    physician.press("item.minutes")
    physician.choose("1")
    assert "0 minutes count of 6" in reads(physician)
    assert "The patient’s yes to an e-visit is not recorded." in reads(physician)


def test_minutes_thrown_away_are_not_kept(physician: AtWork, clock: Clock) -> None:
    physician.go(scene("e-visit-agreed"))
    physician.press("item.minutes")
    clock.forward(minutes=6)
    physician.press("item.minutes")
    physician.choose("2")
    assert physician.outbox() == []


def test_minutes_on_one_message_are_stopped_there(physician: AtWork) -> None:
    physician.go(scene("e-visit-agreed"))
    physician.press("item.minutes")
    physician.go(scene("convert"))
    physician.press("item.minutes")
    assert physician.said[-1] == "Your minutes run on another message. Stop them there first."


# Somebody else


def test_a_message_about_somebody_else_goes_to_the_records_with_fixed_words(work: AtWork) -> None:
    target = work.go(scene("wrong-patient"))
    work.press("item.wrong_patient")
    assert "nothing is moved into another chart" in reads(work).lower()
    work.choose("1")
    assert work.done() == [("claim", target.item), ("reply", target.item), ("wrong-patient", target.item)]
    assert made(work, Reply).text == work.desk.kit.phrases["proxy"].text
    sent = made(work, SendToRecords)
    assert (sent.to.name, sent.reason) == ("Billing and records", "It is about somebody in the family")


def test_the_mark_is_on_the_thread_for_whoever_gets_it(work: AtWork) -> None:
    target = work.go(scene("wrong-patient"))
    work.press("item.wrong_patient")
    work.choose("1")
    work.go(scene("wrong-patient"))
    assert work.current == target
    assert "this message is about somebody else" in reads(work).lower()


def test_too_long_a_reply_is_not_sent_and_says_by_how_much(work: AtWork) -> None:
    work.go(scene("convert"))
    work.write("word " * 900)
    work.press("item.send")
    assert work.outbox() == []
    assert "500 characters more than the portal takes" in reads(work)
