"""What stands on screen first at a start: bars, rail and list, where the workspace will have them.

Everything else is imported and made behind this picture, before any key is looked at.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inbox.domain.people import Role
from inbox.queries.views import View, ViewKind
from inbox.ui.bars.status import StatusBar
from inbox.ui.bars.top import TopBar
from inbox.ui.desk import Desk
from inbox.ui.rail.pane import RailPane
from inbox.ui.widths import panel_has_room, shared_out
from inbox.ui.worklist.pane import WorklistPane


class Front(QWidget):
    """Made alone at a start, and by each workspace that is made without one; a workspace takes its parts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.top = TopBar(desk)
        self.rail = RailPane(desk)
        self.worklist = WorklistPane(desk)
        self.status = StatusBar(desk)
        self._taken = False
        self._regions = QSplitter(Qt.Orientation.Horizontal)  # as the workspace has them
        self._regions.setChildrenCollapsible(False)
        self._regions.setHandleWidth(1)
        for region in (self.rail, self.worklist, QWidget()):
            self._regions.addWidget(region)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self._regions, 1)
        column.addWidget(self.status)

    def begin(self) -> None:
        """List what this person sees first."""
        view = first_view(self.desk.actor.role)
        self.worklist.show_view(view)
        self.rail.mark(view)
        self.worklist.list.doItemsLayout()  # its scroll bar has its place before anything is painted

    def hand_over(self) -> None:
        """Its parts are somebody else's from now on."""
        self._taken = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._taken:
            return
        theme, wide = self.desk.theme, self.width()
        packet = self.desk.actor.role is Role.PRESCRIBER
        panel = panel_has_room(theme, wide, packet=packet)
        shared = shared_out(theme, wide, panel=panel, packet=packet)
        self.rail.fold(not shared.rail_has_words)
        self.rail.setFixedWidth(shared.rail)
        self._regions.setSizes([shared.rail, shared.listed, shared.reading + shared.panel])


def first_view(role: Role) -> View:
    """What somebody sees first: prescribers what was escalated to them, all others their pools."""
    return View(ViewKind.ESCALATIONS if role is Role.PRESCRIBER else ViewKind.POOL)
