"""How well habits are found: on simulated people's work, and on real replies.

The simulated staff answer made-up patients. Of each person and kind of work it is written beforehand what
they do: a habit in at least 80 % of the items, nearly one (70 %), nothing the same, the same signature and
slogan under different words, something held each time, or another habit than a month ago. Every text is typed
anew, with slips, left-out words and the patients' names, medicines and dates in it.

Of a DATA folder: `eval/replies.jsonl`, a JSON object a line. `text` is needed. `author` or `author_role`: who
wrote it; `kind`: the kind of work it answered; `message_id`: the conversation, which stands for the patient;
`names`: what of it is the patient's own. Nobody says which habits are in them: offers are counted, and every
one of `names` that stands in an offer is a leak.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from evaluation.counting import Share, Times
from evaluation.staff import FEW, OWN_NAME, TEXTS, Did, Person, staff
from inbox.domain.deed import Move, Private, Work
from inbox.domain.ids import ItemId, PatientId
from inbox.shortcuts.learning.habits import LOOKED_AT, SHARE, Habit, habits
from inbox.shortcuts.learning.private import masked, private_of
from inbox.shortcuts.learning.tokens import words

PEOPLE: Final = 21
_RIGHT_WORDS: Final = 0.8
"""Of the words of a planted habit, that its offer must have, and of the offer's that must be the habit's."""
_SUMMED: Final = (
    *("right", "wrong", "chance", "planted", "found", "leaks", "lists", "listable", "typed", "with_button"),
)


@dataclass
class Figures:
    """What came of it."""

    right: int = 0
    wrong: int = 0
    chance: int = 0
    """Of habits that are none in the long run, but were in 80 % of what was looked at."""
    planted: int = 0
    found: int = 0
    waited: list[int] = field(default_factory=list)
    """Items of a kind until its habit was offered."""
    leaks: int = 0
    lists: int = 0
    """Of the right offers whose words have a slot of few values, those that make a pick list of it."""
    listable: int = 0
    typed: int = 0
    """Keys of the items after an offer, done by hand."""
    with_button: int = 0
    """The same with the offered button, its blanks filled by hand."""
    seconds: list[float] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """For build/eval.json."""
        return {
            "precision": Share(self.right, self.right + self.wrong).record(),
            "recall": Share(self.found, self.planted).record(),
            "near habits offered by chance": self.chance,
            "items until offered": _median(self.waited),
            "leaks": self.leaks,
            "pick lists": Share(self.lists, self.listable).record(),
            "keys by hand": self.typed,
            "keys with the button": self.with_button,
            "us": Times.of(self.seconds)._asdict() if self.seconds else {},
        }


def simulated(people: int = PEOPLE, seed: int = 7) -> dict[str, Figures]:
    """The figures by what was planted, over `people` made-up members of staff."""
    found: dict[str, Figures] = {}
    for person in staff(people, seed):
        for plan in person.plans:
            found.setdefault(plan, Figures())
        _work_through(person, found)
    return found


def _work_through(person: Person, figures: dict[str, Figures]) -> None:
    """One person's days: after each item it is looked for habits; offers are taken."""
    work: list[Work] = []
    offered: dict[str, list[Habit]] = {}
    for n, did in enumerate(person.did):
        work.append(_work(did, n))
        line, mine = figures[did.plan], offered.setdefault(did.kind, [])
        if len([1 for one in work if one.kind == did.kind]) < 10:
            continue
        begun = time.perf_counter()
        new = habits(_newest(work), partial(_known, mine), frozenset({did.kind}))
        line.seconds.append(time.perf_counter() - begun)
        for habit in new:
            mine.append(habit)
            _judge(person, n, habit, line)
        if did.habit and mine and not new:
            _count_keys(did, mine, line)
    for kind, plan in person.by_kind.items():
        wanted = {did.habit for did in person.did if did.kind == kind and did.wanted}
        figures[plan].planted += len(wanted)
        had = {_which(person, habit) for habit in offered.get(kind, [])}
        figures[plan].found += len(wanted & had)


def _newest(work: Sequence[Work]) -> list[Work]:
    """The newest of each kind: as much as is looked at, so that the times are those of a full memory."""
    counted: Counter[str] = Counter()
    newest = []
    for one in reversed(work):
        counted[one.kind] += 1
        if counted[one.kind] <= LOOKED_AT:
            newest.append(one)
    return newest[::-1]


def _known(mine: Iterable[Habit], habit: Habit) -> bool:
    return any(_alike(habit.body, one.body) >= _RIGHT_WORDS / 2 and habit.way == one.way for one in mine)


def _judge(person: Person, n: int, habit: Habit, line: Figures) -> None:
    line.leaks += len(_leaks(person, n, habit))
    newest = [did for did in person.did[: n + 1] if did.kind == habit.kind][-LOOKED_AT:]
    which = _which(person, habit)
    times = sum(did.habit == which for did in newest)
    if not which or times < SHARE * len(newest):
        line.wrong += 1
        return
    line.right += 1
    if any("{few}" in said for said in _planted(which)) and habit.text is not None:
        line.listable += 1
        line.lists += any(set(piece.choices) == set(FEW) for piece in habit.text.pieces)
    line.waited.append(sum(did.kind == habit.kind for did in person.did[: n + 1]))
    if not any(did.wanted for did in newest):
        line.chance += 1


def _planted(which: str) -> list[str]:
    """The words of the planted habit of that name."""
    kind, _, number = which.rpartition(" ")
    return [TEXTS["habits"][kind][int(number)]] if number.isdecimal() else []


