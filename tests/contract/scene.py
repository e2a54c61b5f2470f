"""Everything a check has to hand: two people at their computers, a clinic, and the line to the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.people import Actor, Role
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OPERATION
from inbox.fhir.door import Door
from inbox.fhir.profile import Profile
from tests.contract.asked import Asked, site_server
from tests.contract.between import Between
from tests.contract.clinic import Clinic, NothingToWorkWith
from tests.contract.credentials import Credential, NoEntry, credential, who_is
from tests.contract.station import Station
from tests.contract.wire import Json, Wire


class Scene(msgspec.Struct):
    """One run against one server."""

    asked: Asked
    folder: Path
    mine: Credential
    actor: Actor
    wire: Wire
    clinic: Clinic
    me: Station
    colleague: Station
    client: FhirClient
    """The program's client, as `me` uses it."""
    profile: Profile
    line: Between
    """The way to the server on which things can go wrong."""
    new_station: Callable[[], Station]
    """Another computer of mine, with an empty cache."""

    async def replies(self, reply: OperationId) -> list[Json]:
        """The Communications on the server that an operation made."""
        return await self.wire.find("Communication", {"identifier": f"{OPERATION}|{reply}"})

    async def eventually(self, so: Callable[[], bool], seconds: float = 20) -> bool:
        """Whether it comes to be within that time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not so() and loop.time() < end:
            await asyncio.sleep(0.05)
        return so()


@asynccontextmanager
async def set_up(asked: Asked, folder: Path) -> AsyncIterator[Scene]:
    """Sign in, make what every check needs, and open the two computers. Raises NoEntry,
    NothingToWorkWith, or what the program says.

    The colleague acts as a prescriber, who alone may approve a reply: what is tried is the server.
    """
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(Door())
        mine = await _in(stack, credential(asked, folder / "mine", door, asked.login, asked.password))
        wire = Wire(asked.url, mine.tokens, door)
        clinic = Clinic(wire, asked)
        await clinic.prepare()
        actor = await _actor(asked, mine, clinic)
        theirs, colleague = await _colleague(asked, folder, door, mine, clinic, actor, stack)
        line = await stack.enter_async_context(Between(asked.url))

        site = site_server(asked.profile)

        def station(credential: Credential, actor: Actor) -> Station:
            made = Station(folder, asked.url, credential.tokens, actor, site)
            stack.push_async_callback(made.close)
            return made

        me = station(mine, actor)
        client = await stack.enter_async_context(FhirClient(asked.url, mine.tokens))
        yield Scene(
            asked=asked,
            folder=folder,
            mine=mine,
            actor=actor,
            wire=wire,
            clinic=clinic,
            me=me,
            colleague=station(theirs, msgspec.structs.replace(colleague, role=Role.PRESCRIBER)),
            client=client,
            profile=await me.profile(),
            line=line,
            new_station=lambda: station(mine, actor),
        )


async def _in(stack: AsyncExitStack, entering: Awaitable[Credential]) -> Credential:
    found = await entering
    if found.close:
        stack.push_async_callback(found.close)
    return found


async def _actor(asked: Asked, mine: Credential, clinic: Clinic) -> Actor:
    """Whom the sign-in stands for; else whoever was named; else somebody made for this."""
    person = mine.fhir_user or asked.practitioner or await clinic.practitioner("One")
    if not person:
        raise NothingToWorkWith("This sign-in stands for no person: name one with --practitioner.")
    return await who_is(asked.url, mine.tokens, person)


async def _colleague(
    asked: Asked,
    folder: Path,
    door: Door,
    mine: Credential,
    clinic: Clinic,
    actor: Actor,
    stack: AsyncExitStack,
) -> tuple[Credential, Actor]:
    """With a sign-in of their own, else somebody else under ours."""
    if asked.second_login:
        password = asked.second_password or asked.password
        theirs = await _in(stack, credential(asked, folder / "theirs", door, asked.second_login, password))
        return theirs, await who_is(asked.url, theirs.tokens, theirs.fhir_user)
    person = asked.second_practitioner or await clinic.practitioner("Two")
    person = person or await clinic.other_practitioner(actor.person)
    if not person:
        raise NothingToWorkWith("There is no second person: name one with --second-practitioner.")
    return mine, await who_is(asked.url, mine.tokens, person)


__all__ = ["NoEntry", "NothingToWorkWith", "Scene", "set_up"]
