"""The ways into a locked place, for the lock page: its owner's PIN or sign-in, or somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from inbox.app.doors import Doors
from inbox.session.session import Session


class Reentry:
    """The Entrance of one session. What blocks (keyring, key derivation, disk) runs in a thread."""

    def __init__(self, session: Session, doors: Callable[[], Doors]) -> None:
        """`doors` makes new ones, whose page stands before the lock's until that is shown again."""
        self._session = session
        self._make_doors = doors
        self._doors: Doors | None = None
        self.coming: Session | None = None
        """Of whoever has signed in to take the place."""

    async def has_pin(self) -> bool:
        """Whether a PIN opens it."""
        return await asyncio.to_thread(self._session.has_pin)

    async def check_pin(self, pin: str) -> None:
        """Raises Refused unless it is this person's."""
        await asyncio.to_thread(self._session.check_pin, pin)

    async def choose_pin(self, pin: str) -> None:
        """From now on `pin` opens it."""
        await asyncio.to_thread(self._session.choose_pin, pin)

    async def drop_pin(self) -> None:
        """From now on only a sign-in opens it."""
        await asyncio.to_thread(self._session.drop_pin)

    async def same_person(self) -> bool:
        """Whether it is its owner who signs in now."""
        self._doors = self._make_doors()
        return await self._doors.same_person(self._session)

    async def another(self) -> bool:
        """Whether somebody else has signed in, whose session is `coming` then."""
        self._doors = self._make_doors()
        self.coming = await self._doors.another(self._session)
        return self.coming is not None

    async def locked(self) -> None:
        """So it stays if the program ends now."""
        await asyncio.to_thread(self._session.lock_up)

    async def unlocked(self) -> None:
        """Its owner is back."""
        await asyncio.to_thread(self._session.unlock)

    def give_up(self) -> None:
        """Nobody waits any more for whoever is signing in."""
        if self._doors is not None:
            self._doors.give_up()
