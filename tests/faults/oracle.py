"""The oracle as a state machine: days made up by Hypothesis, each judged at its end.

What is drawn never depends on what happened, so a schedule is only its draws and the same every time;
how the threads and processes of the day fall between the steps is left to the machine it runs on.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.faults.cable import Wiring
from tests.faults.day import FAULTS, THREADS, Day
from tests.faults.small_clinic import NURSES, Seeded

STEPS = 36
LINES = 20
"""Of a diary that are shown where a day fails."""
VERBS = {
    "item.send": 7,
    "item.send_and_close": 1,
    "item.claim": 2,
    "item.comment": 3,
    "item.hold": 1,
    "item.release": 1,
    "item.route": 1,
    "item.done": 1,
}
"""Commands, and how often each is tried."""
WRONG = (-90, -3, 0, 3, 90, 300)
"""Minutes by which a clock may be wrong; a jump of five hours makes what waits too old to send unseen."""

EVENTS = {
    "acts": 16,
    "is killed acting": 2,
    "is killed": 2,
    "closes and opens": 1,
    "loses the network": 2,
    "finds the network": 3,
    "fault": 5,
    "patient": 2,
    "undoes": 1,
    "decides": 2,
    "clock": 1,
    "rests": 2,
    "portal dies": 1,
}
"""What happens, and how often."""


def _often(weights: dict[str, int]) -> some.SearchStrategy[str]:
    return some.sampled_from([what for what, often in weights.items() for _ in range(often)])


class Schedule(RuleBasedStateMachine):
    """A day's steps."""

    seeded: Seeded
    profile: str
    wiring: Wiring
    happened: Counter[str]
    """What happened in all days so far."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="day-")
        self._day = Day(self.seeded, Path(self._folder.name), self.wiring, self.profile)
        self._begun = False

    @initialize(clocks=some.tuples(*[some.sampled_from(WRONG)] * len(NURSES)))
    def morning(self, clocks: tuple[int, ...]) -> None:
        self._day.begins()
        for person, minutes in zip(self._day.people, clocks, strict=True):
            self._day.changes_clock(person, minutes)
        self._begun = True

    # One rule, so that the weights above hold: Hypothesis would leave whole rules out of a day.
    @rule(
        event=_often(EVENTS),
        who=some.integers(0, len(NURSES) - 1),
        verb=_often(VERBS),
        where=some.integers(0, THREADS + 2),
        fault=some.sampled_from(sorted(FAULTS)),
        minutes=some.sampled_from(WRONG),
        anyway=some.booleans(),
    )
    def something_happens(
        self, event: str, who: int, verb: str, where: int, fault: str, minutes: int, anyway: bool
    ) -> None:
        day, person = self._day, self._day.people[who]
        # Somebody's own conversation more often than another's.
        thread = day.threads[where] if where < THREADS else person.home
        match event:
            case "acts":
                day.acts(person, verb, thread)
            case "is killed acting":
                day.acts(person, verb, thread, killed=True)
            case "is killed":
                day.is_killed(person)
            case "closes and opens":
                day.closes_and_opens(person)
            case "loses the network":
                day.loses_network(person)
            case "finds the network":
                day.finds_network(person)
            case "fault":
                day.fault(fault)
            case "patient":
                day.patient_writes(thread)
            case "undoes":
                day.undoes(person)
            case "decides":
                day.decides(person, anyway=anyway)
            case "clock":
                day.changes_clock(person, minutes)
            case "rests":
                day.comes_to_rest(person)
            case "portal dies":
                day.portal_dies()

    def teardown(self) -> None:
        """The day is judged, unless it has failed already."""
        day = self._day
        try:
            if self._begun:
                day.ends()
        except BaseException as error:
            error.add_note("The day was:\n  " + "\n  ".join(day.story))
            for person in day.people:
                last = person.computer.diary()[-LINES:]
                error.add_note(f"The diary of {person.user} ends:\n  " + "\n  ".join(last))
            raise
        finally:
            day.over()
            self._folder.cleanup()
            self.happened += day.happened + Counter(schedules=1, steps=len(day.story))


def run(seeded: Seeded, profile: str, schedules: int, number: int, *, shrink: bool = False) -> Counter[str]:
    """Try so many days on a portal of `profile`; gives what happened in them. Raises what a day found.

    `number`: the same days for the same one. `shrink`: look for the shortest day that fails as well.
    """
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    wiring = Wiring()
    happened: Counter[str] = Counter()
    given = {"seeded": seeded, "profile": profile, "wiring": wiring, "happened": happened}
    machine = type("Schedule", (Schedule,), given)
    how = settings(
        max_examples=schedules,
        stateful_step_count=STEPS,
        derandomize=False,
        database=None,
        deadline=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    try:
        run_state_machine_as_test(seed(number)(machine), settings=how)
    finally:
        wiring.close()
    return happened
