"""The course of each thread: who wrote when, what it made the clinic owe, and how far that has come.

A case is a thread as a list of rounds. A round is one obligation: it opens with a patient's message, later
messages join it while nobody has answered, and it ends with an answer or is still open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from portal.clinic.chance import between, deck, dice
from portal.clinic.chart import Chart
from portal.clinic.conversations import KINDS, Kind, Script, compose, pool_for
from portal.clinic.conversations.facts import writer_for
from portal.clinic.conversations.grammar import Span, unmark
from portal.clinic.conversations.script import Said
from portal.clinic.flags import Sign, rules, signs_for
from portal.clinic.moments import arrival, awake, held_since, past_start, taken_after, taken_before, worked
from portal.clinic.pools import Pool
from portal.clinic.staff import BY_USER, PEDIATRICIAN, Member, answering

UNCLAIMED, CLAIMED, WAITING, ESCALATED, DONE = "unclaimed", "claimed", "waiting", "escalated", "done"

_OPEN_WORK = {
    "medical-question": 34,
    "refill": 25,
    "result-question": 11,
    "scheduling": 9,
    "form": 6,
    "referral": 4,
    "billing": 4,
    "fyi": 4,
    "home-monitoring": 3,
}
_PAST_WORK = _OPEN_WORK | {"medical-question": 30, "fyi": 8}
_STATES = {UNCLAIMED: 28, CLAIMED: 9, WAITING: 6, ESCALATED: 7}
_SOON = timedelta(minutes=15)
_CLINICAL = ("medical-question", "refill", "result-question", "home-monitoring")


@dataclass(frozen=True)
class Line:
    """One message of the thread; `by` is set when staff wrote it."""

    at: datetime
    text: str
    by: Member | None = None
    spans: tuple[Span, ...] = ()


@dataclass
class Round:
    """One obligation and where it stands."""

    work: str
    state: str
    lines: list[Line]
    owner: Member | None = None
    taken: datetime | None = None
    ended: datetime | None = None
    answer: Line | None = None
    """The reply that closed it, or the question that now waits for the patient."""
    sign: Sign | None = None
    packet: dict[str, str] = field(default_factory=dict)
    wake: datetime | None = None
    note: str = ""

    @property
    def arrived(self) -> datetime:
        """When the patient sent what opened it."""
        return self.lines[0].at

    def messages(self) -> list[Line]:
        """Everything said in it, in order."""
        said = [*self.lines, self.answer] if self.answer else list(self.lines)
        return sorted(said, key=lambda line: line.at)


@dataclass(frozen=True)
class Case:
    """A thread with its rounds, oldest first."""

    number: int
    script: Script
    pool: Pool
    rounds: list[Round]


def open_count(threads: int) -> int:
    """How many of the threads are open: about a quarter of the first 500, an eighth of the rest."""
    return round(0.24 * min(threads, 500) + 0.12 * max(0, threads - 500))


def cases(seed: int, charts: Sequence[Chart], threads: int, now: datetime) -> Iterator[Case]:
    """Every thread of the clinic; the open ones first."""
    roll = dice(seed, "cases")
    opened = open_count(threads)
    open_work, past_work, states = deck(roll, _OPEN_WORK), deck(roll, _PAST_WORK), deck(roll, _STATES)
    evenings = deck(roll, {"yes": 2, "": 3})
    paces = deck(roll, {"fresh": 11, "soon": 5, "late": 4})
    hidden = cycle(rules())
    queue, said = _patients(roll, charts), Counter[str]()
    for number in range(threads):
        case = _Course(dice(seed, "case", number), number, now, queue, said, bool(next(evenings)))
        if number >= opened:
            yield case.past(KINDS[next(past_work)])
        else:
            kind = KINDS[next(open_work)]
            rule = next(hidden) if number % 19 == 7 else ""
            if rule == rules()[0]:
                kind = KINDS["refill"]  # the best known trap: chest pressure mentioned in a refill
            yield case.open(kind, _possible(next(states), kind, rule), next(paces), rule)


def _patients(roll: Random, charts: Sequence[Chart]) -> Iterator[Chart]:
    """Charts without end: all in a new order each time, children and those with more problems twice."""
    busy = [c for c in charts if len(c.problems) > 2 or c.person.pcp.user == PEDIATRICIAN]
    while True:
        hand = [*charts, *busy]
        roll.shuffle(hand)
        yield from hand


def _possible(state: str, kind: Kind, rule: str) -> str:
    """Thanks and fresh warning signs wait unclaimed; only clinical work is escalated."""
    if rule or kind.work == "fyi":
        return UNCLAIMED
    return CLAIMED if state == ESCALATED and kind.work not in _CLINICAL else state


def _wanted(state: str, rule: str) -> Callable[[Script], bool]:
    """What a script must offer for an open item of this state, or one that hides a sign of this rule."""
    if rule:
        return lambda script: bool(signs_for(script, rule))
    if state == WAITING:
        return lambda script: script.has_question
    if state == ESCALATED:
        return lambda script: script.has_packet
    return lambda script: True


@dataclass(frozen=True)
class _Course:
    """Writes one case with dice of its own."""

    roll: Random
    number: int
    now: datetime
    queue: Iterator[Chart]
    said: Said
    evening: bool
    """Whether an adult's question goes to the advice line."""

    def past(self, kind: Kind) -> Case:
        """A finished thread: asked and answered, sometimes with thanks or a second question."""
        start = past_start(self.roll, self.now)
        script, pool = self._script(kind, start)
        asks = script.has_question and self.roll.random() < 0.2
        while True:
            rounds = [self._answered(script, pool, start, script.first(), asks)]
            ended = rounds[0].ended or start
            if asks or (rounds[0].answer and self.roll.random() < 0.4):
                again = awake(self.roll, ended + timedelta(minutes=self.roll.randint(9, 900)), ended)
                rounds.append(self._afterwards(script, pool, again, asks))
                ended = rounds[-1].ended or again
            if ended < self.now:
                return Case(self.number, script, pool, rounds)
            start -= timedelta(days=1, hours=self.roll.randint(0, 5))

    def open(self, kind: Kind, state: str, pace: str, rule: str) -> Case:
        """A thread with something still owed, sometimes after an earlier question was answered."""
        wanted = _wanted(state, rule)
        script, pool = self._script(kind, self.now, wanted)
        if not wanted(script):
            state, rule = CLAIMED, ""
        start = self._start(script.kind, pool, state, pace, bool(rule))
        sign = self.roll.choice(signs_for(script, rule)) if rule else None
        text, rounds = script.first(sign.sentence if sign else ""), list[Round]()
        if not sign and state != WAITING and script.kind.work != "fyi" and self.roll.random() < 0.15:
            asks = script.has_question
            began = start - timedelta(days=self.roll.randint(3, 6), minutes=self.roll.randint(0, 300))
            rounds.append(self._answered(script, pool, began, text, asks))
            text = script.back() if asks else script.again()
        plain, spans = unmark(text)
        current = Round(script.kind.work, state, [Line(start, plain, spans=tuple(spans))], sign=sign)
        rounds.append(current)
        self._join(script, current)
        if state != UNCLAIMED:
            self._take(script, pool, current)
        return Case(self.number, script, pool, rounds)

    def _script(
        self, kind: Kind, at: datetime, suits: Callable[[Script], bool] = lambda script: True
    ) -> tuple[Script, Pool]:
        """A script that suits, for the next patient; in a tiny clinic, whatever a patient can be asked."""
        found: Script | None = None
        for wanted in (kind, KINDS["medical-question"]):
            for chart in islice(self.queue, 300):
                writer = writer_for(self.roll, chart, at)
                script = compose(self.roll, wanted, chart, writer, at, self.said)
                found = script or found
                if script and suits(script):
                    return script, pool_for(wanted, chart, at, self.evening)
        if not found:
            raise ValueError("no patient has anything to ask")
        return found, pool_for(found.kind, found.chart, at, self.evening)

    def _start(self, kind: Kind, pool: Pool, state: str, pace: str, flagged: bool) -> datetime:
        if flagged:
            return between(self.roll, self.now - timedelta(minutes=75), self.now - timedelta(minutes=3))
        if state == WAITING:
            return held_since(self.roll, pool.hours, self.now)
        return arrival(self.roll, pool.hours, kind, state != UNCLAIMED, pace, self.now)

    def _join(self, script: Script, current: Round) -> None:
        """Messages the patient added while nobody had answered: none, one or two."""
        first = current.arrived
        room = min(self.now, first + timedelta(hours=70)) - first
        if room < timedelta(minutes=40) or current.state == WAITING or current.work == "fyi":
            return
        added = self.roll.choices((0, 1, 2), (78, 15, 7))[0]
        moments = sorted(
            awake(
                self.roll,
                between(self.roll, first + _SOON, first + room - timedelta(minutes=1)),
                first + _SOON,
            )
            for _ in range(added)
        )
        current.lines += [Line(at, unmark(script.more())[0]) for at in moments]

    def _take(self, script: Script, pool: Pool, current: Round) -> None:
        """Somebody has it: with whom, since when, and what they have done so far."""
        owner = self._owner(pool, nurse=current.state == ESCALATED)
        current.owner = owner
        current.taken = taken_before(self.roll, pool.hours, current.arrived, self.now)
        if current.state == WAITING:
            asked = min(current.taken + worked(self.roll), self.now - timedelta(seconds=30))
            current.answer = Line(asked, script.question(owner), owner)
            current.wake = pool.hours.add_days(asked, 3)
        elif current.state == ESCALATED:
            current.packet = script.packet()
        if self.roll.random() < 0.3:
            current.note = script.note()

    def _owner(self, pool: Pool, nurse: bool = False) -> Member:
        members = [m for m in answering(pool) if not nurse or m.licence.role == "rn"]
        if not members:
            members = [BY_USER["nadia"]]
        weights = [2 if member.user in ("nadia", "tomas") else 1 for member in members]
        return self.roll.choices(members, weights)[0]

    def _answered(self, script: Script, pool: Pool, start: datetime, text: str, asks: bool = False) -> Round:
        """A round that somebody finished: with a reply, with a question, or without a word."""
        kind, roll = script.kind, self.roll
        done = Round(kind.work, DONE, [Line(start, unmark(text)[0])], owner=self._owner(pool))
        mean = (kind.promise.look or timedelta(hours=8)) * 0.32
        done.taken = taken_after(roll, pool.hours, start, mean)
        if done.taken - start > timedelta(hours=1) and roll.random() < 0.1:
            at = between(roll, start + timedelta(minutes=20), done.taken)
            done.lines.append(Line(at, unmark(script.more())[0]))
        done.ended = done.taken + worked(roll)
        if done.owner and (asks or roll.random() < kind.answered):
            answer = script.question(done.owner) if asks else script.reply(done.owner)
            done.answer = Line(done.ended, answer, done.owner)
        if roll.random() < 0.06:
            done.note = script.note()
        return done

    def _afterwards(self, script: Script, pool: Pool, start: datetime, asked: bool) -> Round:
        """What the patient wrote after our answer: mostly thanks, which nobody answers."""
        if asked or self.roll.random() < 0.2:
            text = script.back() if asked else script.again()
            return self._answered(script, pool, start, text)
        taken = taken_after(self.roll, pool.hours, start, timedelta(hours=3))
        return Round(
            "fyi",
            DONE,
            [Line(start, script.thanks())],
            owner=self._owner(pool),
            taken=taken,
            ended=taken + timedelta(seconds=self.roll.randint(8, 40)),
        )
