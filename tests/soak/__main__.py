"""`python -m tests.soak`: a working day at ten times a large clinic's rate, compressed.

Compressed means: every wait is divided by SPEED (between two messages, two polls, two items of a nurse, the
undo window), and nothing else. Every message of the hours is written, delivered to every station, opened,
answered and confirmed by real processes. Where the machine cannot keep up, the clock of the day waits until
the nurses have caught up, and the speed that was reached is told.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from bench.usage import memory
from inbox.sync.settings import Settings
from tests.faults import small_clinic
from tests.faults.at_work import Place
from tests.faults.computer import Computer
from tests.faults.small_clinic import NURSES, PATIENTS_HAND, Seeded
from tests.faults.witness import Judgement, Witness, judge
from tests.in_short import complain_in_short
from tests.journeys.portal_process import PortalProcess
from tests.soak.memory import Course, course
from tests.soak.nurse import Nurse, Shift
from tests.soak.patients import Patients

A_WEEK = 2_500
"""Messages, of a large clinic."""
TIMES = 10
OPEN_HOURS = 40
"""In a week: the rate is that of working hours, not of nights."""
AN_HOUR = A_WEEK * TIMES / OPEN_HOURS
THREADS = 60
"""Open when the day begins."""
ROUND = 1.0
"""Seconds of real time between two looks at how things stand."""
A_GLANCE = 0.1
"""Seconds. Word of many changes calls for one look in so long: nobody reads a list ten times a second."""
CAUGHT_UP = 60
"""Items that nobody has; with more of them the clock waits."""
PORTAL, PORTAL_MOST = "portal", 240.0
"""MiB. The sandbox allows each of its five connections to the database 32 MiB of pages."""
ENDS = 20
"""Rounds in which the day must come to its end."""
BUILD = Path("build")


class Clinic:
    """The portal, the nurses at their computers, the patients, and what is measured of them."""

    def __init__(self, seeded: Seeded, folder: Path, hours: float, speed: float) -> None:
        self._hours, self._speed = hours, speed
        self._portal = PortalProcess(seeded.database)
        self._portal.start()
        self._witness = Witness(seeded.database)
        self.patients = Patients(self._portal.address, seeded.tokens[PATIENTS_HAND.user], seed=7)
        self.nurses = [
            Computer(
                Place(
                    member.user,
                    f"{member.name}, RN",
                    folder / member.user,
                    self._portal.address,
                    seeded.tokens[member.user],
                    undo=8 / speed,
                    settings=compressed(speed),
                ),
                Nurse,
            )
            for member in NURSES
        ]
        self.said: dict[str, dict[str, list[str]]] = {member.practitioner: {} for member in NURSES}
        self.given_up: set[str] = set()
        self.did: Counter[str] = Counter()
        self.left = 0
        self._clock = 0.0
        """Hours since the clinic opened."""
        self.measured: dict[str, list[tuple[float, float]]] = {}

    def opens(self) -> None:
        for nurse in self.nurses:
            nurse.start()
        for nurse in self.nurses:
            assert nurse.ask("settle", patience=60)

    def has_its_day(self) -> None:
        """Until nothing is left to do: what was dropped in the end is somebody's work again."""
        for _ in range(ENDS):
            self._works()
            self._closes()
            if not self._nobodys():
                return
        raise AssertionError("work is left lying")

    def _works(self) -> None:
        """Until all messages of the day are written and the list is empty."""
        total = round(AN_HOUR * self._hours)
        pause = len(self.nurses) * 3600 / AN_HOUR / self._speed / 2
        self.left = 1
        began = time.monotonic()
        while self.patients.written < total or self.left:
            for nurse in self.nurses:
                nurse.tell("work", seconds=ROUND, pause=pause)
            due = min(total, round(self._clock * AN_HOUR))
            while self.patients.written < due:
                self.patients.write()
            for nurse, member in zip(self.nurses, NURSES, strict=True):
                self._note(member.practitioner, nurse.answer())
            passed, began = time.monotonic() - began, time.monotonic()
            if self.left < CAUGHT_UP:
                self._clock = min(self._hours, self._clock + passed * self._speed / 3600)
            self._measure()

    def _closes(self) -> None:
        """Everything is sent, or dropped where it was stopped."""
        for _ in range(ENDS):
            for nurse in self.nurses:
                assert nurse.ask("settle", patience=60), nurse.outbox()
            waiting = [(nurse, one) for nurse in self.nurses for one in nurse.outbox()]
            if not waiting:
                return
            for nurse, one in waiting:
                if one.problem:
                    self.given_up |= set(nurse.ask("decide", anyway=False))
        raise AssertionError("the outbox does not empty")

    def verdict(self) -> Judgement:
        there: dict[str, dict[str, list[str]]] = {author: {} for author in self.said}
        for one in self._witness.all_messages():
            if one.sender in there:
                there[one.sender].setdefault(one.thread, []).append(one.text)
        kept = frozenset(self.given_up)
        judged = (judge(self.said[author], there[author], kept=kept) for author in self.said)
        return sum(judged, Judgement())

    def _nobodys(self) -> int:
        """Work that was left lying, as the portal has it."""
        return sum(task["status"] == "requested" for task in self._witness.tasks().values())

    def mistakes(self) -> list[str]:
        return [line for nurse in self.nurses for line in nurse.mistakes()]

    def over(self) -> None:
        for nurse in self.nurses:
            nurse.pull_the_plug()
        self.patients.close()
        self._portal.close()

    def _note(self, author: str, shift: Shift) -> None:
        for thread, texts in shift.said.items():
            self.said[author].setdefault(thread, []).extend(texts)
        self.given_up |= set(shift.given_up)
        self.did += Counter(shift.did)
        self.left = shift.left

    def _measure(self) -> None:
        processes = {member.user: nurse.pid for member, nurse in zip(NURSES, self.nurses, strict=True)}
        for name, process in (processes | {PORTAL: self._portal.pid}).items():
            self.measured.setdefault(name, []).append((self._clock, memory(process)))


