"""What the lock asks of whoever knows who may come in. Nothing here shows or hides the work."""

from __future__ import annotations

from typing import Protocol


class Entrance(Protocol):
    """The ways into one person's locked place. Each may raise an InboxError: then it is still locked."""

    async def has_pin(self) -> bool:
        """Whether a PIN opens it."""

    async def check_pin(self, pin: str) -> None:
        """Raises Refused with what is to be said unless it is this person's."""

    async def choose_pin(self, pin: str) -> None:
        """From now on `pin` opens it. Refused where it is too easy, or could not be kept safely."""

    async def drop_pin(self) -> None:
        """From now on only a sign-in opens it."""

    async def same_person(self) -> bool:
        """Have somebody sign in; whether it is whom the place belongs to, who goes on with that sign-in."""

    async def another(self) -> bool:
        """Have somebody sign in; whether it is another person, for whom everything is ready then."""

    async def locked(self) -> None:
        """It has been locked: so it stays if the program ends now."""

    async def unlocked(self) -> None:
        """Whom it belongs to is back."""

    def give_up(self) -> None:
        """Nobody waits any more for whoever is signing in."""
