"""The screens as people see them, each against the picture that was looked at and found good.

Words and rules have their own tests; here is guarded what only eyes would notice: places, colours, clipping.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.domain.entries import State
from inbox.domain.operations import Problem, Why
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import outbox
from inbox.queries.views import View, ViewKind
from inbox.sync.status import Connection, Progress, Status
from inbox.ui.desk import Desk
from inbox.ui.doors.first_sync import FirstSyncPage
from inbox.ui.doors.lock import LockPage
from inbox.ui.doors.sign_in import Answer, SignInPage
from inbox.ui.look.theme import Theme, ThemeName
from inbox.ui.parts.words import Words
from inbox.ui.phrase_acts import PhraseActs
from tests.screens.golden import looks_like, picture
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import NOW, Clock

REPLY = "Please stop the evening tablet and tell us tomorrow how you slept."
THEIRS = "Stop the evening tablet. I have booked you a call with Dr. Okello tomorrow at 10."


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia in the pool: one item is hers, the server is in touch."""
    work = AtWork(desk, qtbot)
    work.go(free)
    work.press("item.claim")
    desk.hear_status(Status(Connection.CONNECTED, ready=True, last_sync=desk.now() - timedelta(seconds=20)))
    work.settle()
    return work


def dressed(
    work: AtWork, width: int, height: int, look: ThemeName = ThemeName.LIGHT, scale: int = 100
) -> None:
    """The window at a size, in a look."""
    work.desk.theme.change(name=look, scale=scale)
    work.space.resize(width, height)
    work.settle()


def screen(work: AtWork) -> QImage:
    """The window, with one sentence in its status line: what was said before would go by itself."""
    work.desk.say("Text size is kept.")
    work.qtbot.waitUntil(lambda: work.space.panel.whole)
    return picture(work.space)


def test_a_red_flag_with_the_whole_record(work: AtWork) -> None:
    work.worklist.list.go_to(0)
    looks_like(screen(work), "red-flag")


def test_a_reply_about_to_leave_in_the_dark(work: AtWork) -> None:
    dressed(work, 1440, 900, ThemeName.DARK)
    work.write(REPLY)
    work.press("item.send_and_close")
    looks_like(screen(work), "leaving-dark")


def test_the_outcome_of_a_call_in_high_contrast(work: AtWork) -> None:
    dressed(work, 1440, 900, ThemeName.HIGH_CONTRAST)
    work.worklist.list.go_to(0)
    work.settle()
    work.press("item.disposition")
    looks_like(screen(work), "call-high-contrast")


def test_a_reply_that_cannot_be_sent_yet_in_a_small_window(work: AtWork, qtbot: QtBot) -> None:
    dressed(work, 1280, 800)
    work.press("item.reply")
    work.reading.composer.insert_phrase("sideeffect")
    work.press("item.send")
    work.reading.composer.save_now()
    words = work.reading.composer.findChildren(Words)
    qtbot.waitUntil(lambda: any(label.text() == "Draft saved" for label in words))
    looks_like(screen(work), "not-sent")


def test_letters_twice_as_large(work: AtWork) -> None:
    dressed(work, 1280, 800, scale=200)
    looks_like(screen(work), "large-letters")


def test_the_record_over_the_reading_pane_with_large_letters(work: AtWork) -> None:
    dressed(work, 1280, 800, scale=150)
    work.worklist.list.go_to(0)
    work.settle()
    work.press("view.panel")
    looks_like(screen(work), "record-over-reading")


def test_a_wide_screen_with_an_answered_conversation(work: AtWork) -> None:
    dressed(work, 1920, 1080)
    work.views.show_view(View(ViewKind.SENT))
    looks_like(screen(work), "wide-sent")


def test_out_of_touch_with_what_waits_to_leave(work: AtWork, clock: Clock) -> None:
    desk = work.desk
    work.write(REPLY)
    work.press("item.send")
    clock.forward(minutes=1)
    work.reading.leaving.step()
    work.worklist.list.go_to(4)
    work.settle()
    away = Status(
        Connection.OFFLINE,
        ready=True,
        last_sync=desk.now() - timedelta(minutes=11),
        next_try=desk.now() + timedelta(seconds=40),
    )
    desk.hear_status(away)
    looks_like(screen(work), "offline")


