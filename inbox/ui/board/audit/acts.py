"""The commands of the audit tab, which is made when the board first shows it."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.ui.board.audit.tab import AuditTab
from inbox.ui.board.tab import BoardTab
from inbox.ui.conductor import Conductor


class AuditActs:
    """They mean something only while the tab is in front (`front` gives the one that is)."""

    def __init__(self, conductor: Conductor, front: Callable[[], BoardTab | None]) -> None:
        self._front = front
        acts: dict[str, Callable[[AuditTab], None]] = {
            "audit.person": AuditTab.choose_person,
            "audit.patient": AuditTab.choose_patient,
            "audit.kind": AuditTab.choose_kind,
            "audit.clear": AuditTab.clear,
            "audit.more": AuditTab.more,
        }
        for command, act in acts.items():
            conductor.on(command, lambda _press, act=act: act(self._tab()), off=self._off)  # type: ignore[misc]

    def _tab(self) -> AuditTab:
        tab = self._front()
        if not isinstance(tab, AuditTab):
            raise Refused(self._off())
        return tab

    def _off(self) -> str:
        there = isinstance(self._front(), AuditTab)
        return "" if there else tr("Open the audit trail first.")
