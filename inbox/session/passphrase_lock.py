"""The lock for computers without a keyring: a passphrase its owner remembers."""

from __future__ import annotations

import os
from typing import ClassVar

import msgspec

from inbox.domain import typed
from inbox.domain.errors import InboxError, Refused
from inbox.domain.words import tr
from inbox.session.stretch import COST, SALT_BYTES, may_cost, stretched
from inbox.session.vault import Damaged

SHORTEST = 10
"""Characters of a passphrase."""


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
        hint = _Hint(salt=os.urandom(SALT_BYTES), cost=self._cost)
        return self._derived(hint), msgspec.json.encode(hint)

    def key(self, place: str, hint: bytes) -> bytes:
        try:
            kept = typed.decode(hint, _Hint)
        except msgspec.DecodeError:
            raise Damaged(tr("The file with this person's secrets is damaged.")) from None
        if not may_cost(kept.cost) or (kept.r, kept.p) != (8, 1):
            raise Damaged(tr("The file with this person's secrets is damaged."))
        return self._derived(kept)

    def misfit(self) -> InboxError:
        return WrongPassphrase(tr("That is not the passphrase."))

    def _derived(self, hint: _Hint) -> bytes:
        return stretched(self._passphrase, hint.salt, hint.cost)
