"""The conversation as text: who said what when, flags in their places, nothing foreign ever alive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.flag import Flag
from inbox.domain.ids import ItemId, MessageId, OperationId, PatientId, ThreadId
from inbox.domain.inert import LONGEST_EVER, LONGEST_SHOWN
from inbox.domain.people import Party
from inbox.domain.thread import Attachment, Message, Thread
from inbox.domain.work_item import Holding, Note, WorkItem
from inbox.ui.look.theme import Theme
from inbox.ui.reading.signs import signs
from inbox.ui.reading.thread_view import ThreadView
from inbox.ui.reading.thread_writer import State
from inbox.ui.reading.timeline import Fold, Noted, Part, Said

NOW = datetime(2026, 3, 17, 14, 42, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
WALTER = Party("Patient/1", "Walter Esterbrook")
Show = Callable[..., ThreadView]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    view = ThreadView(theme)
    qtbot.addWidget(view)
    view.resize(480, 300)
    with qtbot.waitExposed(view):
        view.show()

    def shown(
        *parts: Part, unfolded: bool = False, states: dict[OperationId, State] | None = None
    ) -> ThreadView:
        unanswered = sum(isinstance(part, Said) and part.message.from_patient for part in parts)
        view.show_parts(parts, NOW, ZONE, states or {}, unanswered, unfolded, keep_place=False)
        return view

    return shown


def said(text: str, *flags: Flag, sender: Party = WALTER, hours: float = 1, **more: object) -> Said:
    from_patient = sender.ref.startswith(("Patient", "RelatedPerson"))
    sent = NOW - timedelta(hours=hours)
    message = Message(MessageId("Communication/1"), sent, sender, from_patient, text, **more)  # type: ignore[arg-type]
    about = tuple(msgspec.structs.replace(flag, message=message.id) for flag in flags)
    item = WorkItem(ItemId("Task/1"), "refill", Holding("requested"), sent, flags=about)
    there = Thread(
        ThreadId("Communication/9"), PatientId("Patient/9"), "", messages=(message,), items=(item,)
    )
    return Said(message, signs(there, message, None))


def marked(view: ThreadView, badge: bool) -> list[str]:
    """The text under each painted mark."""
    raw = view.document().toRawText().encode("utf-16-le")
    runs = [run for run in view.marks.runs if bool(run.words) is badge]
    return [raw[2 * r.start : 2 * (r.start + r.length)].decode("utf-16-le") for r in runs]


def test_sender_relation_and_local_time_are_told(show: Show) -> None:
    mother = Party("RelatedPerson/1", "Colette Marchbank", "mother")
    text = show(said("Fever is back", sender=mother, hours=24), said("Hello")).toPlainText()
    assert "Colette Marchbank · mother · yesterday 09:42" in text
    assert "Walter Esterbrook · self · today 08:42" in text


def test_flags_are_marked_by_code_points_after_an_emoji(show: Show) -> None:
    text = "😀😀 I get light-headed when I stand"
    start = text.index("light")
    view = show(said(text, Flag("BP-07", 3, None, start, start + 12, title="Light-headed")))
    assert marked(view, badge=False) == ["light-headed"]
    assert [words.strip("\N{NO-BREAK SPACE}") for words in marked(view, badge=True)] == [
        "Level\N{NO-BREAK SPACE}3\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}Light\N{NON-BREAKING HYPHEN}headed"
    ]


def test_a_flag_over_two_paragraphs_and_beyond_the_end_is_marked_as_far_as_there_is_text(show: Show) -> None:
    view = show(
        said("one\ntwo", Flag("A", 1, None, 2, 5), Flag("B", 2, None, 6, 99), Flag("C", 3, None, 50, 60))
    )
    assert marked(view, badge=False) == ["e\N{PARAGRAPH SEPARATOR}t", "o"]
    view.grab()


@pytest.mark.parametrize(
    "hostile", ["<b>bold</b>", "<img src=http://evil>", "<script>x</script>", "&amp; [a](b)"]
)
def test_markup_is_shown_as_it_was_typed(show: Show, hostile: str) -> None:
    view = show(said(hostile))
    assert hostile in view.toPlainText()
    assert view.anchorAt(view.rect().center()) == ""


def test_names_and_file_names_are_inert_too(show: Show) -> None:
    file = Attachment("\u202egnp.exe\n\n<i>", size=2048)
    text = show(said("x", sender=Party("Patient/1", "W\u202ealter\nE"), attachments=(file,))).toPlainText()
    assert "\u202e" not in text
    assert "gnp.exe <i>, 2 KB" in text


def test_a_huge_message_is_folded_then_bounded(show: Show) -> None:
    huge = "x" * 300_000
    view = show(said(huge))
    assert len(view.toPlainText()) < LONGEST_SHOWN + 200
    assert "Show the rest: 294,000 more characters" in view.toPlainText()
    view = show(said(huge), unfolded=True)
    assert "100,000 more characters are not shown" in view.toPlainText()
    assert len(view.toPlainText()) < LONGEST_EVER * 1.01


def test_a_flag_beyond_the_fold_unfolds_up_to_it(show: Show) -> None:
    text = "x " * LONGEST_SHOWN + "chest pain"
    view = show(said(text, Flag("CHEST-01", 1, None, len(text) - 10, len(text))))
    assert marked(view, badge=False) == ["chest pain"]


def test_a_comment_says_that_it_is_never_sent(show: Show) -> None:
    note = Note("Pharmacy says\nlast fill 14 Feb", Party("Practitioner/2", "R. Adeyo, MA"), NOW)
    text = show(said("x"), Noted(note)).toPlainText()
    assert "Internal, never sent · R. Adeyo, MA · today 09:42\nPharmacy says\nlast fill 14 Feb" in text


def test_a_reply_says_how_far_it_has_come(show: Show) -> None:
    nadia = Party("Practitioner/1", "Nadia Brand, RN")
    operation = OperationId("00000000-0000-0000-0000-000000000001")
    waits = said("Mine", sender=nadia, pending=operation)
    states = {operation: State("leaves in 6 s", "timer")}
    assert "leaves in 6 s" in show(waits, states=states).toPlainText()
    assert "not confirmed yet" in show(waits).toPlainText()
    assert "· sent" in show(said("Mine", sender=nadia)).toPlainText()


def test_enter_and_a_click_unfold(show: Show, qtbot: QtBot) -> None:
    earlier = said(
        "We raised amlodipine to 10 mg", sender=Party("Practitioner/3", "Dr. I. Solheim"), hours=800
    ).message
    view = show(Fold(2, 1, earlier), said("Good morning"))
    assert "2 earlier messages, 1 comment" in view.toPlainText()
    with qtbot.waitSignal(view.unfold_wanted):
        QTest.keyClick(view, Qt.Key.Key_Return)
    at = view.marks.place_of_fold().center()
    with qtbot.waitSignal(view.unfold_wanted):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_space_scrolls_and_the_place_is_kept(show: Show) -> None:
    parts = [said(f"message {n}\n" * 9, hours=30 - n) for n in range(6)]
    view = show(*parts)
    assert view.verticalScrollBar().value() == 0, "the first unanswered message is on top"
    QTest.keyClick(view, Qt.Key.Key_Space)
    place = view.verticalScrollBar().value()
    assert place > 0
    view.show_parts(parts, NOW, ZONE, {}, len(parts), False, keep_place=True)
    assert view.verticalScrollBar().value() == place
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert view.verticalScrollBar().value() == 0


def test_the_message_that_waits_is_in_view_when_the_height_shrinks(show: Show) -> None:
    nadia = Party("Practitioner/1", "Nadia Brand, RN")
    parts = [said("old\n" * 20, sender=nadia, hours=9), said("new question", hours=1)]
    view = show(*parts)
    view.show_parts(parts, NOW, ZONE, {}, 1, False, keep_place=False)
    view.resize(480, 120)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_the_whole_text_is_there_for_assistive_technology(show: Show) -> None:
    view = show(said("Good morning"))
    QAccessible.setActive(True)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    text = interface.textInterface()
    assert text is not None
    assert "Good morning" in text.text(0, text.characterCount())
    assert view.accessibleName() == "Conversation"


@pytest.mark.parametrize("wide", [400, 700, 1400])
def test_lines_are_never_longer_than_is_read_with_ease(show: Show, wide: int) -> None:
    view = show(said("The evening tablet makes me dizzy when I get up at night. " * 12))
    view.resize(wide, 300)
    block = view.document().lastBlock()
    longest = max(block.layout().lineAt(n).textLength() for n in range(block.layout().lineCount()))
    assert 30 < longest <= 100
    assert view.document().size().width() <= view.viewport().width()
