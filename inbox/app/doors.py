"""Signing in: who it is, and what opens this person's sealed files.

The page asks, the session does; blocking work (keyring, key derivation, disk) runs in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from inbox.app.signals import first
from inbox.domain.clock import Clock
from inbox.domain.errors import AccessEnded, InboxError
from inbox.domain.ids import PersonId
from inbox.domain.people import Actor
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.door import check_address
from inbox.fhir.incoming.roles import RoleTable, role_table
from inbox.session.keyring_lock import KeyringLock, NoKeyring, PinNeeded
from inbox.session.passphrase_lock import PassphraseLock, WrongPassphrase
from inbox.session.pin import PinLock, PinRests, WrongPin
from inbox.session.place import Place
from inbox.session.session import Session, end
from inbox.session.sign_in import Cancelled, SignedIn, SignIn
from inbox.session.vault import Lock
from inbox.session.who import actor_of
from inbox.store.faults import disk_in_words
from inbox.ui.doors.pin_page import PinPage
from inbox.ui.doors.sign_in import Answer, SignInPage

T = TypeVar("T")


class _Forgotten(Exception):
    """Nobody knows the PIN any more: what it seals is given up by whom it belongs to."""


class Held:
    """The access token of a sign-in that has just been made, before its vault is open."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def access(self) -> str:
        """The token."""
        return self._token

    async def refreshed(self, after: str) -> str:
        """There is nothing newer yet."""
        return self._token


