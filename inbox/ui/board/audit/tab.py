"""Who did what with whose record: the newest first, one event in full beside them."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.errors import InboxError, Refused
from inbox.domain.trail import Event, Wanted, once
from inbox.domain.words import tr, trn
from inbox.queries import patient as patients
from inbox.queries import pools as directory
from inbox.sync.status import Connection, Status
from inbox.ui.board.audit.detail import Detail
from inbox.ui.board.audit.filters import Filters
from inbox.ui.board.audit.words import Names, facts, outcome, sentence
from inbox.ui.board.columns import Columns
from inbox.ui.board.panel import Panel
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.board.table import Cell, Column, Ink, Row
from inbox.ui.board.table_view import Table
from inbox.ui.look.type import SMALL
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.moments import when


class AuditTab(BoardTab):
    """Read from the portal when it comes to the front, a leaf at a time; forgotten when it goes."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Audit"))
        self.events: tuple[Event, ...] = ()
        self.names = Names({}, {})
        self._next = ""
        self._asked = 0
        """How often it was asked: of several answers the last one asked for counts."""
        self._trouble = ""
        self._in_front = False
        self._connection: Connection | None = None
        self.filters = Filters(around)
        self.table = Table(self.theme, tr("Audit trail"), _columns())
        self.detail = Detail(self.theme)
        self.told = Words(self.theme, "", SMALL, "text_2", wrap=True)
        self._build()
        self.filters.changed.connect(self._read_anew)
        self.table.moved.connect(lambda _key: self._show_detail())
        self.desk.status_changed.connect(self._hear)
        self.restyle()

    def come(self) -> None:
        self._in_front = True
        people: dict[str, str] = {one.id: one.name for one in directory.staff(self.desk.reader)}
        self.names = Names(people, {})
        self._read()

    def go(self) -> None:
        """Nothing of it is kept, not even in memory."""
        self._in_front = False
        self._asked += 1
        self.filters.pick.dismiss()
        self._forget()

    def first(self) -> QWidget:
        return self.table

    def step(self, by: int) -> None:
        """Beyond the last line it goes on with what is older."""
        if by > 0 and self._next and self.table.currentIndex().row() == len(self.events) - 1:
            self.more()
        self.table.step(by)
        self.columns.bring_into_view(self.table)

    def enter(self) -> None:
        """Ask whether only this person, patient or kind is to be seen."""
        event = self._current()
        if event is None:
            raise Refused(tr("There is no event to go on from."))
        self.filters.choose_like(event, self.names)

    def choose(self, what: str) -> None:
        if what != "period":
            super().choose(what)
        self.filters.choose(self.filters.chosen.next_period())

    def choose_person(self) -> None:
        """Ask whose doings are to be seen."""
        self.filters.choose_person(self.names.people)

    def choose_patient(self) -> None:
        """Ask of whose record: of those that are kept here, and those in the events shown."""

        def ask(found: dict[str, str] | None) -> None:
            if self._in_front and found is not None:
                self.filters.choose_patient(found | dict(self.names.patients))

        self.around.beside.run(patients.names, ask)

    def choose_kind(self) -> None:
        """Ask what kind of doing."""
        self.filters.choose_kind()

    def clear(self) -> None:
        """See everybody's doings with every record."""
        self.filters.choose(self.filters.chosen.everything())

    def more(self) -> None:
        """Go on with what is older. Raises Refused where nothing is."""
        if not self._next:
            raise Refused(tr("Nothing older fits."))
        self._read(self._next)

    def restyle(self) -> None:
        px = self.theme.px
        self._bar.setContentsMargins(px(16), px(4), px(16), px(4))
        self.told.setContentsMargins(px(14), px(8), px(14), px(10))

    def _build(self) -> None:
        remark = tr("read from the portal; reading it is noted too")
        self._list_panel = Panel(self.theme, tr("Audit trail"), remark)
        self._list_panel.body.addWidget(self.table)
        self._list_panel.body.addWidget(self.told)
        self._list_panel.body.addStretch(1)
        self._detail_panel = Panel(self.theme, tr("The event in full"))
        self._detail_panel.body.addWidget(self.detail, 1)
        self.columns = Columns(self.theme, [self._list_panel], [self._detail_panel])
        self._bar = QHBoxLayout()
        self._bar.addWidget(self.filters, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(self._bar, column)
        column.addWidget(self.columns, 1)

    def _read_anew(self) -> None:
        self._forget()
        self._read()

    def _read(self, after: str = "") -> None:
        self._asked += 1
        self._trouble = ""
        wanted = self.filters.chosen.wanted(self.desk.now().astimezone(self.desk.zone))
        self.told.set_words(tr("Asking the portal…"))
        self.around.conductor.follow(self._leaf(wanted, after, self._asked))

    async def _leaf(self, wanted: Wanted, after: str, number: int) -> None:
        """Read one leaf; what was asked before something else was chosen is not shown."""
        try:
            leaf = await asyncio.wrap_future(self.desk.sync.trail(wanted, after))
        except InboxError as no:
            if number == self._asked:
                self._trouble = no.in_full
                self.told.set_words(self._trouble)
            return
        if number == self._asked:
            self._next = leaf.next
            self.names = Names(self.names.people, {**self.names.patients, **leaf.names})
            self.events = once([*self.events, *leaf.events])
            self._show()

    def _show(self) -> None:
        now, zone = self.desk.now(), self.desk.zone
        self.table.show_rows([_row(one, self.names, when(one.at, now, zone)) for one in self.events])
        self._show_detail()
        self.told.set_words(self._how_many())

    def _how_many(self) -> str:
        if not self.events:
            everything = self.desk.keys_of("audit.clear")
            return tr("Nothing was noted that fits. See everything: {key}.", key=everything)
        told = trn("{n} event.", "{n} events.", len(self.events))
        older = tr("Older ones: {key}.", key=self.desk.keys_of("audit.more")) if self._next else ""
        return " ".join(filter(None, (told, older)))

    def _show_detail(self) -> None:
        event = self._current()
        if event is None:
            self.detail.show_event("", ())
        else:
            told = facts(event, self.names, self.desk.now(), self.desk.zone)
            self.detail.show_event(sentence(event, self.names), told)

    def _current(self) -> Event | None:
        row = max(self.table.currentIndex().row(), 0)
        return self.events[row] if row < len(self.events) else None

    def _forget(self) -> None:
        self.events, self._next = (), ""
        self.names = Names(self.names.people, {})
        self.table.show_rows([])
        self._show_detail()

    def _hear(self, status: Status) -> None:
        """Back in touch: what could not be read is asked for again."""
        before, self._connection = self._connection, status.connection
        back = status.connection is Connection.CONNECTED and before is not Connection.CONNECTED
        if back and self._in_front and self._trouble:
            self._read()


def _columns() -> list[Column]:
    return [
        Column(tr("What was done"), 330, right=False),
        Column(tr("When"), 130, right=False),
        Column(tr("Station"), 120, right=False, gives_way=2),
        Column(tr("Outcome"), 80, right=False, gives_way=1),
    ]


def _row(event: Event, names: Names, at: str) -> Row:
    how = Cell(outcome(event), Ink.STRONG if event.failed else Ink.QUIET)
    return Row(event.id, (Cell(sentence(event, names)), Cell(at), Cell(event.station, Ink.QUIET), how))
