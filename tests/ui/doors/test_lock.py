"""Nobody there: the window locks, and shows nothing of any patient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.domain.station_rules import lock_after
from inbox.queries import patient
from inbox.ui.desk import Desk
from inbox.ui.doors.idle import IdleWatch
from inbox.ui.doors.lock import LockPage
from inbox.ui.look.theme import Theme
from inbox.ui.patient.panel import PatientPanel

AT = datetime(2026, 3, 17, 12, 6)


class Clock:
    """Turned by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def hands() -> Clock:
    return Clock()


@pytest.fixture
def place(qtbot: QtBot, theme: Theme) -> Iterator[QLineEdit]:
    """A field somebody works in."""
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    yield field


@pytest.fixture
def watch(hands: Clock, place: QLineEdit) -> Iterator[IdleWatch]:
    watch = IdleWatch(hands, lock_after)
    yield watch
    watch.stop()
    watch.deleteLater()


@pytest.fixture
def told(watch: IdleWatch) -> list[str]:
    """One entry for each time it said that nobody is there."""
    found: list[str] = []
    watch.idle.connect(lambda: found.append("idle"))
    return found


def test_five_minutes_without_a_sign_of_life_are_idle(
    watch: IdleWatch, hands: Clock, told: list[str]
) -> None:
    hands.forward(minutes=4, seconds=59)
    assert not watch.look()
    hands.forward(seconds=1)
    assert watch.look()
    assert told == ["idle"]


def test_it_is_said_once(watch: IdleWatch, hands: Clock, told: list[str]) -> None:
    hands.forward(minutes=6)
    watch.look()
    hands.forward(minutes=60)
    watch.look()
    assert told == ["idle"]


@pytest.mark.parametrize("sign", ["key", "pointer"])
def test_a_key_or_the_pointer_begins_the_count_anew(
    watch: IdleWatch, hands: Clock, told: list[str], place: QLineEdit, sign: str
) -> None:
    window = place.windowHandle()
    hands.forward(minutes=4)
    if sign == "key":
        QTest.keyClick(window, Qt.Key.Key_A)
    else:
        QTest.mouseMove(window, QPoint(5, 5))
        QTest.mouseMove(window, QPoint(9, 7))
    hands.forward(minutes=4)
    assert not watch.look()
    hands.forward(minutes=1)
    assert watch.look()


def test_it_is_quiet_half_a_minute_after_the_last_key(
    watch: IdleWatch, hands: Clock, place: QLineEdit
) -> None:
    assert not watch.is_quiet()
    hands.forward(seconds=30)
    assert watch.is_quiet()
    QTest.keyClick(place.windowHandle(), Qt.Key.Key_A)
    assert not watch.is_quiet()


def test_the_key_that_wakes_a_computer_only_locks(
    watch: IdleWatch, hands: Clock, told: list[str], place: QLineEdit
) -> None:
    hands.forward(hours=8)
    QTest.keyPress(place.windowHandle(), Qt.Key.Key_A)
    assert told == ["idle"]
    assert place.text() == ""


def test_it_hears_keys_that_another_filter_takes(
    watch: IdleWatch, hands: Clock, told: list[str], place: QLineEdit
) -> None:
    class Taker(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)

    taker = Taker(place)
    place.windowHandle().installEventFilter(taker)  # asked before the watch, as a dispatcher made later
    hands.forward(minutes=4)
    QTest.keyClick(place.windowHandle(), Qt.Key.Key_J)
    hands.forward(minutes=4)
    assert not watch.look()


def test_after_a_beat_it_is_asked_before_every_other_filter(
    watch: IdleWatch, hands: Clock, told: list[str], place: QLineEdit
) -> None:
    taken: list[int] = []

    class Taker(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.KeyPress:
                taken.append(1)
                return True
            return False

    taker = Taker(place)
    place.windowHandle().installEventFilter(taker)
    watch._beat.timeout.emit()
    hands.forward(hours=8)
    QTest.keyPress(place.windowHandle(), Qt.Key.Key_Return)
    assert told == ["idle"]
    assert taken == []


def test_once_somebody_is_back_it_counts_again(
    watch: IdleWatch, hands: Clock, told: list[str], place: QLineEdit
) -> None:
    hands.forward(minutes=6)
    watch.look()
    QTest.keyClick(place.windowHandle(), Qt.Key.Key_A)
    hands.forward(minutes=5)
    assert watch.look()
    assert told == ["idle", "idle"]


def test_stopped_it_says_nothing(watch: IdleWatch, hands: Clock, told: list[str]) -> None:
    watch.stop()
    hands.forward(hours=1)
    assert not watch.look()
    assert told == []


def test_a_clock_put_back_neither_locks_nor_stays_open_for_ever(
    watch: IdleWatch, hands: Clock, told: list[str]
) -> None:
    hands.forward(hours=-2)
    assert not watch.look()
    hands.forward(minutes=5)
    assert watch.look()


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> LockPage:
    page = LockPage(theme)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def words(widget: QWidget) -> str:
    """All that is visible or said aloud on it."""
    shown = [w for w in (widget, *widget.findChildren(QWidget)) if w.isVisible()]
    said = [f"{w.accessibleName()} {w.accessibleDescription()} {w.toolTip()}" for w in shown]
    return " ".join([*said, *(w.text() for w in shown if isinstance(w, QLabel))])


def test_it_says_since_when_for_whom_and_what_has_not_left(page: LockPage) -> None:
    page.tell(AT, "Nadia Brand, RN", 2)
    assert "Locked at 12:06" in words(page)
    assert "Unlock as Nadia Brand, RN" in words(page)
    assert "2 actions have not left yet." in words(page)


def test_enter_asks_to_unlock(page: LockPage, qtbot: QtBot) -> None:
    page.tell(AT, "Nadia Brand, RN", 0)
    assert page.open.hasFocus()
    with qtbot.waitSignal(page.unlock):
        QTest.keyClick(page.open, Qt.Key.Key_Return)


def test_why_it_is_still_locked_is_said(page: LockPage) -> None:
    page.tell(AT, "Nadia Brand, RN", 0)
    page.show_error("That was somebody else.")
    assert "That was somebody else." in words(page)
    page.show_locked()
    assert "That was somebody else" not in words(page)


def test_new_red_flags_are_counted_without_a_detail(page: LockPage) -> None:
    page.tell(AT, "Nadia Brand, RN", 0)
    assert "red flag" not in words(page).lower()
    page.show_flags(2)
    assert "2 new red flags in your pools" in words(page)


def test_nothing_of_the_patient_can_be_seen_or_heard_while_it_is_locked(
    desk: Desk, clinic: list[Filed], qtbot: QtBot
) -> None:
    panel, page = PatientPanel(desk), LockPage(desk.theme)
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.addWidget(panel)
    window.addWidget(page)
    window.show()
    found = next(PatientId(one.ref) for one in clinic if one.type == "Patient")
    panel.show_patient(found)
    card = patient.card(desk.reader, found)
    assert card is not None
    assert card.name in words(window)
    page.tell(AT, desk.actor.name, 1)
    window.setCurrentWidget(page)
    assert not panel.isVisible()
    for fact in (card.name, card.family, card.mrn, *(phone.phone for phone in card.phones)):
        assert fact not in words(window)
    ground = window.grab().toImage().pixelColor(2, 2)
    assert ground == desk.theme.roles.window
    assert page.size() == window.size()
