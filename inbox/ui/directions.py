"""Where work goes: the routing rules in force, asked about the work on screen."""

from __future__ import annotations

from inbox.domain.people import Party
from inbox.domain.routing import Answer, Question, Routing, pool_of
from inbox.domain.thread import Thread
from inbox.domain.work_item import WorkItem
from inbox.queries import patient
from inbox.shortcuts.shipped import shipped_routing
from inbox.ui.desk import Desk


class Directions:
    """Asks the rules in force, and looks for the pool that they name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def rules(self) -> Routing:
        """What is in force now."""
        published = self._desk.published
        return published.routing.rules if published else shipped_routing()

    def question(self, thread: Thread, item: WorkItem, kind: str) -> Question:
        """What is to be asked of the rules if `item` were `kind` of work."""
        card = patient.card(self._desk.reader, thread.patient)
        doctor = Party(card.pcp, card.pcp) if card and card.pcp else None
        return Question(
            kind, item.holding.pool, self._desk.actor.role, doctor, state_of(card.address if card else "")
        )

    def pool(self, question: Question) -> tuple[Party | None, Answer | None]:
        """The pool the rules name that is here, and their answer."""
        answer = self.rules.answer(question)
        here = (Party(pool.id, pool.name) for pool in self._desk.pools() if pool.active)
        return pool_of(answer, here), answer


def state_of(address: str) -> str:
    """The state in an address of one line: "12 Elm St, Riverbend, IL 61601"; empty where there is none."""
    words = [word for part in address.split(",") for word in part.split()]
    return next(
        (word for word in reversed(words) if len(word) == 2 and word.isalpha() and word.isupper()), ""
    )
