"""Where work goes: the routing rules in force, asked about the work on screen."""

from __future__ import annotations

from inbox.commands.declare import Case
from inbox.domain.people import Party
from inbox.domain.routing import Answer, Place, Question, Routing, Rule, leading_nowhere, place
from inbox.domain.thread import Thread
from inbox.domain.work_item import Kind, WorkItem
from inbox.queries import patient
from inbox.queries import pools as directory
from inbox.shortcuts.shipped import shipped_routing
from inbox.ui.desk import Desk


class Directions:
    """Asks the rules in force, and looks for whom they name."""

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
        doctor = Party(card.pcp_ref, card.pcp) if card and card.pcp else None
        return Question(
            kind, item.holding.pool, self._desk.actor.role, doctor, state_of(card.address if card else "")
        )

    def ask(self, question: Question) -> tuple[Place | None, Answer | None]:
        """Whom the rules name, where they work here, and the answer itself."""
        answer = self.rules.answer(question)
        staff = self._staff() if answer and answer.goal.person else ()
        return place(answer, question, self._pools(), staff), answer

    def leading_nowhere(self) -> list[Rule]:
        """The rules in force that name a pool or a person who is not here."""
        return leading_nowhere(self.rules, self._pools(), self._staff())

    def of(self, case: Case) -> Place | None:
        """Where the rules send an item; None where no rule fits, or whom it names is not here."""
        return self.ask(self.question(case.thread, case.item, case.item.kind))[0]

    def review(self, thread: Thread, item: WorkItem) -> Place | None:
        """Whom the rules send a question about `item` to that a prescriber has to decide."""
        return self.ask(self.question(thread, item, Kind.PHYSICIAN_REVIEW))[0]

    def _pools(self) -> list[Party]:
        return [Party(pool.id, pool.name) for pool in self._desk.pools() if pool.active]

    def _staff(self) -> list[Party]:
        return [Party(one.id, one.name) for one in directory.staff(self._desk.reader) if one.active]


def state_of(address: str) -> str:
    """The state in an address of one line: "12 Elm St, Riverbend, IL 61601"; empty where there is none."""
    words = [word for part in address.split(",") for word in part.split()]
    return next(
        (word for word in reversed(words) if len(word) == 2 and word.isalpha() and word.isupper()), ""
    )
