"""One kill: somebody writes, the process dies at a point, comes back, writes on; the portal is asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from tests.faults.at_work import Place
from tests.faults.computer import Computer, Died
from tests.faults.letters import WITH_ONE
from tests.faults.small_clinic import NURSES, Seeded, thread_of
from tests.faults.witness import Judgement, Witness, judge
from tests.journeys.portal_process import PortalProcess
from tests.kills import doomed
from tests.kills.doomed import Doomed, Point
from tests.kills.old_file import make_old

BUNDLE = "^/fhir/R4/?$"
PATIENCE = 40.0
NOT_THERE = 9
"""A port at which nobody answers: whoever works with it is out of touch."""
GROUPS = 24
"""Replies of one conversation, each a command of its own: four bundles of the usual eight."""


class Trial:
    """A computer, a conversation of its own, and what was written in it. One nurse, a new disk every time."""

    def __init__(
        self, portal: PortalProcess, database: Path, seeded: Seeded, number: int, folder: Path
    ) -> None:
        member = NURSES[0]
        self.portal = portal
        self.number = number
        self.thread = thread_of(number)
        self.kills = 0
        self.said: list[str] = []
        self._written = 0
        self.letters = True
        """Whether a file goes with every reply."""
        self._witness = Witness(database)
        self._author = member.practitioner
        place = Place(member.user, f"{member.name}, RN", folder, portal.address, seeded.tokens[member.user])
        self.computer = Computer(place, Doomed)

    # What a trial is made of

    def begins(self) -> None:
        """Everything works: the first reply arrives."""
        self.computer.start()
        self.comes_to_rest()
        self.writes()
        self.comes_to_rest()

    def writes(self) -> None:
        text = self._next_words()
        refused = self.computer.ask("perform", verb="item.send", thread=self.thread, text=text)
        assert refused == "", refused
        self.said.append(text)

    def dies_writing(self, *, kept: bool) -> None:
        """The process ends before it can say that the reply is kept; `kept`: it was all the same."""
        text = self._next_words()
        self.computer.tell("perform", verb="item.send", thread=self.thread, text=text)
        self._died()
        if kept:
            self.said.append(text)

    def dies_of(self, point: Point, nth: int = 1) -> None:
        """A reply is kept and on its way; somewhere on that way the process ends."""
        self.computer.ask("doom", point=point, nth=nth)
        self.writes_or_dies()
        self._died()

    def writes_or_dies(self) -> None:
        """The way may be so short that the end comes before it is said that the reply is kept."""
        text = self._next_words()
        self.said.append(text)
        try:
            self.computer.ask("perform", verb="item.send", thread=self.thread, text=text)
        except Died:
            return

    def is_killed(self) -> None:
        self.computer.pull_the_plug()
        self.kills += 1

    def ends(self) -> Judgement:
        """It comes back, one more reply is written, everything arrives; the judgement."""
        self.comes_back()
        self.writes()
        self.comes_to_rest()
        assert self.computer.outbox() == []
        assert self.computer.mistakes() == [], self.computer.mistakes()
        self._screen_and_portal_agree()
        self.computer.shut_down()
        return self.judged()

    def judged(self) -> Judgement:
        """What is wrong with what has arrived so far."""
        return judge({self.thread: self.said}, {self.thread: self._arrived()})

    def comes_back(self) -> None:
        if not self.computer.runs:
            self.computer.start()

    def comes_to_rest(self) -> None:
        assert self.computer.ask("settle", patience=PATIENCE), self.computer.outbox()

    def works_out_of_touch(self, replies: int) -> None:
        """So many replies are kept while nothing can leave, and the program is closed."""
        here = self.computer.place
        self.computer.shut_down()
        away = here.portal.replace(f":{self.portal_port}/", f":{NOT_THERE}/")
        self.computer.place = msgspec.structs.replace(here, portal=away)
        self.computer.start()
        for _ in range(replies):
            self.writes()
        self.computer.shut_down()
        self.computer.place = here

    @property
    def portal_port(self) -> int:
        return int(self.portal.address.partition("//")[2].partition("/")[0].partition(":")[2])

    def waits_until(self, happened: Callable[[], bool]) -> None:
        """Look at the portal until something shows there."""
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, "it does not happen"
            time.sleep(0.005)

    def arrived(self) -> int:
        return len(self._arrived())

    def _died(self) -> None:
        self.computer.is_gone()
        self.kills += 1

    def _next_words(self) -> str:
        self._written += 1
        words = f"reply {self._written} of {self.number}"
        return f"{words} {WITH_ONE}" if self.letters else words

    def _arrived(self) -> list[str]:
        found = self._witness.messages(self.thread)
        return [one.text for one in found if one.sender == self._author]

    def _screen_and_portal_agree(self) -> None:
        seen = self.computer.shows(self.thread)
        assert sorted(seen.confirmed) == sorted(one.text for one in self._witness.messages(self.thread))
        open_there = sorted(
            ref for ref, task in self._witness.tasks().items() if task["status"] != "completed"
        )
        assert self.computer.ask("open_items") == open_there


# The points


def in_action(trial: Trial) -> None:
    """Before the commit of what somebody does: nothing of it may be left."""
    trial.begins()
    trial.computer.ask("doom", point=Point.IN_ACTION)
    trial.dies_writing(kept=False)


def after_action(trial: Trial) -> None:
    """Right after the commit, before anybody is told."""
    trial.begins()
    trial.computer.ask("doom", point=Point.AFTER_ACTION)
    trial.dies_writing(kept=True)


def after_marked(trial: Trial) -> None:
    """Marked as leaving; it has not left."""
    trial.begins()
    trial.dies_of(Point.AFTER_MARKED)


def on_the_way_there(trial: Trial) -> None:
    """Sent, and not carried out before the program has come back and looked: it lands late."""
    trial.begins()
    before = trial.portal.struck()
    trial.portal.fault("delay", method="POST", path=BUNDLE, seconds=0.7, count=1)
    trial.writes()
    trial.waits_until(lambda: trial.portal.struck() > before)
    trial.is_killed()


def on_the_way_back(trial: Trial) -> None:
    """Sent and carried out; the answer has not left the portal."""
    trial.begins()
    trial.portal.fault("delay", method="POST", path=BUNDLE, seconds=1, when="after", count=1)
    before = trial.arrived()
    trial.writes()
    trial.waits_until(lambda: trial.arrived() > before)
    trial.is_killed()


def after_answer(trial: Trial) -> None:
    """The answer has come and is not written down."""
    trial.begins()
    trial.dies_of(Point.BEFORE_SETTLED)


def in_settled(trial: Trial) -> None:
    """While it is written down."""
    trial.begins()
    trial.dies_of(Point.IN_SETTLED)


def at_each_split(trial: Trial) -> None:
    """Many commands of one conversation leave in several bundles: the end comes after each of them."""
    trial.begins()
    trial.works_out_of_touch(GROUPS)
    while True:
        trial.computer.switch_on()
        trial.computer.ask("doom", point=Point.AT_SPLIT, nth=2)
        trial.computer.ask("sit_down")
        try:
            trial.comes_to_rest()
        except Died:
            trial.computer.is_gone()
            trial.kills += 1
        else:
            break
    trial.computer.ask("doom", point=Point.NOWHERE)
    assert trial.kills >= 2, "it did not leave in several bundles"


def in_first_page(trial: Trial) -> None:
    """While the first sync writes a page, another one every time."""
    trial.computer.switch_on()
    trial.computer.ask("doom", point=Point.IN_PAGE, nth=1 + trial.number % 4 * 3)
    trial.computer.ask("sit_down")
    trial.computer.is_gone()
    trial.kills += 1
    trial.comes_back()
    trial.comes_to_rest()


def in_migration(trial: Trial) -> None:
    """While a file of the first release is brought forward, before another statement every time."""
    trial.letters = False  # it knew of none
    trial.begins()
    trial.works_out_of_touch(3)
    make_old(trial.computer.place.cache)
    healthy, statement = trial.computer, trial.number % doomed.statements()
    dies = Computer(healthy.place, partial(doomed.dies_migrating, statement=statement))
    try:
        dies.switch_on()
    except Died:
        dies.is_gone()
        trial.kills += 1
    else:
        raise AssertionError("the file was not brought forward")


def the_portal(trial: Trial) -> None:
    """The portal itself dies while it is written to, and comes back."""
    trial.begins()
    for _ in range(6):
        trial.writes()
    trial.waits_until(lambda: trial.arrived() > 1 + trial.number % 5)
    trial.portal.kill()
    trial.kills += 1
    for _ in range(3):
        trial.writes()
    trial.portal.start()


POINTS: dict[str, Callable[[Trial], None]] = {
    "before commit of an action": in_action,
    "after commit of an action": after_action,
    "marked as leaving, not sent": after_marked,
    "sent, not carried out yet": on_the_way_there,
    "carried out, not answered yet": on_the_way_back,
    "answered, not settled": after_answer,
    "while settling": in_settled,
    "at each split between bundles": at_each_split,
    "during the first sync": in_first_page,
    "during migration": in_migration,
    "the portal itself": the_portal,
}
"""Where something is killed, and how it comes to be there."""
