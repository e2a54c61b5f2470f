"""What the portal says of a person's own staff record, and who writes what is kept of them here."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from inbox.domain.errors import AccessEnded, SignInNeeded
from inbox.domain.people import Role
from inbox.fhir.client import FhirClient
from inbox.session.keyring_lock import KeyringLock
from inbox.session.session import Session
from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.keychain import Keychain
from tests.session.portal_at_work import Faults, running, signed_in
from tests.session.test_session import known_at, start

Got = TypeVar("Got")
TOKEN_PATH = "/auth/token"


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    """Its own: these tests change who works there."""
    with running() as portal:
        yield portal


@pytest.fixture
def nadia(tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running) -> Session:
    return start(tmp_path, portal, clock)


class Records:
    """The staff records of the portal, changed as its administrator does, and put back."""

    def __init__(self, portal: Running) -> None:
        self._portal = portal
        self._before: list[dict[str, Any]] = []

    def of(self, user: str) -> list[dict[str, Any]]:
        """The record of somebody, then their roles."""
        people = self._dump("Practitioner") + self._dump("PractitionerRole")
        own = f"Practitioner/{user}"
        return [one for one in people if one["id"] == user or _whose(one) == own]

    def change(self, body: dict[str, Any], **fields: Any) -> None:
        self._before.append(body)
        self._register({**body, **fields})

    def put_back(self) -> None:
        for body in reversed(self._before):
            self._register({"active": True, **body})

    def _dump(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(
            f"{self._portal.root}/test/dump/{kind}", trust_env=False
        ).json()
        return found

    def _register(self, body: dict[str, Any]) -> None:
        address, content = f"{self._portal.root}/test/registered", msgspec.json.encode(body)
        httpx.post(address, content=content, trust_env=False).raise_for_status()


def _whose(body: dict[str, Any]) -> str:
    return str(body.get("practitioner", {}).get("reference", ""))


@pytest.fixture
def records(portal: Running) -> Iterator[Records]:
    records = Records(portal)
    yield records
    records.put_back()


def at_the_portal(session: Session, do: Callable[[FhirClient], Awaitable[Got]]) -> Got:
    async def whole() -> Got:
        async with session.connect() as client:
            return await do(client)

    return asyncio.run(whole())


def looked_at(session: Session) -> Role:
    async def look(client: FhirClient) -> Role:
        return (await session.look_again(client)).role

    return at_the_portal(session, look)


def on_disk(session: Session) -> Session:
    return Session.reopen(session.place, KeyringLock(), TurnedClock())


def test_whose_own_record_is_made_inactive_works_there_no_longer(nadia: Session, records: Records) -> None:
    assert looked_at(nadia) is Role.RN
    records.change(records.of("nadia")[0], active=False)
    with pytest.raises(AccessEnded) as told:
        looked_at(on_disk(nadia))
    assert told.value.person == "Practitioner/nadia"


def test_whose_every_role_is_made_inactive_works_there_no_longer(nadia: Session, records: Records) -> None:
    _, *roles = records.of("nadia")
    assert roles
    for role in roles[1:]:
        records.change(role, active=False)
    first = {"resourceType": "PractitionerRole", "id": "one-more", "practitioner": roles[0]["practitioner"]}
    records.change({**first, "active": True})
    records.change(roles[0], active=False)
    assert looked_at(nadia) is Role.RN, "one role is left"
    records.change({**first, "active": True}, active=False)
    with pytest.raises(AccessEnded):
        looked_at(on_disk(nadia))


def test_a_refusal_only_asks_for_a_new_sign_in(nadia: Session, portal: Running) -> None:
    faults = Faults(portal)
    try:
        faults.add("status", "Practitioner/nadia", status=403)
        with pytest.raises(SignInNeeded):
            looked_at(nadia)
    finally:
        faults.clear()


def test_another_role_is_heard_and_kept(nadia: Session, records: Records) -> None:
    record, *roles = records.of("nadia")
    records.change(record, qualification=[])
    for one in roles:
        records.change(one, code=[], specialty=[])
    assert looked_at(nadia) is Role.CLERK
    assert on_disk(nadia).actor.role is Role.CLERK


def test_a_rotated_token_and_a_new_role_that_come_at_once_are_both_kept(
    nadia: Session, records: Records, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one is being written while the other is asked for: it begins with what the first has left."""
    vault = nadia._vault
    writing, waiting = threading.Event(), threading.Event()
    real_fsync = os.fsync

    class Announced:
        """The vault's own lock, and word of whoever has to wait for it."""

        def __init__(self, lock: threading.Lock) -> None:
            self._lock = lock

        def __enter__(self) -> None:
            if writing.is_set():
                waiting.set()
            self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    def slow(descriptor: int) -> None:
        if not writing.is_set():
            writing.set()
            assert waiting.wait(20)
        real_fsync(descriptor)

    before = nadia.actor
    monkeypatch.setattr(vault, "_one_at_a_time", Announced(vault._one_at_a_time))
    monkeypatch.setattr(os, "fsync", slow)
    rotating = threading.Thread(target=vault.change, kwargs={"refresh_token": "rotated"})
    rotating.start()
    assert writing.wait(20)
    vault.change(actor=msgspec.structs.replace(before, role=Role.LPN))
    rotating.join()
    kept = on_disk(nadia)
    assert kept._vault.secrets.refresh_token == "rotated" and kept.actor.role is Role.LPN


def test_a_refresh_that_is_under_way_brings_no_sign_in_back_after_signing_out(
    nadia: Session, clock: TurnedClock, portal: Running
) -> None:
    faults = Faults(portal)
    faults.add("delay", TOKEN_PATH, seconds=0.3, when="after")

    async def meanwhile(client: FhirClient) -> None:
        clock.turn(days=1)
        asked = asyncio.create_task(nadia.tokens.access())
        while faults.seen() != [1]:
            await asyncio.sleep(0)
        await nadia.sign_out()
        with pytest.raises(SignInNeeded):
            await asked

    try:
        at_the_portal(nadia, meanwhile)
    finally:
        faults.clear()
    assert not on_disk(nadia).online


def test_the_end_of_the_program_lets_a_new_token_arrive(
    nadia: Session, clock: TurnedClock, portal: Running
) -> None:
    faults = Faults(portal)
    faults.add("delay", TOKEN_PATH, seconds=0.2)

    async def ended(client: FhirClient) -> None:
        clock.turn(days=1)
        asked = asyncio.create_task(client.read("Practitioner/nadia"))
        while faults.seen() != [1]:
            await asyncio.sleep(0)
        asked.cancel()

    try:
        at_the_portal(nadia, ended)
    finally:
        faults.clear()
    assert looked_at(on_disk(nadia)) is Role.RN


def test_a_new_sign_in_has_the_newest_token_before_it_forgotten(
    nadia: Session, clock: TurnedClock, portal: Running
) -> None:
    clock.turn(days=1)
    looked_at(nadia)
    rotated = on_disk(nadia)._vault.secrets.refresh_token
    asyncio.run(nadia.renew(signed_in(portal, TurnedClock())))
    assert not known_at(portal, rotated) and nadia.online
