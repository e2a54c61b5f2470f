"""The measures of one choice, computed beside the window from what was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from inbox.domain.calendar import Calendar
from inbox.domain.duty import names_of
from inbox.domain.ids import PersonId
from inbox.domain.measures import Found, Recorded, Scope, Span, Work, lines_of, measured
from inbox.fhir.incoming import Directory
from inbox.queries import pools as directory
from inbox.queries.measures import works
from inbox.queries.reader import Reader
from inbox.ui.board.measures.choice import PERIODS, Choice

_MARGIN = timedelta(days=8)
"""Read beyond the longest period and the one before: what was reviewed or answered just before them."""


class Basis(msgspec.Struct, frozen=True):
    """What all measures are computed from; `names` are those of the people in it."""

    at: datetime
    works: tuple[Work, ...]
    names: dict[PersonId, str]


class Line(msgspec.Struct, frozen=True):
    """One line: what of, this period, and as much of the one before."""

    scope: Scope
    now: Found
    before: Found


class Page(msgspec.Struct, frozen=True):
    """All lines of a choice, the whole of it first."""

    choice: Choice
    lines: tuple[Line, ...]


def since(now: datetime) -> datetime:
    """From when on work and what was recorded of it are read."""
    return now - 2 * timedelta(days=max(PERIODS)) - _MARGIN


def read(reader: Reader, now: datetime) -> Basis:
    """Everything kept here that measures may need."""
    staff = directory.staff(reader)
    found = works(reader, Directory(staff, directory.pools(reader)), names_of(staff), since(now))
    return Basis(now, tuple(found), {one.id: one.name for one in staff})


def compute(
    basis: Basis,
    recorded: Sequence[Recorded] | None,
    choice: Choice,
    local: datetime,
    calendar: Callable[[str], Calendar],
) -> Page:
    """The page of `choice`; `local` is now by the clock on the clinic's wall."""
    spans = Span.days(local, choice.days), Span.before(local, choice.days)
    scopes = [choice.scope, *lines_of(choice.lines, basis.works, choice.scope)]
    lines = []
    for scope in scopes:
        now, before = (measured(basis.works, recorded, scope, span, calendar) for span in spans)
        if scope is scopes[0] or now.arrived or now.closed or before.closed:
            lines.append(Line(scope, now, before))
    return Page(choice, tuple(lines))
