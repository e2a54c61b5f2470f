"""Warning signs hidden in messages: which rule they belong to and where in the text they stand."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from portal.clinic.conversations.facts import traits
from portal.clinic.conversations.script import Script
from portal.clinic.words import load


@dataclass(frozen=True)
class Sign:
    """A sentence with a marked span, the rule that names it and its level (1 is worst)."""

    rule: str
    level: int
    sentence: str


def sign_for(roll: Random, script: Script) -> Sign | None:
    """A sign that this patient could write of; None when none suits them."""
    at = script.at
    has, age = traits(script.chart, script.writer, at), script.chart.person.age(at.date())
    fitting = [
        row
        for row in load("red_flags")["flag"]
        if set(row.get("needs", ())) <= has
        and row["ages"][0] <= age <= row["ages"][1]
        and script.kind.work in row["work"]
        and script.topic.language == "en"
    ]
    if not fitting:
        return None
    row = roll.choice(fitting)
    return Sign(row["rule"], row["level"], roll.choice(row["sentences"]))
