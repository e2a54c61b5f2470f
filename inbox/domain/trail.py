"""The audit trail as it is read: by whoever may, from the server, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from inbox.domain.ids import PatientId, PersonId, ThreadId


class Event(msgspec.Struct, frozen=True):
    """One thing that was done."""

    id: str
    """The operation it is of, by its tag; else the server's own name of it."""
    at: datetime
    """When it was done, by the clock of the station."""
    what: str = ""
    """One of `audit.KINDS`; empty for what another program has noted in its own way."""
    code: str = ""
    """What the other program calls it."""
    actor: PersonId = PersonId("")
    actor_name: str = ""
    """As the event says it; colleagues are known by their reference."""
    role: str = ""
    """In which they acted."""
    station: str = ""
    patient: PatientId | None = None
    thread: ThreadId | None = None
    on_behalf: PersonId | None = None
    about: str = ""
    """`Type/id` or a fixed name, where it was about neither."""
    failed: bool = False
    why: str = ""
    """Why it failed."""
    request: str = ""
    """The `X-Request-Id` under which the server was asked to do it."""


class Wanted(msgspec.Struct, frozen=True):
    """Which events; empty or None: all of them."""

    since: datetime | None = None
    person: str = ""
    patient: str = ""
    what: str = ""


class Leaf(msgspec.Struct, frozen=True):
    """Some events of the trail, newest first, with the names of their patients."""

    events: tuple[Event, ...]
    names: dict[str, str] = {}
    """By reference; a patient whose record is gone has none."""
    next: str = ""
    """Where it goes on, as the server says it; empty at the end."""


def once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, newest first: of one whose answer was lost some servers have two, under one tag."""
    each = {event.id: event for event in events}.values()
    return tuple(sorted(each, key=lambda event: event.at, reverse=True))
