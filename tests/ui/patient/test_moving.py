"""The panel by key: into it, from section to section, what opens is opened, and back to where one was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.changes import Changes
from inbox.domain.history import ReadAgain
from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage
from inbox.queries import patient as query
from inbox.queries import thread as threads
from inbox.shortcuts.dispatcher import Dispatcher
from inbox.ui.desk import Desk
from inbox.ui.look.theme import ThemeName
from inbox.ui.patient.facts import Opens, Past
from inbox.ui.patient.panel import PatientPanel
from inbox.ui.patient.section import Section
from tests.ui.at_work import AtWork

CONVERSATIONS = "Earlier conversations"


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at an item of a patient who has written before."""
    work = AtWork(desk, qtbot)
    keys = Dispatcher(desk.keys.map, parent=work.space)
    keys.command.connect(work.conductor.pressed)
    handle = work.space.windowHandle()
    assert handle is not None
    keys.watch(handle)
    work.go(lambda line: len(_conversations(desk, line.patient)) > 2)
    return work


def _conversations(desk: Desk, patient: PatientId) -> list[object]:
    found, _older = query.conversations(desk.reader, desk.interpreter, patient, 15)
    return list(found)


def press(work: AtWork, *keys: str) -> None:
    """Keys as they come from the keyboard."""
    handle = work.space.windowHandle()
    assert handle is not None
    for key in keys:
        QTest.keySequence(handle, key)
        work.settle()


def ringed(work: AtWork) -> str:
    """What the panel says is under its ring."""
    return work.space.panel.accessibleDescription()


def visible(work: AtWork) -> list[Section]:
    return [one for one in work.space.panel.findChildren(Section) if one.isVisible()]


def test_a_key_goes_into_the_panel_and_escape_back_to_where_one_was(work: AtWork) -> None:
    work.press("item.open")
    before = QApplication.focusWidget()
    press(work, "G", "D")
    assert work.space.panel.hasFocus()
    assert ringed(work).startswith("Patient: ")
    press(work, "Esc")
    assert QApplication.focusWidget() is before
    assert work.space.panel.isVisible()


def test_a_panel_that_is_hidden_is_shown_by_going_into_it(work: AtWork) -> None:
    work.press("view.panel")
    assert not work.space.panel.isVisible()
    press(work, "G", "D")
    assert work.space.panel.isVisible() and work.space.panel.hasFocus()


def test_j_and_k_go_from_section_to_section_and_leave_the_list_alone(work: AtWork) -> None:
    item = work.current
    press(work, "G", "H", "G", "D")
    for _ in work.space.panel.sections:
        press(work, "K")
    titles = [facts.title for facts in work.space.panel.sections]
    for title in titles[1:]:
        press(work, "J")
        assert ringed(work).startswith(f"{title}: ")
    press(work, "J")
    assert ringed(work).startswith(f"{titles[-1]}: ")
    for title in reversed(titles[:-1]):
        press(work, "K")
        assert ringed(work).startswith(f"{title}: ")
    assert work.current == item


def test_what_the_ring_is_on_is_in_view(work: AtWork) -> None:
    work.space.resize(1440, 400)
    work.settle()
    press(work, "G", "D")
    panel = work.space.panel
    for _ in panel.sections:
        press(work, "J")
    last = visible(work)[-1]
    top = last.mapTo(panel.viewport(), last.rect().topLeft()).y()
    assert 0 <= top < panel.viewport().height()


def test_a_section_folds_stays_folded_for_others_and_after_a_start(work: AtWork, qtbot: QtBot) -> None:
    desk = work.desk
    press(work, "G", "D", "J", "Return")
    problems = visible(work)[1]
    assert problems.folded
    assert problems.accessibleName() == "Problems, folded"
    assert "active" in problems.accessibleDescription()
    high = problems.height()
    other = next(one for one in _everybody(desk) if one != work.space.panel.patient)
    work.space.panel.show_patient(other)
    assert visible(work)[1].folded and visible(work)[1].height() == high
    qtbot.waitUntil(lambda: desk.store.note("panel: folded") is not None)
    again = PatientPanel(desk)
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    again.show_patient(other)
    folded = [one.facts.name for one in again.findChildren(Section) if one.folded]
    assert folded == ["problems"]
    press(work, "J", "Return")
    assert not visible(work)[1].folded and visible(work)[1].height() > high


