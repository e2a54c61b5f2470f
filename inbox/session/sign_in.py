"""SMART App Launch, standalone, as a public client: authorization code with PKCE in the system browser.

Sources: SMART App Launch 2.2; RFC 6749, 7636 (PKCE), 8252 (native apps), 9207 (issuer in the return);
OpenID Connect Core 1.0.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import threading
import webbrowser
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from inbox.domain.clock import Clock
from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.fhir.door import Door, check_address
from inbox.session import id_token
from inbox.session.listener import Listener, Returned
from inbox.session.oauth import Endpoints, Granted, ask_token, discover
from inbox.session.scopes import asked

PATIENCE = 300.0
"""Seconds for the person to sign in."""


class Cancelled(Refused):
    """The person gave up signing in."""


class SignedIn(msgspec.Struct, frozen=True):
    """Somebody proved who they are to `portal`."""

    portal: str
    client_id: str
    endpoints: Endpoints
    granted: Granted
    fhir_user: str
    """The reference that the portal knows them by: `Practitioner/…`, absolute or relative."""


class SignIn:
    """One attempt. Belongs to the event loop that runs it."""

    def __init__(
        self,
        portal: str,
        client_id: str,
        clock: Clock,
        *,
        browse: Callable[[str], bool] = webbrowser.open,
        no_browser: Callable[[str], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """`browse` opens an address and may block; `no_browser` is told the address when that fails, so
        that the person can copy it into a browser. `patience` is in seconds."""
        self._portal = check_address(portal).rstrip("/")
        self._client_id = client_id
        self._clock = clock
        self._browse = browse
        self._no_browser = no_browser
        self._patience = patience
        self._run: asyncio.Task[SignedIn] | None = None
        self._given_up = False

    def cancel(self) -> None:
        """Give up: `run` raises Cancelled and the listener closes."""
        self._given_up = True
        if self._run is not None:
            self._run.cancel()

    async def run(self) -> SignedIn:
        """Open the browser and wait for the person. Every way it can fail is an InboxError."""
        if self._given_up:
            raise Cancelled(tr("You stopped the sign-in."))
        self._run = asyncio.create_task(self._whole())
        try:
            async with asyncio.timeout(self._patience):
                return await self._run
        except TimeoutError:
            raise Refused(tr("Nobody signed in. Try again when you are ready.")) from None
        except asyncio.CancelledError:
            self._run.cancel()
            if self._given_up:
                raise Cancelled(tr("You stopped the sign-in.")) from None
            raise

    async def _whole(self) -> SignedIn:
        began = self._clock.now()
        async with Door() as door:
            endpoints = await discover(door, self._portal)
            state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
            async with Listener(state) as listener:
                here = listener.redirect_uri
                self._open_browser(self._address(endpoints, here, state, nonce, verifier))
                code = _code(await listener.returned(), endpoints)
            form = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": here,
                "client_id": self._client_id,
                "code_verifier": verifier,
            }
            granted = await ask_token(door, endpoints.token_endpoint, form)
            fhir_user = await self._who(door, endpoints, granted, nonce, began)
        return SignedIn(self._portal, self._client_id, endpoints, granted, fhir_user)

    def _address(self, endpoints: Endpoints, here: str, state: str, nonce: str, verifier: str) -> str:
        asks = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": here,
            "scope": asked(endpoints.capabilities),
            "state": state,
            "nonce": nonce,
            "aud": self._portal,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
            "prompt": "login",  # whoever is still signed in to the browser may not be whoever sits here
        }
        glue = "&" if "?" in endpoints.authorization_endpoint else "?"
        return f"{endpoints.authorization_endpoint}{glue}{urlencode(asks)}"

    def _open_browser(self, address: str) -> None:
        """In a thread of its own that nobody waits for: some browsers return only when they are closed."""
        loop = asyncio.get_running_loop()

        def browse() -> None:
            try:
                opened = self._browse(address)
            except (OSError, webbrowser.Error):
                opened = False
            if not opened and self._no_browser is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._no_browser, address)

        threading.Thread(target=browse, name="browser", daemon=True).start()

    async def _who(
        self, door: Door, endpoints: Endpoints, granted: Granted, nonce: str, began: datetime
    ) -> str:
        """The reference of the person: from the verified ID token, else from the token answer itself."""
        said = granted.fhir_user
        if granted.id_token:
            if not endpoints.jwks_uri:
                raise Refused(tr("The server does not show the keys it signs with."))
            keys = await door.exchange("GET", endpoints.jwks_uri)
            claims = id_token.verified(
                granted.id_token,
                keys.body,
                issuer=endpoints.issuer,
                client_id=self._client_id,
                nonce=nonce,
                now=self._clock.now(),
                began=began,
            )
            said = claims.fhir_user or claims.profile or said
        if not said:
            raise Refused(tr("The server does not say who you are (fhirUser is missing)."))
        return said


def challenge(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636 §4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def _code(returned: Returned, endpoints: Endpoints) -> str:
    if returned.issuer and endpoints.issuer and returned.issuer != endpoints.issuer:
        raise Refused(tr("The sign-in came back from another server. Nothing was accepted."))
    if returned.error == "access_denied":
        raise Refused(tr("The sign-in was declined."))
    if returned.error or not returned.code:
        reason = returned.description or returned.error or tr("no reason given")
        raise Refused(tr("The server did not sign you in: {reason}", reason=reason))
    return returned.code
