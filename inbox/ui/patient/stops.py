"""Where the keyboard stops in the panel: at each title, and at each row that is good for something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from inbox.ui.patient.facts import Facts
from inbox.ui.patient.section import TITLE


class Stop(NamedTuple):
    """A row of a section, or its title; both by number."""

    section: int = 0
    row: int = TITLE


def stops(sections: Sequence[Facts], folded: Collection[str]) -> list[Stop]:
    """All of them from top to bottom; a folded section has none but its title."""
    found: list[Stop] = []
    for number, facts in enumerate(sections):
        found.append(Stop(number))
        if facts.name not in folded:
            found += [Stop(number, row) for row, fact in enumerate(facts.rows) if fact.deed]
    return found


def next_section(there: Sequence[Stop], at: Stop, by: int) -> Stop:
    """The title below, or above: first that of the section one is in. At the ends one stays."""
    titles = [stop for stop in there if stop.row == TITLE]
    if by > 0:
        return next((stop for stop in titles if stop.section > at.section), at)
    return next((stop for stop in reversed(titles) if stop < at), at)


def next_stop(there: Sequence[Stop], at: Stop, by: int) -> Stop:
    """The stop below, or above. At the ends one stays."""
    if by > 0:
        return next((stop for stop in there if stop > at), at)
    return next((stop for stop in reversed(there) if stop < at), at)
