"""What came of the call: by digit, with the reason where one is owed, and only what one's role may record."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from inbox.domain.disposition import CallOutcome
from inbox.domain.people import Role
from inbox.ui.desk import Desk
from inbox.ui.overlays.call_pick import CallPick
from inbox.ui.overlays.chooser import Chooser
from tests.ui.overlays.conftest import Behind, press, write

Taken = list[tuple[CallOutcome, str]]


@pytest.fixture
def taken() -> Taken:
    return []


@pytest.fixture
def pick(desk: Desk, behind: Behind, taken: Taken) -> CallPick:
    """The question, as it is put to an RN."""
    chooser = Chooser(desk, behind.window)
    chooser.choose_call_outcome("Call 555-0100 (mobile)", lambda outcome, note: taken.append((outcome, note)))
    return chooser.calls


def test_a_digit_records_the_outcome(pick: CallPick, taken: Taken, behind: Behind) -> None:
    write("2")
    assert taken == [(CallOutcome.NO_ANSWER, "")]
    assert behind.field.hasFocus()


def test_whom_to_call_is_said_with_the_question(pick: CallPick) -> None:
    assert pick.accessibleName() == "What came of the call?"
    assert "Call 555-0100 (mobile)" in pick._about.text()


def test_a_note_goes_with_it(pick: CallPick, taken: Taken) -> None:
    press(Qt.Key.Key_Tab)
    write("Husband drives her to the ED")
    press(Qt.Key.Key_Return)
    assert taken == [(CallOutcome.REACHED, "Husband drives her to the ED")]


def test_no_emergency_is_not_taken_without_its_reason(pick: CallPick, taken: Taken) -> None:
    write("5")
    assert taken == []
    assert pick.note.hasFocus(), "the reason can be typed at once"
    assert pick.note.accessibleName() == "Say why it is not an emergency:"
    press(Qt.Key.Key_Return)
    assert taken == []
    write("Quotes an old letter")
    press(Qt.Key.Key_Return)
    assert taken == [(CallOutcome.NOT_AN_EMERGENCY, "Quotes an old letter")]


def test_what_a_licence_does_not_cover_is_off_and_says_why(desk: Desk, behind: Behind, taken: Taken) -> None:
    pick = CallPick(desk.theme, behind.window)
    pick.ask_outcome("", Role.LPN, lambda outcome, note: taken.append((outcome, note)))
    off = {choice.value: choice.off for choice in pick.list.choices}
    assert off.pop(CallOutcome.NO_ANSWER) == ""
    assert set(off.values()) == {"Only an RN or prescriber can settle a red flag."}
    write("1")
    assert taken == []
    write("2")
    assert taken == [(CallOutcome.NO_ANSWER, "")]


def test_esc_records_nothing(pick: CallPick, taken: Taken) -> None:
    press(Qt.Key.Key_Escape)
    assert taken == []
