"""The way in, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inbox.ui.doors.sign_in import Answer, SignInPage
from inbox.ui.look.theme import Theme
from inbox.ui.parts.words import Words


@dataclass
class Asked:
    """What the page asked for."""

    sign_ins: list[str] = field(default_factory=list)
    cancelled: list[bool] = field(default_factory=list)
    passphrases: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[SignInPage]:
    page = SignInPage(theme)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield page


@pytest.fixture
def asked(page: SignInPage) -> Asked:
    found = Asked()
    page.sign_in.connect(found.sign_ins.append)
    page.cancel.connect(lambda: found.cancelled.append(True))
    page.passphrase.connect(found.passphrases.append)
    page.address_changed.connect(found.addresses.append)
    return found


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def write(text: str) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClicks(focus, text)


def told(page: SignInPage) -> str:
    return " ".join(words.text() for words in page.findChildren(Words) if words.isVisible())


def test_enter_opens_the_browser_for_the_clinic_of_last_time(page: SignInPage, asked: Asked) -> None:
    page.ask("https://fhir.riverbend.example/r4", "Riverbend Clinic")
    assert page.address.text() == "fhir.riverbend.example/r4"
    assert "Sign in to Riverbend Clinic" in told(page)
    press(Qt.Key.Key_Return)
    assert asked.sign_ins == ["https://fhir.riverbend.example/r4"]


def test_without_an_address_the_field_has_the_keyboard(page: SignInPage, asked: Asked) -> None:
    page.ask()
    write("portal.example/r4")
    press(Qt.Key.Key_Return)
    assert asked.sign_ins == ["https://portal.example/r4"]


def test_an_address_with_its_own_scheme_is_left_alone(page: SignInPage, asked: Asked) -> None:
    page.ask()
    write("http://127.0.0.1:8010/fhir")
    press(Qt.Key.Key_Return)
    assert asked.sign_ins == ["http://127.0.0.1:8010/fhir"]


def test_nothing_written_asks_for_nothing(page: SignInPage, asked: Asked) -> None:
    page.ask()
    page.open_browser.click()
    assert asked.sign_ins == []
    assert page.address.hasFocus()


def test_an_address_that_is_not_encrypted_cannot_be_used(page: SignInPage, asked: Asked) -> None:
    page.ask("http://portal.example/r4")
    page.show_answer(Answer.UNSAFE)
    press(Qt.Key.Key_Return)
    page.open_browser.click()
    assert asked.sign_ins == []
    assert "not encrypted" in told(page)


def test_an_edited_address_is_checked_once_writing_has_paused(
    page: SignInPage, asked: Asked, qtbot: QtBot
) -> None:
    page.ask()
    page.show_answer(Answer.ANSWERS)
    write("a.example")
    assert "answers" not in told(page)
    with qtbot.waitSignal(page.address_changed):
        pass
    assert asked.addresses == ["https://a.example"]


def test_waiting_for_the_browser_can_be_cancelled(page: SignInPage, asked: Asked) -> None:
    page.ask("https://portal.example")
    press(Qt.Key.Key_Return)
    page.show_waiting()
    assert not page.address.isVisible()
    press(Qt.Key.Key_Escape)
    assert asked.cancelled == [True]
    page.ask()
    press(Qt.Key.Key_Escape)
    assert asked.cancelled == [True]


def test_what_went_wrong_stands_there_until_the_next_attempt(page: SignInPage) -> None:
    page.ask("https://portal.example")
    page.show_error("The portal does not know this program.")
    page.ask()
    assert "The portal does not know this program." in told(page)
    assert page.address.text() == "portal.example"
    press(Qt.Key.Key_Return)
    assert "does not know" not in told(page)


def test_where_no_browser_opens_the_address_is_there_to_copy(page: SignInPage) -> None:
    page.show_address("https://portal.example/authorize?x=1")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    assert field.selectedText() == "https://portal.example/authorize?x=1"


def test_a_new_passphrase_is_long_enough_and_written_twice(page: SignInPage, asked: Asked) -> None:
    page.ask_passphrase(new=True)
    write("short")
    press(Qt.Key.Key_Return)
    assert "at least 10 characters" in told(page)
    write(" rowing boat")
    press(Qt.Key.Key_Return)
    write("short rowing goat")
    press(Qt.Key.Key_Return)
    assert "not the same" in told(page)
    assert asked.passphrases == []
    write("short rowing boat")
    press(Qt.Key.Key_Return)
    assert asked.passphrases == ["short rowing boat"]


def test_a_known_passphrase_is_written_once(page: SignInPage, asked: Asked) -> None:
    page.ask_passphrase(new=False, error="That is not the passphrase.")
    assert "That is not the passphrase." in told(page)
    assert not page.form.again.isVisible()
    write("short rowing boat")
    press(Qt.Key.Key_Return)
    assert asked.passphrases == ["short rowing boat"]


def test_a_passphrase_is_never_shown_and_never_kept(page: SignInPage, asked: Asked) -> None:
    page.ask_passphrase(new=False)
    write("short rowing boat")
    assert page.form.once.displayText() != page.form.once.text()
    press(Qt.Key.Key_Return)
    assert page.form.once.text() == ""
    assert "rowing" not in page.window().windowTitle() + told(page)
