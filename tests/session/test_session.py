"""Who is signed in on this computer, across restarts, sign-outs and other people."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from inbox.domain.errors import Offline
from inbox.domain.people import Role
from inbox.fhir.client import FhirClient
from inbox.session.keyring_lock import KeyLost, KeyringLock
from inbox.session.passphrase_lock import PassphraseLock, WrongPassphrase
from inbox.session.place import Place
from inbox.session.session import Session
from inbox.session.vault import Lock
from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.keychain import Keychain
from tests.session.portal_at_work import Faults, actor, running, signed_in

PASSPHRASE = "correct horse battery"


def start(
    folder: Path,
    portal: Running,
    clock: TurnedClock,
    user: str = "nadia",
    lock: Lock | None = None,
    *,
    start_over: bool = False,
) -> Session:
    person = signed_in(portal, clock, user)
    return Session.start(
        folder, person, actor(person, clock), lock or KeyringLock(), clock, start_over=start_over
    )


def test_a_restart_offline_knows_who_is_signed_in_and_opens_the_cache(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock
) -> None:
    with running() as portal:
        before = start(tmp_path, portal, clock)
        address = portal.base_url
    after = Session.resume(tmp_path, address + "/", KeyringLock(), clock)
    assert after is not None
    assert (after.actor, after.portal) == (before.actor, before.portal)
    assert after.cache_key == before.cache_key
    assert after.cache_path == before.cache_path
    assert after.online
    with pytest.raises(Offline):
        asyncio.run(after.tokens.access())


def test_nobody_is_resumed_where_nobody_was(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    assert Session.resume(tmp_path, portal.base_url, KeyringLock(), clock) is None
    start(tmp_path, portal, clock)
    assert Session.resume(tmp_path, "https://another.example/fhir", KeyringLock(), clock) is None


def test_no_file_tells_who_works_here(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    session = start(tmp_path, portal, clock)
    session.cache_path.write_bytes(b"sealed by somebody else")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3
    for path in files:
        told = (str(path.relative_to(tmp_path)) + path.read_text()).lower()
        for word in ("nadia", "brand", "practitioner", "refresh"):
            assert word not in told


def test_sign_out_ends_the_session_at_the_portal_and_seals_what_has_not_left(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    nadia = signed_in(portal, clock)
    first = Session.start(tmp_path, nadia, actor(nadia, clock), KeyringLock(), clock)
    assert known_at(portal, nadia.granted.refresh_token)
    asyncio.run(first.sign_out())
    assert not known_at(portal, nadia.granted.refresh_token)
    assert not known_at(portal, nadia.granted.access_token)
    assert Session.resume(tmp_path, portal.base_url, KeyringLock(), clock) is None
    again = start(tmp_path, portal, clock)
    assert again.cache_key == first.cache_key
    assert again.cache_path == first.cache_path


def known_at(portal: Running, token: str) -> bool:
    """Whether the portal still accepts `token`."""
    answer = httpx.post(f"{portal.root}/auth/introspect", data={"token": token}, trust_env=False)
    return bool(answer.json()["active"])


def test_sign_out_offline_is_done_here_and_says_that_the_server_does_not_know(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running, faults: Faults
) -> None:
    session = start(tmp_path, portal, clock)
    faults.add("drop_before", "/auth/revoke")
    with pytest.raises(Offline):
        asyncio.run(session.sign_out())
    assert Session.resume(tmp_path, portal.base_url, KeyringLock(), clock) is None
    assert not session.online


def test_sign_out_where_the_disk_keeps_nothing_still_ends_it_at_the_portal_and_resumes_with_nobody(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    nadia = signed_in(portal, clock)
    session = Session.start(tmp_path, nadia, actor(nadia, clock), KeyringLock(), clock)
    session.place.vault.unlink()
    session.place.vault.mkdir()  # nothing can be put in its place
    asyncio.run(session.sign_out())
    assert Place.last(tmp_path, portal.base_url) is None
    assert not known_at(portal, nadia.granted.refresh_token)


def test_who_is_remembered_already_is_not_written_again(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    """A full disk keeps nobody out of their locked place."""
    session = start(tmp_path, portal, clock)
    pointer = session.place.portal_folder / "last"
    before = pointer.stat().st_ino
    session.unlock()
    assert pointer.stat().st_ino == before
    session.lock_up()
    session.unlock()
    assert Place.last(tmp_path, portal.base_url) == session.place


def test_whoever_starts_over_leaves_nothing_of_the_old_cache(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    cache = start(tmp_path, portal, clock).cache_path
    for beside in ("", "-wal", "-shm", ".landmarks", ".rescued", ".damaged-1"):
        cache.with_name(cache.name + beside).write_bytes(b"sealed")
    start(tmp_path, portal, clock, start_over=True)
    assert [part.name for part in cache.parent.iterdir()] == ["vault"]


def test_another_person_has_another_key_and_another_cache(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    nadia = start(tmp_path, portal, clock)
    gus = start(tmp_path, portal, clock, "gus")
    assert nadia.cache_key != gus.cache_key
    assert nadia.cache_path != gus.cache_path
    resumed = Session.resume(tmp_path, portal.base_url, KeyringLock(), clock)
    assert resumed is not None
    assert resumed.actor.role is Role.LPN
    asyncio.run(nadia.sign_out())
    assert Place.last(tmp_path, portal.base_url) is not None


def test_without_a_keyring_a_passphrase_does(tmp_path: Path, clock: TurnedClock, portal: Running) -> None:
    before = start(tmp_path, portal, clock, lock=PassphraseLock(PASSPHRASE, cost=15))
    place = Place.last(tmp_path, portal.base_url)
    assert place is not None
    assert place.lock_kind == "passphrase"
    with pytest.raises(WrongPassphrase):
        Session.resume(tmp_path, portal.base_url, PassphraseLock("wrong horse battery"), clock)
    after = Session.resume(tmp_path, portal.base_url, PassphraseLock(PASSPHRASE), clock)
    assert after is not None
    assert after.cache_key == before.cache_key


def test_a_forgotten_passphrase_stays_an_obstacle_until_one_starts_over(
    tmp_path: Path, clock: TurnedClock, portal: Running
) -> None:
    before = start(tmp_path, portal, clock, lock=PassphraseLock(PASSPHRASE, cost=15))
    for suffix in ("", "-wal", "-shm"):
        before.cache_path.with_name(f"cache.db{suffix}").write_bytes(b"sealed")
    another = PassphraseLock("another passphrase", cost=15)
    with pytest.raises(WrongPassphrase):
        start(tmp_path, portal, clock, lock=another)
    assert before.cache_path.exists()
    after = start(tmp_path, portal, clock, lock=another, start_over=True)
    assert after.cache_key != before.cache_key
    assert [path.name for path in after.cache_path.parent.iterdir()] == ["vault"]


def test_a_key_that_the_keyring_lost_asks_for_starting_over(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    start(tmp_path, portal, clock)
    keychain.kept.clear()
    with pytest.raises(KeyLost):
        Session.resume(tmp_path, portal.base_url, KeyringLock(), clock)
    assert start(tmp_path, portal, clock, start_over=True).online


def test_a_new_duty_is_heard_and_kept(
    tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running
) -> None:
    tomas = start(tmp_path, portal, clock, "tomas")
    clock.turn(days=3 * 400)  # every one of his roles is over by then

    async def look() -> None:
        async with FhirClient(tomas.portal, tomas.tokens) as client:
            await tomas.look_again(client)
        await tomas.tokens.close()

    pools = tomas.actor.pools
    asyncio.run(look())
    assert pools
    assert tomas.actor.pools == ()
    resumed = Session.resume(tmp_path, portal.base_url, KeyringLock(), clock)
    assert resumed is not None
    assert resumed.actor == tomas.actor
