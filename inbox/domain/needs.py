"""What one piece of work needs before it can be decided: facts from the chart, each judged by itself.

Each kind of work has a module of its own that makes these from the chart and the item; a screen paints them
as they stand. What nobody knows is said to be unknown, and never counts as met.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from inbox.domain.patient import Reading
from inbox.domain.words import mark, tr


class Standing(StrEnum):
    """How one condition stands."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"

    @property
    def said(self) -> str:
        """In the person's language."""
        return tr(_SAID[self])


_SAID = {
    Standing.MET: mark("met"),
    Standing.NOT_MET: mark("not met"),
    Standing.UNKNOWN: mark("not known"),
}


class Check(msgspec.Struct, frozen=True):
    """A condition with what it was judged by: "Last visit", "12 Jan 2026 (2 months ago)"."""

    what: str
    value: str
    standing: Standing

    @property
    def said(self) -> str:
        """For those who do not see it."""
        return (
            f"{self.what}: {self.value}, {self.standing.said}"
            if self.value
            else f"{self.what}: {self.standing.said}"
        )


class Fact(msgspec.Struct, frozen=True):
    """A label and its value. `alert` says in words why somebody should look at it; empty: nothing unusual."""

    what: str
    value: str
    alert: str = ""

    @property
    def said(self) -> str:
        """For those who do not see it."""
        return ", ".join(filter(None, (f"{self.what}: {self.value}", self.alert)))


class Sentence(msgspec.Struct, frozen=True):
    """Something to know that is no single value; `alert` sets it apart."""

    text: str
    alert: bool = False

    @property
    def said(self) -> str:
        """For those who do not see it."""
        return self.text


class Plot(msgspec.Struct, frozen=True):
    """Readings over time with the band they should lie in; of a pressure both values and both bands."""

    what: str
    unit: str
    readings: tuple[Reading, ...]
    first: str
    last: str
    """The days of the first and the newest reading, in words."""
    said: str
    """All that the picture shows, in words."""
    low: float | None = None
    high: float | None = None
    second_low: float | None = None
    second_high: float | None = None


Row = Check | Fact | Sentence | Plot


class Needs(msgspec.Struct, frozen=True):
    """What a kind of work needs: a title, the whole in a few words, and the rows it rests on."""

    title: str
    summary: str
    rows: tuple[Row, ...] = ()
    alert: bool = False
    """Whether the summary is something to stop at."""
    told_below: bool = False
    """Whether the rows say all of the summary: then it is said only while they are folded away."""
