"""A pool: the shared list of work that a team answers, with its hours and telephone."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from inbox.domain.coverage import Coverage
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.opening_hours import DAY
from inbox.domain.people import Role

__all__ = ["COVERING", "Closed", "Duty", "OpenTime", "Pool", "Staff"]

NO_HOLIDAYS = "none"
"""Of a pool that is open on public holidays, though its clinic is closed."""


class Closed(msgspec.Struct, frozen=True):
    """Dates, inclusive, on which the pool is closed, and why."""

    first: date
    last: date
    why: str = ""
    from_min: int = 0
    """Minutes after midnight of the first day, by the clock on the wall, from which it is closed."""
    until_min: int = DAY
    """Those of the last day until which it is."""


class Pool(msgspec.Struct, frozen=True):
    """What the server says of a pool."""

    id: PoolId
    name: str
    phone: str = ""
    zone: str = ""
    """IANA time zone; empty when the server does not say."""
    hours: tuple[OpenTime, ...] = ()
    """Empty: the server states no hours."""
    closed: tuple[Closed, ...] = ()
    active: bool = True
    clinic: str = ""
    """Who provides it: the clinic's name, where the server says so."""
    about: str = ""
    """What comes there, for whoever chooses among pools."""
    kinds: tuple[str, ...] = ()
    """The kinds of work that come there where no routing rule says otherwise."""
    on_call: PoolId | None = None
    """The pool that answers its red flags while it is closed."""
    holidays: str = ""
    """Whose public holidays close it, as the `holidays` library names them: "US-IL"; `NO_HOLIDAYS`: nobody's.
    Empty: not stated."""


COVERING = "covering"
"""The duty of a prescriber who decides for colleagues who do not."""
AT_WORK = "at-work"
"""The duty of being there at all: a role of everyday work, with its days, its pools and its hours."""


class Duty(msgspec.Struct, frozen=True):
    """A duty for some time, as "charge", "on-call" or `AT_WORK`; dates inclusive, None: open."""

    name: str
    first: date | None = None
    last: date | None = None
    pools: tuple[PoolId, ...] = ()
    """Empty: in all of them."""
    hours: tuple[OpenTime, ...] = ()
    """Empty: at any time of the day."""

    def holds(self, name: str, at: datetime, pool: str) -> bool:
        """Whether it is this duty, `at` that local time, in that pool."""
        today = at.date()
        if self.hours and not any(block.covers(at) for block in self.hours):
            return False
        begun, over = self.first and today < self.first, self.last and today > self.last
        return self.name == name and not begun and not over and (not self.pools or PoolId(pool) in self.pools)


class Staff(msgspec.Struct, frozen=True):
    """A colleague: name as shown ("Tomas Aldana, RN") and the references that mean them."""

    id: PersonId
    name: str
    role_refs: tuple[str, ...] = ()
    pools: tuple[PoolId, ...] = ()
    role: str = ""
    duties: tuple[Duty, ...] = ()
    active: bool = True
    licence: Role | None = None
    """The rights that come with their qualifications and roles; None: nobody has looked."""
    covers: tuple[Coverage, ...] = ()
    """For whom they see to things, and when; what is over too."""
