"""Nothing falls between two looks or two pages, as long as a change shows itself within the overlap."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.filed import Filed
from inbox.fhir.resource import UNDATED
from inbox.sync import stream

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OVERLAP = timedelta(seconds=120)


class Change(NamedTuple):
    """A version of a resource: the time it bears, and when it can be seen (seconds past noon)."""

    name: str
    stamp: int
    visible: int


class Server:
    """Serves what is visible at its time, by places (as offsets do) or with links that never shift."""

    def __init__(self, changes: list[Change], page: int, asked: int = 0) -> None:
        """`page`: resources in a page, which may be fewer than were `asked` for."""
        self.changes = changes
        self.page = page
        self.asked = asked or page
        self.now = 0
        self.between_pages = 0

    def current(self) -> list[Change]:
        newest: dict[str, Change] = {}
        for change in sorted((c for c in self.changes if c.visible <= self.now), key=lambda c: c.visible):
            newest[change.name] = change
        return sorted(newest.values(), key=lambda c: (c.stamp, c.name))

    async def changed(self, since: datetime) -> AsyncIterator[list[Filed]]:
        place = 0
        while True:
            found = [c for c in self.current() if NOON + timedelta(seconds=c.stamp) >= since]
            page = found[place : place + self.page]
            yield [filed(change) for change in page]
            place += self.page
            if place >= len(found):
                return
            self.now += self.between_pages


def filed(change: Change) -> Filed:
    at = NOON + timedelta(seconds=change.stamp)
    return Filed("Task", change.name, f"{change.stamp}/{change.visible}", at, b"{}")


def look(server: Server, cursor: datetime, held: set[Change]) -> datetime:
    """One look; gives the cursor after it."""

    async def go() -> datetime:
        at = cursor
        async for page, newest in stream.changes(
            server.changed, stream.start(at, OVERLAP, UNDATED), server.asked
        ):
            held.update(Change(one.id, *(int(part) for part in one.version.split("/"))) for one in page)
            if newest is not None:
                at = stream.reached(newest, at, NOON + timedelta(seconds=server.now), OVERLAP)
        return at

    return asyncio.run(go())


def a_change(late: int) -> st.SearchStrategy[Change]:
    """One that shows itself up to `late` seconds after its stamp; many bear the same time."""
    return st.tuples(st.sampled_from("abcdefghijkl"), st.integers(0, 400), st.integers(0, late)).map(
        lambda t: Change(t[0], t[1], t[1] + t[2])
    )


def one_version_a_moment(changes: list[Change]) -> list[Change]:
    """A server does not show two versions of a resource at the same moment, nor older ones later."""
    kept: dict[tuple[str, int], Change] = {(c.name, c.visible): c for c in changes}
    return list(kept.values())


@settings(max_examples=200, deadline=None)
@given(
    changes=st.lists(a_change(late=120), max_size=60).map(one_version_a_moment),
    looks=st.lists(st.integers(1, 400), min_size=1, max_size=8),
    page=st.integers(1, 7),
    between=st.integers(0, 60),
    fewer=st.sampled_from([0, 3]),
)
def test_whatever_shows_itself_within_the_overlap_is_found(
    changes: list[Change], looks: list[int], page: int, between: int, fewer: int
) -> None:
    of_one_time = max(Counter(change.stamp for change in changes).values(), default=0)
    if between:
        page = max(page, of_one_time + 1)  # else it takes the wide look: see below
    server = Server(changes, page, page + fewer)
    held: set[Change] = set()
    cursor = UNDATED
    for wait in looks:
        server.now += wait
        server.between_pages = between
        cursor = look(server, cursor, held)
    server.now += 600
    server.between_pages = 0
    look(server, cursor, held)
    assert set(server.current()) <= held


def test_a_list_that_shifts_among_as_many_of_one_time_as_a_page_holds_takes_the_wide_look() -> None:
    """Counted in places, b moves up when a goes to the end, and is past when the next page is asked for."""
    server = Server([Change("a", 0, 0), Change("a", 121, 121), Change("b", 0, 0)], 1, 4)
    held: set[Change] = set()
    server.now, server.between_pages = 1, 60
    cursor = look(server, UNDATED, held)
    server.now, server.between_pages = 700, 0
    look(server, cursor, held)
    assert Change("b", 0, 0) not in held
    look(server, UNDATED, held)
    assert set(server.current()) <= held


def test_beyond_the_overlap_it_takes_the_wide_look() -> None:
    late = Change("late", 100, 100 + 121 + 50)
    server = Server([Change("soon", 250, 250), late], 10)
    held: set[Change] = set()
    server.now = 260
    cursor = look(server, UNDATED, held)
    server.now = 300
    look(server, cursor, held)
    assert late not in held
    look(server, stream.start(cursor, timedelta(hours=6), UNDATED), held)
    assert late in held


def test_a_time_still_to_come_does_not_take_the_cursor_with_it() -> None:
    server = Server([Change("ahead", 7200, 10), Change("ordinary", 300, 300)], 10)
    held: set[Change] = set()
    server.now = 20
    cursor = look(server, UNDATED, held)
    server.now = 310
    look(server, cursor, held)
    assert Change("ordinary", 300, 300) in held


def test_a_page_of_one_time_is_left_by_the_servers_own_link() -> None:
    server = Server([Change(name, 50, 50) for name in "abcdefg"], 2)
    held: set[Change] = set()
    server.now = 60
    look(server, NOON, held)
    assert {change.name for change in held} == set("abcdefg")


def test_a_server_that_does_not_sort_moves_the_cursor_only_at_the_end() -> None:
    async def unsorted(since: datetime) -> AsyncIterator[list[Filed]]:
        yield [filed(Change("b", 90, 90)), filed(Change("a", 10, 10))]
        yield [filed(Change("c", 20, 20))]

    async def go() -> list[datetime | None]:
        return [newest async for _, newest in stream.changes(unsorted, NOON, 2)]

    assert asyncio.run(go()) == [None, None, NOON + timedelta(seconds=90)]
