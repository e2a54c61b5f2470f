"""A row that continues on the next line when it is full: buttons and chips at any text scale."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Places widgets from left to right, then from top to bottom; what is hidden takes no room.

    A widget and not a layout of its own: the items of a layout made in Python can be freed by Qt under
    their wrappers, and a wrapper left behind answers for whatever object gets its address next.
    """

    def __init__(self, gap: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._shown: list[QWidget] = []
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Add `widget` at the end."""
        widget.setParent(self)
        self._widgets.append(widget)
        self.arrange()

    def clear(self) -> None:
        """Take every widget out and let it go."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets.clear()
        self.arrange()

    def let_grow(self) -> None:
        """Take as many lines as are needed where the height is not worked out by whoever holds it."""
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def set_gap(self, gap: int) -> None:
        """Leave `gap` pixels between two widgets, and between two lines."""
        self._gap = gap
        self.arrange()

    def arrange(self) -> None:
        """Place what is shown again: something was shown, hidden or resized."""
        self._shown = [widget for widget in self._widgets if not widget.isHidden()]
        self._place(self.width(), move=True)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        wide = sum(widget.sizeHint().width() + self._gap for widget in self._shown) - self._gap
        return QSize(max(0, wide), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        size = QSize(0, 0)
        for widget in self._shown:
            size = size.expandedTo(widget.sizeHint())
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(event.size().width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(event)

    def _place(self, width: int, move: bool) -> int:
        """Give each widget its place within `width`; the height that is needed."""
        around = self.contentsMargins()
        left, x, y, high = around.left(), around.left(), around.top(), 0
        for widget in self._shown:
            size = widget.sizeHint()
            if x > left and x + size.width() > width - around.right():
                x, y, high = left, y + high + self._gap, 0
            if move:
                widget.setGeometry(QRect(x, y, size.width(), size.height()))
            x += size.width() + self._gap
            high = max(high, size.height())
        return y + high + around.bottom()
