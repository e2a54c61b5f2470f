"""Tokens are renewed in time, once, and a rotated one is never lost by us."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from inbox.domain.errors import Bug, Offline, SignInNeeded
from inbox.fhir.client import FhirClient
from inbox.fhir.faults import Busy, NoAnswer
from inbox.session.keyring_lock import KeyringLock
from inbox.session.session import Session
from inbox.session.tokens import Tokens
from inbox.session.vault import NotKept, Vault
from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.keychain import Keychain
from tests.session.portal_at_work import CLIENT, Faults, actor, signed_in

Got = TypeVar("Got")
TOKEN_PATH = "/auth/token"


class Desk:
    """A signed-in person's vault on the disk."""

    def __init__(self, folder: Path, portal: Running, clock: TurnedClock) -> None:
        self._folder, self._portal, self.clock = folder, portal, clock
        nadia = signed_in(portal, clock)
        session = Session.start(folder, nadia, actor(nadia, clock), KeyringLock(), clock)
        self.tokens = session.tokens
        self.first = nadia.granted

    def on_disk(self) -> str:
        """The refresh token as a restart would find it."""
        [path] = self._folder.glob("*/*/vault")
        place = f"{path.parent.parent.name}/{path.parent.name}"
        return Vault.open(path, place, KeyringLock()).secrets.refresh_token

    def restarted(self) -> Session:
        session = Session.resume(self._folder, self._portal.base_url, KeyringLock(), self.clock)
        assert session is not None
        return session


@pytest.fixture
def desk(tmp_path: Path, portal: Running, clock: TurnedClock, keychain: Keychain) -> Desk:
    return Desk(tmp_path, portal, clock)


def using(tokens: Tokens, do: Callable[[Tokens], Awaitable[Got]]) -> Got:
    async def whole() -> Got:
        try:
            return await do(tokens)
        finally:
            await tokens.close()

    return asyncio.run(whole())


def test_a_good_token_is_used_until_a_minute_before_its_end(desk: Desk, faults: Faults) -> None:
    async def look(tokens: Tokens) -> list[str]:
        first = await tokens.access()
        desk.clock.turn(seconds=desk.first.expires_in - 61)
        second = await tokens.access()
        desk.clock.turn(seconds=1)
        return [first, second, await tokens.access()]

    first, second, third = using(desk.tokens, look)
    assert first == second == desk.first.access_token
    assert third != first


def test_a_rotated_refresh_token_is_on_the_disk_before_the_access_token_is_handed_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.on_disk()
    assert before == desk.first.refresh_token

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(NotKept, match="No space left"):
            using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    assert desk.on_disk() == before


def test_a_restart_goes_on_with_the_rotated_token(desk: Desk) -> None:
    using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    rotated = desk.on_disk()
    assert rotated != desk.first.refresh_token
    assert using(desk.restarted().tokens, lambda tokens: tokens.access())
    assert desk.on_disk() not in (rotated, desk.first.refresh_token)


def test_several_who_need_a_token_make_one_request(desk: Desk, faults: Faults) -> None:
    faults.add("delay", TOKEN_PATH, nth=1000)

    async def all_at_once(tokens: Tokens) -> set[str]:
        refused = desk.first.access_token
        return set(await asyncio.gather(*(tokens.refreshed(after=refused) for _ in range(8))))

    assert len(using(desk.tokens, all_at_once)) == 1
    assert faults.seen() == [1]


def test_who_was_refused_with_an_older_token_gets_the_newer_one_without_a_request(
    desk: Desk, faults: Faults
) -> None:
    async def late(tokens: Tokens) -> tuple[str, str]:
        newer = await tokens.refreshed(after=desk.first.access_token)
        faults.add("delay", TOKEN_PATH, nth=1000)
        return newer, await tokens.refreshed(after=desk.first.access_token)

    newer, again = using(desk.tokens, late)
    assert newer == again
    assert faults.seen() == [0]


def test_a_refresh_goes_on_when_who_asked_gives_up(desk: Desk, faults: Faults) -> None:
    faults.add("delay", TOKEN_PATH, seconds=0.2)

    async def give_up(tokens: Tokens) -> str:
        asked = asyncio.create_task(tokens.refreshed(after=desk.first.access_token))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        return ""

    using(desk.tokens, give_up)
    assert desk.on_disk() != desk.first.refresh_token


def test_a_lost_answer_to_a_refresh_ends_in_a_new_sign_in_and_keeps_the_cache_key(
    desk: Desk, faults: Faults
) -> None:
    faults.add("drop_after", TOKEN_PATH, nth=1)
    key = desk.restarted().cache_key

    async def twice(tokens: Tokens) -> None:
        with pytest.raises(NoAnswer):
            await tokens.refreshed(after=desk.first.access_token)
        with pytest.raises(SignInNeeded):
            await tokens.refreshed(after=desk.first.access_token)

    using(desk.tokens, twice)
    after = desk.restarted()
    assert not after.online
    assert after.cache_key == key
    assert after.actor.name == "Nadia Brand, RN"
    with pytest.raises(SignInNeeded):
        using(after.tokens, lambda tokens: tokens.access())


