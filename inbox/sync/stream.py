"""Reading what changed since an instant, so that nothing falls between two pages or two looks.

Two things would lose changes. A list counted in places shifts under its reader when something in it
changes meanwhile: the next page then begins one too far. And a transaction may show its rows long after
the time it stamps on them, behind a reader who has already moved on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from inbox.domain.filed import Filed

Ask = Callable[[datetime], AsyncIterator[list[Filed]]]
"""What changed at or after an instant, oldest first, in pages."""


async def changes(ask: Ask, since: datetime, full: int) -> AsyncIterator[tuple[list[Filed], datetime | None]]:
    """The pages of one look, each with the instant up to which everything has been read.

    That is None where it cannot be said before the end: some servers do not sort. As soon as a page more
    is to be expected (this one has `full` resources, or the next one came), it is asked for anew from the
    time of the last resource instead of by its place; only where all of a page bears one time, the
    server's own link leads on. What a list that shifts just there hides is found by the wide look.
    """
    begun = newest = since
    in_order = True
    while True:
        further = begun
        async for page in ask(begun):
            if further > begun:
                break
            stamps = [one.updated for one in page]
            in_order = in_order and stamps == sorted(stamps)
            newest = max([newest, *stamps])
            yield page, newest if in_order else None
            if in_order:
                further = newest
            if further > begun and len(page) >= full:
                break
        else:
            yield [], newest
            return
        begun = further


def start(reached: datetime, overlap: timedelta, earliest: datetime) -> datetime:
    """Where a look begins that is to lose nothing.

    A change is found by the next look if it became visible no later than `overlap` after the time it
    bears, the difference between the clocks of the server's machines included: at the last look nothing
    could be seen that is newer than that look.
    """
    return max(reached - overlap, earliest)


def reached(newest: datetime, before: datetime, now: datetime, overlap: timedelta) -> datetime:
    """How far a look has come that began with the cursor at `before` and saw `newest`.

    A time that is still to come (one machine's clock is ahead) does not take the cursor with it: all that
    the others write would lie behind it. Where our own clock is the one that is late, the cursor only
    stays behind, and the same is read again.
    """
    return max(before, min(newest, now + overlap))