def _everybody(desk: Desk) -> list[PatientId]:
    rows = desk.reader.exec_driver_sql("SELECT patient FROM patient_row ORDER BY patient").fetchall()
    return [PatientId(row[0]) for row in rows]


def test_the_banner_is_never_folded(work: AtWork) -> None:
    press(work, "G", "D", "Return")
    assert not visible(work)[0].folded


def test_a_telephone_number_is_copied_from_anywhere_by_one_key(work: AtWork) -> None:
    patient = work.space.panel.patient
    assert patient is not None
    card = query.card(work.desk.reader, patient)
    assert card is not None
    QGuiApplication.clipboard().clear()
    press(work, "Y")
    assert QGuiApplication.clipboard().text() == card.phones[0].phone
    assert work.said[-1] == "Telephone number copied."
    press(work, "B")
    QGuiApplication.clipboard().clear()
    press(work, "Y")
    assert QGuiApplication.clipboard().text() == card.phones[0].phone


def test_the_number_under_the_ring_is_the_one_that_is_copied(work: AtWork) -> None:
    patient = work.space.panel.patient
    assert patient is not None
    card = query.card(work.desk.reader, patient)
    assert card is not None
    press(work, "G", "D")
    while not ringed(work).startswith("Contact"):
        press(work, "J")
    press(work, "Down", "Y")
    assert QGuiApplication.clipboard().text() == card.emergency[0].phone
    QGuiApplication.clipboard().clear()
    press(work, "Return")
    assert QGuiApplication.clipboard().text() == card.emergency[0].phone


def test_earlier_conversations_are_listed_and_the_one_on_screen_is_not(work: AtWork, qtbot: QtBot) -> None:
    panel = work.space.panel
    qtbot.waitUntil(lambda: panel.sections[-1].title == CONVERSATIONS)
    rows = [row for row in panel.sections[-1].rows if isinstance(row, Past)]
    assert len(rows) > 1
    assert work.current.thread not in panel.earlier
    ends = ("answered", "closed", "open", "waiting for the patient", "no work")
    assert all(row.about.rsplit(" · ", 1)[-1].startswith(ends) for row in rows)


def test_an_earlier_conversation_is_read_by_key_and_one_is_back_where_one_was(work: AtWork) -> None:
    read: list[tuple[str, str]] = []
    work.panel.earlier.reads.connect(lambda thread, patient: read.append((thread, patient)))
    press(work, "G", "H")
    panel, view = work.space.panel, work.panel.earlier
    place = ringed(work)
    press(work, "Return")
    assert view.is_open
    assert read == [(panel.earlier[0], panel.patient)]
    before = view.thread_view.toPlainText()
    assert before
    press(work, "J")
    assert view.thread_view.toPlainText() != before
    assert read[-1] == (panel.earlier[1], panel.patient)
    press(work, "K", "K")
    assert view.thread_view.toPlainText() == before
    press(work, "Esc")
    assert panel.hasFocus() and ringed(work) == place


def test_what_rules_found_in_a_closed_conversation_is_said_where_it_is_listed_and_where_it_is_read(
    work: AtWork, qtbot: QtBot
) -> None:
    press(work, "G", "H")
    panel, view = work.space.panel, work.panel.earlier
    there = [query_thread(work.desk, thread) for thread in panel.earlier]
    closed = next(one for one in there if all(item.stage is Stage.DONE for item in one.items))
    read = ReadAgain(closed.id, 0, "rules@1", level=2, title="Coughing up blood")
    work.desk.store.keep_read([read]).result()
    qtbot.waitUntil(lambda: "found later: Coughing up blood (level 2)" in said_of(panel, closed.id))
    view.open(closed.id, [closed.id])
    assert "found later: Coughing up blood (level 2)" in view._about.text()


