"""What the commands of the patient panel do: move in it, copy a number, read an earlier conversation."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inbox.domain.errors import Refused
from inbox.domain.ids import ThreadId
from inbox.domain.words import tr
from inbox.ui import copied
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.overlays.earlier import EarlierView
from inbox.ui.workspace import Workspace


class PanelActs(QObject):
    """The acts that stay on this side of the record: nothing here changes anything."""

    def __init__(
        self, desk: Desk, conductor: Conductor, workspace: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._space = workspace
        self.earlier = EarlierView(desk, workspace)
        panel = workspace.panel
        panel.copies.connect(self._copy)
        panel.opens.connect(self._open)
        conductor.on("panel.enter", lambda _press: workspace.enter_panel(), off=self._nobody)
        conductor.on("panel.earlier", self._go_to_earlier, off=self._nobody)
        conductor.on("panel.copy_phone", self._copy_first, off=self._nobody)
        conductor.on("panel.next", lambda _press: panel.go_section(1), off=self._elsewhere)
        conductor.on("panel.previous", lambda _press: panel.go_section(-1), off=self._elsewhere)
        conductor.on("panel.down", lambda _press: panel.go_stop(1), off=self._elsewhere)
        conductor.on("panel.up", lambda _press: panel.go_stop(-1), off=self._elsewhere)
        conductor.on("panel.open", lambda _press: panel.act(), off=self._elsewhere)

    def _nobody(self) -> str:
        return "" if self._space.panel.patient is not None else tr("Select an item first.")

    def _elsewhere(self) -> str:
        return "" if self._space.panel.hasFocus() else tr("Go into the patient panel first.")

    def _go_to_earlier(self, _press: Press) -> None:
        if off := self._nobody():
            raise Refused(off)
        self._space.enter_panel()
        self._space.panel.go_to_earlier()

    def _copy_first(self, _press: Press) -> None:
        if off := self._nobody():
            raise Refused(off)
        number = self._space.panel.number()
        if not number:
            raise Refused(tr("No telephone is recorded for this patient."))
        self._copy(number)

    def _copy(self, number: str) -> None:
        copied.copy(number)
        self._desk.say(tr("Telephone number copied."))

    def _open(self, thread: ThreadId) -> None:
        self.earlier.open(thread, self._space.panel.earlier)
