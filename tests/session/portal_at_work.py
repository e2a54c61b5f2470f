"""The real portal with its staff and no patients, signing in to it, and making it misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from inbox.domain.people import Actor
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming.roles import role_table
from inbox.session.sign_in import SignedIn, SignIn
from inbox.session.who import actor_of
from portal.running import Running
from portal.settings import Settings
from tests.session.browser import Browse, signs_in
from tests.session.clock import TurnedClock

CLIENT = "inbox-workstation"


@contextmanager
def running() -> Iterator[Running]:
    with Running(Settings(database="", patients=0, threads=0, test_mode=True)) as portal:
        yield portal


def attempt(
    portal: Running, clock: TurnedClock, browse: Browse | None = None, *, patience: float = 20
) -> SignIn:
    return SignIn(portal.base_url, CLIENT, clock, browse=browse or signs_in("nadia"), patience=patience)


def signed_in(portal: Running, clock: TurnedClock, user: str = "nadia") -> SignedIn:
    return asyncio.run(attempt(portal, clock, signs_in(user)).run())


class Just:
    """A TokenSource of the one token of a fresh sign-in."""

    def __init__(self, signed_in: SignedIn) -> None:
        self._token = signed_in.granted.access_token

    async def access(self) -> str:
        return self._token

    async def refreshed(self, after: str) -> str:
        raise AssertionError("a fresh token was refused")


def actor(signed_in: SignedIn, clock: TurnedClock) -> Actor:
    async def ask() -> Actor:
        async with FhirClient(signed_in.portal, Just(signed_in)) as client:
            return await actor_of(client, signed_in.fhir_user, role_table(), clock.now().date())

    return asyncio.run(ask())


class Faults:
    """Rules by which the portal misbehaves."""

    def __init__(self, portal: Running) -> None:
        self._address = f"{portal.root}/test/faults"

    def add(self, action: str, path: str, **rule: Any) -> None:
        said = {"action": action, "path": path, **rule}
        httpx.post(self._address, json=said, trust_env=False).raise_for_status()

    def seen(self) -> list[int]:
        """How many requests each rule was about."""
        return [rule["seen"] for rule in httpx.get(self._address, trust_env=False).json()]

    def clear(self) -> None:
        httpx.delete(self._address, trust_env=False).raise_for_status()
