"""Real windows, real keys: what a press comes to, and what it never may."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inbox.commands.registry import COMMANDS
from inbox.shortcuts.dispatcher import Dispatcher, scope_of, types_into
from inbox.shortcuts.keymap import Keymap, load_keymap
from inbox.shortcuts.trie import Follower
from tests.shortcuts.ordinary import DEFAULT_KEYMAP

K, M = Qt.Key, Qt.KeyboardModifier
NONE, SHIFT, CTRL, ALT = M.NoModifier, M.ShiftModifier, M.ControlModifier, M.AltModifier
GUARDED = frozenset(command.id for command in COMMANDS.values() if command.guarded)


W = TypeVar("W", bound=QWidget)


def add(layout: QLayout, widget: W, scope: str = "") -> W:
    """Put `widget` into `layout`, as the part of the window called `scope`."""
    if scope:
        widget.setProperty("scope", scope)
    layout.addWidget(widget)
    return widget


class Bench:
    """A window with a list, a thread and a composer, and what the dispatcher said about its keys."""

    def __init__(self, qtbot: QtBot, keymap: Keymap, prefix_seconds: float = 1.5) -> None:
        self.qtbot = qtbot
        self.now = 100.0
        self.ran: list[tuple[str, float]] = []
        self.followers: list[list[Follower]] = []
        self.swallowed: list[str] = []
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.worklist = add(layout, QListWidget(), "worklist")
        self.thread = add(layout, QTextEdit(readOnly=True), "thread")
        composer = add(layout, QWidget(), "composer")
        inner = QVBoxLayout(composer)
        self.editor = add(inner, QPlainTextEdit())
        self.pick = add(inner, QPushButton("Tuesday"))
        self.search = add(layout, QLineEdit())
        self.dispatcher = Dispatcher(
            keymap, GUARDED, clock=lambda: self.now, prefix_seconds=prefix_seconds, parent=self.window
        )
        self.dispatcher.command.connect(lambda command, at: self.ran.append((command, at)))
        self.dispatcher.prefix.connect(self.followers.append)
        self.dispatcher.swallowed.connect(self.swallowed.append)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.dispatcher.watch(self.window.windowHandle())
        self.focus(self.worklist)

    @property
    def commands(self) -> list[str]:
        """The ids that came, in order."""
        self.settle()
        return [command for command, _ in self.ran]

    def focus(self, widget: QWidget) -> None:
        widget.window().activateWindow()
        widget.setFocus()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press and release, through the window system's door."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def type(self, character: str) -> None:
        """Press and release the key of a character, through the window system's door."""
        QTest.keyClick(self.window.windowHandle(), character)  # type: ignore[call-overload]

    def send(
        self, key: int, text: str = "", held: Qt.KeyboardModifier = NONE, repeated: bool = False
    ) -> None:
        """Give the window one key event as a platform would make it."""
        event = QKeyEvent(QEvent.Type.KeyPress, key, held, text, repeated)
        QApplication.sendEvent(self.window.windowHandle(), event)

    def settle(self) -> None:
        """Let what was posted arrive."""
        QApplication.sendPostedEvents()


@pytest.fixture
def bench(qtbot: QtBot, default_keymap: Keymap) -> Bench:
    return Bench(qtbot, default_keymap)


def test_a_letter_in_the_list_runs_its_command_with_the_time_of_the_press(bench: Bench) -> None:
    bench.send(K.Key_C.value, "c")
    assert bench.ran == [], "nothing runs inside the filter"
    bench.settle()
    assert bench.ran == [("item.claim", 100.0)]


@pytest.mark.parametrize(
    ("key", "held", "command"),
    [
        (K.Key_C, SHIFT, "item.claim_next"),
        (K.Key_Question, SHIFT, "app.help"),
        (K.Key_Slash, NONE, "search.focus"),
        (K.Key_K, CTRL, "app.palette"),
        (K.Key_F5, NONE, "app.try_now"),
        (K.Key_Escape, NONE, "app.back"),
        (K.Key_Return, NONE, "item.open"),
        (K.Key_Enter, M.KeypadModifier, "item.open"),
        (K.Key_3, NONE, "quick.3"),
        (K.Key_3, M.KeypadModifier, "quick.3"),
        (K.Key_Down, NONE, "item.next"),
        (K.Key_Down, M.KeypadModifier, "item.next"),
    ],
)
def test_keys_are_told_apart_as_people_mean_them(
    bench: Bench, key: Qt.Key, held: Qt.KeyboardModifier, command: str
) -> None:
    bench.press(key, held)
    assert bench.commands == [command]