def _leaks(person: Person, n: int, habit: Habit) -> frozenset[str]:
    """What stands in an offer that is some patient's, unless it stands in the writer's own words."""
    if habit.text is None:
        return frozenset()
    said = {piece.word for piece in habit.text.pieces if not piece.link} - words(OWN_NAME)
    said |= {word for piece in habit.text.pieces for choice in piece.choices for word in words(choice)}
    done = [did for did in person.did[: n + 1] if did.kind == habit.kind]
    small = {word for did in done for word in did.words}
    secrets = frozenset().union(*(did.patient.secrets for did in person.did[: n + 1]))
    return frozenset(word for word in said if word.casefold() in secrets and word not in small)


def _which(person: Person, habit: Habit) -> str:
    """The planted habit whose words and steps an offer has; empty when it has none's."""
    for did in person.did:
        if did.kind != habit.kind or not did.habit or did.way != habit.way:
            continue
        planted = did.constant
        if not planted and habit.text is None:
            return did.habit
        has = len(planted & habit.body) / len(planted) if planted else 0
        own = len(did.words & habit.body) / len(habit.body) if habit.body else 0
        if min(has, own) >= _RIGHT_WORDS:
            return did.habit
    return ""


def _count_keys(did: Did, mine: Sequence[Habit], line: Figures) -> None:
    """An item of a habit that was offered: by hand, and with the button."""
    habit = next((one for one in mine if one.way == did.way), None)
    if habit is None:
        return
    line.typed += len(did.text) + 2  # r, the text, and the key that sends
    slots = [piece for piece in habit.text.pieces if piece.blank] if habit.text is not None else []
    lists = sum(bool(piece.choices) for piece in slots)  # a list costs its digit
    blanks = len(slots) - lists
    line.with_button += 1 + lists + blanks * (1 + len(did.filled) // max(1, blanks)) + (1 if slots else 0)


def _work(did: Did, n: int) -> Work:
    patient = did.patient
    private = private_of(patient.card, patient.chart, patient.thread)
    text = masked(did.text, patient.value, private.words) if did.text else ""
    moves = tuple(Move(*way) for way in did.way)
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n)
    return Work(did.kind, ItemId(f"Task/{n}"), patient.card.id, at, moves, text, private)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _median(numbers: Sequence[int]) -> int:
    return sorted(numbers)[len(numbers) // 2] if numbers else 0


class Given(NamedTuple):
    """Somebody's replies in a file."""

    who: str
    work: list[Work]
    secrets: frozenset[str]


def given(file: Path) -> Iterator[Given]:
    """The replies of `file`, person by person."""
    by_author: dict[str, list[dict[str, Any]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            reply = json.loads(line)
            by_author.setdefault(reply.get("author") or reply.get("author_role") or "", []).append(reply)
    for who, replies in by_author.items():
        secrets = frozenset().union(*(words(name) for one in replies for name in one.get("names") or ()))
        yield Given(who, [_given(one, n) for n, one in enumerate(replies)], secrets)


def _given(reply: dict[str, Any], n: int) -> Work:
    private = Private(names=frozenset().union(*(words(name) for name in reply.get("names") or ())))
    moves = (Move("reply"), Move("complete", "answered"))
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n)
    whose = PatientId(str(reply.get("message_id") or reply.get("id") or n))
    text = masked(reply["text"], lambda _link: None, private.words)
    kind = reply.get("kind") or "medical-question"
    return Work(kind, ItemId(f"Task/{n}"), whose, at, moves, text, private)


def told(data: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Print the tables and give their record."""
    say(f"\nHabits of {PEOPLE} simulated people, by what they do")
    say(f"  {'':34}{'right of the offers':>28}{'habits offered':>28}  after  leaks  keys saved   ms p95")
    record: dict[str, Any] = {}
    everything = simulated(PEOPLE)
    for plan, figures in sorted(everything.items()):
        record[plan] = figures.record()
        _line(plan, figures, say)
    whole = Figures()
    for figures in everything.values():
        for name in _SUMMED:
            setattr(whole, name, getattr(whole, name) + getattr(figures, name))
        whole.waited += figures.waited
        whole.seconds += figures.seconds
    record["all"] = whole.record()
    _line("all", whole, say)
    say(f"  {Share(whole.lists, whole.listable).told()} of the slots with few values became pick lists")
    say(f"  of these {whole.chance} were habits in 70 % that came to 80 % of the items looked at")
    file = data / "eval" / "replies.jsonl" if data is not None else None
    if file is None or not file.is_file():
        say("\nHabits in real replies: skipped, there is no eval/replies.jsonl in a DATA folder.")
        return record
    say("\nHabits in real replies")
    for person in given(file):
        offers = habits(person.work, lambda _habit: False)
        leaks = sum(len(words(one.text.text) & person.secrets) for one in offers if one.text is not None)
        say(f"  {person.who[:33]:34}{len(person.work):>5} replies, {len(offers)} offers, {leaks} leaks")
        record[f"given {person.who}"] = {"n": len(person.work), "offers": len(offers), "leaks": leaks}
    return record


def _line(name: str, figures: Figures, say: Callable[[str], None]) -> None:
    right = Share(figures.right, figures.right + figures.wrong).told()
    found = Share(figures.found, figures.planted).told()
    saved = Share(figures.typed - figures.with_button, figures.typed)
    p95 = Times.of(figures.seconds).p95 / 1000 if figures.seconds else 0.0
    after = _median(figures.waited)
    say(
        f"  {name[:33]:34}{right:>28}{found:>28}  {after:>5}  {figures.leaks:>5}"
        f"  {saved.percent:8.1f} %  {p95:7.1f}"
    )
