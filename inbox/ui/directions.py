"""Where work goes: the routing rules in force, asked about the work on screen."""

from __future__ import annotations

from inbox.commands.declare import Case
from inbox.domain.routing import Answer, Place, Question, Routing, Rule
from inbox.domain.thread import Thread
from inbox.domain.work_item import Kind, WorkItem
from inbox.queries import directions
from inbox.shortcuts.shipped import shipped_routing
from inbox.ui.desk import Desk


class Directions:
    """Asks the rules in force, in the name of whoever sits here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.trial: Routing | None = None
        """Rules that are only tried out; None: those in force are asked."""

    @property
    def rules(self) -> Routing:
        """What is asked now: those on trial, else what is in force."""
        if self.trial is not None:
            return self.trial
        published = self._desk.published
        return published.routing.rules if published else shipped_routing()

    def ask(self, question: Question) -> tuple[Place | None, Answer | None]:
        """Whom the rules name, where they work here, and the answer itself."""
        return directions.ask(self._desk.reader, self.rules, question)

    def leading_nowhere(self) -> list[Rule]:
        """The rules in force that name a pool or a person who is not here."""
        return directions.nowhere(self._desk.reader, self.rules)

    def as_kind(self, thread: Thread, item: WorkItem, kind: str) -> Place | None:
        """Where the rules would send `item` if it were `kind` of work; None where none fits, or whom it
        names is not here."""
        reader, role = self._desk.reader, self._desk.actor.role
        return self.ask(directions.question(reader, thread.patient, kind, item.holding.pool, role))[0]

    def of(self, case: Case) -> Place | None:
        """Where the rules send an item."""
        return self.as_kind(case.thread, case.item, case.item.kind)

    def review(self, thread: Thread, item: WorkItem) -> Place | None:
        """Whom the rules send a question about `item` to that a prescriber has to decide."""
        return self.as_kind(thread, item, Kind.PHYSICIAN_REVIEW)
