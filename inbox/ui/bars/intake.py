"""The strip that says that patients have written and nobody's list shows it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.words import tr, trn
from inbox.sync.status import Intaking, Status
from inbox.ui.desk import Desk
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.reading.moments import day

_GO_LIVE = "app.go_live"


class IntakeBanner(Banner):
    """Hidden while every message has its work, or is about to have it. A supervisor is offered to decide."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        name = tr("Messages on nobody’s list")
        super().__init__(desk.theme, BannerKind.STALE, name, icon="inbox", parent=parent)
        self._desk = desk
        self._decides = desk.actor.role in COMMANDS[_GO_LIVE].roles
        self._ask = KeyButton(desk.theme, tr("Put them on the lists…"))
        self._ask.clicked.connect(lambda: self.command.emit(_GO_LIVE))
        self.add(self._ask)
        desk.status_changed.connect(self._show)
        self._show(desk.status)

    def _show(self, status: Status | None) -> None:
        intake = status.intake if status is not None else None
        unmet = intake is not None and intake.waiting > 0 and not (intake.confirmed and intake.possible)
        if intake is not None and unmet:
            self.set_words(*self._told(intake))
            self._ask.setVisible(self._decides and intake.possible and not intake.confirmed)
        self.setVisible(unmet)

    def _told(self, intake: Intaking) -> tuple[str, str]:
        since = day(intake.since, self._desk.now(), self._desk.zone)
        state = trn(
            "{n} conversation since {day} is on nobody’s list.",
            "{n} conversations since {day} are on nobody’s list.",
            intake.waiting,
            day=since,
        )
        if not intake.possible:
            return state, tr("The server does not let you put them there. Search shows them.")
        if self._decides:
            return state, tr("Search shows them until then.")
        return state, tr("A supervisor decides about them. Search shows them until then.")
