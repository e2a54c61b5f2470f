"""What finished work took: a line for each pool, kind or person, and all measures of the current one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.errors import InboxError, Refused
from inbox.domain.kind_words import kind_words
from inbox.domain.measures import Lines, Recorded, Scope
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.queries.reader import Reader
from inbox.ui.beside import Newest
from inbox.ui.board.columns import Columns
from inbox.ui.board.measures.choice import Choice
from inbox.ui.board.measures.detail import Detail
from inbox.ui.board.measures.export import as_csv
from inbox.ui.board.measures.page import Basis, Line, Page, compute, read, since
from inbox.ui.board.measures.words import MEASURES, UNKNOWN, now_words
from inbox.ui.board.panel import Panel
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.board.table import Cell, Column, Ink, Row
from inbox.ui.board.table_view import Table
from inbox.ui.desk import Tone
from inbox.ui.look.type import SMALL
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.trail import exported

_WIDTHS = {
    "first_look": 82,
    "turnaround": 92,
    "ping_pong": 80,
    "hand_offs": 80,
    "minutes": 72,
}
_ORDER = ("closed", "turnaround", "first_look", "without_physician", "minutes", "arrived", "reopened",
          "ping_pong", "unread", "turnaround_90", "first_look_90", "by_button", "hand_offs")  # fmt: skip
"""Which measures keep their column where there is no room for all; the others are in the list beside."""


class MeasuresTab(BoardTab):
    """Supervisors see everybody's work, all others their own. Read when it comes to the front."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Measures"))
        desk = self.desk
        only = "" if desk.actor.role is Role.SUPERVISOR else desk.actor.person
        self.choice = Choice(only=only)
        self.page: Page | None = None
        self._basis: Basis | None = None
        self._recorded: list[Recorded] | None = None
        self._in_front = False
        self.table = Table(self.theme, tr("Measures"), _columns())
        self.detail = Detail(self.theme)
        self.told = Words(self.theme, tr("Reading…"), SMALL, "text_2", wrap=True)
        self._read: Newest[Basis] = Newest(around.beside, self._reading, self._show_basis)
        self._count: Newest[Page] = Newest(around.beside, self._counting, self._show)
        self._build()
        self.table.moved.connect(lambda _key: self._show_detail())
        self.restyle()

    def come(self) -> None:
        self._in_front = True
        self._read.ask()
        self.around.conductor.follow(self._ask_server())

    def go(self) -> None:
        self._in_front = False

    def first(self) -> QWidget:
        return self.table

    def step(self, by: int) -> None:
        self.table.step(by)

    def choose(self, what: str) -> None:
        pools = [pool.id for pool in self.desk.pools()]
        if what == "period":
            self.choice = self.choice.next_period()
        elif what == "lines":
            self.choice = self.choice.next_lines()
        else:
            self.choice = self.choice.next_pool(pools)
        self._tell_choice()
        if self._basis is not None:
            self._count.ask()

    def export(self) -> None:
        if self.page is None:
            raise Refused(tr("Still reading."))
        dialog = QFileDialog(self.window(), tr("Export measures (the file is not encrypted)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("measures.csv")
        dialog.fileSelected.connect(lambda path: self.around.conductor.follow(self.write(Path(path))))
        dialog.open()

    async def write(self, path: Path) -> None:
        """Write the page to a file. Raises Refused where that cannot be done."""
        assert self.page is not None, "asked for only while there is one"
        body = as_csv(self.page, self._name).encode("utf-8-sig")
        await exported(self.desk, "measures")
        try:
            await asyncio.to_thread(path.write_bytes, body)
        except OSError as error:
            raise Refused(tr("The file cannot be written: {why}.", why=error.strerror or "")) from None
        self.desk.say(tr("The measures are in the file."), Tone.GOOD)

    def restyle(self) -> None:
        px = self.theme.px
        self._bar.setContentsMargins(px(16), px(4), px(16), px(4))
        self._bar.setSpacing(px(8))
        self.told.setContentsMargins(px(14), px(8), px(14), px(10))

    def _build(self) -> None:
        theme, keys = self.theme, self.desk.keys_of
        self._period = KeyButton(theme, tr("Period"), keys("board.period"))
        self._lines = KeyButton(theme, tr("Lines"), keys("board.lines"))
        self._pool = KeyButton(theme, tr("Pool"), keys("board.pool"))
        export = KeyButton(theme, tr("Export"), keys("board.export"))
        self._bar = QHBoxLayout()
        for button, what in ((self._period, "period"), (self._lines, "lines"), (self._pool, "pool")):
            button.clicked.connect(lambda _=False, what=what: self.choose(what))
            self._bar.addWidget(button)
        self._bar.addStretch(1)
        self._bar.addWidget(export)
        export.clicked.connect(lambda: self.around.conductor.ask("board.export"))
        for button in (self._period, self._lines, self._pool, export):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remark = tr("your own work") if self.choice.only else tr("people are seen by supervisors only")
        self._lines_panel = Panel(theme, tr("Measures"), remark)
        self._lines_panel.body.addWidget(self.table)
        self._lines_panel.body.addWidget(self.told)
        self._lines_panel.body.addStretch(1)
        self._detail_panel = Panel(theme, tr("What they mean"))
        self._detail_panel.body.addWidget(self.detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(self._bar, column)
        self.columns = Columns(theme, [self._lines_panel], [self._detail_panel])
        self.table.moved.connect(lambda _key: self.columns.bring_into_view(self.table))
        column.addWidget(self.columns, 1)
        self._tell_choice()

    async def _ask_server(self) -> None:
        """What was recorded of why work moved is kept nowhere: without the server it is not known."""
        try:
            self._recorded = await asyncio.wrap_future(self.desk.sync.recorded(since(self.desk.now())))
        except InboxError as away:
            self._recorded = None
            self._tell(str(away))
        if self._basis is not None and self._in_front:
            self._count.ask()

    def _reading(self) -> partial[Basis]:
        return partial(read, now=self.desk.now())

    def _counting(self) -> Callable[[Reader], Page]:
        desk, basis = self.desk, self._basis
        assert basis is not None, "counted only once it was read"
        local = desk.now().astimezone(desk.zone)
        recorded, choice, calendar = self._recorded, self.choice, desk.promises.calendar
        return lambda _reader: compute(basis, recorded, choice, local, calendar)

    def _show_basis(self, basis: Basis) -> None:
        self._basis = basis
        self._count.ask()

    def _show(self, page: Page) -> None:
        self.page = page
        self.table.show_rows([_row(line, self._name(line.scope)) for line in page.lines])
        self._show_detail()
        self._tell("")

    def _show_detail(self) -> None:
        row = max(self.table.currentIndex().row(), 0)
        if self.page is not None and row < len(self.page.lines):
            line = self.page.lines[row]
            self._detail_panel.remark.set_words(f"{self._name(line.scope)}, {self.choice.period}")
            self.detail.show_line(line)

    def _tell(self, trouble: str) -> None:
        """What the page cannot know is said below it."""
        said = [tr("Compared with the same number of days right before, up to this time of the day.")]
        if self._recorded is None:
            said.insert(0, tr("Only supervisors in touch with the server learn of hand-offs and buttons."))
        self.told.set_words(" ".join(filter(None, [trouble, *said])))

    def _tell_choice(self) -> None:
        pool = self.desk.pool_name(self.choice.pool) if self.choice.pool else tr("all pools")
        self._period.set_label(tr("Period: {period}", period=self.choice.period))
        self._lines.set_label(tr("Lines: {lines}", lines=self.choice.grouping))
        self._pool.set_label(tr("Pool: {pool}", pool=pool))

    def _name(self, scope: Scope) -> str:
        """What a line is called; the first one is all of it."""
        if scope == self.choice.scope:
            return tr("All of it")
        if self.choice.lines is Lines.POOLS:
            return self.desk.pool_name(scope.pool)
        if self.choice.lines is Lines.KINDS:
            return kind_words(scope.kind)
        names = self._basis.names if self._basis else {}
        return next((name for who, name in names.items() if who == scope.person), tr("Somebody else"))


def _columns() -> list[Column]:
    """A column for each measure, in the order of the list beside; the least important give way first."""
    shown = [
        Column(tr(one.short), _WIDTHS.get(one.id, 66), said=tr(one.title), gives_way=_ORDER.index(one.id))
        for one in MEASURES
    ]
    return [Column(tr("Line"), 176, right=False), *shown]


def _row(line: Line, name: str) -> Row:
    cells = []
    for measure in MEASURES:
        words = now_words(measure, line.now)
        cells.append(Cell(words, Ink.QUIET if words == UNKNOWN else Ink.PLAIN))
    scope = line.scope
    return Row(f"{scope.pool}|{scope.kind}|{scope.person}", (Cell(name, Ink.STRONG), *cells))
