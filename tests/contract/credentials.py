"""The three ways to a token, and the person it stands for."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from inbox.domain.people import LICENSED, Actor, Role
from inbox.fhir.client import FhirClient, TokenSource
from inbox.fhir.door import Door
from inbox.fhir.incoming.roles import role_table
from inbox.session.oauth import discover
from inbox.session.passphrase_lock import PassphraseLock
from inbox.session.session import Session
from inbox.session.sign_in import SignIn
from inbox.session.stretch import CHEAPEST
from inbox.session.who import actor_of
from portal.visitor import visit
from tests.contract.asked import Asked


class NoEntry(Exception):
    """Nobody could sign in: there is nothing to check."""


class WallClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Credential(msgspec.Struct, frozen=True):
    """A way in."""

    tokens: TokenSource
    how: str
    """In words."""
    fhir_user: str = ""
    """The reference of the person it stands for; empty where it stands for none."""
    close: Callable[[], Awaitable[None]] | None = None


class Ready:
    """A TokenSource of one token."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def access(self) -> str:
        return self._token

    async def refreshed(self, after: str) -> str:
        return self._token


class ClientCredentials:
    """A TokenSource that asks with the client's secret (RFC 6749 §4.4), whenever a token is refused."""

    def __init__(self, door: Door, endpoint: str, client_id: str, secret: str) -> None:
        self._door = door
        self._endpoint = endpoint
        self._form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        self._asking = asyncio.Lock()
        self._access = ""
        self.fhir_user = ""

    async def access(self) -> str:
        return self._access or await self.refreshed("")

    async def refreshed(self, after: str) -> str:
        async with self._asking:
            if self._access == after:
                self._access = await self._asked()
            return self._access

    async def _asked(self) -> str:
        form = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode(self._form).encode()
        answer = await self._door.exchange("POST", self._endpoint, headers=form, body=body)
        if answer.status != 200:
            raise NoEntry(f"The token endpoint answered {answer.status}.")
        given = msgspec.json.decode(answer.body, type=_Given)
        said = (given.fhir_user, given.profile.reference)
        self.fhir_user = next((ref for ref in said if "Practitioner/" in ref), "")
        return given.access_token


class _Profile(msgspec.Struct):
    reference: str = ""


class _Given(msgspec.Struct):
    access_token: str
    fhir_user: str = msgspec.field(default="", name="fhirUser")
    profile: _Profile = msgspec.field(default_factory=_Profile)


async def credential(
    asked: Asked, folder: Path, door: Door, login: str = "", password: str = ""
) -> Credential:
    """Sign in as `asked` says: a token, else a secret, else `login` through the browser's way."""
    if asked.token:
        return Credential(Ready(asked.token), "a ready access token", asked.practitioner)
    if asked.client_secret:
        endpoint = asked.token_url or (await discover(door, asked.url)).token_endpoint
        tokens = ClientCredentials(door, endpoint, asked.client_id, asked.client_secret)
        await tokens.access()
        return Credential(tokens, "client credentials", tokens.fhir_user)
    return await _through_the_browser(asked, folder, login, password)


async def _through_the_browser(asked: Asked, folder: Path, login: str, password: str) -> Credential:
    """The program's own sign-in from discovery to sealed tokens; a script sits at the page."""
    clock = WallClock()
    problems: list[str] = []

    def browse(address: str) -> bool:
        problems.append(visit(address, login, password))
        return not problems[-1]

    def give_up(_address: str) -> None:
        attempt.cancel()

    attempt = SignIn(asked.url, asked.client_id, clock, browse=browse, no_browser=give_up, patience=30)
    try:
        signed_in = await attempt.run()
    except Exception as error:
        if problems and problems[-1]:
            raise NoEntry(problems[-1]) from error
        raise
    actor = await who_is(asked.url, Ready(signed_in.granted.access_token), signed_in.fhir_user)
    lock = PassphraseLock(secrets.token_urlsafe(16), cost=CHEAPEST)
    session = await asyncio.to_thread(Session.start, folder, signed_in, actor, lock, clock)
    how = "SMART standalone launch with PKCE" + ("" if session.online else ", without a refresh token")
    return Credential(session.tokens, how, actor.person, session.tokens.close)


async def who_is(base: str, tokens: TokenSource, fhir_user: str) -> Actor:
    """The person as the program sees them: name, role, pools. Whom the program would not let close
    anything acts as a nurse here: what is tried is the server."""
    async with FhirClient(base, tokens) as client:
        actor = await actor_of(client, fhir_user, role_table(), WallClock().now().date())
    return actor if actor.role in LICENSED else msgspec.structs.replace(actor, role=Role.RN)
