"""The main window: four regions side by side, bars above and below, overlays on top.

Its title never names a patient. Under 1280 the patient panel folds first, then the rail to icons.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.words import tr
from inbox.ui.bars.connection import ConnectionBanner
from inbox.ui.bars.status import StatusBar
from inbox.ui.bars.top import TopBar
from inbox.ui.desk import Desk
from inbox.ui.doors.first_sync import SyncStrip
from inbox.ui.patient.panel import PatientPanel
from inbox.ui.rail.pane import RailPane
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.worklist.pane import WorklistPane

PANEL_FROM, RAIL_FROM = 1200, 1000
"""Widths in pixels at 100 % from which the patient panel, and the rail with words, have room."""


ROOM_FOR_FRAME = QSize(16, 48)
"""What a window manager may put around a window."""


class Workspace(QWidget):
    """The four regions and the bars of one desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.top = TopBar(desk)
        self.rail = RailPane(desk)
        self.worklist = WorklistPane(desk)
        self.reading = ReadingPane(desk)
        self.panel = PatientPanel(desk)
        self.status = StatusBar(desk)
        self.connection = ConnectionBanner(desk)
        self.strip = SyncStrip(desk.theme)
        desk.status_changed.connect(self.strip.show_status)
        self.regions = QSplitter(Qt.Orientation.Horizontal)
        self.regions.setChildrenCollapsible(False)
        self.regions.setHandleWidth(1)
        for region, stretch in ((self.rail, 0), (self.worklist, 2), (self.reading, 4), (self.panel, 0)):
            self.regions.addWidget(region)
            self.regions.setStretchFactor(self.regions.count() - 1, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.connection)
        column.addWidget(self.strip)
        column.addWidget(self.regions, 1)
        column.addWidget(self.status)
        self.worklist.current_changed.connect(self._show)
        desk.theme.changed.connect(self._fit)
        self._fit()

    def _show(self, target: Target | None) -> None:
        self.reading.show_item(target)
        thread = self.reading.thread
        self.panel.show_patient(thread.patient if thread else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the regions their widths; fold what has no room."""
        px = self.desk.theme.px
        wide = self.width()
        panel, words = wide >= px(PANEL_FROM), wide >= px(RAIL_FROM)
        self.panel.setVisible(panel)
        self.rail.fold(not words)
        rail = px(192) if words else px(48)
        self.rail.setFixedWidth(rail)
        beside = px(300) if panel else 0
        rest = max(wide - rail - beside, 0)
        listed = min(px(436), max(px(320), rest * 46 // 100))
        self.regions.setSizes([rail, listed, rest - listed, beside])


class Window(QMainWindow):
    """The one window of the program; a page of it is a workspace or one of the doors."""

    closing = Signal()
    """Somebody wants to close it; whoever listens decides and calls `let_go`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Inbox"))
        self.setMinimumSize(QSize(900, 600))
        room = self.screen().availableGeometry().size() - ROOM_FOR_FRAME
        self.resize(QSize(1440, 900).boundedTo(room).expandedTo(self.minimumSize()))
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self._free = False

    def show_page(self, page: QWidget, *, keep: bool = False) -> None:
        """Show `page` in place of what is there; the page before is thrown away unless it is kept."""
        before = self._pages.currentWidget()
        if page is before:
            return
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and not keep:
            self._pages.removeWidget(before)
            before.deleteLater()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Close for good."""
        self._free = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._free:
            event.accept()
            return
        event.ignore()
        self.closing.emit()
