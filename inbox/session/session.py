"""A person at work on this computer: whose cache is open and in whose name things are done."""

from __future__ import annotations

import asyncio
import hmac
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from inbox import diary
from inbox.domain.clock import Clock
from inbox.domain.errors import InboxError, Refused, SignInNeeded
from inbox.domain.people import Actor
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.door import Door
from inbox.fhir.faults import Declined
from inbox.fhir.incoming.roles import role_table
from inbox.session import who
from inbox.session.keyring_lock import KeyringLock
from inbox.session.oauth import Granted, revoke
from inbox.session.pin import Pin, PinGone
from inbox.session.place import Place
from inbox.session.sign_in import SignedIn
from inbox.session.tokens import Tokens
from inbox.session.vault import KEY_BYTES, Damaged, Lock, Secrets, Vault
from inbox.store import moving


class Session:
    """Open secrets of one person. The network is needed for none of it but `sign_out`."""

    def __init__(self, place: Place, vault: Vault, clock: Clock, granted: Granted | None = None) -> None:
        """`granted` by a sign-in that has just been made."""
        self._place = place
        self._vault = vault
        self._clock = clock
        self.tokens = Tokens(vault, clock, granted)
        """The fhir client's TokenSource; belongs to the loop that uses it first."""
        self.pin = Pin(place.name, clock) if place.lock_kind == KeyringLock.kind else None
        """None where no keyring could keep a key that a PIN wraps."""
        self._seen: tuple[who.Record, date] | None = None
        """What the server had of this person at the last look, and when that was."""

    @classmethod
    def resume(cls, profile_dir: Path, portal: str, lock: Lock, clock: Clock) -> Session | None:
        """Whoever was signed in last, also offline; None when nobody was.

        Blocks (keyring, key derivation, disk): call it off the GUI thread. Raises what the lock raises.
        """
        place = Place.last(profile_dir, portal)
        return None if place is None or not place.lock_kind else cls.reopen(place, lock, clock)

    @classmethod
    def reopen(cls, place: Place, lock: Lock, clock: Clock) -> Session:
        """Whoever has signed in before at `place`, also offline. Blocks and raises as `resume` does."""
        return cls(place, Vault.open(place.vault, place.name, lock), clock)

    @classmethod
    def start(
        cls,
        profile_dir: Path,
        signed_in: SignedIn,
        actor: Actor,
        lock: Lock,
        clock: Clock,
        *,
        start_over: bool = False,
    ) -> Session:
        """After a sign-in: open this person's vault, or make it the first time.

        Blocks, as `resume` does. With `start_over` (a forgotten passphrase, a lost key) a new vault takes
        the place of the old one, and the cache goes with all that had not left yet: nobody can open it
        any more. Ask the person first.
        """
        place = Place.of(profile_dir, signed_in.portal, actor.person)
        if start_over:
            moving.forget(place.cache)
        known = "" if start_over else place.lock_kind
        vault = Vault.open(place.vault, place.name, lock) if known else None
        secrets = Secrets(
            portal=signed_in.portal,
            client_id=signed_in.client_id,
            token_endpoint=signed_in.endpoints.token_endpoint,
            revocation_endpoint=signed_in.endpoints.revocation_endpoint,
            actor=actor,
            cache_key=vault.secrets.cache_key if vault else os.urandom(KEY_BYTES),
            refresh_token=signed_in.granted.refresh_token,
        )
        if vault is None:
            vault = Vault.create(place.vault, place.name, lock, secrets)
        else:
            vault.change(**msgspec.structs.asdict(secrets))
        place.remember()
        return cls(place, vault, clock, signed_in.granted)

    def anew(self) -> Session:
        """The same sign-in for another engine: tokens belong to the loop that used them first."""
        return Session(self._place, self._vault, self._clock)

    @property
    def place(self) -> Place:
        """Where this person's files are."""
        return self._place

    def has_pin(self) -> bool:
        """Whether there is a PIN that could be asked for now; blocks."""
        try:
            return self.pin is not None and self.pin.is_set
        except InboxError:
            return False  # a keyring that is closed or gone: a sign-in is the way in

    def lock_up(self) -> None:
        """From now on a start of the program asks who it is; blocks. Where there is a PIN, it asks always."""
        if not self.has_pin():
            self._place.forget()

    def unlock(self) -> None:
        """This person is here again; blocks."""
        self._place.remember()

    def choose_pin(self, pin: str) -> None:
        """From now on the keyring has the key only as `pin` wraps it. Refused if it is too easy; blocks."""
        if self.pin is None:
            raise Refused(tr("This computer has no keyring: a PIN could not be kept safely here."))
        self.pin.choose(pin, self._vault.key)

    def drop_pin(self) -> None:
        """There is no PIN any more, if there was one; blocks."""
        if self.pin is not None and self.has_pin():
            self.pin.drop(self._vault.key)

    def check_pin(self, pin: str) -> None:
        """Raises what `Pin.key` does unless it is this person's; blocks.

        Gone, it is dropped: from then on a sign-in is the way in, at the next start as well.
        """
        if self.pin is None:
            raise PinGone(tr("There is no PIN on this computer. Sign in."))
        try:
            key = self.pin.key(pin)
        except PinGone:
            self.drop_pin()
            self._place.forget()
            raise
        if not hmac.compare_digest(key, self._vault.key):
            raise Damaged(tr("The key in the keyring does not fit this person's secrets."))

    async def renew(self, signed_in: SignedIn) -> None:
        """The same person has signed in again: go on with that, and have the server forget the one before."""
        before = await asyncio.to_thread(self.tokens.adopt, signed_in.granted)
        secrets = self._vault.secrets
        await _forgotten(secrets.revocation_endpoint, secrets.client_id, before)

    @property
    def portal(self) -> str:
        """Base address of the portal's FHIR server."""
        return self._vault.secrets.portal

    @property
    def actor(self) -> Actor:
        """Who it is, as last heard from the server."""
        return self._vault.secrets.actor

    @property
    def cache_key(self) -> bytes:
        """Key of the cache, 32 bytes."""
        return self._vault.secrets.cache_key

    @property
    def cache_path(self) -> Path:
        """The encrypted cache of this person and portal."""
        return self._place.cache

    @property
    def online(self) -> bool:
        """Whether there is anything to ask the server with; else a new sign-in is needed."""
        return bool(self._vault.secrets.refresh_token)

    def connect(self) -> FhirClient:
        """A client of the portal in this person's name; closed, it lets a new token arrive first."""
        return _Client(self.portal, self.tokens)

    async def look_again(self, client: FhirClient) -> Actor:
        """Hear from the server what this person's role and pools are now, and keep it.

        Two small requests, as long as it has nothing new. Raises AccessEnded where it says that they work
        there no longer, SignInNeeded where it does not let them see so much as that.
        """
        today = self._clock.now().astimezone().date()
        try:
            record = await who.record_of(client, self.actor.person)
        except Declined as no:
            told = tr("The portal no longer shows your own staff record ({why}).", why=no)
            raise SignInNeeded(told) from no
        if self._seen != (record, today):
            actor = await who.actor_in(client, record, role_table(), today)
            if actor != self.actor:
                await asyncio.to_thread(lambda: self._vault.change(actor=actor))
            self._seen = (record, today)
        return self.actor

    async def sign_out(self) -> None:
        """Forget the sign-in here, then ask the server to do so too.

        The key of the cache stays in the vault: what has not left is sealed until its author signs in again.
        The PIN goes with the sign-in.
        Each step is done in any case, whatever the disk or the keyring has against another; what it raises
        (Offline, Refused) means that the server does not know.
        """
        secrets = self._vault.secrets
        await _tried(self._place.forget, "session.place-not-forgotten")
        await _tried(self.tokens.forget, "session.token-not-forgotten")
        await _tried(self.drop_pin, "session.pin-not-dropped")  # it opens the rest after the next sign-in
        await _revoked(secrets.revocation_endpoint, secrets.client_id, secrets.refresh_token)


