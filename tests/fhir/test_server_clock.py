"""The server's time: it goes on steadily, and a clock that was set is followed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from inbox.fhir.server_clock import ServerClock

NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)


def said(at: datetime) -> dict[str, str]:
    return {"date": at.strftime("%a, %d %b %Y %H:%M:%S GMT")}


def test_it_knows_nothing_before_the_server_has_spoken_sense() -> None:
    async def heard() -> list[datetime | None]:
        clock = ServerClock()
        clock.hear({})
        clock.hear({"date": "noon"})
        return [clock.now()]

    assert asyncio.run(heard()) == [None]


def test_it_never_steps_back_for_the_second_that_a_date_leaves_out() -> None:
    async def heard() -> list[datetime | None]:
        clock = ServerClock()
        clock.hear(said(NOON + timedelta(seconds=1)))
        before = clock.now()
        clock.hear(said(NOON + timedelta(seconds=0)))
        clock.hear(said(NOON + timedelta(seconds=1)))
        return [before, clock.now()]

    before, after = asyncio.run(heard())
    assert before is not None
    assert after is not None
    assert NOON + timedelta(seconds=1) <= before <= after < NOON + timedelta(seconds=2)


def test_a_clock_that_was_set_is_followed() -> None:
    async def heard() -> datetime | None:
        clock = ServerClock()
        clock.hear(said(NOON))
        clock.hear(said(NOON + timedelta(hours=1)))
        return clock.now()

    now = asyncio.run(heard())
    assert now is not None
    assert now - NOON >= timedelta(hours=1)