def test_a_shifted_digit_row_still_gives_digits(bench: Bench) -> None:
    bench.send(K.Key_Ampersand.value, "1", SHIFT)
    assert bench.commands == ["quick.1"]


def test_caps_lock_is_not_shift(bench: Bench) -> None:
    bench.send(K.Key_C.value, "C")
    assert bench.commands == ["item.claim"]


def test_a_sequence_waits_says_what_may_follow_and_runs(bench: Bench) -> None:
    bench.press(K.Key_G)
    assert bench.commands == []
    assert ("m", "view.my_work") in {(str(one.keys), one.command) for one in bench.followers[0]}
    bench.press(K.Key_M)
    assert bench.commands == ["view.my_work"]
    assert bench.followers[1:] == [[]]


def test_a_sequence_that_leads_nowhere_runs_nothing_and_says_so(bench: Bench) -> None:
    bench.press(K.Key_G)
    bench.press(K.Key_1)
    assert bench.commands == []
    assert bench.swallowed == ["No command has the keys g 1."]
    bench.press(K.Key_D)
    assert bench.commands == ["item.done"]


def test_escape_ends_a_sequence_in_silence(bench: Bench) -> None:
    bench.press(K.Key_G)
    bench.press(K.Key_Escape)
    assert (bench.commands, bench.swallowed, bench.followers[-1]) == ([], [], [])


def test_a_shift_key_alone_does_not_end_a_sequence(bench: Bench) -> None:
    bench.press(K.Key_G)
    bench.press(K.Key_Shift, SHIFT)
    bench.press(K.Key_M)
    assert bench.commands == ["view.my_work"]


def test_a_sequence_ends_by_time(qtbot: QtBot, default_keymap: Keymap) -> None:
    bench = Bench(qtbot, default_keymap, prefix_seconds=0.02)
    bench.press(K.Key_G)
    qtbot.waitUntil(lambda: bench.followers[-1:] == [[]])
    bench.press(K.Key_D)
    assert bench.commands == ["item.done"]


def test_a_sequence_ends_when_the_focus_moves(bench: Bench) -> None:
    bench.press(K.Key_G)
    bench.focus(bench.thread)
    bench.press(K.Key_I)
    assert bench.commands == ["item.comment"]


@pytest.mark.parametrize("field", ["editor", "search"])
@pytest.mark.parametrize("character", string.printable[:-5])
def test_typing_a_printable_key_in_a_text_field_runs_no_command(
    bench: Bench, field: str, character: str
) -> None:
    widget = getattr(bench, field)
    bench.focus(widget)
    bench.type(character)
    assert bench.commands == []
    typed = widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()
    assert typed == character


@pytest.mark.parametrize("character", string.ascii_letters + string.digits + string.punctuation)
def test_no_bare_character_runs_a_command_anywhere_in_the_composer(bench: Bench, character: str) -> None:
    bench.focus(bench.pick)
    bench.type(character)
    assert bench.commands == []


@pytest.mark.parametrize(
    ("key", "held", "command"),
    [
        (K.Key_Return, CTRL, "item.send"),
        (K.Key_Return, CTRL | SHIFT, "item.send_and_close"),
        (K.Key_F2, NONE, "composer.next_blank"),
        (K.Key_F2, SHIFT, "composer.previous_blank"),
        (K.Key_Escape, NONE, "app.back"),
        (K.Key_K, CTRL, "app.palette"),
    ],
)
def test_the_composers_own_keys_run_and_type_nothing(
    bench: Bench, key: Qt.Key, held: Qt.KeyboardModifier, command: str
) -> None:
    bench.focus(bench.editor)
    bench.press(key, held)
    assert bench.commands == [command]
    assert bench.editor.toPlainText() == ""


