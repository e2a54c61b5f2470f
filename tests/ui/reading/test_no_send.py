"""What keeps a reply from being sent, through the window: it says which, goes there, and nothing leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import drafts
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.guards import Stop
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.pick_list import PickList
from inbox.ui.reading.unsettled import Unsettled
from tests.ui.at_work import AtWork, free


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """On an item that may be answered, in the reply."""
    work = AtWork(desk, qtbot)
    work.go(free)
    work.press("item.reply")
    return work


def put_in(work: AtWork, text: str) -> None:
    """A phrase of that text goes into the reply; what it opened is left again."""
    owner = Owner(OwnerType.ORGANISATION, "Clinic")
    work.desk.kit.phrases["tried"] = Phrase("tried", "Tried", text, owner, 1, date(2027, 1, 1))
    assert work.reading.composer.insert_phrase("tried")
    work.reading.composer.back()


def refused(work: AtWork) -> list[Stop]:
    """Sending is asked for and refused; why."""
    work.press("item.send")
    assert work.outbox() == []
    assert panel(work).isVisible()
    assert panel(work).hasFocus()
    return [problem.stop for problem in work.reading.composer.problems()]


def panel(work: AtWork) -> Unsettled:
    found = work.space.findChild(Unsettled)
    assert found is not None
    return found


def key(work: AtWork, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    work.play(lambda: QTest.keyClick(focus, key))


def selected(work: AtWork) -> str:
    editor = work.space.findChild(Editor)
    assert editor is not None
    assert editor.hasFocus()
    return editor.textCursor().selectedText()


def current(work: AtWork) -> PatientId:
    assert work.reading.thread is not None
    return work.reading.thread.patient


def changed(clinic: list[Filed], ref: str, change: Callable[[dict[str, object]], None]) -> Filed:
    """A resource as the server has it after a change."""
    there = next(one for one in clinic if one.ref == ref)
    body = msgspec.json.decode(there.body)
    change(body)
    body["meta"] = {**body.get("meta", {}), "versionId": "99"}
    return filed(decode(msgspec.json.encode(body)))


def point(field: str, ref: str, body: dict[str, object]) -> None:
    body[field] = {"reference": ref}


def test_an_open_blank_stops_a_reply_and_enter_goes_there(work: AtWork) -> None:
    put_in(work, "Please come on *** at noon.")
    assert refused(work) == [Stop.BLANK]
    key(work, Qt.Key.Key_Return)
    assert selected(work) == "***"


def test_a_required_list_stops_a_reply_and_enter_opens_it(work: AtWork) -> None:
    put_in(work, "Please come on {Day: Monday | Tuesday}.")
    assert refused(work) == [Stop.LIST]
    key(work, Qt.Key.Key_Return)
    picks = work.space.findChild(PickList)
    assert picks is not None
    assert picks.hasFocus()
    key(work, Qt.Key.Key_2)
    work.press("item.send")
    assert [one.verb for one in work.outbox()][-1] == "reply"


def test_an_optional_list_stops_nothing(work: AtWork) -> None:
    put_in(work, "Thank you. {Form: We will fill it in. ?}")
    work.press("item.send")
    assert work.outbox()[-1].verb == "reply"
    assert getattr(work.outbox()[-1], "text", "") == "Thank you."


def test_a_link_without_a_value_stops_a_reply_and_enter_goes_there(work: AtWork) -> None:
    put_in(work, "Your INR was @last_inr@.")
    assert refused(work) == [Stop.LINK]
    key(work, Qt.Key.Key_Return)
    assert selected(work) == "@last_inr@"


def test_a_value_that_changes_on_the_chart_meanwhile_stops_a_reply(work: AtWork, clinic: list[Filed]) -> None:
    put_in(work, "You were born on @dob@.")
    assert work.reading.composer.problems() == []
    news = changed(clinic, current(work), lambda body: body.update(birthDate="1901-02-03"))
    work.desk.store.ingest([news]).result()
    work.settle()
    assert refused(work) == [Stop.CHANGED]
    key(work, Qt.Key.Key_U)
    assert "1901" in work.reading.composer.text()
    work.press("item.send")
    assert work.outbox()[-1].verb == "reply"


def test_a_conversation_given_to_another_patient_takes_no_words_that_were_for_the_first(
    work: AtWork, clinic: list[Filed]
) -> None:
    composer, first = work.reading.composer, current(work)
    composer.focus()
    work.type("About your own result")
    other = next(one.ref for one in clinic if one.type == "Patient" and one.ref != first)
    thread = work.current.thread
    items = [one.ref for one in clinic if one.type == "Task" and thread.encode() in one.body]
    for ref in (thread, *items):
        change = partial(point, "subject" if ref == thread else "for", other)
        work.desk.store.ingest([changed(clinic, ref, change)]).result()
    work.settle()
    assert current(work) == other
    assert Stop.PATIENT in refused(work)
    composer.save_now()
    work.desk.store.reproject().result()
    kept = drafts.draft(work.desk.reader, thread, work.desk.actor.person)
    assert kept is None or kept.patient == first


def test_a_draft_for_another_patient_is_not_shown(work: AtWork) -> None:
    composer, there = work.reading.composer, work.reading.thread
    assert there is not None
    composer.focus()
    work.type("About your own result")
    composer.save_now()
    work.desk.store.reproject().result()
    kept = drafts.draft(work.desk.reader, there.id, work.desk.actor.person)
    assert kept is not None
    work.desk.store.drop_draft(there.id, work.desk.actor.person).result()
    work.desk.store.save_draft(msgspec.structs.replace(kept, patient=PatientId("Patient/other"))).result()
    work.worklist.take_keyboard()
    here = work.current
    work.go(lambda line: free(line) and line.thread != here.thread)
    work.go(lambda line: line.item == here.item)
    assert composer.is_empty()


@pytest.mark.parametrize("leftover", ["***", "@first_name@", "{Day}"])
def test_a_placeholder_that_was_pasted_stops_a_reply(work: AtWork, leftover: str) -> None:
    work.write(f"Please come on {leftover}.")
    assert refused(work) == [Stop.STRAY]
    key(work, Qt.Key.Key_Return)
    assert selected(work) == leftover


def test_a_reply_longer_than_the_portal_takes_stays(work: AtWork) -> None:
    work.write("a" * (work.desk.messaging.length.limit + 1))
    assert refused(work) == [Stop.LENGTH]
