"""Pool, reason and time: picked by digit, by letters, by arrows; nothing on Esc."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from inbox.domain.calendar import Calendar
from inbox.domain.people import Party
from inbox.domain.routing import Place
from inbox.ui.desk import Desk
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.reasons import reasons
from tests.ui.overlays.conftest import Behind, press, write


@pytest.fixture
def chooser(desk: Desk, behind: Behind) -> Chooser:
    return Chooser(desk, behind.window)


@pytest.fixture
def calendar(desk: Desk) -> Calendar:
    """The calendar of the first pool."""
    return desk.promises.calendar(desk.actor.pools[0])


def test_letters_and_enter_choose_a_pool(chooser: Chooser, desk: Desk, behind: Behind) -> None:
    chosen: list[tuple[Place | None, str]] = []
    chooser.choose_pool(lambda place, reason: chosen.append((place, reason)))
    pool = desk.pools()[-1]
    write(pool.name)
    press(Qt.Key.Key_Return)
    party = Party(pool.id, pool.name)
    assert chosen == [(Place(party, party), "")]
    assert behind.field.hasFocus()


def test_a_digit_chooses_among_what_is_left_of_the_list(chooser: Chooser) -> None:
    chosen: list[object] = []
    chooser.choose_pool(lambda place, _reason: chosen.append(place))
    write("nurs")
    second = chooser.pools.list.choices[1].value
    write("2")
    assert chosen == [second]


def test_a_reason_in_ones_own_words_goes_with_the_pool(chooser: Chooser) -> None:
    chosen: list[str] = []
    chooser.choose_pool(lambda _pool, reason: chosen.append(reason))
    press(Qt.Key.Key_Tab)
    write("asked for 2 of them ")
    press(Qt.Key.Key_Return)
    assert chosen == ["asked for 2 of them"]


def test_esc_chooses_nothing(chooser: Chooser, behind: Behind) -> None:
    chosen: list[object] = []
    chooser.choose_pool(lambda pool, _reason: chosen.append(pool))
    press(Qt.Key.Key_Escape)
    assert chosen == []
    assert behind.field.hasFocus()


def test_a_digit_gives_the_reason_as_its_code(chooser: Chooser) -> None:
    chosen: list[str] = []
    chooser.choose_release_reason(chosen.append)
    write("3")
    assert chosen == [reasons().release[2].code]


def test_ones_own_words_are_kept_with_those_of_the_reason(chooser: Chooser) -> None:
    chosen: list[str] = []
    chooser.choose_release_reason(chosen.append)
    press(Qt.Key.Key_Tab)
    write("back at 2")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert chosen == [f"{reasons().release[1].words}: back at 2"]


def test_a_key_that_is_held_down_chooses_nothing(chooser: Chooser) -> None:
    chosen: list[str] = []
    chooser.choose_release_reason(chosen.append)
    for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_1, "1")):
        held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, True)
        QApplication.sendEvent(chooser.reasons.list, held)
    assert chosen == []


def test_three_business_days_are_the_usual_wait(chooser: Chooser, calendar: Calendar, desk: Desk) -> None:
    chosen: list[tuple[datetime, str]] = []
    chooser.choose_wake(calendar, lambda wake, reason: chosen.append((wake, reason)))
    press(Qt.Key.Key_Return)
    assert chosen == [(calendar.add_days(desk.now(), 3), "")]


def test_every_wait_says_when_it_ends_by_the_clinics_clock(chooser: Chooser, calendar: Calendar) -> None:
    chooser.choose_wake(calendar, lambda _wake, _reason: None)
    for choice in chooser.wakes.list.choices[1:4]:
        assert isinstance(choice.value, datetime)
        assert f"{calendar.local(choice.value):%H:%M}" in choice.about


def test_a_date_is_taken_by_keyboard_and_comes_back_when_the_clinic_opens(
    chooser: Chooser, calendar: Calendar
) -> None:
    chosen: list[datetime] = []
    chooser.choose_wake(calendar, lambda wake, _reason: chosen.append(wake))
    write("4")
    press(Qt.Key.Key_Up)
    day = chooser.wakes._day.date()
    press(Qt.Key.Key_Return)
    [wake] = chosen
    local = calendar.local(wake)
    assert QDate(local.year, local.month, local.day) == day
    assert wake == calendar.opens_on(local.date())


def test_a_closed_day_says_so_and_leads_to_the_next_opening(chooser: Chooser, calendar: Calendar) -> None:
    chosen: list[datetime] = []
    chooser.choose_wake(calendar, lambda wake, _reason: chosen.append(wake))
    write("4")
    chooser.wakes._day.setDate(QDate(2026, 3, 28))  # a Saturday
    assert "closed that day" in chooser.wakes._day.accessibleDescription()
    press(Qt.Key.Key_Return)
    assert f"{calendar.local(chosen[0]):%a %d %b}" == "Mon 30 Mar"


def test_no_wait_ends_before_tomorrow(chooser: Chooser, calendar: Calendar) -> None:
    chooser.choose_wake(calendar, lambda _wake, _reason: None)
    assert chooser.wakes._day.minimumDate() == QDate(2026, 3, 18)


def test_every_reason_has_a_code_the_server_keeps_as_one() -> None:
    found = [*reasons().release, *reasons().route]
    assert len(found) > 5
    for reason in found:
        assert reason.code.replace("-", "").isalnum() and reason.code == reason.code.lower()
        assert reason.words
