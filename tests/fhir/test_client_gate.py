"""People are served before background work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from inbox.fhir.gate import Gate


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


class Line:
    """People and background jobs at a gate; each stays inside until told to leave."""

    def __init__(self, places: int) -> None:
        self.gate = Gate(places)
        self.inside: list[str] = []
        self._leave: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def arrive(self, name: str, *, interactive: bool = False) -> None:
        self._leave[name] = asyncio.Event()

        async def stay() -> None:
            async with self.gate.turn(interactive=interactive):
                self.inside.append(name)
                await self._leave[name].wait()

        self._tasks[name] = asyncio.create_task(stay())
        await settle()

    async def leave(self, name: str) -> None:
        self._leave[name].set()
        await self._tasks[name]
        await settle()

    async def give_up(self, name: str) -> None:
        self._tasks[name].cancel()
        await settle()

    async def empty(self) -> None:
        for event in self._leave.values():
            event.set()
        await asyncio.wait(self._tasks.values())


def at_gate(scene: Callable[[Line], Awaitable[None]], places: int) -> list[str]:
    async def whole() -> list[str]:
        line = Line(places)
        await scene(line)
        await line.empty()
        return line.inside

    return asyncio.run(asyncio.wait_for(whole(), 5))


def test_a_person_goes_before_background_work_that_came_first() -> None:
    async def scene(line: Line) -> None:
        await line.arrive("a", interactive=True)
        await line.arrive("background")
        await line.arrive("person", interactive=True)
        await line.leave("a")

    assert at_gate(scene, places=1) == ["a", "person", "background"]


def test_background_work_never_takes_the_last_place() -> None:
    async def scene(line: Line) -> None:
        for name in ("b1", "b2", "b3", "b4"):
            await line.arrive(name)
        assert line.inside == ["b1", "b2", "b3"]
        await line.arrive("person", interactive=True)
        assert line.inside == ["b1", "b2", "b3", "person"]
        await line.leave("b1")
        assert "b4" not in line.inside
        await line.leave("b2")
        assert "b4" in line.inside

    assert len(at_gate(scene, places=4)) == 5


def test_who_gives_up_waiting_leaves_the_line_intact() -> None:
    async def scene(line: Line) -> None:
        await line.arrive("a", interactive=True)
        await line.arrive("gives up", interactive=True)
        await line.arrive("next", interactive=True)
        await line.give_up("gives up")
        await line.leave("a")

    assert at_gate(scene, places=1) == ["a", "next"]


def test_many_give_up_in_the_moment_a_place_is_given_back() -> None:
    """The whole of a sync does, when one of its requests fails."""

    async def scene() -> list[BaseException | None]:
        gate = Gate(1)
        leave = asyncio.Event()

        async def stay() -> None:
            async with gate.turn(interactive=False):
                await leave.wait()

        first, *waiting = (asyncio.create_task(stay()) for _ in range(4))
        await settle()
        leave.set()
        first.cancel()
        for one in waiting:
            one.cancel()
        return await asyncio.gather(first, *waiting, return_exceptions=True)

    assert {type(one) for one in asyncio.run(scene())} == {asyncio.CancelledError}


def test_a_place_is_given_back_when_the_request_fails() -> None:
    async def whole() -> None:
        gate = Gate(1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with gate.turn(interactive=True):
                    raise ZeroDivisionError
        async with gate.turn(interactive=False):
            pass

    asyncio.run(asyncio.wait_for(whole(), 5))
