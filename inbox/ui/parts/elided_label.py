"""One line that gives way: what does not fit ends in an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, Style
from inbox.ui.parts.part import Part
from inbox.ui.parts.tool_tip import says_on_hover


class ElidedLabel(Part):
    """A line of text, whole where there is room; the whole is in the tool tip and the accessible name."""

    def __init__(
        self, theme: Theme, text: str, style: Style = BASE, role: Role = "text", bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, text, parent)
        self._text, self._style, self._role, self._bold = text, style, role, bold
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show another line."""
        self._text = text
        self.set_name(text)
        self.updateGeometry()
        self.update()

    def set_role(self, role: Role) -> None:
        """Show it in the colour of another role."""
        self._role = role
        self.update()

    def shown(self) -> str:
        """What is on the screen at the present width."""
        metrics = self.theme.metrics(self._style, self._bold)
        return metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._style, self._bold)
        width = metrics.horizontalAdvance(self._text) + 1  # 1: advances are rounded
        return QSize(width, self.theme.line_height(self._style))

    def minimumSizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._style, self._bold)
        return QSize(
            min(self.sizeHint().width(), metrics.averageCharWidth() * 4), self.theme.line_height(self._style)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        says_on_hover(self, self._text if self.shown() != self._text else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self.theme.color(self._role)
        paint.words(painter, self.rect(), self.theme, self.shown(), self._style, color, self._bold)
