"""A person's own staff record at the server: whether they still work there, and as what.

Looked at by itself, so that no list that takes its time, and no server that tells of changes, holds it up:
what is taken from somebody holds within a minute, also while nobody touches a key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from inbox.domain.errors import AccessEnded
from inbox.domain.people import Actor
from inbox.fhir.client import FhirClient
from inbox.sync.status import Board

LookAgain = Callable[[FhirClient], Awaitable[Actor]]
"""Asks who the person is now. Raises AccessEnded, SignInNeeded, or as every request does."""


class OwnRecord:
    """Of the person at this station."""

    def __init__(self, look_again: LookAgain | None, client: FhirClient, actor: Actor, board: Board) -> None:
        """Nothing is asked without `look_again`."""
        self._look_again = look_again
        self._client = client
        self._actor = actor
        self._board = board

    async def look(self) -> None:
        """Ask once, and tell what has changed; what was raised is raised again, once that is told."""
        if self._look_again is None:
            return
        try:
            now = await self._look_again(self._client)
        except AccessEnded as ended:
            self._board.change(access_ended=str(ended))
            raise
        if now.role is not self._actor.role:
            self._board.change(new_role=now.role)
