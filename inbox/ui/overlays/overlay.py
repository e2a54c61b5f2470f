"""A card over the dimmed window: opens at once, keeps the keyboard, and gives it back where it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from inbox.shortcuts import scopes
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme

_DIM = QColor(13, 19, 23, 107)
"""The window behind, in every theme: near black at 42 %, so that it stays readable as a place."""
_MARGIN = 16
_HIGH_UP = 85
"""Where a card stands that grows and shrinks while one types: it must not jump."""


class Overlay(QWidget):
    """Base of everything that lies over the window. `card` holds its `body`; Esc closes it."""

    closed = Signal()

    def __init__(
        self, theme: Theme, window: QWidget, name: str, *, width: int, scope: str = scopes.DIALOG,
        high_up: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.theme = theme
        self.behind = window
        self._width, self._high_up = width, high_up
        self._before: QWidget | None = None
        self._opened = False
        self.setProperty("scope", scope)
        self.setAccessibleName(name)
        self.card = _Card(theme, self)
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.hide()
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_keyboard)
        theme.changed.connect(self._follow)

    @property
    def is_open(self) -> bool:
        """Whether it lies over the window now."""
        return self._opened

    def first(self) -> QWidget:
        """What has the keyboard when it opens."""
        return next(iter(self._stops()), self)

    def restyle(self) -> None:
        """Take margins and spacings from the theme again."""

    def appear(self) -> None:
        """Lie over the window, and take the keyboard."""
        if not self._opened:
            focus = QApplication.focusWidget()
            self._before = focus if focus is not None and focus.window() is self.window() else None
        self._opened = True
        self.restyle()
        self.setGeometry(self.behind.rect())
        self.show()
        self.raise_()
        self.place()
        self.first().setFocus(Qt.FocusReason.PopupFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DialogStart))

    def dismiss(self) -> None:
        """Go away; the keyboard is back where it was."""
        if not self._opened:
            return
        self._opened = False
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DialogEnd))
        self.closed.emit()

    def place(self) -> None:
        """Give the card the size its content wants, as far as the window has it."""
        px = self.theme.px
        room = self.rect().adjusted(px(_MARGIN), px(_MARGIN), -px(_MARGIN), -px(_MARGIN))
        width = min(px(self._width), room.width())
        self.body.activate()
        wanted = self.body.heightForWidth(width) if self.body.hasHeightForWidth() else -1
        height = min(wanted if wanted > 0 else self.body.sizeHint().height(), room.height())
        left = (self.width() - width) // 2
        top = (self.height() - height) // 2
        if self._high_up:
            top = min(px(_HIGH_UP), room.bottom() + 1 - height)
        self.card.setGeometry(QRect(left, max(top, room.top()), width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.behind and self._opened:
            self.setGeometry(self.behind.rect())
            self.place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the card."""
        stops = self._stops()
        if stops:
            at = next((n for n, stop in enumerate(stops) if stop.hasFocus()), -1)
            step = 1 if forward else -1
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(at + step) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no other key reaches the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.pressed_outside()
        event.accept()

    def pressed_outside(self) -> None:
        """The pointer was pressed on the window behind."""
        self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), _DIM)

    def _stops(self) -> list[QWidget]:
        """What Tab stops at, in its order. The chain goes on through the whole window: it is followed only
        until all have been met."""
        inside = {one for one in self.findChildren(QWidget) if self._stops_at(one)}
        found: list[QWidget] = []
        at = self.nextInFocusChain()
        while at is not None and at is not self and len(found) < len(inside):
            if at in inside:
                found.append(at)
            at = at.nextInFocusChain()
        return found

    def _stops_at(self, part: QWidget) -> bool:
        takes = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return takes and part.isVisibleTo(self) and part.isEnabled()

    def _keep_keyboard(self, old: QWidget | None, new: QWidget | None) -> None:
        """While it is open nothing behind it may take the keyboard, whatever happens there meanwhile."""
        if not self._opened or not self.isVisible() or new is None or new.window() is not self.window():
            return
        if new is self or self.isAncestorOf(new) or _in_an_overlay(new):
            return
        back = old if old is not None and isValid(old) and self.isAncestorOf(old) else self.first()
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        self.restyle()
        if self._opened:
            self.place()
        self.update()


class _Card(QWidget):
    """The surface that the content stands on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._theme.roles
        paint.box(QPainter(self), self.rect(), roles.raised, roles.line_strong, self._theme.px(8))


def _in_an_overlay(widget: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, Overlay):
            return True
        at = at.parentWidget()
    return False
