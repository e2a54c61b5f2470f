"""The reading pane: one conversation with all that one may do about it. Only the thread scrolls."""

from __future__ import annotations

import time
from collections.abc import Hashable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.ids import MessageId
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.packet import decides
from inbox.ui.reading.moments import clock
from inbox.ui.reading.page import Page
from inbox.ui.reading.reply_states import counting, reply_states
from inbox.ui.reading.situation import Situation, situation
from inbox.ui.reading.timeline import timeline


class ReadingPane(Page):
    """Shows one item. `painted` says when it was first really on screen, by the monotonic clock."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.situation: Situation | None = None
        self._unfolded = False
        self._unpainted: Hashable | None = None
        self._painted: tuple[Hashable, float] = (None, 0.0)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._second = QTimer(self, interval=1000)
        self._listen()
        self._restyle()

    @property
    def target(self) -> Target | None:
        """The item on screen."""
        return self.situation.target if self.situation else None

    @property
    def thread(self) -> Thread | None:  # type: ignore[override]
        """The conversation on screen."""
        return self.situation.thread if self.situation else None

    @property
    def deciding(self) -> bool:
        """Whether a packet is on screen, for a prescriber to decide on."""
        return decides(self.situation)

    def why_no_reply(self) -> str:
        """Why nothing can be written to the patient here; empty when it can."""
        if self.situation is None:
            return tr("Select an item first.")
        return "" if self.situation.open or self.composer.in_use else tr("It is already closed.")

    def last_patient_message(self) -> MessageId | None:
        """The newest message of the patient that is on screen."""
        last = self.situation.thread.last_from_patient if self.situation else None
        return last.id if last else None

    def guard_key(self) -> Hashable:
        """What the person has before them: a message that arrives makes it something new."""
        if self.deciding:
            return self.packet.guard_key
        return (self.target, self.last_patient_message())

    def show_item(self, target: Target | None) -> None:
        """Show `target`, or that nothing is selected."""
        if target != self.target:
            self._unfolded = False
            self._news.hide()
            self._show(situation(self._desk, target) if target else None, again=False)

    def reload(self) -> None:
        """The conversation on screen changed: tell it anew, where it was scrolled to, with its draft."""
        before = self.situation
        if before is None:
            return
        seen = self.last_patient_message()
        self._show(situation(self._desk, before.target), again=True)
        last = self.thread.last_from_patient if self.thread else None
        if last is not None and seen is not None and last.id != seen:
            self._news.tell(last.sender.name, clock(last.sent, self._desk.zone))

    def show_leaving(self, done: Done) -> None:
        """Count down to when `done` leaves, with the key that takes it back."""
        self.leaving.show_leaving(done)
        self._fit()

    def hide_leaving(self) -> None:
        """It was taken back, or is on its way."""
        self.leaving.stop()
        self._fit()

    def back(self) -> bool:
        """Leave what is open on top: a list, a panel, a comment; False when there was nothing to leave."""
        return self.composer.back()

    def focus_thread(self) -> None:
        """Give the conversation the keyboard: Space and Page Down scroll it."""
        self.conversation.setFocus()

    def _listen(self) -> None:
        desk = self._desk
        self._second.timeout.connect(self._count)
        self._soon.timeout.connect(self._after_paint)
        for part in (self._above, self._answer, self.packet):
            part.command.connect(self.command)
        self.packet.painted.connect(self._packet_painted)
        self.facts.folded.connect(self._fit)
        self.asks.turned.connect(self._restyle)
        desk.asks_seen.connect(self.reload)
        self.conversation.unfold_wanted.connect(self._unfold)
        self.conversation.painted.connect(self._was_painted)
        self._news.read.connect(self.conversation.go_to_end)
        self._below.changed.connect(self._fit)
        self._answer.decided.connect(self.decide)
        self.composer.typing.connect(self._above.set_typing)
        self.composer.typing.connect(lambda typing: self.packet.keys.setHidden(typing))
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tick)
        desk.theme.changed.connect(self._restyle)

    def _show(self, there: Situation | None, again: bool) -> None:
        self.situation = there
        self._answer.show_situation(there, again)
        if there is None:
            self._stack.setCurrentWidget(self._nothing)
            return
        self._stack.setCurrentWidget(self._page)
        packet = self.deciding
        self._read.setVisible(not packet)
        self.packet.setVisible(packet)
        self.packet.show_situation(there if packet else None)
        if packet:
            self._second.stop()
            self._fit()
            return
        self._above.show_situation(there)
        self._fit()
        self._write(there, keep_place=again)
        self._unpainted = self.guard_key()

    def _write(self, there: Situation, keep_place: bool) -> None:
        scan, asks = self._desk.lookout.scan, self.asks.marked
        self.conversation.marks.file_keys = self._desk.keys_of("file.open")
        self.conversation.show_parts(
            timeline(there.thread, there.target.item, self._unfolded, scan, asks),
            self._desk.now(),
            self._desk.zone,
            reply_states(there),
            there.thread.unanswered,
            self._unfolded,
            keep_place,
        )
        if counting(there):
            self._second.start()
        else:
            self._second.stop()

    def _count(self) -> None:
        """A reply on the thread leaves in so many seconds: say the next number."""
        if (
            self.situation is not None
            and not self.deciding
            and not self.conversation.textCursor().hasSelection()
        ):
            self._write(self.situation, keep_place=True)

    def _unfold(self) -> None:
        if self.situation is not None:
            self._unfolded = True
            self._write(self.situation, keep_place=True)

    def _was_painted(self) -> None:
        if self._unpainted is not None:
            self._painted, self._unpainted = (self._unpainted, time.monotonic()), None
            self._soon.start()

    def _packet_painted(self, key: Hashable, at: float) -> None:
        self._painted = (key, at)
        self._after_paint()

    def _after_paint(self) -> None:
        self.painted.emit(*self._painted)
        self._answer.settle()

    def _hear(self, changes: Changes) -> None:
        if (thread := self.thread) is not None:
            ours = thread.id in changes.threads or thread.patient in changes.patients
            if ours or changes.everything or changes.people:
                self.reload()

    def _tick(self) -> None:
        if self.situation is not None:
            self._above.tell_time(self.situation)

    def _restyle(self) -> None:
        self.conversation.restyle()
        if self.situation is not None:
            self._write(self.situation, keep_place=True)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._below.fit(self.width(), self._room)

    def _room(self, buttons: bool) -> int:
        """The height under the head, with its buttons or without: their keys work unseen."""
        if self.deciding:
            return self.height() // 2
        return self.height() - self._above.height_in(self.width(), self.height(), buttons)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._desk.theme.roles.surface)
