"""What is worked in: four regions side by side, bars above and below, overlays on top.

Under 1280 the patient panel folds first, then the rail to icons.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from inbox.commands.declare import Target
from inbox.ui.bars.connection import ConnectionBanner
from inbox.ui.bars.cover import CoverStrip
from inbox.ui.bars.flag_rules import FlagRulesBanner
from inbox.ui.bars.intake import IntakeBanner
from inbox.ui.bars.kit import KitBanner
from inbox.ui.bars.offer import OfferStrip
from inbox.ui.bars.signing import SigningStrip
from inbox.ui.bars.sweep import SweepStrip
from inbox.ui.bars.unsent import UnsentBanner
from inbox.ui.bars.waiting import WaitingLine
from inbox.ui.desk import Desk
from inbox.ui.doors.first_sync import SyncStrip
from inbox.ui.front import Front, first_view
from inbox.ui.patient.panel import PatientPanel
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.widths import panel_has_room, shared_out


class Workspace(QWidget):
    """The four regions and the bars of one desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, front: Front | None = None) -> None:
        """`front`: what is on screen already, and becomes part of this."""
        super().__init__(parent)
        self.desk = desk
        front = front or Front(desk)
        front.hand_over()
        self.top, self.rail, self.worklist, self.status = front.top, front.rail, front.worklist, front.status
        self.reading = ReadingPane(desk)
        self.panel = PatientPanel(desk)
        self.connection = ConnectionBanner(desk, self)
        self.intake = IntakeBanner(desk)
        # What is wrong from the start these say at once: they have a parent, or it were a window of its own.
        self.kit = KitBanner(desk, self)
        self.flag_rules = FlagRulesBanner(desk, self)
        self.unsent, self.signing = UnsentBanner(desk, self), SigningStrip(desk, self)
        self.absences, self.sweep = CoverStrip(desk, self), SweepStrip(desk, self)
        self.waiting = WaitingLine(desk, self)
        self.offer, self.strip = OfferStrip(desk, self), SyncStrip(desk.theme)
        desk.status_changed.connect(self.strip.show_status)
        self.regions = QSplitter(Qt.Orientation.Horizontal)
        self.regions.setChildrenCollapsible(False)
        self.regions.setHandleWidth(1)
        self.regions.splitterMoved.connect(lambda _place, _region: self._cover())
        for region, stretch in ((self.rail, 0), (self.worklist, 2), (self.reading, 4), (self.panel, 0)):
            self.regions.addWidget(region)
            self.regions.setStretchFactor(self.regions.count() - 1, stretch)
        self._stack()
        self._has_room, self._beside, self._over = True, True, False
        self.small = False
        """Whether only what is read and decided is shown, and how much waits."""
        self._came_from: QWidget | None = None
        self.worklist.current_changed.connect(self._show)
        self.reading.composer.typing.connect(self._catch_up)
        desk.theme.changed.connect(self._fit)
        desk.left.connect(self._rest)
        self._fit()

    def _stack(self) -> None:
        """The bars above and below the regions."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.waiting)
        warnings = (self.connection, self.intake, self.unsent, self.kit, self.flag_rules)
        for strip in (*warnings, self.signing, self.absences, self.sweep, self.strip):
            column.addWidget(strip)
        column.addWidget(self.regions, 1)
        for below in (self.offer, self.status):
            column.addWidget(below)

    def begin(self) -> None:
        """List what this person sees first, and show its first item, also where it is listed already."""
        listed = self.worklist.current()
        self.worklist.show_view(first_view(self.desk.actor.role))
        if listed is not None and self.worklist.current() == listed:
            self.worklist.current_changed.emit(listed)

    def make_small(self, small: bool) -> None:
        """Show only what is read and decided, or everything; all of it stays as it is meanwhile."""
        self.small = small
        for part in (self.top, self.rail, self.worklist, self.status):
            part.setVisible(not small)
        self.waiting.setVisible(small)
        self.reading.packet.set_compact(small)
        self._fit()
        focus = QApplication.focusWidget()
        if small and (focus is None or not self.reading.isAncestorOf(focus)):
            self.reading.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not small and focus is self.reading:
            self.worklist.take_keyboard()

    def cover(self, page: QWidget) -> None:
        """Show `page` where the regions stand; they keep everything as it is."""
        self.uncover()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        if column.indexOf(page) < 0:
            column.insertWidget(column.indexOf(self.regions), page, 1)
        self.regions.hide()
        page.show()

    def lay_bare(self, page: QWidget) -> None:
        """Show the regions again instead of `page`."""
        page.hide()
        self.regions.show()

    def turn_panel(self) -> None:
        """Show the patient panel, which takes the keyboard, or hide it: beside the reading pane, or over it
        where there is no room."""
        was_read = self.panel.hasFocus()
        before = QApplication.focusWidget()
        if self._has_room:
            self._beside = not self._beside
        else:
            self._over = not self._over
        self._fit()
        if self.panel.isVisible():
            self._came_from = before
            self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)  # arrows and Page keys scroll it
        elif was_read:
            self.worklist.take_keyboard()

    def enter_panel(self) -> None:
        """Give the patient panel the keyboard, showing it if it is hidden."""
        if not self.panel.isVisible():
            self.turn_panel()
        elif not self.panel.hasFocus():
            self._came_from = QApplication.focusWidget()
            self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave_panel(self) -> bool:
        """Give the keyboard back to where it was before the panel had it; whether the panel had it."""
        if not self.panel.hasFocus():
            return False
        before, self._came_from = self._came_from, None
        if before is not None and isValid(before) and before.isVisible() and before is not self.panel:
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.worklist.take_keyboard()
        return True

    def uncover(self) -> bool:
        """Hide the patient panel if it lies over the reading pane; whether it did."""
        lay_over = self.panel.isVisible() and not self._has_room
        if lay_over:
            self.turn_panel()
        return lay_over

    def _rest(self) -> None:
        """The desk has been left: nothing here looks at it any more, whatever was about to."""
        self.setUpdatesEnabled(False)
        for timer in self.findChildren(QTimer):
            timer.stop()

    def _writes(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.reading.composer.isAncestorOf(focus)

    def _catch_up(self, typing: bool) -> None:
        """Nobody writes any more: show what the list has come to meanwhile."""
        if not typing:
            self._show(self.worklist.current())

    def _show(self, target: Target | None) -> None:
        """Show `target`; but while somebody writes, their item stays, whatever becomes of the list: the next
        letter must not go to another patient."""
        if target != self.reading.target and self._writes():
            return
        self.uncover()
        was = self.reading.deciding
        self.reading.show_item(target)
        if self.reading.deciding != was:
            self._fit()
        thread = self.reading.thread
        self.panel.show_patient(thread.patient if thread else None, thread.id if thread else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the regions their widths; fold what has no room."""
        theme = self.desk.theme
        if self.small:
            self._has_room = False
            self._place_panel()
            self.reading.setMinimumWidth(0)
            return
        wide = self.width()
        packet = self.reading.deciding
        self._has_room = panel_has_room(theme, wide, packet=packet)
        self._place_panel()
        shared = shared_out(theme, wide, panel=self._has_room and self._beside, packet=packet)
        self.rail.fold(not shared.rail_has_words)
        self.rail.setFixedWidth(shared.rail)
        for region, width in ((self.worklist, shared.listed_least), (self.reading, theme.px(300))):
            region.setMinimumWidth(width)
        self.regions.setSizes([shared.rail, shared.listed, shared.reading, shared.panel])
        self._cover()

    def _place_panel(self) -> None:
        """As the last region, or as a sheet that lies over the reading pane while it is asked for."""
        apart = self.regions.indexOf(self.panel) < 0
        if self._has_room:
            self._over = False
            if apart:
                self.regions.addWidget(self.panel)
        elif not apart:
            self.panel.setParent(self)
        self.panel.setVisible(self._beside if self._has_room else self._over)

    def _cover(self) -> None:
        """Keep the sheet where the reading pane is."""
        if self.regions.indexOf(self.panel) < 0:
            self.panel.setGeometry(QRect(self.reading.mapTo(self, QPoint()), self.reading.size()))
