"""A PIN: six digits or more that unwrap the key of one person's secrets, and only a few tries.

While there is a PIN the keyring has the key of the vault only as the PIN wraps it: AES-256-GCM under a key
that scrypt makes of the PIN. What opens the cache is therefore not on this computer while nobody is signed
in. Six digits are few for a machine that may try them all: so it lies in the keyring, which a stolen disk
does not open, each try takes half a second and 128 MB, and five wrong ones end it.
"""

from __future__ import annotations

import os
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ClassVar, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inbox.domain import typed
from inbox.domain.clock import Clock
from inbox.domain.errors import Bug, InboxError, Refused
from inbox.domain.words import tr, trn
from inbox.session.keyring_lock import Keyring, KeyringLock, is_wrapped
from inbox.session.stretch import COST, SALT_BYTES, may_cost, stretched
from inbox.session.vault import Damaged

SHORTEST, LONGEST = 6, 12
TRIES: Final = 5
RESTS: Final = tuple(timedelta(seconds=seconds) for seconds in (0, 2, 10, 30, 60))
"""How long nothing is tried after so many wrong ones."""
_NONCE_BYTES = 12


class WrongPin(Refused):
    """Nothing was opened; there are tries left."""


class PinRests(Refused):
    """The last one was wrong just now: nothing was tried."""

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class PinGone(Refused):
    """It was wrong too often: only a new sign-in helps."""


class _Wrapped(msgspec.Struct, frozen=True):
    """What the keyring has."""

    salt: bytes
    cost: int
    nonce: bytes
    sealed: bytes
    failed: int = 0
    """Wrong ones in a row, the one under way among them."""
    last: datetime | None = None
    """When the last of them was."""


