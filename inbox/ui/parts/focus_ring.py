"""The ring around the control that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme


def ring_around(control: QRect, theme: Theme) -> QRect:
    """Where the ring around a control stands: 2 px wide, 1 px off."""
    room = 1 + theme.px(2)
    return control.adjusted(-room, -room, room, room)


class FocusRing(QWidget):
    """A ring 1 px outside its control, laid over the control's parent so that no layout has to leave room."""

    def __init__(self, theme: Theme, around: QWidget) -> None:
        super().__init__(around.parentWidget())
        self._theme = theme
        self._around = around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.destroyed.connect(self.deleteLater)
        theme.changed.connect(self.place)

    def place(self) -> None:
        """Stand where the control stands now, above its neighbours."""
        if self.parentWidget() is not self._around.parentWidget():
            self.setParent(self._around.parentWidget())
        self.setGeometry(ring_around(self._around.geometry(), self._theme))
        self.setVisible(self._around.hasFocus() and self._around.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.focus_ring(QPainter(self), self.rect(), self._theme, radius=6)
