"""The strip that says what has not left for weeks and will go, and what has gone for that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.changes import Changes
from inbox.domain.ids import PatientId
from inbox.domain.inert import one_line
from inbox.domain.unsent import Unsent
from inbox.domain.words import tr, trn
from inbox.queries import patient as patients
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.reading.moments import day

EVERY = timedelta(hours=1)
NAMED = 3
"""Patients named; of the others it is said how many they are."""


class UnsentBanner(Banner):
    """Hidden while nothing is old. Only what somebody can see here counts as told."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.STALE, tr("Never sent"), icon="hourglass", parent=parent)
        self._desk = desk
        self._looked = desk.now() - EVERY
        self._outbox = KeyButton(desk.theme, tr("Outbox"), desk.keys_of("view.outbox"))
        self._outbox.clicked.connect(lambda: self.command.emit("view.outbox"))
        self.add(self._outbox)
        desk.ticked.connect(self.look)
        desk.changed.connect(self._hear)
        self.hide()

    def look(self) -> None:
        """See to what is old, unless that was done lately or nobody sees it."""
        desk, room = self._desk, self.parentWidget()
        if room is None or not room.isVisible() or abs(desk.now() - self._looked) < EVERY:
            return
        self._looked = desk.now()
        desk.store.see_to_unsent(desk.actor, desk.now())
        self._show()

    def _hear(self, changes: Changes) -> None:
        if changes.outbox or changes.everything:
            self._show()

    def _show(self) -> None:
        unsent = self._desk.store.unsent(self._desk.actor)
        if unsent.going:
            self.set_words(*self._going(unsent))
        elif unsent.gone:
            self.set_words(*self._gone(unsent))
        self._outbox.setVisible(bool(unsent.going))
        self.setVisible(bool(unsent.going or unsent.gone))

    def _going(self, unsent: Unsent) -> tuple[str, str]:
        assert unsent.until is not None, "what goes has its time"
        when = day(unsent.until, self._desk.now(), self._desk.zone)
        return (
            tr("What you wrote or did for {names} has not left for weeks.", names=self._names(unsent.going)),
            tr("Send it or discard it: from {day} on it is removed.", day=when),
        )

    def _gone(self, unsent: Unsent) -> tuple[str, str]:
        names = self._names(list(dict.fromkeys(one.patient for one in unsent.gone)))
        return (
            tr("What you wrote or did for {names} never left.", names=names),
            tr("It was removed from this computer after 30 days."),
        )

    def _names(self, of: Sequence[PatientId]) -> str:
        cards = [patients.card(self._desk.reader, one) for one in of[:NAMED]]
        names = [one_line(card.name) if card else tr("a patient not loaded") for card in cards]
        if len(of) > NAMED:
            names.append(trn("{n} more", "{n} more", len(of) - NAMED))
        return ", ".join(names)
