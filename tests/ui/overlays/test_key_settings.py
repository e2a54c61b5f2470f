"""The page of keys at a desk: found, pressed, weighed, kept, and in force everywhere at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.shortcuts.dispatcher import Dispatcher
from inbox.ui.desk import Desk
from inbox.ui.look.theme import ThemeName
from inbox.ui.overlays.key_settings import KeySettings
from inbox.ui.parts.key_button import KeyButton
from tests.ui.at_work import AtWork
from tests.ui.overlays.conftest import press, write

K, M = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    work = AtWork(desk, qtbot)
    work.press("app.keys")
    return work


@pytest.fixture
def page(work: AtWork) -> KeySettings:
    return work.keys.page


def strike(key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = M.NoModifier) -> None:
    """One key as a platform makes it, where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def shown(page: KeySettings) -> dict[str, str]:
    """Each line with its keys."""
    return {f"{c.title}, {c.about}": c.keys for c in page.list.choices if not c.heading}


def test_every_command_is_listed_under_its_group_with_its_keys(page: KeySettings) -> None:
    lines = shown(page)
    assert lines["Claim, everywhere"] == "c"
    assert lines["Next item, in the list"] == "Down"
    assert lines["Speed button 3, everywhere"] == "3"
    assert lines["Larger text, everywhere · also Ctrl+Plus"] == "Ctrl+="
    assert [c.title for c in page.list.choices if c.heading][:2] == ["Move", "Take and give"]


def test_letters_find_a_command_and_nothing_runs(work: AtWork, page: KeySettings) -> None:
    write("done")
    assert next(iter(shown(page))).startswith("Done")
    assert work.outbox() == []


def test_a_key_finds_what_has_it(page: KeySettings) -> None:
    press(K.Key_F2)
    strike(K.Key_G, "g")
    strike(K.Key_M, "m")
    assert list(shown(page)) == ["My work, everywhere"]
    assert page.catcher.accessibleDescription() == "My work (everywhere)"
    press(K.Key_Backspace, 2)
    strike(K.Key_D, "d")
    press(K.Key_Return)
    assert page.field.hasFocus()
    assert list(shown(page)) == ["Done, no reply, everywhere"]


def test_new_keys_are_in_force_at_once_everywhere(work: AtWork, page: KeySettings, desk: Desk) -> None:
    heard: list[str] = []
    keys = Dispatcher(desk.keys.map, parent=work.space)
    keys.command.connect(lambda command, _at: heard.append(command))
    desk.keys.changed.connect(lambda: setattr(keys, "keymap", desk.keys.map))
    desk.keys.changed.connect(lambda: desk.keys.show_anew(work.space))
    write("claim most")
    press(K.Key_Return)
    strike(K.Key_F6)
    assert page.outcome.text() == "Nothing else has these keys."
    work.play(lambda: press(K.Key_Return))
    assert page.foot.remarked == "“Claim most urgent” now: F6"
    assert desk.keys_of("item.claim_next") == "F6"
    button = next(b for b in work.space.findChildren(KeyButton) if b.label == "Claim next")
    assert button.keys == "F6"
    press(K.Key_Escape)
    keys.watch(work.space.windowHandle())
    QTest.keyClick(work.space.windowHandle(), K.Key_F6)
    work.settle()
    assert heard == ["item.claim_next"]


def test_what_would_be_lost_is_said_before_it_is_kept_and_esc_keeps_nothing(
    work: AtWork, page: KeySettings, desk: Desk
) -> None:
    write("claim most")
    press(K.Key_Return)
    strike(K.Key_D, "d")
    assert page.outcome.text() == "“Done, no reply” (d) loses these keys."
    assert page.catcher.accessibleDescription() == page.outcome.text()
    press(K.Key_Backspace)
    strike(K.Key_G, "g")
    assert page.outcome.text().startswith("“Go to its item” (g i), “My work” (g m), “Pool” (g p), ")
    assert page.outcome.text().endswith(" more lose these keys.")
    press(K.Key_Escape)
    assert page.field.hasFocus()
    assert desk.keys_of("item.done") == "d"
    press(K.Key_Return)
    strike(K.Key_D, "d")
    work.play(lambda: press(K.Key_Return))
    assert (desk.keys_of("item.claim_next"), desk.keys_of("item.done")) == ("d", "")


def test_the_search_field_shows_the_key_that_leads_into_it_now(
    work: AtWork, page: KeySettings, desk: Desk
) -> None:
    write("search")
    press(K.Key_Return)
    strike(K.Key_F6)
    work.play(lambda: press(K.Key_Return))
    assert desk.keys_of("search.focus") == "F6"
    assert work.space.top.field._caps() == ("F6",)


@pytest.mark.parametrize(
    ("key", "text", "held", "why"),
    [
        (K.Key_Tab, "\t", M.NoModifier, "moving about"),
        (K.Key_K, "", M.ControlModifier, "needs one"),
        (K.Key_Dead_Acute, "", M.NoModifier, "signs of another kind"),
        (K.Key_At, "@", M.ControlModifier | M.AltModifier, "signs of another kind"),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_a_reason(
    work: AtWork, page: KeySettings, desk: Desk, key: Qt.Key, text: str, held: Qt.KeyboardModifier, why: str
) -> None:
    write("claim most")
    press(K.Key_Return)
    strike(key, text, held)
    assert why in page.outcome.text()
    work.play(lambda: press(K.Key_Return))
    assert desk.keys_of("item.claim_next") == "Shift+C"


def test_one_more_key_no_key_and_the_usual_key(work: AtWork, page: KeySettings, desk: Desk) -> None:
    write("release")
    press(K.Key_F3)
    strike(K.Key_F6)
    work.play(lambda: press(K.Key_Return))
    assert list(map(str, desk.keys.map.keys_for("item.release"))) == ["u", "F6"]
    press(K.Key_Return)
    press(K.Key_Delete)
    assert page.outcome.text() == "It will have no key."
    work.play(lambda: press(K.Key_Return))
    assert desk.keys_of("item.release") == ""
    assert list(shown(page)) == ["Release to the pool, everywhere · yours, usually u"]
    work.play(lambda: press(K.Key_F5))
    assert desk.keys_of("item.release") == "u"


def test_all_go_back_to_the_usual_after_a_question(work: AtWork, page: KeySettings, desk: Desk) -> None:
    write("release")
    press(K.Key_Return)
    strike(K.Key_F6)
    work.play(lambda: press(K.Key_Return))
    QTest.keyClick(page.field, K.Key_F5, M.ControlModifier)
    assert work.keys.confirm.is_open
    work.play(lambda: press(K.Key_Y))
    assert desk.keys_of("item.release") == "u"


def test_a_file_that_cannot_be_read_is_not_written_over(
    work: AtWork, page: KeySettings, desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = desk.keys._own._file
    assert own is not None
    own.write_text("no toml")
    write("release")
    press(K.Key_Return)
    strike(K.Key_F6)
    work.play(lambda: press(K.Key_Return))
    assert "Correct it first" in page.foot.remarked
    assert own.read_text() == "no toml"


@pytest.mark.parametrize("name", list(ThemeName))
def test_it_fits_the_smallest_window_at_twice_the_size(
    work: AtWork, page: KeySettings, desk: Desk, name: ThemeName
) -> None:
    desk.theme.change(name=name, scale=200)
    work.space.resize(900, 600)
    work.settle()
    press(K.Key_Return)
    strike(K.Key_G, "g")
    work.settle()
    assert page.card.rect().contains(page.catcher.geometry())
    assert page.rect().contains(page.card.geometry())
    assert page.list.height() > 0
