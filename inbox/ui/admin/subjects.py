"""The subjects of administration, in order: the one place where another is added."""

from __future__ import annotations

from typing import NamedTuple

from inbox.domain.words import mark


class Subject(NamedTuple):
    """One line of the list at the left."""

    id: str
    title: str
    """Shown; translated where it is."""
    about: str
    """One sentence: what is arranged there."""
    command: str = ""
    """The command that opens its own page; empty where the sheet stands beside the list."""


POOLS = Subject(
    "pools", mark("Pools"), mark("Which lists of work there are, what comes there, and who answers.")
)
HOURS = Subject(
    "hours", mark("Hours and closures"), mark("When each pool is open; due times count in these hours.")
)
PEOPLE = Subject(
    "people", mark("People and pools"), mark("Who works in which pools, in which role, from when to when.")
)
ROUTING = Subject(
    "routing", mark("Routing rules"), mark("Where which work goes; the first rule that fits counts.")
)
MINUTES = Subject(
    "minutes",
    mark("Expected minutes"),
    mark("How long work of each kind takes: for loads, moves and the forecast."),
)
VERSIONS = Subject(
    "versions",
    mark("Versions and files"),
    mark("What the site’s rules have been, the way back, and new ones from a file."),
)
SUBJECTS: tuple[Subject, ...] = (
    POOLS,
    HOURS,
    PEOPLE,
    ROUTING,
    MINUTES,
    VERSIONS,
    Subject(
        "cover",
        mark("Absences and cover"),
        mark("Who sees to whose work, from when until when."),
        "cover.edit",
    ),
    Subject(
        "promises",
        mark("Promises"),
        mark("How soon work is promised, and the clinic’s own hours."),
        "policy.edit",
    ),
    Subject(
        "flags", mark("Red-flag rules"), mark("Try on any text which rules find something."), "flags.test"
    ),
    Subject(
        "phrases",
        mark("Phrases"),
        mark("Phrases of the organisation, of pools, and of one’s own."),
        "phrases.edit",
    ),
    Subject(
        "buttons",
        mark("Speed buttons"),
        mark("Buttons of the organisation, of pools, and of one’s own."),
        "buttons.edit",
    ),
)