class _Client(FhirClient):
    """Of a session: its tokens are closed with it."""

    def __init__(self, base_url: str, tokens: Tokens) -> None:
        super().__init__(base_url, tokens)
        self._renewing = tokens

    async def close(self) -> None:
        await self._renewing.close()
        await super().close()


async def end(signed_in: SignedIn) -> None:
    """A sign-in that nobody goes on with: the server forgets it, as far as it can be told."""
    endpoint = signed_in.endpoints.revocation_endpoint
    await _forgotten(endpoint, signed_in.client_id, signed_in.granted.refresh_token)


async def _tried(step: Callable[[], None], failed: str) -> None:
    """What disk or keyring does not take is noted as `failed`, and holds nothing else up."""
    try:
        await asyncio.to_thread(step)
    except (InboxError, OSError):
        diary.note(failed)


async def _forgotten(endpoint: str, client_id: str, refresh_token: str) -> None:
    try:
        await _revoked(endpoint, client_id, refresh_token)
    except InboxError:
        diary.note("session.revocation-not-confirmed")  # it ends by itself when it expires


async def _revoked(endpoint: str, client_id: str, refresh_token: str) -> None:
    """Ask the server to forget a sign-in, where it takes such a wish."""
    if refresh_token and endpoint:
        async with Door() as door:
            await revoke(door, endpoint, client_id, refresh_token)