@pytest.mark.parametrize("key", [K.Key_Return, K.Key_Up, K.Key_Down, K.Key_Tab, K.Key_Backspace])
def test_editing_keys_stay_with_the_field(bench: Bench, key: Qt.Key) -> None:
    bench.focus(bench.editor)
    bench.press(key)
    assert bench.commands == []


def test_sending_keys_mean_nothing_in_the_list(bench: Bench) -> None:
    bench.press(K.Key_Return, CTRL)
    assert bench.commands == []


def test_the_patients_words_can_be_read_with_letters_as_commands(bench: Bench) -> None:
    bench.focus(bench.thread)
    bench.press(K.Key_R)
    assert bench.commands == ["item.reply"]


def test_a_held_key_goes_on_moving(bench: Bench) -> None:
    bench.send(K.Key_J.value, "j")
    for _ in range(2):
        bench.send(K.Key_J.value, "j", repeated=True)
    assert bench.commands == ["item.next"] * 3


@pytest.mark.parametrize("key", [K.Key_D, K.Key_F, K.Key_1])
def test_a_held_key_never_repeats_what_closes_or_routes_and_says_so_once(bench: Bench, key: Qt.Key) -> None:
    text = chr(key.value).lower()
    bench.send(key.value, text)
    for _ in range(3):
        bench.send(key.value, text, repeated=True)
    assert len(bench.commands) == 1
    assert bench.swallowed == ["The key is held down. Let go and press it again."]


def test_a_release_and_a_press_in_one_millisecond_are_a_key_held_down(bench: Bench) -> None:
    def send(kind: QEvent.Type, at: int) -> None:
        event = QKeyEvent(kind, K.Key_D.value, NONE, "d")
        event.setTimestamp(at)
        QApplication.sendEvent(bench.window.windowHandle(), event)

    send(QEvent.Type.KeyPress, 1000)
    for at in (1660, 1700):
        send(QEvent.Type.KeyRelease, at)
        send(QEvent.Type.KeyPress, at)
    assert bench.commands == ["item.done"]
    assert len(bench.swallowed) == 1
    send(QEvent.Type.KeyRelease, 2000)
    send(QEvent.Type.KeyPress, 2100)
    assert bench.commands == ["item.done"] * 2


def test_a_key_held_since_before_the_field_got_the_focus_does_not_type(bench: Bench) -> None:
    bench.send(K.Key_R.value, "r")
    bench.focus(bench.editor)
    bench.send(K.Key_R.value, "r", repeated=True)
    assert bench.editor.toPlainText() == ""
    bench.send(K.Key_R.value, "r")
    assert bench.editor.toPlainText() == "r"
    assert bench.commands == ["item.reply"]


def test_the_last_key_of_a_sequence_held_down_is_no_command_of_its_own(bench: Bench) -> None:
    bench.send(K.Key_G.value, "g")
    bench.send(K.Key_G.value, "g", repeated=True)
    bench.send(K.Key_S.value, "s")
    bench.send(K.Key_S.value, "s", repeated=True)
    assert bench.commands == ["view.sent"]


def test_a_key_whose_first_press_went_elsewhere_runs_nothing(bench: Bench) -> None:
    bench.send(K.Key_J.value, "j", repeated=True)
    assert bench.commands == []


@pytest.mark.parametrize("held", [CTRL | ALT, CTRL | ALT | SHIFT, M.GroupSwitchModifier])
def test_altgr_never_runs_a_command(bench: Bench, held: Qt.KeyboardModifier) -> None:
    bench.send(K.Key_D.value, "d", held)
    bench.send(K.Key_Slash.value, "/", held)
    assert bench.commands == []


def test_nothing_runs_while_altgr_is_down(bench: Bench) -> None:
    bench.send(K.Key_AltGr.value)
    bench.press(K.Key_D)
    assert bench.commands == []
    release = QKeyEvent(QEvent.Type.KeyRelease, K.Key_AltGr, NONE)
    QApplication.sendEvent(bench.window.windowHandle(), release)
    bench.press(K.Key_D)
    assert bench.commands == ["item.done"]