class Pin:
    """Of one person on this computer. Every method may block: the keyring asks, and scrypt takes its time."""

    def __init__(
        self,
        place: str,
        clock: Clock,
        *,
        cost: int = COST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._place = place
        self._clock = clock
        self._cost = cost
        self._monotonic = monotonic
        self._failed_at: float | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is one, be it gone."""
        return is_wrapped(Keyring().read(self._place))

    def choose(self, pin: str, key: bytes) -> None:
        """From now on `pin` unwraps `key`, and nothing else in the keyring does. Refused if too easy."""
        if wrong := too_easy(pin):
            raise Refused(wrong)
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(_NONCE_BYTES)
        sealed = AESGCM(stretched(pin, salt, self._cost)).encrypt(nonce, key, self._place.encode())
        self._keep(_Wrapped(salt, self._cost, nonce, sealed))

    def drop(self, key: bytes) -> None:
        """There is none any more: the keyring has `key` itself."""
        Keyring().write(self._place, b64encode(key).decode("ascii"))

    def key(self, pin: str, *, vouched: bool = False) -> bytes:
        """What `pin` unwraps. Raises WrongPin, PinRests or PinGone.

        `vouched`: the portal has just said who it is; then as many may be tried as there is patience for.
        Each try is counted before it is made: who ends the program meanwhile has lost it.
        """
        held = self._held()
        if held.failed >= TRIES and not vouched:
            raise PinGone(_gone())
        if (rest := self._rest(held)) > timedelta():
            seconds = max(1, round(rest.total_seconds()))
            told = trn("Wait {n} second, then try again.", "Wait {n} seconds, then try again.", seconds)
            raise PinRests(told, rest.total_seconds())
        tried = msgspec.structs.replace(held, failed=held.failed + 1, last=self._clock.now())
        self._keep(tried)
        try:
            wrapping = stretched(pin, held.salt, held.cost)
            key = AESGCM(wrapping).decrypt(held.nonce, held.sealed, self._place.encode())
        except InvalidTag:
            self._failed_at = self._monotonic()
            raise _refusal(tried.failed, vouched) from None
        self._failed_at = None
        self._keep(msgspec.structs.replace(held, failed=0, last=None))
        return key

    def _rest(self, held: _Wrapped) -> timedelta:
        """How long nothing may be tried yet: by the clock on the wall, which survives a restart, and by the
        one that nobody can put forward, which does not."""
        if held.last is None:
            return timedelta()
        whole = RESTS[min(held.failed, len(RESTS) - 1)]
        now = self._clock.now()
        if now < held.last:  # the clock was put back: the rest begins anew
            self._keep(msgspec.structs.replace(held, last=now))
            return whole
        left = whole - (now - held.last)
        if self._failed_at is not None:
            left = max(left, whole - timedelta(seconds=self._monotonic() - self._failed_at))
        return left

    def _held(self) -> _Wrapped:
        kept = Keyring().read(self._place)
        if not is_wrapped(kept):
            raise PinGone(tr("There is no PIN on this computer. Sign in."))
        try:
            held = typed.decode(kept.encode(), _Wrapped)
        except msgspec.DecodeError:
            raise Damaged(tr("What the keyring has of your PIN is damaged.")) from None
        if not may_cost(held.cost):
            raise Damaged(tr("What the keyring has of your PIN is damaged."))
        return held

    def _keep(self, held: _Wrapped) -> None:
        Keyring().write(self._place, msgspec.json.encode(held).decode("ascii"))


class PinLock:
    """Opens a vault whose key is in the keyring, as a PIN wraps it.

    One for as long as somebody is asked: it knows how long ago the last wrong one was, whatever is done to
    the clock on the wall.
    """

    kind: ClassVar[str] = KeyringLock.kind

    def __init__(
        self,
        clock: Clock,
        *,
        vouched: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._vouched = vouched
        self._monotonic = monotonic
        self._typed = ""
        self._pin: Pin | None = None

    def given(self, pin: str) -> PinLock:
        """The same, which tries `pin` next."""
        self._typed = pin
        return self

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        raise Bug("a PIN wraps a key that is there")

    def key(self, place: str, hint: bytes) -> bytes:
        if self._pin is None:
            self._pin = Pin(place, self._clock, monotonic=self._monotonic)
        return self._pin.key(self._typed, vouched=self._vouched)

    def misfit(self) -> InboxError:
        return Damaged(tr("The key in the keyring does not fit this person's secrets."))


def too_easy(pin: str) -> str:
    """Why `pin` will not do; empty where it will."""
    if not (pin.isascii() and pin.isdigit()) or not SHORTEST <= len(pin) <= LONGEST:
        return tr("A PIN has {n} to {most} digits.", n=SHORTEST, most=LONGEST)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1:
        return tr("Too easy: the digits follow one another.")
    if len(set(pin)) < 3 or _repeats(pin):
        return tr("Too easy: the same digits come again and again.")
    if pin == pin[::-1] or pin in _OFTEN:
        return tr("Too easy: many people choose this one.")
    return ""


_OFTEN: Final = frozenset(
    {
        *("101010", "102030", "112233", "112358", "123321", "123654", "123789", "131415", "135790", "142536"),
        *("147258", "147852", "159753", "192837", "202122", "246810", "258456", "271828", "314159", "420420"),
        *("456123", "456852", "654123", "696969", "753159", "789456", "852456", "987456", "010203", "102938"),
    }
)
"""Chosen often: runs in pairs, the ways across a keypad, numbers everybody knows."""


def _repeats(pin: str) -> bool:
    """Whether it is one piece again and again."""
    pieces = (pin[:size] for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0)
    return any(piece * (len(pin) // len(piece)) == pin for piece in pieces)


def _refusal(failed: int, vouched: bool) -> Refused:
    if vouched:
        return WrongPin(tr("That is not the PIN."))
    if failed >= TRIES:
        return PinGone(_gone())
    left = TRIES - failed
    return WrongPin(
        trn(
            "That is not the PIN. {n} more try, then only a sign-in helps.",
            "That is not the PIN. {n} more tries, then only a sign-in helps.",
            left,
        )
    )


def _gone() -> str:
    return tr("The PIN was wrong five times. Sign in to your portal instead.")