def test_a_refresh_that_never_arrived_is_simply_tried_again(desk: Desk, faults: Faults) -> None:
    faults.add("drop_before", TOKEN_PATH, nth=1)

    async def twice(tokens: Tokens) -> str:
        with pytest.raises(Offline):
            await tokens.refreshed(after=desk.first.access_token)
        return await tokens.refreshed(after=desk.first.access_token)

    assert using(desk.tokens, twice)


def test_a_busy_portal_keeps_the_sign_in(desk: Desk, faults: Faults) -> None:
    faults.add("status", TOKEN_PATH, status=503, retry_after=9, nth=1)
    with pytest.raises(Busy) as caught:
        using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    assert caught.value.retry_after == 9
    assert desk.on_disk() == desk.first.refresh_token


def test_two_event_loops_are_a_mistake_of_ours(desk: Desk) -> None:
    using(desk.tokens, lambda tokens: tokens.access())
    with pytest.raises(Bug):
        using(desk.tokens, lambda tokens: tokens.access())


def test_no_token_reaches_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fresh = using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    for secret in (fresh, desk.on_disk(), desk.first.access_token, desk.first.refresh_token):
        assert secret not in caplog.text


class Killed(BaseException):
    """The program is ended from outside."""


def test_killed_after_a_rotation_a_restart_goes_on_with_the_new_token(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(tokens: Tokens, granted: object) -> None:
        raise Killed

    with monkeypatch.context() as computer:
        computer.setattr(Tokens, "_accept", killed)
        with pytest.raises(Killed):
            using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    assert desk.on_disk() != desk.first.refresh_token
    assert using(desk.restarted().tokens, lambda tokens: tokens.access())


def test_killed_before_a_rotation_is_kept_a_restart_asks_for_a_sign_in_and_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.restarted().cache_key

    def killed(descriptor: int) -> None:
        raise Killed

    with monkeypatch.context() as computer:
        computer.setattr(os, "fsync", killed)
        with pytest.raises(Killed):
            using(desk.tokens, lambda tokens: tokens.refreshed(after=desk.first.access_token))
    after = desk.restarted()
    assert desk.on_disk() == desk.first.refresh_token
    with pytest.raises(SignInNeeded):
        using(after.tokens, lambda tokens: tokens.access())
    assert after.cache_key == key


def test_a_new_sign_in_takes_the_place_of_a_refresh_that_is_under_way(
    desk: Desk, portal: Running, faults: Faults
) -> None:
    newer = signed_in(portal, desk.clock).granted
    faults.add("delay", TOKEN_PATH, seconds=0.2)

    async def meanwhile(tokens: Tokens) -> str:
        asked = asyncio.create_task(tokens.refreshed(after=desk.first.access_token))
        while faults.seen() != [1]:
            await asyncio.sleep(0)
        await asyncio.to_thread(tokens.adopt, newer)
        return await asked

    assert using(desk.tokens, meanwhile) == newer.access_token
    assert desk.on_disk() == newer.refresh_token


def test_a_refusal_of_the_old_sign_in_does_not_end_the_new_one(
    desk: Desk, portal: Running, faults: Faults
) -> None:
    newer = signed_in(portal, desk.clock).granted
    faults.add("delay", TOKEN_PATH, seconds=0.2)
    revoked(portal, desk.first.refresh_token)

    async def meanwhile(tokens: Tokens) -> str:
        asked = asyncio.create_task(tokens.refreshed(after=desk.first.access_token))
        while faults.seen() != [1]:
            await asyncio.sleep(0)
        await asyncio.to_thread(tokens.adopt, newer)
        return await asked

    assert using(desk.tokens, meanwhile) == newer.access_token
    assert desk.on_disk() == newer.refresh_token


def test_a_sign_in_that_the_portal_has_revoked_ends_with_the_next_look(desk: Desk, portal: Running) -> None:
    revoked(portal, desk.first.refresh_token)

    async def look(tokens: Tokens) -> None:
        async with FhirClient(portal.base_url, tokens) as client:
            await client.read("Practitioner/nadia")

    with pytest.raises(SignInNeeded):
        using(desk.tokens, look)
    assert desk.on_disk() == ""


def revoked(portal: Running, token: str) -> None:
    """As an administrator does at the portal."""
    form = {"token": token, "client_id": CLIENT}
    httpx.post(f"{portal.root}/auth/revoke", data=form, trust_env=False).raise_for_status()
