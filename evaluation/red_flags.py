"""How many dangers the red flag rules find, how often they cry wolf, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from evaluation.counting import Share, Times
from evaluation.texts import Text
from inbox.domain.red_flags import Rules, scan


@dataclass(frozen=True, slots=True)
class Judged:
    """A text and what the rules made of it: the most serious level flagged, None without a flag."""

    text: Text
    level: int | None
    seconds: float


def judged(rules: Rules, texts: Iterable[Text]) -> list[Judged]:
    """Every text scanned and timed."""
    result = []
    for text in texts:
        begun = time.perf_counter()
        hits = scan(rules, text.subject, text.text, age=text.age)
        seconds = time.perf_counter() - begun
        result.append(Judged(text, min((hit.level for hit in hits if hit.is_flag), default=None), seconds))
    return result


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one source, family or kind."""

    name: str
    n: int
    sensitivity: Share
    specificity: Share
    level: Share
    """Of the dangers that were flagged with a level wanted: at least as serious."""
    flags: Share
    level_1: Share
    times: Times

    def record(self) -> dict[str, Any]:
        """For build/eval.json."""
        shares = ("sensitivity", "specificity", "level", "flags", "level_1")
        told = {name: getattr(self, name).record() for name in shares}
        return {"name": self.name, "n": self.n, **told, "us": self.times._asdict()}


def line(name: str, items: list[Judged]) -> Line:
    """The figures of these, which must be some."""
    danger = [item for item in items if item.text.flag is True]
    safe = [item for item in items if item.text.flag is False]
    graded = [item for item in danger if item.level is not None and item.text.level is not None]
    return Line(
        name,
        len(items),
        Share(sum(item.level is not None for item in danger), len(danger)),
        Share(sum(item.level is None for item in safe), len(safe)),
        Share(sum((item.level or 9) <= (item.text.level or 0) for item in graded), len(graded)),
        Share(sum(item.level is not None for item in items), len(items)),
        Share(sum(item.level == 1 for item in items), len(items)),
        Times.of([item.seconds for item in items]),
    )


def lines(items: list[Judged], by: Callable[[Text], str]) -> list[Line]:
    """The figures apart by a property of the text."""
    names = sorted({by(item.text) for item in items})
    return [line(name, [item for item in items if by(item.text) == name]) for name in names]
