"""Where keys are pressed that are to mean something: they run nothing, they are only looked at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.dispatcher import chord_of
from inbox.shortcuts.keys import Chord, KeySequence
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SUBJECT
from inbox.ui.parts.part import Part

LONGEST: Final = 3
"""Keys one after the other; nobody remembers more."""
_HIGH: Final = 44
_K = Qt.Key
_SILENT: Final = (_K.Key_Shift, _K.Key_Control, _K.Key_Alt, _K.Key_Meta, _K.Key_CapsLock, _K.Key_NumLock)
_LEVEL: Final = (_K.Key_AltGr, _K.Key_Mode_switch)
_ENTER, _LEAVE, _BACK, _NONE = Chord("Enter"), Chord("Esc"), Chord("Backspace"), Chord("Delete")


class Catcher(Part):
    """Shows the keys pressed so far. Enter, Esc, Backspace and Del alone are for it, and never caught."""

    pressed = Signal(object)
    """The `KeySequence` so far; None when nothing is left of it."""
    entered = Signal()
    emptied = Signal()
    """Del: no keys at all."""
    left = Signal()
    remarked = Signal(str)
    """Why a key was not taken."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Press the keys"), parent)
        self._asks = tr("Press the keys")
        self._chords: tuple[Chord, ...] = ()
        self._level = False
        self.setProperty("typing", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def ask(self, question: str) -> None:
        """Begin anew, and take the keyboard."""
        self._asks, self._chords, self._level = question, (), False
        self.set_name(question)
        self.setAccessibleDescription("")
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def tell(self, words: str) -> None:
        """Say what the keys so far would come to, to those who do not see it."""
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(_HIGH))

    def event(self, event: QEvent) -> bool:
        """Tab, too, is looked at, and no live shortcut takes a key away."""
        if isinstance(event, QKeyEvent):
            if event.key() in _LEVEL:
                self._level = event.type() == QEvent.Type.KeyPress
            elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._press(event)
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        inner = self.rect().adjusted(px(10), px(4), -px(10), -px(4))
        paint.box(painter, inner, roles.surface, roles.accent, px(4))
        x = inner.left() + px(10)
        printed = caps(str(KeySequence(self._chords))) if self._chords else ()
        if printed:
            top = inner.top() + (inner.height() - px(paint.KEYCAP_HEIGHT)) // 2
            paint.keycaps(painter, QPoint(x, top), theme, printed, roles.text, roles.raised)
            x += paint.keycaps_width(theme, printed) + px(10)
        room = inner.adjusted(x - inner.left(), 0, -px(10), 0)
        style = BASE if printed else SUBJECT
        shown = theme.metrics(style).elidedText(self._asks, Qt.TextElideMode.ElideRight, room.width())
        paint.words(painter, room, theme, shown, style, roles.text_2 if printed else roles.text)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _SILENT:
            return
        chord = chord_of(event)
        if chord is None or self._level or _writes(event):
            self.remarked.emit(tr("This key writes signs of another kind; it cannot be for a command."))
        elif chord == _LEAVE:
            self.left.emit()
        elif chord == _ENTER:
            self.entered.emit()
        elif chord == _BACK:
            self._take(self._chords[:-1])
        elif chord == _NONE:
            self.emptied.emit()
        else:
            self._take((*self._chords, chord) if len(self._chords) < LONGEST else (chord,))

    def _take(self, chords: tuple[Chord, ...]) -> None:
        self._chords = chords
        self.update()
        self.pressed.emit(KeySequence(chords) if chords else None)


def _writes(event: QKeyEvent) -> bool:
    """Whether AltGr made a sign of it: Windows says Ctrl and Alt, others a switched group."""
    held, modifier = event.modifiers(), Qt.KeyboardModifier
    both = bool(held & modifier.ControlModifier and held & modifier.AltModifier)
    return bool(held & modifier.GroupSwitchModifier) or (
        both and event.text().isprintable() and bool(event.text())
    )
