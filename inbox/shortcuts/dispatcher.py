"""From a key press to a command's id. The only module here that knows Qt.

The filter sits on the QWindow, before any widget: it decides, posts what a person asked for, and returns.
Nothing runs inside the filter.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from inbox.shortcuts import key_places, scopes
from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.keys import NAMED, Chord, KeySequence
from inbox.shortcuts.press_time import PressClock
from inbox.shortcuts.reader import Decision, Do, KeyReader, Press

PREFIX_SECONDS: Final = 8.0
"""How long the first key of a sequence waits for the next: time to read what may follow."""

_K = Qt.Key
_NAMES: Final[dict[int, str]] = {getattr(_K, f"Key_{name}").value: name for name in NAMED - {"Esc"}} | {
    _K.Key_Escape.value: "Esc",
    _K.Key_Return.value: "Enter",
    _K.Key_Backtab.value: "Tab",
}
_LOCKS: Final = (_K.Key_CapsLock, _K.Key_NumLock, _K.Key_ScrollLock)
_SHIFTS: Final = (_K.Key_Shift, _K.Key_Control, _K.Key_Alt, _K.Key_AltGr, _K.Key_Mode_switch, _K.Key_Meta)
_SUPERS: Final = (_K.Key_Super_L, _K.Key_Super_R, _K.Key_Hyper_L, _K.Key_Hyper_R)
_HELD: Final = frozenset(key.value for key in (*_LOCKS, *_SHIFTS, *_SUPERS))
"""Keys that only change what other keys mean."""
_LEVEL_SHIFTS: Final = (_K.Key_AltGr.value, _K.Key_Mode_switch.value)
_DEAD: Final = frozenset(
    (*range(_K.Key_Dead_Grave.value, _K.Key_Dead_Longsolidusoverlay.value + 1), _K.Key_Multi_key.value)
)
"""Dead keys and Compose: what follows them is part of a character."""
_KEY_EVENTS: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease)


class Dispatcher(QObject):
    """Watches windows for keys. Signals reach their slots after the key event has been dealt with.

    `guarded` are the commands that a held key must not repeat (those that close, send, route, escalate).
    """

    command = Signal(str, float)
    """A command's id, and when its key went down: seconds on `clock`."""
    prefix = Signal(list)
    """What may follow the keys pressed so far, `list[Follower]`; empty when the sequence is over."""
    swallowed = Signal(str)
    """A key did nothing; the sentence says why."""
    _posted = Signal(object)

    def __init__(
        self,
        keymap: Keymap,
        guarded: Collection[str] = (),
        *,
        clock: Callable[[], float] = time.monotonic,
        prefix_seconds: float = PREFIX_SECONDS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = KeyReader(keymap, guarded)
        self._clock = clock
        self._press_clock = PressClock()
        self._told = ""
        self._level_shift = False
        self._after_dead_key = False
        self._pressed_at = 0
        self._released = (0, 0)
        self._composition = _Composition(self)
        self._patience = QTimer(self, singleShot=True, interval=round(prefix_seconds * 1000))
        self._patience.timeout.connect(self._forget)
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._start_afresh)

    @property
    def keymap(self) -> Keymap:
        """The keys in force; setting another one takes effect at the next press."""
        return self._reader.keymap

    @keymap.setter
    def keymap(self, keymap: Keymap) -> None:
        self._forget()
        self._reader.keymap = keymap

    @property
    def begun(self) -> KeySequence | None:
        """The keys of a sequence that waits for its next."""
        return self._reader.begun

    def watch(self, window: QWindow) -> None:
        """Listen to the keys of `window`: call once for each top-level window, after it is made."""
        window.installEventFilter(self)

    def leave(self, window: QWindow) -> None:
        """Listen to it no more: whoever works here now has a dispatcher of their own."""
        window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that is ours; let everything else pass."""
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            press = self._press(event)
            if press is None or self._reader.decide(press).do is Do.PASS:
                return False
            event.accept()
            return True
        if event.key() in _LEVEL_SHIFTS:
            self._level_shift = event.type() == QEvent.Type.KeyPress
        if event.type() == QEvent.Type.KeyRelease and event.timestamp() != self._pressed_at:
            self._released = (event.key(), event.timestamp())
        if event.type() == QEvent.Type.KeyRelease or event.key() in _HELD:
            return False
        press, self._pressed_at = self._press(event), event.timestamp()
        self._after_dead_key = event.key() in _DEAD
        if press is None:
            self._forget()
            return False
        decision = self._reader.decide(press)
        self._act(press, decision, event.timestamp())
        return decision.do is not Do.PASS

    def _press(self, event: QKeyEvent) -> Press | None:
        """The press as the reader knows it; None when it is on its way to a character or to a popup."""
        if event.key() in _HELD or QApplication.activePopupWidget() is not None or self._composes(event):
            return None
        chord = chord_of(event)
        if chord is None:
            return None
        focus = QApplication.focusWidget()
        return Press(chord, scopes.chain(scope_of(focus)), types_into(focus), self._repeats(event))

    def _repeats(self, event: QKeyEvent) -> bool:
        """Whether a key that is held down sent it. X says so by a release in the same millisecond; Qt sees
        that only where both have arrived when it looks, which under load they may not have."""
        return event.isAutoRepeat() or self._released == (event.key(), event.timestamp())

    def _act(self, press: Press, decision: Decision, timestamp: int) -> None:
        """Post what was decided, once, and wait for the rest of a sequence."""
        was_waiting = self._reader.waiting
        self._reader.take(press, decision)
        if decision.do is Do.WAIT:
            self._patience.start()
            self._posted.emit(partial(self.prefix.emit, list(decision.followers)))
        elif was_waiting and not self._reader.waiting:
            self._patience.stop()
            self._posted.emit(partial(self.prefix.emit, []))
        if decision.do is Do.RUN:
            at = self._press_clock.pressed_at(timestamp, self._clock())
            self._posted.emit(partial(self.command.emit, decision.command, at))
        if decision.why and not (press.repeated and decision.why == self._told):
            self._posted.emit(partial(self.swallowed.emit, decision.why))
        self._told = decision.why

    def _composes(self, event: QKeyEvent) -> bool:
        """Whether this press is on its way to a character: AltGr, a dead key, an input method."""
        if self._composition.open or self._after_dead_key or self._level_shift or event.key() in _DEAD:
            return True
        held, text = event.modifiers(), event.text()
        if held & Qt.KeyboardModifier.AltModifier and text and text.isprintable():
            # Windows reports AltGr as Ctrl and Alt; a Mac's Option key writes another sign than its key's.
            return bool(held & Qt.KeyboardModifier.ControlModifier) or text.lower() != _own_sign(event)
        return bool(held & Qt.KeyboardModifier.GroupSwitchModifier)

    @Slot()
    def _forget(self) -> None:
        """The sequence is over, by a command, by another key, or by time."""
        self._patience.stop()
        if self._reader.waiting:
            self._reader.forget()
            self._posted.emit(partial(self.prefix.emit, []))

    @Slot(QWidget, QWidget)
    def _start_afresh(self, _old: QWidget | None, _new: QWidget | None) -> None:
        """The focus moved: keys pressed elsewhere begin nothing here."""
        self._after_dead_key = False
        if _new is None:
            self._level_shift = False
        self._forget()

    @Slot(object)
    def _deliver(self, emit: Callable[[], None]) -> None:
        emit()


class _Composition(QObject):
    """Whether an input method is in the middle of a word in the field that has the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._follow)
            self._follow(application.focusObject())

    @Slot(QObject)
    def _follow(self, field: QObject | None) -> None:
        """Listen to the field that has the focus now; installing twice does no harm."""
        self.open = False
        if isinstance(field, QWidget) and types_into(field):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.open = event.preeditString() != ""
        return False


