"""What the commands of the board do: bring it to the front, go about in it, list what is behind a number."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from inbox.commands.board import TABS as TAB_COMMANDS
from inbox.domain.duty import may_see_the_board
from inbox.domain.errors import Refused
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.queries.views import ViewKind
from inbox.ui.beside import Beside
from inbox.ui.board.audit.acts import AuditActs
from inbox.ui.board.page import BoardPage
from inbox.ui.board.rebalance.acts import RebalanceActs
from inbox.ui.board.sweep.finding import Finding
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.board.tabs import MEASURES, OWN, TABS, WITH_AUDIT, Tab
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.workspace import Workspace


class BoardActs(QObject):
    """The board is made when it is first asked for; most people never do."""

    turned = Signal()
    """It came to the front, or went from there."""

    def __init__(
        self, desk: Desk, conductor: Conductor, workspace: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._space = workspace
        self._beside = Beside(desk, workspace, self)
        self.finding = Finding(desk, self._beside, self)
        self._page: BoardPage | None = None
        self._open = False
        conductor.on("view.board", lambda _press: self.show(), off=self.why_not)
        for number, command in enumerate(TAB_COMMANDS):
            conductor.on(command.id, partial(self._choose, number), off=partial(self._no_tab, number))
        conductor.on("board.next", lambda _press: self._tab().step(1), off=self._closed)
        conductor.on("board.previous", lambda _press: self._tab().step(-1), off=self._closed)
        conductor.on("board.right", lambda _press: self._tab().across(1), off=self._closed)
        conductor.on("board.left", lambda _press: self._tab().across(-1), off=self._closed)
        conductor.on("board.open", lambda _press: self._tab().enter(), off=self._closed)
        RebalanceActs(conductor, self._front)
        AuditActs(conductor, self._front)
        for what in ("period", "lines", "pool"):
            conductor.on(f"board.{what}", partial(self._choose_what, what), off=self._closed)
        conductor.on("board.export", lambda _press: self._tab().export(), off=self._closed)
        conductor.on("view.measures", lambda _press: self.show("measures"))
        conductor.on("view.audit", lambda _press: self.show("audit"))
        workspace.worklist.wanted.connect(self._give_way)

    @property
    def is_open(self) -> bool:
        """Whether it stands where the list stands."""
        return self._open

    @property
    def page(self) -> BoardPage:
        """The page, made now if it was not yet."""
        return self._page or self._page_of(self._tabs())

    def _page_of(self, tabs: tuple[Tab, ...]) -> BoardPage:
        """The page with these tabs: others than before where the charge was given or taken meanwhile."""
        if self._page is not None and self._page.tabs != tabs:
            self._give_way()
            self._page.deleteLater()
            self._page = None
        if self._page is None:
            desk, space = self._desk, self._space
            drill = space.worklist.show_view
            around = Around(desk, self._conductor, self._beside, self.finding, space, drill)
            self._page = BoardPage(around, tabs, parent=space)
            self._page.asked.connect(self._bring)
            self._page.hide()
        return self._page

    def why_not(self) -> str:
        """Why whoever sits here may not see the board; empty when they may."""
        desk = self._desk
        local = desk.now().astimezone(desk.zone)
        if may_see_the_board(desk.actor, pools.staff(desk.reader), local):
            return ""
        return tr("The board is for supervisors and the charge nurse.")

    def show(self, tab: str = "") -> None:
        """Bring the board to the front, with that tab or the one that was there last. Raises Refused."""
        off = self.why_not()
        if off and tab != MEASURES.id:
            raise Refused(off)
        page = self._page_of(OWN if off else self._tabs())
        if tab:
            page.show_tab(page.number(tab))
        if not self._open:
            self._open = True
            self._space.cover(page)
            page.come()
        self._attend()

    def back(self) -> bool:
        """Leave the board for the list; whether it was in front."""
        if not self._open:
            return False
        self._give_way()
        self._space.worklist.take_keyboard()
        return True

    def return_to(self) -> bool:
        """From a list behind the board back to it as it was; whether the list was one."""
        view = self._space.worklist.view
        if view is None or view.kind not in (ViewKind.SLICE, ViewKind.SWEEP) or self.why_not():
            return False
        self.show()
        return True

    def _give_way(self) -> None:
        if self._open:
            self._open = False
            self._conductor.in_front = None
            self.page.go()
            self._space.lay_bare(self.page)
            self._space.worklist.take_keyboard()
            self.turned.emit()

    def _attend(self) -> None:
        self._conductor.in_front = self.page.tab
        self.turned.emit()

    def _choose_what(self, what: str, _press: Press) -> None:
        self._tab().choose(what)

    def _choose(self, number: int, _press: Press) -> None:
        if off := self._no_tab(number):
            raise Refused(off)
        self._bring(number)

    def _bring(self, number: int) -> None:
        self.page.show_tab(number)
        self._attend()

    def _tabs(self) -> tuple[Tab, ...]:
        return WITH_AUDIT if self._desk.actor.role is Role.SUPERVISOR else TABS

    def _front(self) -> BoardTab | None:
        return self.page.tab if self._open else None

    def _tab(self) -> BoardTab:
        tab = self._front()
        if tab is None:
            raise Refused(self._closed())
        return tab

    def _closed(self) -> str:
        return "" if self._open else tr("Open the board first.")

    def _no_tab(self, number: int) -> str:
        return self._closed() or ("" if number < len(self.page) else tr("The board has no such tab."))