def overtaken(work: AtWork, clock: Clock) -> None:
    """Nadia's reply has left too late: Tomas has answered."""
    desk, target = work.desk, work.current
    work.write(REPLY)
    work.press("item.send")
    clock.forward(minutes=1)
    work.reading.leaving.step()
    thread = work.reading.thread
    assert thread is not None
    sent = desk.now().isoformat()
    answer = {
        "resourceType": "Communication",
        "id": "theirs",
        "meta": {"lastUpdated": sent, "versionId": "1"},
        "status": "completed",
        "subject": {"reference": thread.patient},
        "partOf": [{"reference": target.thread}],
        "sender": {"reference": "Practitioner/tomas", "display": "Tomas Aldana, RN"},
        "sent": sent,
        "payload": [{"contentString": THEIRS}],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(answer)))]).result()
    mine = outbox.unconfirmed(desk.reader, desk.actor.person)
    reply = next(one.entry.id for one in mine if one.entry.operation.verb == "reply")
    said = "Tomas Aldana, RN answered meanwhile. Read both before you decide."
    desk.store.stop(reply, State.CONFLICTED, Problem(Why.ANSWERED_ELSEWHERE, said)).result()
    work.settle()


def test_an_overtaken_reply_is_decided_upon(work: AtWork, clock: Clock) -> None:
    overtaken(work, clock)
    looks_like(screen(work), "conflict")


def test_the_outbox_with_what_must_be_decided(work: AtWork, clock: Clock) -> None:
    dressed(work, 1280, 800, ThemeName.DARK)
    overtaken(work, clock)
    work.press("view.outbox")
    looks_like(screen(work), "outbox-dark")


def test_a_phrase_that_is_being_written(work: AtWork) -> None:
    dressed(work, 1280, 800)
    acts = PhraseActs(work.desk, work.conductor, work.space, work.reading)
    work.press("phrases.edit")
    work.type("supply")
    QTest.keyClick(acts.editor.browser.filter, Qt.Key.Key_Return)
    acts.editor.form.text.moveCursor(QTextCursor.MoveOperation.End)
    acts.editor.form.insert(" @frist_name@")
    acts.editor.form.look()
    looks_like(screen(work), "phrase-wrong")


def test_a_command_is_found_by_its_letters(work: AtWork) -> None:
    dressed(work, 1280, 800)
    work.press("app.palette")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "re")
    looks_like(screen(work), "palette")


def test_the_doors(theme: Theme, qtbot: QtBot) -> None:
    theme.change(name=ThemeName.LIGHT)
    sign_in, sync, lock = SignInPage(theme), FirstSyncPage(theme), LockPage(theme)
    sign_in.ask("https://portal.riverbend.example", "Riverbend Clinic")
    sign_in.show_answer(Answer.ANSWERS)
    stages = (
        Progress("People and pools", 214, 214, finished=True),
        Progress("Open work", 1840, 4190, 310, 75),
    )
    sync.show_status(Status(Connection.CONNECTED, progress=(*stages, Progress("Threads"))))
    lock.tell(NOW, "Nadia Brand, RN", 2)
    lock.show_flags(1)
    looks_like(side_by_side([shown(page, qtbot) for page in (sign_in, sync, lock)]), "doors")


def shown(page: QWidget, qtbot: QtBot) -> QImage:
    """A page as it comes up."""
    qtbot.addWidget(page)
    page.resize(460, 420)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    return picture(page)


def side_by_side(pictures: list[QImage]) -> QImage:
    """One sheet of all of them."""
    wide = sum(one.width() for one in pictures)
    sheet = QImage(wide, pictures[0].height(), QImage.Format.Format_RGB32)
    painter, x = QPainter(sheet), 0
    for one in pictures:
        painter.drawImage(QPoint(x, 0), one)
        x += one.width()
    painter.end()
    return sheet
