"""Where work goes: the routing rules in force, asked about the work on screen."""

from __future__ import annotations

from functools import cache

from inbox import diary
from inbox.domain import resources
from inbox.domain.people import Party
from inbox.domain.routing import Answer, Question, Routing, RoutingError, pool_of, read_routing
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem
from inbox.queries import patient
from inbox.ui.desk import Desk

_FILE = "routing.json"


@cache
def shipped() -> Routing:
    """The rules that come with the program."""
    return read_routing(_FILE, resources.path("starter", _FILE).read_bytes())


class Directions:
    """The site's rules, else the last of them that could be used, else the shipped ones."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: tuple[KitFile | None, Routing, str] | None = None

    @property
    def rules(self) -> Routing:
        """What is in force now."""
        return self._in_force()[0]

    @property
    def problem(self) -> str:
        """What is wrong with the site's newest rules, as a sentence; empty when nothing is."""
        return self._in_force()[1]

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

    def _in_force(self) -> tuple[Routing, str]:
        newest = self._desk.kit_file(Part.ROUTING)
        if self._read is None or self._read[0] != newest:
            rules, problem = self._look(newest)
            self._read = newest, rules, problem
        return self._read[1], self._read[2]

    def _look(self, newest: KitFile | None) -> tuple[Routing, str]:
        kept = self._desk.store.last_valid(Part.ROUTING)
        try:
            if newest is None:
                return shipped(), ""
            rules = read_routing(tr("Routing rules, version {version}", version=newest.version), newest.body)
        except RoutingError as wrong:
            diary.note("routing.invalid")
            return _valid(kept), str(wrong)
        if newest.body != kept:
            self._desk.store.keep_valid(Part.ROUTING, newest.body)
        return rules, ""


def _valid(kept: bytes | None) -> Routing:
    try:
        return read_routing(_FILE, kept) if kept else shipped()
    except RoutingError:  # what was valid for an older program
        return shipped()


def state_of(address: str) -> str:
    """The state in an address of one line: "12 Elm St, Riverbend, IL 61601"; empty where there is none."""
    words = [word for part in address.split(",") for word in part.split()]
    return next(
        (word for word in reversed(words) if len(word) == 2 and word.isalpha() and word.isupper()), ""
    )
