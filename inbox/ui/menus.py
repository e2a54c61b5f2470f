"""Menus where something is: the same commands as by key, with their keys shown, for the pointer and by key.

Opened with the right button, the menu key or its chord. A menu holds no live shortcut: it shows the keys, and
asks the conductor as the palette does. What a role may not do is not in it; what has no use now is off.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.files.chips import FileChip, FileChips
from inbox.ui.workspace import Workspace

Groups = Sequence[Sequence[str]]

ROW: Groups = (
    ("item.open", "item.reply", "item.claim", "item.release", "item.done"),
    ("item.route", "item.assign", "item.escalate", "item.kind", "item.split"),
    ("item.hold", "item.snooze", "item.comment", "item.disposition", "item.wrong_patient"),
    ("item.select", "item.select_range"),
)
CONVERSATION: Groups = (
    ("item.reply", "item.quote", "item.comment", "file.open"),
    ("flag.next", "flag.dismiss", "flag.raise", "item.disposition"),
    ("item.done", "item.route", "item.escalate", "item.convert"),
    ("view.asks", "view.needs"),
)
COMPOSER: Groups = (
    ("item.send", "item.send_and_close", "item.recipients"),
    ("composer.next_blank", "composer.previous_blank", "composer.spelling", "item.quote"),
    ("composer.attach", "composer.detach"),
)
RAIL: Groups = (
    ("view.my_work", "view.pool", "view.escalations", "view.waiting", "view.snoozed", "view.sent"),
    ("search.focus", "saved.go", "saved.keep", "saved.edit"),
)
PANEL: Groups = (("panel.copy_phone", "panel.earlier", "view.panel"),)


class ContextMenus(QObject):
    """The menus of one workspace."""

    def __init__(self, desk: Desk, conductor: Conductor, space: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._conductor, self._space = desk, conductor, space
        reading = space.reading
        self._places: tuple[tuple[QWidget, Groups, str], ...] = (
            (space.worklist.list, ROW, tr("For this item")),
            (reading.conversation, CONVERSATION, tr("For this conversation")),
            (reading.composer, COMPOSER, tr("For this reply")),
            (space.rail, RAIL, tr("Go to")),
            (space.panel, PANEL, tr("For this patient")),
        )
        for listens in (
            space.worklist.list.viewport(), reading.conversation.viewport(), space.rail, space.panel,
            *reading.composer.findChildren(FileChips),
        ):  # fmt: skip
            listens.installEventFilter(self)
        conductor.on("app.menu", lambda _press: self._open_by_key())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The right button, over one of the places."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        if not isinstance(watched, QWidget):
            return False
        rows = self._space.worklist.list
        if watched is rows.viewport():
            index = rows.indexAt(event.pos())
            if index.isValid():
                rows.go_to(index.row())
        self._open(watched.childAt(event.pos()) or watched, event.globalPos())
        return True

    def _open_by_key(self) -> None:
        """Where the keyboard is: at the current row, else in what has the focus."""
        focus = QApplication.focusWidget() or self._space.worklist.list
        rows = self._space.worklist.list
        at = focus.mapToGlobal(focus.rect().center())
        if focus is rows:
            at = rows.viewport().mapToGlobal(rows.visualRect(rows.currentIndex()).center())
        self._open(focus, at)

    def _open(self, where: QWidget, at: QPoint) -> None:
        here = (one for one in self._places if one[0] is where or one[0].isAncestorOf(where))
        _, groups, name = next(here, self._places[0])
        menu = self._menu(groups, name)
        chip = where if isinstance(where, FileChip) else where.parentWidget()
        if isinstance(chip, FileChip):
            self._put_first(menu, chip)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        menu.setActiveAction(next((one for one in menu.actions() if one.isEnabled()), menu.actions()[0]))

    def _put_first(self, menu: QMenu, chip: FileChip) -> None:
        """What can be done with one file of the reply, before what can be done with all of it."""
        opens, takes_out = (
            QAction(tr("Open this file\tEnter"), menu),
            QAction(tr("Take it out\tDelete"), menu),
        )
        opens.triggered.connect(lambda: chip.clicked.emit())
        takes_out.triggered.connect(lambda: chip.removed.emit())
        first = menu.actions()[0]
        menu.insertActions(first, [opens, takes_out])
        menu.insertSeparator(first)

    def _menu(self, groups: Groups, name: str) -> QMenu:
        """The commands of `groups` that this person may ask for, a line between groups."""
        menu = QMenu(self._space)
        menu.setAccessibleName(name)
        menu.setFont(QApplication.font())
        off = self._conductor.offs()
        for group in groups:
            allowed = [COMMANDS[one] for one in group if not self._desk.bus.not_allowed(COMMANDS[one])]
            for command in allowed:
                if command.id not in self._conductor.answered:
                    continue
                keys = self._desk.keys_of(command.id)
                action = menu.addAction(f"{command.said}\t{keys}" if keys else command.said)
                action.setEnabled(not off(command.id))
                action.setData(command.id)
                action.triggered.connect(lambda _=False, one=command.id: self._conductor.ask(one))
            menu.addSeparator()
        return menu
