"""An earlier conversation with the patient, to be read and left again. Nothing can be done to it here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.changes import Changes
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.inert import one_line
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries import history
from inbox.queries import patient as patients
from inbox.queries import thread as query
from inbox.shortcuts import scopes
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT, TINY
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.patient.conversation_words import about, found_later, subject
from inbox.ui.reading.thread_view import ThreadView
from inbox.ui.reading.timeline import timeline

_TALL, _LEAST, _AROUND = 560, 120, 180
"""How high the conversation is at best and at least, and what head, foot and margins take."""
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_NO_ITEM = ItemId("")


class EarlierView(Overlay):
    """Over the window, so that no key acts on what lies behind; Esc leads back to where one was."""

    reads = Signal(str, str)
    """A `ThreadId` and its `PatientId`: this conversation is on screen now."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Earlier conversation"), width=760)
        self._desk = desk
        self._listed: Sequence[ThreadId] = ()
        self._at = 0
        self._subject = Words(desk.theme, "", SUBJECT, wrap=True)
        self._about = Words(desk.theme, "", SMALL, "text_2", wrap=True)
        self._place = Words(desk.theme, "", TINY, "text_3")
        self._head = QVBoxLayout()
        first = QHBoxLayout()
        first.addWidget(self._subject, 1)
        first.addWidget(self._place)
        nest(first, self._head)
        self._head.addWidget(self._about)
        self.thread_view = ThreadView(desk.theme)
        self.thread_view.setProperty("scope", scopes.DIALOG)
        hints = [
            ("j", tr("older")),
            ("k", tr("newer")),
            ("Space", tr("scroll")),
            ("Esc", tr("back")),
        ]
        self.foot = KeyBar(desk.theme, hints)
        nest(self._head, self.body)
        self.body.addWidget(self.thread_view, 1)
        self.body.addWidget(self.foot)
        desk.changed.connect(self._hear)

    def open(self, thread: ThreadId, listed: Sequence[ThreadId]) -> None:
        """Open over the window; `listed` are the ones to go on to, newest first."""
        self._listed = listed if thread in listed else [thread]
        self._turn_to(self._listed.index(thread))
        self.appear()

    def first(self) -> QWidget:
        return self.thread_view

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(16), px(12), px(14), px(8))
        self._head.setSpacing(px(2))
        self.thread_view.restyle()
        room = self.behind.height() - px(_AROUND)
        self.thread_view.setMinimumHeight(max(min(px(_TALL), room), px(_LEAST)))
        if self.is_open:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and not event.modifiers() and 0 <= self._at + step < len(self._listed):
            self._turn_to(self._at + step)
        super().keyPressEvent(event)

    def _turn_to(self, at: int) -> None:
        self._at = at
        there = self._show()
        if there is not None:
            self.reads.emit(there.id, there.patient)

    def _show(self) -> Thread | None:
        """Tell the conversation as it is kept here, from its beginning."""
        desk = self._desk
        wanted = self._listed[self._at]
        there = query.thread(desk.reader, desk.interpreter, wanted)
        self._place.set_words(tr("{n} of {all}", n=self._at + 1, all=len(self._listed)))
        if there is None:
            self._subject.set_words(tr("This conversation is not kept here any more."))
            self._about.set_words("")
            self.thread_view.clear()
            return None
        self._subject.set_words(subject(there))
        card = patients.card(desk.reader, there.patient)
        name = one_line(card.name) if card else ""
        told = about(there, desk.now(), desk.zone)
        later = found_later(there, history.found(desk.reader, [wanted]).get(wanted))
        self._about.set_words(" · ".join(filter(None, (name, told, later))))
        parts = timeline(there, _NO_ITEM, unfolded=True, scan=desk.lookout.scan)
        self.thread_view.show_parts(
            parts, desk.now(), desk.zone, {}, unanswered=0, unfolded=True, keep_place=False
        )
        self.thread_view.verticalScrollBar().setValue(0)
        return there

    def _hear(self, changes: Changes) -> None:
        """What is read may have been taken away; it is not told anew under the reader's eyes otherwise."""
        if self.is_open and changes.everything:
            self._show()