def compressed(speed: float) -> Settings:
    """The program's own settings, with every wait divided by `speed`."""
    usual = Settings()
    return Settings(
        poll=usual.poll / speed,
        poll_listening=usual.poll_listening / speed,
        wake_gap=max(usual.wake_gap / speed, A_GLANCE),
        rare=usual.rare / speed,
        reconcile=usual.reconcile / speed,
        reconcile_first=usual.reconcile_first / speed,
        retry_first=usual.retry_first / speed,
        retry_most=usual.retry_most / speed,
        chart_age=usual.chart_age / speed,
        intake_gap=usual.intake_gap / speed,
        intake_after=usual.intake_after / speed,
        overlap=max(usual.overlap / speed, timedelta(seconds=5)),
        wide_overlap=usual.wide_overlap / speed,
    )


def main() -> int:
    """Run the day, say how it went, and give 1 where something was lost, wrong, or grew."""
    asked = _parser().parse_args()
    complain_in_short()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        seeded = small_clinic.make(Path(folder) / "portal.db", THREADS)
        clinic = Clinic(seeded, Path(folder), asked.hours, asked.speed)
        try:
            clinic.opens()
            clinic.has_its_day()
            verdict, mistakes = clinic.verdict(), clinic.mistakes()
        finally:
            clinic.over()
    seconds = time.monotonic() - begun
    courses = {name: course(sizes) for name, sizes in clinic.measured.items()}
    replies = sum(len(texts) for said in clinic.said.values() for texts in said.values())
    counted = {"messages": clinic.patients.written, "replies": replies - len(clinic.given_up), **clinic.did}
    wrong = {what: len(found) for what, found in asdict(verdict).items()} | {"mistakes": len(mistakes)}
    reached = asked.hours * 3600 / seconds
    _say(asked.hours, seconds, reached, counted, wrong, courses, mistakes)
    BUILD.mkdir(exist_ok=True)
    told = {"hours": asked.hours, "seconds": seconds, "speed": reached, "did": counted, "wrong": wrong}
    told["memory"] = {name: asdict(each) for name, each in courses.items()}
    (BUILD / "soak.json").write_text(json.dumps(told, indent=1))
    return int(any(wrong.values()) or not all(is_well(name, each) for name, each in courses.items()))


def is_well(name: str, each: Course) -> bool:
    """A station's memory is flat; the portal's database fills the pages it is allowed, then is flat too."""
    return each.is_flat or (name == PORTAL and each.most <= PORTAL_MOST)


def _say(
    hours: float,
    seconds: float,
    reached: float,
    counted: dict[str, int],
    wrong: dict[str, int],
    courses: dict[str, Course],
    mistakes: list[str],
) -> None:
    lines = [
        f"Soak: {hours:g} hours at {AN_HOUR:.0f} messages an hour (ten times a large clinic) in "
        f"{seconds:.0f} s: {reached:.0f} times as fast"
    ]
    lines += [f"  {what:24}{count:8}" for what, count in counted.items()]
    lines += [f"  {what.replace('_', ' '):24}{count:8}" for what, count in wrong.items()]
    lines += [f"    {line}" for line in mistakes[:10]]
    lines.append(
        f"  {'memory, MiB':24}{'first':>8}{'last':>8}{'most':>8}{'growth an hour':>16}{'later on':>10}"
    )
    for name, each in courses.items():
        flat = "" if is_well(name, each) else "   NOT FLAT"
        lines.append(
            f"  {name:24}{each.first:8.1f}{each.last:8.1f}{each.most:8.1f}"
            f"{each.an_hour:16.2f}{each.late:10.2f}{flat}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=8, help="of the day (default: %(default)s)")
    parser.add_argument(
        "--speed", type=float, default=48, help="times real time, if it can (default: %(default)s)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
