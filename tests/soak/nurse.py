"""A nurse who follows a script: opens what is urgent, answers most of it, changes their mind at times."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from random import Random
from uuid import uuid4
from zlib import crc32

import msgspec

from inbox.domain.audit import AuditNote
from inbox.domain.entries import LIVE
from inbox.domain.ids import OperationId
from inbox.domain.work_item import Stage
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import Line
from tests.faults.at_work import AtWork
from tests.faults.small_clinic import NURSES

AGREED = 0.9
"""How often nurses keep to what they have agreed on: who takes which part of the list."""
ANSWERS = {
    "answer and close": 64,
    "claim, answer, note, close": 12,
    "close": 10,
    "hold": 4,
    "give back": 4,
    "answer and think again": 6,
}
"""What becomes of an item, and how often."""
SENTENCE = "Thank you for your message. We have looked at it, and this is what we suggest you do next."


class Shift(msgspec.Struct):
    """What was done in a part of a shift."""

    said: dict[str, list[str]] = {}
    given_up: list[str] = []
    did: dict[str, int] = {}
    left: int = 0
    """Items in the list that nobody has."""


class Nurse(AtWork):
    """Works through the list as the script says."""

    def work(self, seconds: float, pause: float) -> Shift:
        """Go on for so long, with `pause` seconds between two items on average."""
        self._shift, self._did = Shift(said={}, given_up=[]), Counter[str]()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._looks_at_the_outbox()
            line = self._next()
            if line is not None:
                self._opens(line)
                self._deals_with(line)
            # The script's thinking time; the engine and the writer are at work meanwhile.
            threading.Event().wait(self._chance.uniform(0.5, 1.5) * pause)
        self._shift.did = dict(self._did)
        self._shift.left = len(self._unclaimed())
        return self._shift

    @property
    def _chance(self) -> Random:
        if not hasattr(self, "_dice"):
            self._dice = Random(self.place.user)
        return self._dice

    def _unclaimed(self) -> list[Line]:
        reader = self._store.reader()
        items = worklist.ids(reader, View(ViewKind.POOL), self._actor, datetime.now(UTC))[: worklist.PAGE]
        return [one for one in worklist.lines(reader, items, self._actor) if one.stage == Stage.UNCLAIMED]

    def _next(self) -> Line | None:
        """The most urgent of one's own part; now and then of anybody's."""
        there = self._unclaimed()
        mine = [one for one in there if crc32(one.item.encode()) % len(NURSES) == self._number]
        return next(iter(mine if mine and self._chance.random() < AGREED else there), None)

    @property
    def _number(self) -> int:
        return [member.user for member in NURSES].index(self.place.user)

    def _opens(self, line: Line) -> None:
        """What the reading pane does when an item is opened."""
        now = self._clock.now()
        note = AuditNote(
            OperationId(str(uuid4())),
            "read",
            self._actor.person,
            self._actor.role,
            now,
            line.patient,
            line.thread,
        )
        self._store.audit(note)
        self._store.mark_seen(line.item, self._actor.person, now)
        self._running.refresh_chart(line.patient)

    def _deals_with(self, line: Line) -> None:
        match self._chance.choices(list(ANSWERS), list(ANSWERS.values()))[0]:
            case "answer and close":
                self._says("item.send_and_close", line)
            case "claim, answer, note, close":
                if self._does("item.claim", line) and self._says("item.send", line):
                    self._does("item.comment", line, "Told them what we do next.")
                    self._does("item.done", line)
            case "close":
                self._does("item.done", line)
            case "hold":
                self._does("item.hold", line)
            case "give back":
                if self._does("item.claim", line):
                    self._does("item.release", line)
            case _:
                if self._says("item.send_and_close", line):
                    self._shift.given_up += [text for text in self.undo() if text]
                    self._did["taken back"] += 1

    def _says(self, verb: str, line: Line) -> bool:
        text = f"{SENTENCE} ({self.place.user}, {uuid4()})"
        if not self._does(verb, line, text):
            return False
        self._shift.said.setdefault(line.thread, []).append(text)
        return True

    def _does(self, verb: str, line: Line, text: str = "") -> bool:
        refused = self.perform(verb, line.thread, text, line.item)
        self._did["refused at once" if refused else verb] += 1
        return not refused

    def _looks_at_the_outbox(self) -> None:
        """What was stopped is sent on, if it was only that the patient wrote again; else it is dropped."""
        for entry in self._outbox():
            if entry.state not in LIVE:
                self._did[f"stopped: {entry.problem.why if entry.problem else '?'}"] += 1
                anyway = entry.operation.verb == "reply" and self._chance.random() < 0.5
                self._shift.given_up += [text for text in self.decide(anyway=anyway) if text]
