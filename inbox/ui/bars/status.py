"""The status bar: connection, last sync, what is not confirmed, the oldest thing nobody has looked at.

A sentence about what just happened stands in the middle for some seconds; it never holds patients' words.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.inert import one_line
from inbox.domain.time_words import span_words
from inbox.domain.words import tr
from inbox.queries import status as standings
from inbox.sync.status import Status
from inbox.ui.bars.connection_state import ConnectionState
from inbox.ui.bars.room import share_out
from inbox.ui.bars.words import outbox_words, sync_words
from inbox.ui.desk import AFTER_THE_LIST, Desk, Tone
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Words
from inbox.ui.worklist.who import short_name

SAID_FOR_MS = 8_000
_TONES: dict[Tone, Role] = {Tone.PLAIN: "text_2", Tone.GOOD: "text", Tone.WARNING: "overdue"}


class StatusBar(QWidget):
    """Reads the store when it changed, the sync's status when it is told."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._quiet = QTimer(self, interval=SAID_FOR_MS, singleShot=True)
        self._news = QTimer(self, interval=AFTER_THE_LIST, singleShot=True)
        self._build()
        self._listen()
        self._style()
        self._show_status(desk.status or Status())
        self._count()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        theme = self._desk.theme
        self._mark = IconMark(theme, "refresh-cw", tr("Connecting"), 14)
        self._connection = ConnectionState(theme, self._desk.keys_of("view.connection"))
        self._sync = Words(theme, "", SMALL, "text_2")
        keys = self._desk.keys_of("view.outbox")
        self._waiting = KeyButton(theme, tr("Outbox"), keys, Variant.QUIET)
        self._said = ElidedLabel(theme, tr("Nothing to report"), SMALL)
        self._said.hide()
        self._offer = KeyButton(theme, tr("Undo"), variant=Variant.QUIET)
        self._offer.hide()
        self._offered = ""
        self._oldest = Words(theme, "", SMALL, "text_2")
        self._lock = IconMark(theme, "lock", tr("Cache encrypted"), 12)
        says_on_hover(self._lock, tr("What is kept on this computer is encrypted."))
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # parts give way
        for widget in (self._mark, self._connection, self._sync, self._waiting, self._said, self._offer):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self._oldest)
        self._row.addWidget(self._lock)

    def _listen(self) -> None:
        desk = self._desk
        self._connection.clicked.connect(lambda: self.command.emit("view.connection"))
        self._waiting.clicked.connect(lambda: self.command.emit("view.outbox"))
        self._offer.clicked.connect(lambda: self.command.emit(self._offered))
        self._quiet.timeout.connect(self._fall_silent)
        self._news.timeout.connect(self._count)
        desk.said.connect(self._say)
        desk.status_changed.connect(self._show_status)
        desk.changed.connect(lambda _changes: self._news.start())
        desk.ticked.connect(self._count)
        desk.theme.changed.connect(self._style)

    def _say(self, sentence: str, tone: Tone, command: str) -> None:
        self._said.set_role(_TONES[tone])
        self._said.set_text(sentence)
        self._said.show()
        self._offered = command
        self._offer.setVisible(bool(command))
        if command:
            self._offer.set_label(COMMANDS[command].said)
            self._offer.set_keys(self._desk.keys_of(command))
        self._quiet.start()
        self._fit()
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    def _fall_silent(self) -> None:
        self._said.hide()
        self._offer.hide()
        self._fit()

    def _show_status(self, status: Status) -> None:
        self._connection.show_status(status)
        look = self._connection.look
        self._mark.set_icon(look.icon, tr(look.words), look.role)
        self._sync.set_words(sync_words(status, self._desk.zone))
        self._fit()
        self.update()

    def _count(self) -> None:
        desk = self._desk
        standing = standings.standing(desk.reader, desk.actor)
        self._waiting.set_label(outbox_words(standing))
        self._waiting.set_variant(Variant.NORMAL if standing.to_decide else Variant.QUIET)
        oldest, told = standing.oldest_unseen, ""
        if oldest is not None:
            age, name = span_words(desk.now() - oldest.arrived), short_name(one_line(oldest.patient_name))
            told = tr("Oldest unseen: {age} ({name})", age=age, name=name or tr("Unknown patient"))
        self._oldest.set_words(told)
        self._fit()

    def _needed(self) -> int:
        """Connection, outbox and lock always have their room."""
        stays = (self._mark, self._connection, self._waiting, self._lock)
        return sum(widget.sizeHint().width() + self._row.spacing() for widget in stays)

    def _fit(self) -> None:
        """What is being said has room before what is always there to be read."""
        needed = self._needed()
        for part in (self._said, self._offer):
            if not part.isHidden():
                needed += part.sizeHint().width() + self._row.spacing()
        share_out(self._row, self.width(), needed, (self._oldest, self._sync))

    def _style(self) -> None:
        px = self._desk.theme.px
        self._row.setContentsMargins(px(12), px(1), px(12), 0)
        self._row.setSpacing(px(10))
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._desk.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(self._connection.look.ground))
        painter.fillRect(0, 0, self.width(), 1, theme.roles.line)
