"""The strip across the desk while the list may lack something: how old it is, and what helps."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.time_words import span_words
from inbox.domain.words import tr, trn
from inbox.sync.status import Connection, Status
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton

_DAY = timedelta(days=1)
OUT_OF_TOUCH = frozenset({Connection.OFFLINE, Connection.BUSY, Connection.FAULT, Connection.REFUSED})


class ConnectionBanner(Banner):
    """Hidden while all is well. A sign-in that has ended is not said here: it locks, and the lock says it.

    An old list is said to be old whatever the connection is: looks may fail for reasons nobody thought of.
    """

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, BannerKind.STALE, tr("Connection"), parent=parent)
        self._desk = desk
        self._try = KeyButton(desk.theme, tr("Try now"), desk.keys_of("app.try_now"))
        self._try.clicked.connect(lambda: self.command.emit("app.try_now"))
        self.add(self._try)
        desk.status_changed.connect(self._show)
        desk.ticked.connect(lambda: self._show(desk.status))
        self._show(desk.status)

    def _show(self, status: Status | None) -> None:
        away = status is not None and status.connection in OUT_OF_TOUCH
        old = status is not None and status.is_stale(self._desk.now())
        self._try.setVisible(away or old)
        if status is not None and (away or old):
            self.set_words(self._state(status), self._urgent(status))
        elif status is not None and status.skew:
            self.set_words(*_skewed(status.skew))
        self.setVisible(away or old or bool(status and status.skew))

    def _state(self, status: Status) -> str:
        now, last = self._desk.now(), status.last_sync
        state = tr("Offline.") if status.connection is Connection.OFFLINE else status.sentence
        if last is None:
            return state
        at = f"{last.astimezone(self._desk.zone):%H:%M}"
        if now - last >= _DAY:
            at = f"{last.astimezone(self._desk.zone):%Y-%m-%d %H:%M}"
        said = tr("This list is from {time}, {age} ago.", time=at, age=span_words(now - last))
        return f"{state} {said}" if state else said

    def _urgent(self, status: Status) -> str:
        pools = (self._desk.pool(ref) for ref in self._desk.actor.pools)
        phone = next((pool.phone for pool in pools if pool and pool.phone), "") or status.telephone
        if phone:
            return tr(
                "New urgent messages may exist. Patients with urgent problems call {phone}.", phone=phone
            )
        return tr("New urgent messages may exist.")


def _skewed(skew: timedelta) -> tuple[str, str]:
    """What to say of a clock that is wrong."""
    minutes = abs(skew) // timedelta(minutes=1)
    if skew > timedelta():
        state = trn(
            "This computer’s clock is {n} minute fast.", "This computer’s clock is {n} minutes fast.", minutes
        )
    else:
        state = trn(
            "This computer’s clock is {n} minute slow.", "This computer’s clock is {n} minutes slow.", minutes
        )
    return state, tr("The time left that is shown here is wrong by as much. Have the clock set.")
