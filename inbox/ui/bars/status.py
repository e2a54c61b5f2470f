"""The status bar: connection, last sync, what is not confirmed, the oldest thing nobody has looked at.

A sentence about what just happened stands in the middle for some seconds; it never holds patients' words.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inbox.domain.time_words import span_words
from inbox.domain.words import tr, trn
from inbox.queries import status as standings
from inbox.sync.status import Connection, Progress, Status
from inbox.ui.desk import Desk, Tone
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.words import Words
from inbox.ui.worklist.who import short_name

SAID_FOR_MS = 8_000

_CONNECTIONS: dict[Connection, tuple[str, Role]] = {
    Connection.STARTING: ("refresh-cw", "text_2"),
    Connection.CONNECTED: ("check", "good"),
    Connection.OFFLINE: ("cloud-off", "soon_text"),
    Connection.BUSY: ("timer", "soon_text"),
    Connection.SIGN_IN: ("key-round", "overdue"),
    Connection.REFUSED: ("circle-alert", "overdue"),
    Connection.FAULT: ("circle-alert", "overdue"),
    Connection.STOPPED: ("cloud-off", "text_2"),
}
_TONES: dict[Tone, Role] = {Tone.PLAIN: "text_2", Tone.GOOD: "text", Tone.WARNING: "overdue"}


def connection_words(connection: Connection) -> str:
    """The connection in a word or two."""
    return {
        Connection.STARTING: tr("Connecting"),
        Connection.CONNECTED: tr("Connected"),
        Connection.OFFLINE: tr("Offline"),
        Connection.BUSY: tr("Server busy"),
        Connection.SIGN_IN: tr("Sign in again"),
        Connection.REFUSED: tr("Server refuses"),
        Connection.FAULT: tr("Sync stopped"),
        Connection.STOPPED: tr("Not connected"),
    }[connection]


class StatusBar(QWidget):
    """Reads the store when it changed, the sync's status when it is told."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._mark: IconMark | None = None
        self._connection = Words(theme, "", SMALL, bold=True)
        self._sync = Words(theme, "", SMALL, "text_2")
        self._waiting = KeyButton(theme, tr("Outbox"), desk.keys_of("view.outbox"), Variant.QUIET)
        self._waiting.clicked.connect(lambda: self.command.emit("view.outbox"))
        self._said = Words(theme, "", SMALL)
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._oldest = Words(theme, "", SMALL, "text_2")
        self._row = QHBoxLayout(self)
        for widget in (self._connection, self._sync, self._waiting):
            self._row.addWidget(widget)
        self._row.addWidget(self._said, 1)
        self._row.addWidget(self._oldest)
        self._row.addWidget(IconMark(theme, "lock", tr("Cache encrypted"), 12))
        self._quiet = QTimer(self, interval=SAID_FOR_MS, singleShot=True)
        self._quiet.timeout.connect(lambda: self._said.set_words(""))
        desk.said.connect(self._say)
        desk.status_changed.connect(self._show_status)
        desk.changed.connect(lambda _changes: self._count())
        desk.ticked.connect(self._count)
        theme.changed.connect(self._style)
        self._style()
        self._show_status(desk.status or Status())
        self._count()

    def _say(self, sentence: str, tone: Tone) -> None:
        self._said.set_role(_TONES[tone])
        self._said.set_words(sentence)
        self._quiet.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    def _show_status(self, status: Status) -> None:
        icon, role = _CONNECTIONS[status.connection]
        mark = IconMark(self._desk.theme, icon, connection_words(status.connection), 14, role)
        if self._mark is not None:
            self._row.removeWidget(self._mark)
            self._mark.deleteLater()
        self._mark = mark
        self._row.insertWidget(0, mark)
        self._connection.set_role(role)
        self._connection.set_words(connection_words(status.connection))
        self._connection.setToolTip(status.sentence)
        self._sync.set_words(self._sync_words(status))

    def _sync_words(self, status: Status) -> str:
        running = next((stage for stage in status.progress if not stage.finished), None)
        if running is not None:
            return _progress_words(running)
        if status.last_sync is None:
            return tr("Never synced") if not status.ready else ""
        return tr("Last sync {time}", time=self._local(status.last_sync))

    def _count(self) -> None:
        desk = self._desk
        standing = standings.standing(desk.reader, desk.actor)
        if standing.to_decide:
            label = trn("{n} needs you", "{n} need you", standing.to_decide)
        elif standing.unconfirmed:
            label = trn("{n} action not confirmed", "{n} actions not confirmed", standing.unconfirmed)
        else:
            label = tr("All confirmed")
        self._waiting.set_label(label)
        oldest = standing.oldest_unseen
        self._oldest.set_words(
            tr(
                "Oldest unseen: {age} ({name})",
                age=span_words(desk.now() - oldest.arrived),
                name=short_name(oldest.patient_name),
            )
            if oldest
            else ""
        )

    def _local(self, at: datetime) -> str:
        return f"{at.astimezone(self._desk.zone):%H:%M:%S}"

    def _style(self) -> None:
        px = self._desk.theme.px
        self._row.setContentsMargins(px(12), px(1), px(12), px(1))
        self._row.setSpacing(px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._desk.theme.roles
        status = self._desk.status
        late = status is not None and status.connection is Connection.OFFLINE
        painter = QPainter(self)
        painter.fillRect(event.rect(), roles.soon_bg if late else roles.window)
        painter.fillRect(0, 0, self.width(), 1, roles.line)


def _progress_words(stage: Progress) -> str:
    if stage.total is None:
        return tr("{stage}: {n}", stage=stage.stage, n=stage.done)
    return tr("{stage}: {n} of {total}", stage=stage.stage, n=stage.done, total=stage.total)
