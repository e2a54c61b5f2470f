"""Several people at work at once, each at a computer with a wire of its own, on one portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from inbox.domain.ids import ItemId, PersonId
from inbox.queries import worklist
from inbox.queries.worklist import Line
from inbox.ui.board.measures.tab import MeasuresTab
from inbox.ui.board.rebalance.tab import RebalanceTab
from inbox.ui.board.tab import BoardTab
from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, Stage
from tests.journeys.wire import Wire

T = TypeVar("T", bound=BoardTab)


class Team:
    """By the names they sign in with. Everybody's clock goes as the portal's does."""

    def __init__(self, stage: Stage, portal: PortalProcess, computers: Path, ahead: timedelta) -> None:
        stage.clock.ahead = ahead
        self._stage = stage
        self._portal = portal
        self._computers = computers
        self.people: dict[str, Person] = {}
        self.wires: dict[str, Wire] = {}

    def come(self, *users: str) -> list[Person]:
        """All of them sign in, and wait until everything is here."""
        for user in users:
            self.wires[user] = wire = Wire(self._portal.address)
            self.people[user] = self._stage.person(user, wire, self._computers / user)
            self.people[user].signs_in()
            self.people[user].window.resize(1440, 900)
        for user in users:
            self.people[user].lets_everything_load()
        return [self.people[user] for user in users]

    def loses_touch(self, user: str) -> None:
        """From now on that computer is offline, and says so."""
        self.wires[user].cut()
        self.people[user].presses("F5")
        self.people[user].sees("Offline")

    def go(self) -> None:
        for wire in self.wires.values():
            wire.close()


@contextmanager
def team(stage: Stage, portal: PortalProcess, computers: Path, ahead: timedelta) -> Iterator[Team]:
    made = Team(stage, portal, computers, ahead)
    try:
        yield made
    finally:
        stage.everybody_goes_home()
        made.go()


def line(person: Person, item: str) -> Line | None:
    """An item as the computer of `person` has it now."""
    desk = person.workspace.desk
    return worklist.line(desk.reader, ItemId(item), desk.actor)


def sends(person: Person, item: str, words: str, keys: str = "Ctrl+Shift+Enter") -> None:
    """Go to an item, answer it in `words`, and send them: they wait for the end of the undo time."""
    before = leaving(person)
    person.goes_to(lambda row: row.line.item == item)
    person.presses("r")
    person.types(words)
    person.has_looked()
    person.presses(keys)
    person.is_told("leaves in", before + 1)
    person.presses("Esc")


def leaving(person: Person) -> int:
    """How often somebody was told that something leaves."""
    return sum("leaves in" in one for one in person.was_told)


def proposes(person: Person) -> dict[ItemId, PersonId]:
    """Open the board, and wait for the best proposal of who should get what."""
    person.presses("g b 2")
    tab = on_the_board(person, RebalanceTab)

    def proved() -> bool:
        return tab.draft.proposal is not None and tab.draft.proposal.gap is not None

    person.waits_until(proved, "the best proposal")
    assert tab.draft.proposal is not None
    return {move.piece.item: move.to for move in tab.draft.proposal.moves}


def measured(person: Person, who: str, keys: str = "") -> dict[str, object]:
    """What the measures' page says of `who`, without what only supervisors may know."""
    person.presses(f"g u {keys}".strip())
    tab = on_the_board(person, MeasuresTab)

    def of() -> dict[str, object] | None:
        lines = tab.page.lines if tab.page else ()
        found = next((one.now for one in lines if one.scope.person == who), None)
        return {name: getattr(found, name) for name in _FROM_TASKS} if found else None

    person.waits_until(of, f"the measures of {who}")
    return of() or {}


_FROM_TASKS = ("arrived", "closed", "minutes", "first_look", "turnaround", "without_physician", "unread")


def on_the_board(person: Person, kind: type[T]) -> T:
    """The tab of that kind."""
    tab = person.window.findChild(kind)
    assert isinstance(tab, kind)
    return tab
