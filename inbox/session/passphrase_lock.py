"""The lock for computers without a keyring: a passphrase its owner remembers."""

from __future__ import annotations

import os
from typing import ClassVar

import msgspec
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inbox.domain import typed
from inbox.domain.errors import InboxError, Refused
from inbox.domain.words import tr
from inbox.session.vault import KEY_BYTES, Damaged

SHORTEST = 10
"""Characters of a passphrase."""
COST = 17
"""log2 of scrypt's n: 128 MB and about half a second a guess (OWASP's recommendation, with r=8, p=1)."""
CHEAPEST, DEAREST = 15, 20
"""Bounds on what a file may ask for: below is weak, above would hang the computer."""


class WrongPassphrase(Refused):
    """Nothing was opened and nothing was lost."""


class _Hint(msgspec.Struct, frozen=True):
    salt: bytes
    cost: int
    r: int = 8
    p: int = 1


class PassphraseLock:
    """Derives the key with scrypt, which takes memory and about half a second: call it off the GUI thread."""

    kind: ClassVar[str] = "passphrase"

    def __init__(self, passphrase: str, *, cost: int = COST) -> None:
        self._passphrase = passphrase
        self._cost = cost

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        if len(self._passphrase) < SHORTEST:
            raise Refused(tr("Choose a passphrase of at least {n} characters.", n=SHORTEST))
        hint = _Hint(salt=os.urandom(16), cost=self._cost)
        return self._derived(hint), msgspec.json.encode(hint)

    def key(self, place: str, hint: bytes) -> bytes:
        try:
            kept = typed.decode(hint, _Hint)
        except msgspec.DecodeError:
            raise Damaged(tr("The file with this person's secrets is damaged.")) from None
        if not CHEAPEST <= kept.cost <= DEAREST or (kept.r, kept.p) != (8, 1):
            raise Damaged(tr("The file with this person's secrets is damaged."))
        return self._derived(kept)

    def misfit(self) -> InboxError:
        return WrongPassphrase(tr("That is not the passphrase."))

    def _derived(self, hint: _Hint) -> bytes:
        scrypt = Scrypt(salt=hint.salt, length=KEY_BYTES, n=2**hint.cost, r=hint.r, p=hint.p)
        return scrypt.derive(self._passphrase.encode("utf-8"))
