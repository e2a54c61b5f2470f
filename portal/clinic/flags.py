"""Warning signs hidden in messages: which rule they belong to and where in the text they stand."""

from __future__ import annotations

from dataclasses import dataclass

from portal.clinic.conversations.facts import traits
from portal.clinic.conversations.grammar import slots_of
from portal.clinic.conversations.script import Script
from portal.clinic.words import load


@dataclass(frozen=True)
class Sign:
    """A sentence with a marked span, the rule that names it and its level (1 is worst)."""

    rule: str
    level: int
    sentence: str


def rules() -> list[str]:
    """The rules in the order in which a clinic shows them."""
    return [row["rule"] for row in load("red_flags")["flag"]]


def signs_for(script: Script, rule: str) -> list[Sign]:
    """The signs of a rule this writer could mention; none for one who does not write English."""
    has = traits(script.chart, script.writer, script.at)
    age = script.chart.person.age(script.at.date())
    return [
        Sign(row["rule"], row["level"], sentence)
        for row in load("red_flags")["flag"]
        if row["rule"] == rule
        and set(row["needs"]) <= has
        and row["ages"][0] <= age <= row["ages"][1]
        and script.kind.work in row["work"]
        and script.topic.language == "en"
        for sentence in row["sentences"]
        if slots_of(sentence) <= script.slots.keys()
    ]
