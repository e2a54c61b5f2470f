"""B12: what is judged of a message of 2,000 characters when it arrives: red flags, kind of work, promise.

The floor folds a message and looks up each of its words once. Messages differ, words recur, as in a clinic.
All of it is processor time: nothing here waits. What making the rules ready costs is told beside it; a
thread does that once the list is on screen.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.figures import Figure
from inbox.domain import asks, red_flags, resources
from inbox.domain.calendar import always
from inbox.domain.policy import parse
from inbox.domain.red_flags.folding import fold
from inbox.domain.sla import Facts, deadline

LONG = 2_000
"""Characters of a message."""
MESSAGES = 300
_FIRST = 100
"""Messages before those that are timed: words are remembered from one message to the next."""
_NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)

_EVERYDAY = (
    "I saw Dr. Lindqvist in March and we agreed that I would write after the blood test.",
    "The pharmacy on Elm Street says they never got the prescription you sent last week.",
    "I need a refill of my lisinopril 20 mg, ninety days please, I have about ten tablets left.",
    "My knee still clicks when I go down the stairs but the exercises have helped a little.",
    "Could you move my appointment on the 14th to the week after, mornings are best for me?",
    "I walked every day this month except when it rained and I have lost four pounds.",
    "My daughter drives me now since I gave up the car, so afternoons after three are hard.",
    "The bill for the visit says I owe forty dollars although the copay was paid at the desk.",
    "I keep my readings in a notebook, mostly 128 over 76, once 141 after a bad night.",
    "No fever, no chest pain, and I am not short of breath, you asked me to tell you that.",
    "I stopped the nose spray because it burned, the tablets alone seem to be enough.",
    "Is there anything I should avoid eating before the colonoscopy besides seeds and nuts?",
    "The form for work has two pages and they want it signed before the end of the month.",
    "My mother had a stroke when she was eighty, that is why I ask about the cholesterol.",
    "Thank you for explaining the results so patiently, it put my mind at ease.",
    "The rash behind my ear went away with the cream and has not come back since.",
    "I sleep better with the window open and without the telephone next to the bed.",
    "We are away from the second of June for ten days, can I take the shots before we leave?",
    "The portal shows a potassium of 5.1 with a red mark, does that mean anything?",
    "My husband says that I snore less since I sleep on my side, so the machine can wait.",
)
_DANGERS = (
    "Since this morning there is a pressure on my chest that goes into the left arm when I climb the stairs.",
    "Last night I threw up twice and the second time it looked like coffee grounds.",
    "The calf of my right leg is swollen, warm and sore since the flight on Sunday.",
    "Some evenings I think that everybody would be better off without me.",
)


def b12() -> list[Figure]:
    """Each judged alone, then together; then what making ready takes."""
    begun = time.process_time()
    rules = red_flags.read_folder(resources.path("red_flags"))
    rules.prepare()
    signs = asks.read_folder(resources.path("asks"))
    _ = signs.ready
    ready = time.process_time() - begun
    policy = parse(resources.path("starter", "policy.json").read_bytes(), "policy.json")
    hours = policy.calendar or always("UTC")

    def flags(text: str) -> int | None:
        found = red_flags.scan(rules, "", text)
        return min((hit.level for hit in found if hit.is_flag), default=None)

    def kind(text: str) -> str:
        return asks.find(signs, "", text)[0].kind

    def promise(level: int | None, of: str) -> None:
        facts = Facts(kind=of, arrived=_NOW, flag_level=level)
        deadline(facts, policy, hours, hours, _NOW)

    def all_of_it(text: str) -> None:
        promise(flags(text), kind(text))

    def looked_up(text: str) -> None:
        words = fold(text, rules.spelling).words
        rules.ready.parts.lexicon.said(words)
        signs.ready.sieve.parts.lexicon.said(words)

    judged, floor = _timed(all_of_it), _timed(_floor())
    return [
        Figure("B12", "red flags, kind and promise, 2,000 characters", "µs", judged, floor, "≤ 500"),
        Figure("B12", "of that, red flags", "µs", _timed(flags)),
        Figure("B12", "of that, kind of work", "µs", _timed(kind)),
        Figure("B12", "the least of it: folded, words looked up", "µs", _timed(looked_up)),
        Figure("B12", "of that, promise", "µs", _timed(lambda _: promise(2, "medical-question"))),
        Figure("B12", "rules and signs made ready, beside the window", "ms", [1000 * ready], [_decoded()]),
    ]


def _floor() -> Callable[[str], object]:
    known = dict.fromkeys(" ".join((*_EVERYDAY, *_DANGERS)).lower().split())
    return lambda text: [known.get(word) for word in text.lower().split()]


def _timed(judge: Callable[[str], object]) -> list[float]:
    """Microseconds of processor time for each message."""
    took: list[float] = []
    for at, text in enumerate(_messages()):
        begun = time.thread_time()
        judge(text)
        if at >= _FIRST:
            took.append(1e6 * (time.thread_time() - begun))
    return took


def _messages() -> Iterator[str]:
    """The same messages each time: long letters, a danger in every second one."""
    chance = random.Random(12)
    for at in range(_FIRST + MESSAGES):
        said = chance.sample(_EVERYDAY, len(_EVERYDAY)) * 2
        if at % 2:
            said.insert(chance.randrange(12), chance.choice(_DANGERS))
        yield " ".join(said)[:LONG]


def _decoded() -> float:
    """The least that reading them can cost: the files as plain JSON, in milliseconds."""
    begun = time.process_time()
    for folder in ("red_flags", "asks"):
        for file in sorted(Path(resources.path(folder)).glob("*.json")):
            msgspec.json.decode(file.read_bytes())
    return 1000 * (time.process_time() - begun)