class Doors:
    """Leads from nobody to a session."""

    def __init__(
        self,
        page: Callable[[], SignInPage],
        pin_page: Callable[[bool], PinPage],
        profile_dir: Path,
        client_id: str,
        clock: Clock,
        passphrase: str = "",
    ) -> None:
        """`page` shows the page, once somebody has to be asked; `pin_page` the one that asks for a PIN, of
        somebody whom the portal has just named or not. `passphrase`: used instead of one that the person
        chooses, where there is no keyring."""
        self._show_page = page
        self._show_pin_page = pin_page
        self._profile_dir = profile_dir
        self._client_id = client_id
        self._clock = clock
        self._passphrase = passphrase
        self._roles: RoleTable = role_table()
        self._stop_asking: Callable[[], None] = _nobody_is_asked

    @cached_property
    def _page(self) -> SignInPage:
        return self._show_page()

    async def resume(self, portal: str) -> Session | None:
        """Whoever was signed in last, without asking the network; None when somebody has to sign in."""
        place = Place.last(self._profile_dir, portal)
        if place is None or not place.lock_kind:
            return None

        def open_with(lock: Lock) -> Session | None:
            with disk_in_words():
                return Session.resume(self._profile_dir, portal, lock, self._clock)

        try:
            if place.lock_kind == KeyringLock.kind:
                session = await self._with_keyring(open_with)
            else:
                session = await self._with_passphrase(open_with, new=False)
        except Cancelled:
            return None
        return session if session is not None and session.online else None

    async def sign_in(self, portal: str, *, asks: bool = True, why_not: str = "") -> Session:
        """Ask until somebody is in; what went wrong stands on the page, at first `why_not`.

        Without `asks` the browser opens at once the first time.
        """
        self._page.ask(portal)
        if why_not:
            self._page.show_error(why_not)
        while True:
            portal = await self._asked(portal) if asks else portal
            asks = True
            try:
                return await self._through_browser(portal)
            except InboxError as refusal:
                self._page.ask(portal)
                self._page.show_error(refusal.in_full)

    async def same_person(self, session: Session) -> bool:
        """Have somebody sign in; whether `session` is theirs, which goes on with that sign-in then."""
        signed_in = await self._signed_in(session.portal)
        async with _ended_unless_open(signed_in):
            if (await self._who(signed_in)).person == session.actor.person:
                await session.renew(signed_in)
                return True
        await end(signed_in)
        return False

    async def another(self, session: Session) -> Session | None:
        """Have somebody sign in: the session of another person, or None where it is the same one again."""
        signed_in = await self._signed_in(session.portal)
        async with _ended_unless_open(signed_in):
            actor = await self._who(signed_in)
            if actor.person != session.actor.person:
                return await self._opened(signed_in, actor)
        await session.renew(signed_in)
        return None

    def give_up(self) -> None:
        """Nobody waits any more for whoever is signing in."""
        self._stop_asking()

    async def _asked(self, portal: str) -> str:
        """The portal's address, once the person wants to sign in; meanwhile, whether it answers."""
        checks = asyncio.Queue[str]()
        self._page.address_changed.connect(checks.put_nowait)
        checking = asyncio.ensure_future(self._check(checks))
        if portal:
            checks.put_nowait(portal)
        try:
            return (await first(sign_in=self._page.sign_in))[1]
        finally:
            checking.cancel()
            self._page.address_changed.disconnect(checks.put_nowait)

    async def _check(self, addresses: asyncio.Queue[str]) -> None:
        while True:
            address = await addresses.get()
            self._page.show_answer(Answer.ASKING if address else Answer.UNKNOWN)
            if address:
                self._page.show_answer(await _answer(address))

    async def _through_browser(self, portal: str) -> Session:
        signed_in = await self._signed_in(portal)
        async with _ended_unless_open(signed_in):
            return await self._opened(signed_in, await self._who(signed_in))

    async def _signed_in(self, portal: str) -> SignedIn:
        attempt = SignIn(portal, self._client_id, self._clock, no_browser=self._page.show_address)
        self._page.show_waiting()
        self._page.cancel.connect(attempt.cancel)
        self._stop_asking = attempt.cancel
        try:
            return await attempt.run()
        finally:
            self._stop_asking = _nobody_is_asked
            self._page.cancel.disconnect(attempt.cancel)

    async def _who(self, signed_in: SignedIn) -> Actor:
        today = self._clock.now().astimezone().date()
        try:
            async with FhirClient(signed_in.portal, Held(signed_in.granted.access_token)) as client:
                return await actor_of(client, signed_in.fhir_user, self._roles, today)
        except AccessEnded as ended:
            from inbox.app.disowned import disown  # seldom needed: no list waits for it

            await disown(Place.of(self._profile_dir, signed_in.portal, PersonId(ended.person)), self._clock)
            raise

    async def _opened(self, signed_in: SignedIn, actor: Actor) -> Session:
        def start_with(lock: Lock, *, start_over: bool = False) -> Session:
            with disk_in_words():
                return Session.start(
                    self._profile_dir, signed_in, actor, lock, self._clock, start_over=start_over
                )

        known = Place.of(self._profile_dir, signed_in.portal, actor.person).lock_kind
        if known != PassphraseLock.kind:
            try:
                return await self._with_keyring(start_with, vouched=True)
            except _Forgotten:
                return await asyncio.to_thread(lambda: start_with(KeyringLock(), start_over=True))
            except NoKeyring:
                if known:
                    raise
        return await self._with_passphrase(start_with, new=not known)

    async def _with_keyring(self, open_with: Callable[[Lock], T], *, vouched: bool = False) -> T:
        """The keyring opens it, with the PIN where there is one: asked for until it fits or is gone.

        `vouched`: the portal has just said who it is.
        """
        try:
            return await asyncio.to_thread(lambda: open_with(KeyringLock()))
        except PinNeeded:
            page, error = self._show_pin_page(vouched), ""
            self.__dict__.pop("_page", None)  # it has given up its place: whoever is asked again sees another
        lock = PinLock(self._clock, vouched=vouched)
        while True:
            page.ask(error)
            self._stop_asking = page.cancel.emit
            asked, pin = await first(pin=page.pin, cancel=page.cancel, start_over=page.start_over)
            self._stop_asking = _nobody_is_asked
            if asked == "cancel":
                raise Cancelled(tr("You stopped the sign-in."))
            if asked == "start_over":
                raise _Forgotten
            try:
                return await asyncio.to_thread(open_with, lock.given(pin))
            except (WrongPin, PinRests) as wrong:
                error = str(wrong)

    async def _with_passphrase(self, open_with: Callable[[Lock], T], *, new: bool) -> T:
        """Without a keyring a passphrase seals the files: asked for until it fits."""
        if self._passphrase:
            return await asyncio.to_thread(open_with, PassphraseLock(self._passphrase))
        error = ""
        while True:
            self._page.ask_passphrase(new=new, error=error)
            self._stop_asking = self._page.cancel.emit
            asked, passphrase = await first(passphrase=self._page.passphrase, cancel=self._page.cancel)
            self._stop_asking = _nobody_is_asked
            if asked == "cancel":
                raise Cancelled(tr("You stopped the sign-in."))
            try:
                return await asyncio.to_thread(open_with, PassphraseLock(passphrase))
            except WrongPassphrase as wrong:
                error = str(wrong)


@asynccontextmanager
async def _ended_unless_open(signed_in: SignedIn) -> AsyncIterator[None]:
    """A sign-in that opens nothing is forgotten by the server too."""
    try:
        yield
    except InboxError:
        await end(signed_in)
        raise


def _nobody_is_asked() -> None:
    """Nothing to give up."""


async def _answer(address: str) -> Answer:
    """Whether a FHIR server answers at `address`, and how safe the way there is."""
    try:
        checked = check_address(address)
    except InboxError:
        return Answer.UNSAFE
    try:
        async with FhirClient(checked) as client:
            await client.capability()
    except InboxError:
        return Answer.SILENT
    return Answer.ANSWERS if checked.startswith("https:") else Answer.LOCAL