def query_thread(desk: Desk, wanted: ThreadId) -> Thread:
    found = threads.thread(desk.reader, desk.interpreter, wanted)
    assert found is not None
    return found


def said_of(panel: PatientPanel, thread: ThreadId) -> str:
    rows = [row for facts in panel.sections for row in facts.rows if isinstance(row, Past)]
    return next((row.said for row in rows if row.deed == Opens(thread)), "")


def test_no_key_acts_on_the_item_behind_an_earlier_conversation(work: AtWork) -> None:
    press(work, "G", "H", "Return")
    press(work, "C", "D", "1", "F", "S", "X", "Ctrl+Return")
    assert work.panel.earlier.is_open
    assert work.done() == []


def test_an_earlier_conversation_that_is_gone_says_so(work: AtWork) -> None:
    press(work, "G", "H")
    first = work.space.panel.earlier[0]
    work.desk.store.forget([first], []).result()
    press(work, "Return")
    assert "not kept here any more" in work.panel.earlier._subject.text()


def test_while_one_leafs_through_the_list_nothing_of_another_patient_is_shown(work: AtWork) -> None:
    cards = {one: query.card(work.desk.reader, one) for one in _everybody(work.desk)}
    panel = work.space.panel
    for row in range(work.worklist.model.rowCount()):
        work.worklist.list.go_to(row)
        thread = work.reading.thread
        assert thread is not None
        assert panel.patient == thread.patient
        shown = " ".join(f"{one.accessibleName()} {one.accessibleDescription()}" for one in visible(work))
        for patient, card in cards.items():
            assert card is not None
            assert (card.mrn in shown) is (patient == thread.patient)
        earlier = [row.deed for facts in panel.sections for row in facts.rows if isinstance(row, Past)]
        assert earlier == []  # those of the patient before are gone at once; these come in a moment


def test_conversations_read_late_never_land_on_the_next_patient(work: AtWork, qtbot: QtBot) -> None:
    panel = work.space.panel
    first = panel.patient
    work.go(lambda line: line.patient != first and len(_conversations(work.desk, line.patient)) > 1)
    qtbot.waitUntil(lambda: bool(panel.earlier))
    there = set(panel.earlier)
    assert panel.patient is not None
    theirs, _ = query.conversations(work.desk.reader, work.desk.interpreter, panel.patient, 15)
    assert there <= {thread.id for thread in theirs}


def test_a_hidden_panel_holds_nothing(work: AtWork) -> None:
    panel = work.space.panel
    assert panel.sections
    work.press("view.panel")
    panel.reload()
    assert panel.sections == ()


def test_a_chart_is_read_once_until_something_of_it_changes(work: AtWork) -> None:
    desk, patient = work.desk, work.space.panel.patient
    assert patient is not None
    kept = desk.charts.of(patient)
    assert desk.charts.of(patient) is kept
    desk.changed.emit(Changes(patients=frozenset({patient})))
    assert desk.charts.of(patient) is not kept


@pytest.mark.parametrize("name", list(ThemeName))
def test_the_ring_is_painted_in_every_theme(work: AtWork, name: ThemeName) -> None:
    work.desk.theme.change(name=name)
    press(work, "G", "D", "J")
    problems = visible(work)[1]
    picture = problems.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 0) == work.desk.theme.roles.accent
    press(work, "Esc")
    assert problems.grab().toImage().pixelColor(picture.width() // 2, 0) != work.desk.theme.roles.accent


def test_the_pointer_does_what_enter_does(work: AtWork) -> None:
    problems = visible(work)[1]
    QTest.mouseClick(problems, Qt.MouseButton.LeftButton, pos=problems.place_of(-1).center())
    assert problems.folded
