"""A list from its first page to its last, without a gap.

Servers page in three ways. By cursor: the link holds where the last page ended. By a list that the server
keeps for us: its links are followed. By places counted from the start: the list shifts when something in it
changes meanwhile, and some servers refuse to count beyond a ceiling (10,000). Where a list is sorted by
time of change and counted in places, it is asked for anew from the time of its last resource.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import msgspec

from inbox import diary
from inbox.domain.words import tr
from inbox.fhir.faults import Declined, Unreadable
from inbox.fhir.fitting import first_page
from inbox.fhir.profile import Profile
from inbox.fhir.resource import UNDATED, Resource
from inbox.fhir.search import Page, Params

First = Callable[[Params], Awaitable[Page]]
"""Asks for the first page of a search."""
Follow = Callable[[str], Awaitable[Page]]
"""Asks for the page at an address."""

_CURSORS, _PLACES = frozenset({"_cursor", "cursor"}), frozenset({"_offset", "offset"})
_TOO_DEEP = frozenset({400, 404, 410, 413, 422})
"""Statuses of a server that links a page and then does not give it. 410: its list has been thrown away."""
_A_SECOND = timedelta(seconds=1)
BARREN = 50
"""Pages in a row without anything new, and with a link to a next one: no server pages so, it has no end."""
LONGEST = 1_000_000
"""Resources of one list. A large clinic's year is a tenth of it; more would only fill the disk."""


class Pages:
    """One search, read once from beginning to end."""

    def __init__(
        self, first: First, follow: Follow, profile: Profile, resource_type: str, params: Params
    ) -> None:
        self._ask = first
        self._follow = follow
        self._profile = profile
        self._type = resource_type
        self._params = dict(params)
        self._descending = params.get("_sort") == "-_lastUpdated"
        self._edge: datetime | None = None
        """Up to where everything has come; None where the order does not say."""
        self._begun: datetime | None = None
        self._in_order = params.get("_sort") in ("_lastUpdated", "-_lastUpdated")
        self._links: set[str] = set()
        self._at_edge: dict[tuple[str, str], datetime] = {}
        """What asking anew from the edge brings again."""
        self._rows = 0
        self._barren = 0
        """Pages since the last that brought something."""

    async def __aiter__(self) -> AsyncIterator[Page]:
        page = await self._first()
        while True:
            link = page.next
            yield self._fresh(page)
            if not link:
                return
            page = await self._after(link)

    async def _first(self) -> Page:
        page, asked = await first_page(self._ask, self._profile, self._type, self._params)
        self._in_order = self._in_order and "_sort" in asked
        return page

    async def _after(self, link: str) -> Page:
        """The page that follows, by the server's link or by time."""
        way = _way(link)
        if self._in_order and not self._descending:
            self._profile.learn(paging=way)
        if self._barren > BARREN or self._rows > LONGEST:
            raise Unreadable(tr("The server's list of pages has no end."))
        if way == "offset" and self._further():
            return await self._from_edge()
        if link in self._links:
            raise Unreadable(tr("The server's list of pages goes round in circles."))
        self._links.add(link)
        try:
            return await self._follow(link)
        except Declined as refusal:
            if refusal.status not in _TOO_DEEP or not self._further():
                raise
            diary.note("search.too-deep", type=self._type.lower(), rows=self._rows)
            self._profile.learn(deepest=self._rows)
            return await self._from_edge()

    def _further(self) -> bool:
        """Whether asking anew by time gets any further, and may be done."""
        known = self._profile.searches(self._type, "_lastUpdated")
        return known and self._in_order and self._edge is not None and self._edge != self._begun

    async def _from_edge(self) -> Page:
        """The list from the last time on. What bears that very time comes again and is left out then."""
        assert self._edge is not None
        self._begun, self._links = self._edge, set()
        # Some servers keep finer times than they show: a second more loses none of them.
        bound = f"le{_written(self._edge + _A_SECOND)}" if self._descending else f"ge{_written(self._edge)}"
        replaced = ("le", "lt", "eb") if self._descending else ("ge", "gt", "sa")
        said = self._params.get("_lastUpdated", ())
        kept = [one for one in ([said] if isinstance(said, str) else said) if not one.startswith(replaced)]
        self._params["_lastUpdated"] = [*kept, bound]
        return await self._first()

    def _fresh(self, page: Page) -> Page:
        """`page` without what has come already; notes how far the list has come."""
        fresh = [one for one in page.resources if (one.ref, one.version) not in self._at_edge]
        self._rows += len(fresh)
        self._barren = 0 if fresh or page.deleted else self._barren + 1
        self._note(page.resources)
        return msgspec.structs.replace(page, resources=fresh)

    def _note(self, resources: list[Resource]) -> None:
        stamps = [one.updated for one in resources]
        ordered = sorted(stamps, reverse=self._descending)
        if not self._in_order or stamps != ordered or UNDATED in stamps:
            self._in_order = False
            return
        if not stamps:
            return
        self._edge = edge = stamps[-1]
        met = self._at_edge | {(one.ref, one.version): one.updated for one in resources}
        again = edge + _A_SECOND if self._descending else edge
        self._at_edge = {
            one: at for one, at in met.items() if (at <= again if self._descending else at >= again)
        }


def _way(link: str) -> str:
    """How a link leads on: cursor, offset, or link for anything else."""
    names = frozenset(parse_qs(link.partition("?")[2].partition("#")[0], keep_blank_values=True))
    if names & _CURSORS:
        return "cursor"
    return "offset" if names & _PLACES else "link"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
