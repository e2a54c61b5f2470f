"""The top bar: where one is, search, commands, time, keys."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from inbox.domain.time_words import day_words
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words

SEARCH_AFTER = 60
"""Milliseconds without a key after which a search runs: fast typing runs one, not ten."""


class TopBar(QWidget):
    """Search as you type; everything else by its key, shown."""

    searched = Signal(str)
    """The words to look for; empty when the field was cleared."""
    search_left = Signal()
    """Enter or Down: on to the results."""
    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._where = Words(theme, "", bold=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search messages and patients"))
        self.search.setAccessibleName(tr("Search messages and patients"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(200)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._find = KeyButton(theme, tr("Find"), desk.keys_of("search.focus"), Variant.QUIET, "search")
        self._commands = KeyButton(
            theme, tr("Commands"), desk.keys_of("app.palette"), Variant.QUIET, "command"
        )
        self._keys = KeyButton(theme, tr("Keys"), desk.keys_of("app.help"), Variant.QUIET, "keyboard")
        self._time = Words(theme, "", role="text_2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._where)
        self._row.addWidget(self._find)
        self._row.addWidget(self.search, 3)
        self._row.addWidget(self._commands)
        self._row.addStretch(1)
        for widget in (self._time, self._keys):
            self._row.addWidget(widget)
        self._wait = QTimer(self, interval=SEARCH_AFTER, singleShot=True)
        self._wait.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textEdited.connect(self._wait.start)
        self.search.returnPressed.connect(self._leave)
        self._find.clicked.connect(lambda: self.command.emit("search.focus"))
        self._commands.clicked.connect(lambda: self.command.emit("app.palette"))
        self._keys.clicked.connect(lambda: self.command.emit("app.help"))
        desk.ticked.connect(self._tell)
        desk.changed.connect(lambda changes: self._tell() if changes.people else None)
        desk.theme.changed.connect(self._style)
        self._style()
        self._tell()

    def _leave(self) -> None:
        self._wait.stop()
        self.searched.emit(self.search.text().strip())
        self.search_left.emit()

    def _tell(self) -> None:
        self._where.set_words(self._desk.clinic or tr("Inbox"))
        local = self._desk.now().astimezone(self._desk.zone)
        self._time.set_words(f"{day_words(local.date())}, {local:%H:%M}")

    def _style(self) -> None:
        px = self._desk.theme.px
        self._row.setContentsMargins(px(14), px(6), px(12), px(6))
        self._row.setSpacing(px(8))
        self._where.setMinimumWidth(px(168))
        self.search.setMinimumWidth(px(200))
        self.search.setMaximumWidth(px(420))
        self.search.setFixedHeight(px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._desk.theme.roles.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._desk.theme.roles.line)
