"""What can be pressed: it shows its keys, follows the theme, and when it is off it stays and says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMoveEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.parts.focus_ring import FocusRing
from inbox.ui.parts.tool_tip import says_on_hover


class Pressable(QAbstractButton):
    """A control with a label and keys. Space and Enter press it, once for each time they go down.

    `preview_wanted` is true while the pointer or the keyboard is on it, so that what it will do, or why it
    is off, can be shown before it is pressed.
    """

    preview_wanted = Signal(bool)

    def __init__(self, theme: Theme, label: str, keys: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.label = label
        self.keys = keys
        self.off_reason = ""
        self.typing = False
        self._ring: FocusRing | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where the work is
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._refresh)
        self._describe()

    def set_label(self, label: str) -> None:
        """Label it anew; the label is also its accessible name."""
        self.label = label
        self._refresh()

    def set_keys(self, keys: str) -> None:
        """Show other keys, such as "Ctrl+Enter"; this draws them, it binds nothing."""
        self.keys = keys
        self._refresh()

    def set_off(self, reason: str) -> None:
        """Turn it off for `reason`, or on again with no reason."""
        self.off_reason = reason
        self.setEnabled(not reason)
        self._refresh()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard, keys that would type fade."""
        self.typing = typing
        self.update()

    def _refresh(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        if not self.label.strip():
            raise ValueError(f"A {type(self).__name__} needs a label.")
        self.setAccessibleName(self.label)
        said = [tr("Key: {keys}", keys=self.keys)] if self.keys else []
        if self.off_reason:
            said.append(tr("Off: {reason}", reason=self.off_reason))
        self.setAccessibleDescription(". ".join(said))
        says_on_hover(self, self.off_reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        presses = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if not presses:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # it acted when the key went down

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._ring is None and self.parentWidget() is not None:
            self._ring = FocusRing(self.theme, self)
        self._place_ring()
        self.preview_wanted.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._place_ring()
        self.preview_wanted.emit(self.underMouse())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.preview_wanted.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.preview_wanted.emit(self.hasFocus())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_ring()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_ring()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._place_ring()

    def _place_ring(self) -> None:
        if self._ring is not None:
            self._ring.place()
