"""The reading pane: one conversation with all that one may do about it. Only the thread scrolls."""

from __future__ import annotations

import time
from collections.abc import Hashable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.ids import MessageId
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.reading.header import Header
from inbox.ui.reading.red_flag import RedFlagStrip
from inbox.ui.reading.situation import Situation, situation
from inbox.ui.reading.thread_view import ThreadView
from inbox.ui.reading.timeline import timeline


class ReadingPane(QWidget):
    """Shows one item. `painted` says when it was first really on screen, by the monotonic clock."""

    painted = Signal(object, float)
    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._situation: Situation | None = None
        self._unfolded = False
        self._unpainted: Hashable | None = None
        self._build()
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)
        desk.theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def target(self) -> Target | None:
        """The item on screen."""
        return self._situation.target if self._situation else None

    @property
    def thread(self) -> Thread | None:  # type: ignore[override]
        """The conversation on screen."""
        return self._situation.thread if self._situation else None

    def last_patient_message(self) -> MessageId | None:
        """The newest message of the patient that is on screen."""
        last = self._situation.thread.last_from_patient if self._situation else None
        return last.id if last else None

    def guard_key(self) -> Hashable:
        """What the person has before them: a message that arrives makes it something new."""
        return (self.target, self.last_patient_message())

    def show_item(self, target: Target | None) -> None:
        """Show `target`, or that nothing is selected."""
        if target == self.target:
            return
        self._unfolded = False
        self._situation = situation(self._desk, target) if target else None
        if self._situation is None:
            self._stack.setCurrentWidget(self._nothing)
            return
        self._stack.setCurrentWidget(self._page)
        self._tell(self._situation, keep_place=False)

    def reload(self) -> None:
        """The conversation on screen changed."""
        before = self._situation
        if before is None:
            return
        self._situation = situation(self._desk, before.target)
        if self._situation is None:
            self._stack.setCurrentWidget(self._nothing)
            return
        self._tell(self._situation, keep_place=True)

    def _build(self) -> None:
        desk = self._desk
        self.setAccessibleName(tr("Reading pane"))
        self._nothing = EmptyState(
            desk.theme, "message-square", tr("Nothing selected"), tr("Select an item to read it here.")
        )
        self._header = Header(desk)
        self._header.command.connect(self.command)
        self._flag = RedFlagStrip(desk.theme)
        self._thread = ThreadView(desk.theme)
        self._thread.unfold_wanted.connect(self._unfold)
        self._thread.painted.connect(self._was_painted)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._flag)
        column.addWidget(self._thread, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._page)

    def _tell(self, now_there: Situation, keep_place: bool) -> None:
        self._header.show_situation(now_there)
        self._flag.show_situation(now_there)
        self._write(now_there, keep_place)
        self._unpainted = self.guard_key()

    def _write(self, there: Situation, keep_place: bool) -> None:
        desk = self._desk
        self._thread.show_parts(
            timeline(there.thread, there.target.item, self._unfolded),
            desk.now(),
            desk.zone,
            {},
            there.thread.unanswered,
            self._unfolded,
            keep_place,
        )

    def _unfold(self) -> None:
        if self._situation is not None:
            self._unfolded = True
            self._write(self._situation, keep_place=True)

    def _was_painted(self) -> None:
        key, self._unpainted = self._unpainted, None
        if key is not None:
            at = time.monotonic()
            QTimer.singleShot(0, self, lambda: self.painted.emit(key, at))

    def _hear(self, changes: Changes) -> None:
        thread = self.thread
        if thread is None:
            return
        if (
            changes.everything
            or changes.people
            or thread.id in changes.threads
            or thread.patient in changes.patients
        ):
            self.reload()

    def _tick(self) -> None:
        if self._situation is not None:
            self._header.tell_time(self._situation)

    def _restyle(self) -> None:
        self.setMinimumWidth(self._desk.theme.px(480) if self._desk.theme.scale <= 100 else 480)
        self._thread.restyle()
        if self._situation is not None:
            self._write(self._situation, keep_place=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._desk.theme.roles.surface)
