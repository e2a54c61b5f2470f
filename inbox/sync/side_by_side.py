"""Several requests at a time: answers in order, and no more of them in memory than are asked at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

AT_ONCE = 4

Group = TypeVar("Group")
Answer = TypeVar("Answer")


async def side_by_side(
    groups: Iterable[Group], fetch: Callable[[Group], Coroutine[Any, Any, Answer]], at_once: int = AT_ONCE
) -> AsyncGenerator[tuple[Group, Answer], None]:
    """Each of `groups`, in their order, with what `fetch` gives for it.

    The first failure is the last: what is under way then is waited for, as nothing is gained by breaking
    it off. To be used within `aclosing`, so that it ends with whoever asked.
    """
    rest = iter(groups)
    waiting = deque((group, asyncio.create_task(fetch(group))) for group in islice(rest, at_once))
    try:
        while waiting:
            group, task = waiting[0]
            answer = await task
            waiting.popleft()
            waiting.extend((next_, asyncio.create_task(fetch(next_))) for next_ in islice(rest, 1))
            yield group, answer
    except asyncio.CancelledError:
        for _, task in waiting:
            task.cancel()
        raise
    finally:
        await asyncio.gather(*(task for _, task in waiting), return_exceptions=True)


async def together(asked: Iterable[Coroutine[Any, Any, Answer]]) -> list[Answer]:
    """What all of `asked` give. The first failure is raised once none of the others is under way."""
    answers = await asyncio.gather(*asked, return_exceptions=True)
    given: list[Answer] = []
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
        given.append(answer)
    return given


async def whole(pages: AsyncIterator[list[Answer]]) -> list[Answer]:
    """All of some pages."""
    return [one async for page in pages for one in page]
