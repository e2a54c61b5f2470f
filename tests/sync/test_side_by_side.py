"""Requests side by side, answers in order."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from inbox.domain.errors import Offline
from inbox.sync.side_by_side import AT_ONCE, side_by_side


def test_answers_come_in_order_and_no_more_are_under_way_than_are_allowed() -> None:
    under_way: set[int] = set()
    most = 0

    async def fetch(number: int) -> int:
        nonlocal most
        under_way.add(number)
        most = max(most, len(under_way))
        for _ in range(10 - number % 7):
            await asyncio.sleep(0)
        return number * 10

    async def go() -> list[tuple[int, int]]:
        found = []
        async with aclosing(side_by_side(range(30), fetch)) as answers:
            async for number, answer in answers:
                under_way.discard(number)
                found.append((number, answer))
        return found

    assert asyncio.run(go()) == [(number, number * 10) for number in range(30)]
    assert 1 < most <= AT_ONCE


def test_one_failure_begins_nothing_more_and_leaves_nothing_under_way() -> None:
    begun: list[int] = []
    ended: list[int] = []

    async def fetch(number: int) -> None:
        begun.append(number)
        if number == 1:
            raise Offline("away")
        await asyncio.sleep(0)
        ended.append(number)

    async def go() -> None:
        async with aclosing(side_by_side(range(1, 20), fetch)) as answers:
            async for _ in answers:
                pass

    with pytest.raises(Offline):
        asyncio.run(go())
    assert begun == [1, 2, 3, 4]
    assert ended == [2, 3, 4]


def test_whoever_is_cancelled_breaks_off_what_is_under_way() -> None:
    broken_off: list[int] = []

    async def fetch(number: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.append(number)

    async def go() -> None:
        async def ask() -> None:
            async with aclosing(side_by_side(range(9), fetch)) as answers:
                async for _ in answers:
                    pass

        asking = asyncio.create_task(ask())
        for _ in range(5):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    asyncio.run(go())
    assert sorted(broken_off) == [0, 1, 2, 3]