def test_a_macs_option_key_writes_characters(bench: Bench) -> None:
    bench.send(K.Key_P.value, "/", ALT)
    assert bench.commands == []


@pytest.mark.parametrize("dead", [K.Key_Dead_Acute, K.Key_Dead_Circumflex, K.Key_Multi_key])
def test_the_letter_after_a_dead_key_is_no_command_and_the_next_is(bench: Bench, dead: Qt.Key) -> None:
    bench.send(dead.value)
    bench.send(K.Key_C.value, "c")
    assert bench.commands == []
    bench.send(K.Key_C.value, "c")
    assert bench.commands == ["item.claim"]


def test_keys_of_an_input_method_in_the_middle_of_a_word_are_its_own(bench: Bench) -> None:
    bench.focus(bench.editor)
    QApplication.sendEvent(bench.editor, QInputMethodEvent("にほ", []))
    bench.press(K.Key_Escape)
    bench.press(K.Key_Return, CTRL)
    assert bench.commands == []
    done = QInputMethodEvent("", [])
    done.setCommitString("日本")
    QApplication.sendEvent(bench.editor, done)
    bench.press(K.Key_Return, CTRL)
    assert bench.commands == ["item.send"]
    assert bench.editor.toPlainText() == "日本"


def test_our_key_beats_a_live_shortcut_and_others_keep_theirs(bench: Bench) -> None:
    fired: list[str] = []
    for keys in ("Ctrl+K", "Ctrl+J"):
        action = QAction(keys, bench.window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False, keys=keys: fired.append(keys))
        bench.window.addAction(action)
    bench.press(K.Key_K, CTRL)
    bench.press(K.Key_J, CTRL)
    assert bench.commands == ["app.palette"]
    assert fired == ["Ctrl+J"]


def test_an_open_menu_keeps_its_keys(bench: Bench) -> None:
    menu = QMenu(bench.window)
    menu.addAction("Claim")
    menu.popup(bench.window.pos())
    bench.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    bench.send(K.Key_C.value, "c")
    menu.close()
    assert bench.commands == []


def test_a_dialog_hears_nothing_of_the_window(bench: Bench) -> None:
    dialog = QDialog(bench.window)
    button = add(QVBoxLayout(dialog), QPushButton("Discard"))
    bench.qtbot.addWidget(dialog)
    dialog.open()
    bench.qtbot.waitExposed(dialog)
    bench.dispatcher.watch(dialog.windowHandle())
    bench.focus(button)
    assert scope_of(button) == "dialog"
    QTest.keyClick(dialog.windowHandle(), K.Key_D)
    assert bench.commands == []
    dialog.close()


def test_another_keymap_takes_effect_at_the_next_press(bench: Bench, tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text('[window]\nitem.claim = "t"\n')
    bench.dispatcher.keymap, _ = load_keymap(DEFAULT_KEYMAP, own, COMMANDS)
    bench.press(K.Key_C)
    bench.press(K.Key_T)
    assert bench.commands == ["item.claim"]


def test_an_unbound_key_is_left_to_the_widget(bench: Bench) -> None:
    bench.worklist.addItems(["one", "two"])
    bench.worklist.setCurrentRow(0)
    bench.press(K.Key_End)
    assert bench.worklist.currentRow() == 1
    assert bench.commands == []


@pytest.mark.parametrize(
    ("make", "types"),
    [
        (QLineEdit, True),
        (lambda: QLineEdit(readOnly=True), False),
        (QPlainTextEdit, True),
        (lambda: QTextEdit(readOnly=True), False),
        (QSpinBox, True),
        (lambda: QComboBox(editable=True), True),
        (QComboBox, False),
        (QListWidget, False),
        (QPushButton, False),
    ],
)
def test_a_text_field_is_known_by_what_it_takes(
    qtbot: QtBot, make: Callable[[], QWidget], types: bool
) -> None:
    widget = make()
    qtbot.addWidget(widget)
    assert types_into(widget) is types
    widget.setProperty("typing", not types)
    assert types_into(widget) is not types
