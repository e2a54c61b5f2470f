"""Topics: what a message can be about, with the sentences for it and when they fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.clinic.conversations.facts import Specifics
from portal.clinic.conversations.grammar import slots_of
from portal.clinic.words import load

_SENTENCES = (
    "subject",
    "first",
    "detail",
    "ask",
    "more",
    "question",
    "back",
    "reply",
    "summary",
    "doctor",
    "proposed",
)


@dataclass(frozen=True)
class Topic:
    """One topic of a stock file."""

    name: str
    language: str
    ages: tuple[int, int]
    needs: frozenset[str]
    any_of: frozenset[str]
    without: frozenset[str]
    between: tuple[float, float]
    weight: float
    sentences: dict[str, tuple[str, ...]]
    own_slots: dict[str, list[str]]

    def fits(self, age: int, traits: frozenset[str], specifics: Specifics) -> bool:
        """Whether this patient and writer could send it."""
        low, high = self.ages
        return (
            low <= age <= high
            and self.needs <= traits
            and (not self.any_of or bool(self.any_of & traits))
            and not self.without & traits
            and (specifics.number is None or self.between[0] <= specifics.number <= self.between[1])
        )

    def usable(self, part: str, slots: set[str]) -> list[str]:
        """The sentences of one part whose facts are known."""
        known = slots | self.own_slots.keys()
        return [s for s in self.sentences[part] if slots_of(s) <= known]


@cache
def topics(stock: str) -> tuple[Topic, ...]:
    """All topics of `words/<stock>.toml`; a topic with cases counts as one topic for each.

    A case holds sentences that only make sense together; what it leaves out comes from its topic.
    """
    found = []
    for row in load(stock)["topic"]:
        cases = row.get("case", [{}])
        share = row.get("weight", 1) / len(cases)
        found += [_topic({**row, **case, "weight": share * case.get("weight", 1)}) for case in cases]
    return tuple(found)


def _topic(row: dict[str, Any]) -> Topic:
    low, high = row.get("ages", (0, 120))
    least, most = row.get("between", (float("-inf"), float("inf")))
    return Topic(
        name=row["name"],
        language=row.get("language", "en"),
        ages=(low, high),
        needs=frozenset(row.get("needs", ())),
        any_of=frozenset(row.get("any", ())),
        without=frozenset(row.get("without", ())),
        between=(least, most),
        weight=row.get("weight", 1),
        sentences={part: tuple(row.get(part, ())) for part in _SENTENCES},
        own_slots=row.get("slots", {}),
    )
