"""The top bar: where one is, search, commands, time, keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.time_words import day_words
from inbox.domain.words import tr
from inbox.ui.bars.room import share_out
from inbox.ui.bars.search_field import SearchField
from inbox.ui.desk import Desk
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words

RAIL = 192
"""The search stands above the list, where there is room: past the rail."""


class TopBar(QWidget):
    """Search as you type; everything else by its key, shown."""

    searched = Signal(str)
    """The words to look for; empty when the field was cleared."""
    search_left = Signal()
    """Enter: on to the results."""
    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._where = Words(theme, "", bold=True)
        self.field = SearchField(theme, desk.keys_of("search.focus"), desk.keys_of("app.back"))
        self.search = self.field.edit
        self._commands = KeyButton(
            theme, tr("Commands"), desk.keys_of("app.palette"), Variant.QUIET, "command"
        )
        self._keys = KeyButton(theme, tr("Keys"), desk.keys_of("app.help"), Variant.QUIET, "keyboard")
        self._time = Words(theme, "", role="text_2")
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # parts give way
        self._row.addWidget(self._where)
        self._row.addWidget(self.field, 1000)
        self._row.addWidget(self._commands)
        self._row.addStretch(1)
        for widget in (self._time, self._keys):
            self._row.addWidget(widget)
        self.field.searched.connect(self.searched)
        self.field.left.connect(self.search_left)
        self._commands.clicked.connect(lambda: self.command.emit("app.palette"))
        self._keys.clicked.connect(lambda: self.command.emit("app.help"))
        desk.ticked.connect(self._tell)
        desk.changed.connect(lambda changes: self._tell() if changes.people or changes.everything else None)
        desk.keys.changed.connect(self._show_keys)
        desk.theme.changed.connect(self._style)
        self._style()
        self._tell()

    def _show_keys(self) -> None:
        self.field.show_keys(self._desk.keys_of("search.focus"), self._desk.keys_of("app.back"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.field.minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(self) -> None:
        self._where.set_words(self._desk.clinic or tr("Inbox"))
        local = self._desk.now().astimezone(self._desk.zone)
        self._time.set_words(f"{day_words(local.date())}, {local:%H:%M}")
        self._fit()

    def _fit(self) -> None:
        """The search keeps a width to read in; the rest stays as far as there is room."""
        needed = self._desk.theme.px(280) + self._row.spacing()
        share_out(self._row, self.width(), needed, (self._commands, self._keys, self._where, self._time))

    def _style(self) -> None:
        px = self._desk.theme.px
        self._row.setContentsMargins(px(14), px(6), px(12), px(6))
        self._row.setSpacing(px(8))
        self._where.setMinimumWidth(px(RAIL - 14 - 8))
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._desk.theme.roles.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._desk.theme.roles.line)
