"""Phrases are found, written, kept, published, brought and exported by keys alone, at a nurse's own desk."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.own_kit import PHRASE
from inbox.domain.people import Role
from inbox.domain.work_item import Kind
from inbox.shortcuts.phrases.lists.table import LARGEST
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.phrase_acts import PhraseActs
from tests.journeys import screen
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import Sync

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Writer:
    """Nadia with the editor open, on a patient she may answer."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk = desk
        self.work = AtWork(desk, qtbot)
        self.acts = PhraseActs(desk, self.work.conductor, self.work.space, self.work.reading)
        self.work.go(free)
        self.work.press("phrases.edit")

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.work.play(lambda: QTest.keyClick(focus, key, held))
        self.acts.editor.form.look()

    def types(self, text: str) -> None:
        """Over what stands in the field."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(focus, text)
        self.acts.editor.form.look()

    def writes_new(self, name: str, title: str, text: str) -> None:
        self.key(Qt.Key.Key_N, CONTROL)
        for words in (name, title):
            self.types(words)
            self.key(Qt.Key.Key_Tab)
        self.key(Qt.Key.Key_Tab)
        self.types(text)

    def finds(self, letters: str) -> str:
        """What is under the cursor once these letters are typed."""
        self.types(letters)
        choice = self.acts.editor.browser.list.current()
        return choice.title if choice else ""

    def reads(self) -> str:
        self.work.settle()
        return screen.words(self.work.space)

    def mine(self) -> dict[str, Phrase]:
        return {one.name: one for one in self.desk.kit.phrases.values() if one.owner == self.desk.owner}


@pytest.fixture
def writer(desk: Desk, qtbot: QtBot) -> Writer:
    return Writer(desk, qtbot)


def test_letters_find_a_phrase_by_name_and_by_its_words(writer: Writer) -> None:
    assert writer.finds("closi") == ".closing"
    assert writer.finds("90 days of") == ".supply90"


def test_a_new_phrase_is_kept_and_in_force_at_once(writer: Writer) -> None:
    writer.writes_new("parking", "Where to park", "Hi @first_name@, park behind the house. .closing")
    writer.key(Qt.Key.Key_S, CONTROL)
    made = writer.mine()["parking"]
    assert (made.title, made.version) == ("Where to park", 1)
    assert made.text.endswith(".closing")
    current = writer.acts.editor.browser.list.current()
    assert current is not None
    assert current.title == ".parking"
    assert writer.work.reading.composer.insert_phrase("parking")


def test_what_is_wrong_is_said_with_its_place_while_it_is_typed(writer: Writer) -> None:
    writer.writes_new("parking", "Where to park", "Hi @frist_name@")
    assert "Line 1, column 4: There is no link “@frist_name@”." in writer.reads()
    writer.key(Qt.Key.Key_S, CONTROL)
    assert writer.mine() == {}
    assert writer.acts.editor.form.text.caret == 3


def test_the_preview_speaks_of_the_patient_on_screen(writer: Writer) -> None:
    card = writer.work.reading.situation
    assert card is not None
    assert card.card is not None
    writer.writes_new("parking", "Where to park", "For @full_name@ on ***")
    assert writer.acts.editor.form.reads.preview.reply.text == f"For {card.card.name} on ***"


def test_a_phrase_of_the_organisation_changed_by_a_nurse_is_her_own(writer: Writer) -> None:
    assert writer.finds("ack") == ".ack"
    writer.key(Qt.Key.Key_Return)
    writer.types("We have it. .closing")
    assert "What you save is yours and comes before it" in writer.reads()
    writer.key(Qt.Key.Key_S, CONTROL)
    assert writer.mine()["ack"].text == "We have it. .closing"
    writer.key(Qt.Key.Key_Escape)
    writer.key(Qt.Key.Key_R, CONTROL)
    writer.key(Qt.Key.Key_Y)
    assert writer.mine() == {}
    assert "ack" in writer.desk.kit.phrases


def test_a_copy_begins_without_a_name_and_leaves_the_other(writer: Writer) -> None:
    writer.finds("closing")
    text = writer.desk.kit.phrases["closing"].text
    writer.key(Qt.Key.Key_N, CONTROL | SHIFT)
    writer.types("bye")
    writer.key(Qt.Key.Key_S, CONTROL)
    assert writer.mine()["bye"].text == text
    assert "closing" in writer.desk.kit.phrases


def test_a_phrase_that_is_renamed_is_not_there_twice(writer: Writer) -> None:
    writer.writes_new("parking", "Where to park", "Park behind the house.")
    writer.key(Qt.Key.Key_S, CONTROL)
    writer.acts.editor.form.name.setFocus()
    writer.types("carpark")
    writer.key(Qt.Key.Key_S, CONTROL)
    assert {name: one.version for name, one in writer.mine().items()} == {"carpark": 2}


def test_somebody_elses_phrase_is_not_removed(writer: Writer) -> None:
    writer.finds("closing")
    writer.key(Qt.Key.Key_R, CONTROL)
    assert "It is not yours" in writer.acts.editor.foot.remarked
    assert "closing" in writer.desk.kit.phrases


def test_changes_that_are_not_kept_are_asked_about(writer: Writer) -> None:
    writer.finds("closing")
    writer.key(Qt.Key.Key_Return)
    writer.types("Bye")
    writer.key(Qt.Key.Key_Escape)
    assert writer.acts.editor.confirm.is_open
    writer.key(Qt.Key.Key_Y)
    assert writer.acts.editor.is_open
    assert not writer.acts.editor.form.edited
    writer.key(Qt.Key.Key_Escape)
    assert not writer.acts.editor.is_open


def test_it_says_where_a_phrase_is_used_whose_it_is_and_that_its_review_is_overdue(writer: Writer) -> None:
    desk = writer.desk
    late = msgspec.structs.replace(desk.kit.phrases["closing"], review=date(2026, 1, 1))
    desk.kit.phrases["closing"] = late
    writer.acts.editor.fill()
    writer.finds("closing")
    seen = writer.reads()
    assert "Review is overdue" in seen
    assert "in .ack" in seen
    assert "1 is due for review" in seen


def test_a_link_is_put_in_by_a_few_letters(writer: Writer) -> None:
    writer.writes_new("parking", "Where to park", "Call ")
    writer.key(Qt.Key.Key_L, CONTROL)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "pool_ph")
    writer.key(Qt.Key.Key_Return)
    assert writer.acts.editor.form.sheet.text == "Call @pool_phone@"


def test_it_is_said_for_which_work_a_phrase_is(writer: Writer) -> None:
    writer.writes_new("parking", "Where to park", "Park behind the house.")
    writer.key(Qt.Key.Key_Tab)
    writer.key(Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "schedul")
    writer.key(Qt.Key.Key_Return)
    writer.key(Qt.Key.Key_S, CONTROL)
    assert writer.mine()["parking"].kinds == (Kind.SCHEDULING,)


def test_only_a_supervisor_is_offered_to_publish(writer: Writer) -> None:
    assert all(keys != "Ctrl+P" for keys, _ in writer.acts.editor.foot.hints)
    writer.finds("closing")
    writer.key(Qt.Key.Key_P, CONTROL)
    assert not writer.acts.whose.is_open
    assert "supervisor" in writer.acts.editor.foot.remarked


def test_a_supervisor_publishes_for_a_pool(desk: Desk, qtbot: QtBot) -> None:
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    writer = Writer(desk, qtbot)
    writer.finds("closing")
    writer.key(Qt.Key.Key_P, CONTROL)
    writer.key(Qt.Key.Key_2)
    assert isinstance(desk.sync, Sync)
    assert "publish phrases 1" in desk.sync.asked


def test_a_table_from_a_spreadsheet_is_pasted_looked_at_and_kept(writer: Writer) -> None:
    table = "name\ttext\nparking\tHi @FNAME@, park behind the house.\nack\tGot it.\nodd\tSee @VITALS@\n"
    QGuiApplication.clipboard().setText(table)
    writer.key(Qt.Key.Key_O, CONTROL)
    writer.work.play(lambda: QTest.keyClick(writer.acts.bring, Qt.Key.Key_V, CONTROL))
    assert [one.name for one in writer.acts.bring.marked] == ["parking", "odd"]
    seen = writer.reads()
    assert "1 with a remark" in writer.acts.bring.foot.remarked
    assert "park behind the house" in seen
    assert writer.mine() == {}
    writer.key(Qt.Key.Key_Return, CONTROL)
    assert set(writer.mine()) == {"parking", "odd"}
    assert writer.mine()["parking"].text.startswith("Hi @first_name@")
    assert writer.mine()["odd"].text == "See ***"


def test_a_name_that_is_taken_is_kept_only_when_it_is_marked(writer: Writer) -> None:
    QGuiApplication.clipboard().setText("name,text\nack,Got it.\n")
    writer.key(Qt.Key.Key_O, CONTROL)
    writer.work.play(lambda: QTest.keyClick(writer.acts.bring, Qt.Key.Key_V, CONTROL))
    assert writer.acts.bring.marked == []
    writer.key(Qt.Key.Key_Space)
    writer.key(Qt.Key.Key_Return, CONTROL)
    assert writer.mine()["ack"].text == "Got it."


@pytest.mark.parametrize("name", ["nowhere.csv", ".", "huge.csv", "picture.png"])
def test_a_file_that_is_no_list_is_refused_in_words(writer: Writer, tmp_path: Path, name: str) -> None:
    (tmp_path / "huge.csv").write_bytes(b"a" * (LARGEST + 10))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0\x01\x02")
    writer.key(Qt.Key.Key_O, CONTROL)
    writer.acts.bring.path.setText(str(tmp_path / name))
    writer.key(Qt.Key.Key_Return)
    assert any(why in writer.reads() for why in ("no such file", "larger than", "no text file"))
    assert writer.acts.bring.marked == []


def test_what_is_exported_can_be_brought_back(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "phrases.csv"
    asyncio.run(writer.acts.export(path))
    writer.key(Qt.Key.Key_O, CONTROL)
    writer.acts.bring.path.setText(str(path))
    writer.key(Qt.Key.Key_Return)
    assert len(writer.acts.bring.list.choices) == len(writer.desk.kit.phrases)
    assert writer.acts.bring.marked == []


def test_a_phrase_that_ones_own_hides_is_listed_as_hidden_with_why(writer: Writer) -> None:
    asyncio.run(writer.desk.save_phrase(own(writer, "ack", "Hi, got it.")))
    writer.types("ack")
    listed = [one for one in writer.acts.editor.browser.list.choices if one.title == ".ack"]
    assert [one.about.partition(" · ")[0] for one in listed] == [
        "Own",
        "hidden: yours of that name comes first",
    ]
    writer.key(Qt.Key.Key_Down)
    assert "We have it, and we are looking into it" in writer.acts.editor.form.text.toPlainText()
    asyncio.run(writer.desk.remove_own(PHRASE, "ack"))
    assert writer.desk.kit.hidden == []


def own(writer: Writer, name: str, text: str) -> Phrase:
    return Phrase(name, "Own", text, writer.desk.owner, 1, date(2027, 1, 1))


def test_who_has_a_licence_says_whether_a_phrase_is_for_emergencies(writer: Writer) -> None:
    form = writer.acts.editor.form
    writer.writes_new("callback", "We call you", "Keep your phone near you. If worse, call 911.")
    assert form.emergency.isVisibleTo(form)
    form.emergency.setFocus()
    writer.key(Qt.Key.Key_Space)
    assert form.emergency.label == "May be sent before a call about a red flag"
    writer.key(Qt.Key.Key_S, CONTROL)
    assert writer.mine()["callback"].emergency


def test_a_copy_made_without_a_licence_is_for_no_emergency(desk: Desk, qtbot: QtBot) -> None:
    desk.actor = msgspec.structs.replace(desk.actor, role=Role.CLERK)
    writer = Writer(desk, qtbot)
    form = writer.acts.editor.form
    form.show_new(desk.kit.phrases["emergency911"])
    assert not form.emergency.isVisibleTo(form)
    assert not form.sheet.emergency