def chord_of(event: QKeyEvent) -> Chord | None:
    """The chord of a key event; None for keys that have no name here.

    Letters follow Shift, not Caps Lock; signs and digits are the character typed, whatever made it. Where a
    keyboard writes no Latin letters, its keys mean those that stand in their place.
    """
    held = event.modifiers()
    modifier = Qt.KeyboardModifier
    ctrl, alt, meta = (
        bool(held & flag) for flag in (modifier.ControlModifier, modifier.AltModifier, modifier.MetaModifier)
    )
    shift = bool(held & modifier.ShiftModifier) or event.key() == _K.Key_Backtab.value
    key = _NAMES.get(event.key())
    if key is None:
        key = event.text()
        if ctrl or alt or meta or len(key) != 1 or not key.isprintable():
            key = _own_sign(event)
        if len(key) != 1 or len(key.lower()) != 1 or not key.isprintable():
            return None
        key = key_places.latin(key, event.nativeScanCode(), QGuiApplication.platformName()).lower()
        shift = shift and (key.isalpha() or key == " ")
    return Chord(key, ctrl, alt, shift, meta)


def _own_sign(event: QKeyEvent) -> str:
    """The sign a key is named after, small; empty for keys named otherwise."""
    return chr(event.key()).lower() if 0x20 <= event.key() < 0x110000 else ""


def scope_of(focus: QWidget | None) -> str:
    """The scope of the nearest ancestor that names one; a dialog that names none is still a dialog."""
    at = focus
    while at is not None:
        named = at.property("scope")
        if isinstance(named, str) and named:
            return named
        if isinstance(at, QDialog):
            return scopes.DIALOG
        at = at.parentWidget()
    return scopes.WINDOW


def types_into(focus: QWidget | None) -> bool:
    """Whether a letter pressed now would be written: the widget takes text, or its scope is for writing.

    A widget of our own may say so itself by the dynamic property `typing`.
    """
    if focus is None:
        return False
    said = focus.property("typing")
    if isinstance(said, bool):
        return said
    if scope_of(focus) in scopes.TYPED_IN:
        return True
    if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return not focus.isReadOnly()
    if isinstance(focus, QComboBox):
        return focus.isEditable()
    takes_text = focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    return takes_text and not isinstance(focus, QAbstractItemView)
