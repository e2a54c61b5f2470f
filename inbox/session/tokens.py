"""Access tokens, renewed when they run out. The fhir client's TokenSource."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

from inbox.domain.clock import Clock
from inbox.domain.errors import Bug, SignInNeeded
from inbox.domain.words import tr
from inbox.fhir.door import Door
from inbox.session.oauth import Granted, TokenRefused, ask_token
from inbox.session.vault import Vault

AHEAD = timedelta(seconds=60)
"""A token this close to its end is renewed first."""
PATIENCE = 1.0
"""Seconds for which the end of the program waits for a refresh under way: its token would be lost."""


class Tokens:
    """Belongs to one event loop. At most one refresh is under way, whoever asks.

    Refresh tokens rotate: each works once, and a server takes a second use for theft. So the new one is
    in the vault before anything is done with it, and a refresh goes on even if who asked for it gives up.
    A refresh whose answer was lost raises NoAnswer; the next one then either works (the server never
    got the first) or is refused: SignInNeeded.
    """

    def __init__(self, vault: Vault, clock: Clock, granted: Granted | None = None) -> None:
        self._vault = vault
        self._clock = clock
        self._door = Door()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refreshing: asyncio.Task[str] | None = None
        self._one_sign_in = threading.Lock()
        self._sign_ins = 0
        self._access = ""
        self._good_until = clock.now()
        if granted is not None:
            self._accept(granted)

    async def access(self) -> str:
        """A token that is good now."""
        self._on_own_loop()
        if self._access and self._clock.now() < self._good_until - AHEAD:
            return self._access
        return await self._renewed()

    async def refreshed(self, after: str) -> str:
        """A newer token than `after`, which the server refused."""
        self._on_own_loop()
        if self._access and self._access != after:
            return self._access
        return await self._renewed()

    def adopt(self, granted: Granted) -> str:
        """Go on with a new sign-in of the same person; any thread. On the disk when this returns.

        Gives the refresh token of the one before, for the server to forget. A refresh of that one that is
        under way meanwhile changes nothing any more.
        """
        with self._one_sign_in:
            before = self._seal(granted.refresh_token)
            self._sign_ins += 1
            self._accept(granted)
            return before

    def forget(self) -> None:
        """There is no sign-in any more; any thread. NotKept: it still lies on the disk, and is used no more.

        A refresh under way brings none back.
        """
        with self._one_sign_in:
            self._sign_ins += 1
            self._access = ""
            self._seal("")

    async def close(self) -> None:
        """Let a refresh under way arrive, then drop the connections."""
        if self._refreshing is not None:
            await asyncio.wait([self._refreshing], timeout=PATIENCE)
        await self._door.close()

    async def _renewed(self) -> str:
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._refresh())
            self._refreshing.add_done_callback(self._arrived)
        return await asyncio.shield(self._refreshing)

    def _arrived(self, task: asyncio.Task[str]) -> None:
        self._refreshing = None
        if not task.cancelled():
            task.exception()  # those who wait get it; if all of them gave up, it is not left unseen

    async def _refresh(self) -> str:
        secrets, sign_in = self._vault.secrets, self._sign_ins
        if not secrets.refresh_token:
            raise SignInNeeded(tr("Please sign in again."))
        form = {
            "grant_type": "refresh_token",
            "refresh_token": secrets.refresh_token,
            "client_id": secrets.client_id,
        }
        try:
            granted = await ask_token(self._door, secrets.token_endpoint, form)
        except TokenRefused as e:
            spent = e.error == "invalid_grant"  # or revoked: asking again would never help
            if await asyncio.to_thread(self._end, sign_in, spent):
                raise SignInNeeded(tr("Your sign-in has ended. Please sign in again.")) from e
            return self._newest()
        await asyncio.to_thread(self._go_on, sign_in, granted)
        return self._newest()

    def _newest(self) -> str:
        """What a newer sign-in has brought meanwhile, if not this one; SignInNeeded where all have ended."""
        if not self._access:
            raise SignInNeeded(tr("Please sign in again."))
        return self._access

    def _go_on(self, sign_in: int, granted: Granted) -> None:
        """First on the disk, then in use; nothing where a newer sign-in has taken the place of that one."""
        with self._one_sign_in:
            if sign_in == self._sign_ins:
                self._seal(granted.refresh_token or self._vault.secrets.refresh_token)
                self._accept(granted)

    def _end(self, sign_in: int, spent: bool) -> bool:
        """That sign-in is refused; whether it still is the one in use."""
        with self._one_sign_in:
            if sign_in != self._sign_ins:
                return False
            self._access = ""
            if spent:
                self._seal("")
            return True

    def _seal(self, refresh_token: str) -> str:
        """In the vault, on the disk; gives the one before."""
        return self._vault.change(refresh_token=refresh_token).refresh_token

    def _accept(self, granted: Granted) -> None:
        self._access = granted.access_token
        self._good_until = self._clock.now() + timedelta(seconds=granted.expires_in)

    def _on_own_loop(self) -> None:
        """Two loops would make two refreshes with one token, and the server would end the session."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise Bug("Tokens are used on two event loops")
