"""What the panel shows, as plain facts: made once for a patient, painted as often as needed."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import ThreadId
from inbox.ui.look.charts import Series
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL, Style


class Copies(msgspec.Struct, frozen=True):
    """Enter on the row copies this telephone number."""

    number: str


class Opens(msgspec.Struct, frozen=True):
    """Enter on the row opens this earlier conversation."""

    thread: ThreadId


Deed = Copies | Opens
"""What a row is good for besides being read."""


class Line(msgspec.Struct, frozen=True):
    """A sentence or a list; wraps. An icon stands before its first line."""

    text: str
    style: Style = SMALL
    role: Role = "text"
    bold: bool = False
    icon: str = ""
    deed: Deed | None = None
    keys: str = ""
    """The keys that do its deed from anywhere."""

    @property
    def said(self) -> str:
        """For those who do not see it."""
        return self.text


class Pair(msgspec.Struct, frozen=True):
    """A label and its value, which wraps."""

    label: str
    value: str
    deed: Deed | None = None

    @property
    def said(self) -> str:
        """For those who do not see it."""
        return f"{self.label}: {self.value}"


class Drug(msgspec.Struct, frozen=True):
    """A medicine with its supply. `share` None: nobody knows how much is left."""

    name: str
    dose: str
    filled: str
    """The day of the last fill, short; `filled_said` says that it is one."""
    filled_said: str
    share: float | None
    left: str
    said: str
    out: bool = False
    soon: bool = False
    controlled: str = ""
    """The mark of a controlled substance: "C-II"."""
    deed: Deed | None = None


class Trend(msgspec.Struct, frozen=True):
    """Readings of one thing with the last value. `unit` is dropped where there is no room: `about` has it."""

    name: str
    series: Series
    value: str
    unit: str
    standing: str
    """ "high", "low" or empty, in the person's language."""
    when: str
    about: str
    """Range, first and last day, direction, who measured."""
    said: str
    deed: Deed | None = None


class Past(msgspec.Struct, frozen=True):
    """An earlier conversation: its subject, and below it kind, day and how it ended."""

    subject: str
    about: str
    icon: str
    said: str
    deed: Deed | None = None


Fact = Line | Pair | Drug | Trend | Past


class Facts(msgspec.Struct, frozen=True):
    """A section. `heads` stand at the right of the title: "Last fill", "Supply left"."""

    name: str
    """What it is known by while titles are translated: whether it is folded is kept by this."""
    title: str
    rows: tuple[Fact, ...]
    heads: tuple[str, ...] = ()
    banner: bool = False
    """The patient's own banner: on the lighter ground, without a title; it is never folded."""
    brief: str = ""
    """What it says while it is folded."""

    @property
    def said(self) -> str:
        """All rows in words."""
        return ". ".join(row.said.rstrip(".") for row in self.rows)
