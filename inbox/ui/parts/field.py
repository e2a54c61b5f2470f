"""The frame of a field: one control border in every theme, and the ring while it has the keyboard."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.part import Part

Edit = TypeVar("Edit", bound=QLineEdit | QAbstractSpinBox)


class Field(Part, Generic[Edit]):
    """Holds a frameless line to write in, 32 high, with room for a remark at its right."""

    def __init__(self, theme: Theme, edit: Edit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.edit = edit
        edit.setAccessibleName(name)
        edit.setFrame(False)
        edit.installEventFilter(self)
        self.setFocusProxy(edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(edit, 1)
        self.restyle()

    def add(self, remark: QWidget) -> None:
        """Put something at the right end."""
        self._row.addWidget(remark)

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(8), px(3), px(8), px(3))
        self._row.setSpacing(px(6))
        self.edit.setFont(self.theme.font(BASE))
        self.setFixedHeight(px(32))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, roles = self.theme.px, self.theme.roles
        paint.box(painter, self.rect(), roles.surface, roles.line_strong, px(4))
        if self.edit.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)
