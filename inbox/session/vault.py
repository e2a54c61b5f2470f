"""The sealed file that holds one person's secrets for one portal.

AES-256-GCM over everything, with a key that is never beside it: it comes from a Lock, which is the
system keyring or, where there is none, a passphrase. A file and not the keyring itself, because
Windows keeps at most 1,280 characters an entry (refresh tokens are longer) and because a new refresh
token must be on the disk, whole, before it is used.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import ClassVar, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inbox.domain import typed
from inbox.domain.errors import InboxError, Refused
from inbox.domain.people import Actor
from inbox.domain.words import tr
from inbox.session import durable

FORMAT = 1
KEY_BYTES = 32
_NONCE_BYTES = 12


class Damaged(Refused):
    """The file is there and cannot be read with any key."""


class NotKept(Refused):
    """The disk did not take it; what was held before is still there."""


class Secrets(msgspec.Struct, frozen=True):
    """What must never lie open: the sign-in, the key of the cache, and who it is (a staff name)."""

    portal: str
    client_id: str
    token_endpoint: str
    revocation_endpoint: str
    actor: Actor
    cache_key: bytes
    """32 random bytes, made once for this person and portal."""
    refresh_token: str = ""
    """Empty once signed out or refused: the cache opens still, the server does not."""

    def __repr__(self) -> str:
        return f"Secrets(of={self.actor.person!r})"


class Lock(Protocol):
    """Where the key that seals a vault comes from. Every method may block on the system or a KDF."""

    kind: ClassVar[str]
    """Written in the file, so that the right question is asked next time."""

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        """A key for the vault named `place`, and what has to be kept in the open to find it again."""

    def key(self, place: str, hint: bytes) -> bytes:
        """The same key again."""

    def misfit(self) -> InboxError:
        """What it means when the key does not fit."""


class _File(msgspec.Struct, frozen=True):
    format: int
    lock: str
    hint: bytes
    nonce: bytes
    sealed: bytes

    @property
    def label(self) -> bytes:
        """What is in the open, bound to the seal so that it cannot be exchanged."""
        return b"|".join((str(self.format).encode(), self.lock.encode(), self.hint))


class Vault:
    """Open for as long as the session lasts. Safe to use from several threads."""

    def __init__(self, path: Path, lock: str, hint: bytes, key: bytes, secrets: Secrets) -> None:
        self._path = path
        self._lock = lock
        self._hint = hint
        self._key = key
        self._secrets = secrets
        self._one_at_a_time = threading.Lock()

    @classmethod
    def create(cls, path: Path, place: str, lock: Lock, secrets: Secrets) -> Vault:
        """A new vault, replacing whatever was there."""
        key, hint = lock.new_key(place)
        vault = cls(path, lock.kind, hint, key, secrets)
        vault.change()
        return vault

    @classmethod
    def open(cls, path: Path, place: str, lock: Lock) -> Vault:
        """The vault at `path`, opened with `lock`, which must be of the kind it was made with."""
        file = _read(path)
        if file.lock != lock.kind:
            raise Refused(tr("These secrets are locked in another way ({kind}).", kind=file.lock))
        key = lock.key(place, file.hint)
        try:
            plain = AESGCM(key).decrypt(file.nonce, file.sealed, file.label)
        except (InvalidTag, ValueError):
            raise lock.misfit() from None
        return cls(path, file.lock, file.hint, key, typed.decode(plain, Secrets))

    @property
    def key(self) -> bytes:
        """What seals it: whoever wraps it anew needs it, and nobody else."""
        return self._key

    @property
    def secrets(self) -> Secrets:
        """What is held now."""
        return self._secrets

    def change(self, **fields: object) -> Secrets:
        """Seal what is held with new `fields`; gives what was. On the disk when this returns, else NotKept.

        Each change begins with what the one before has left: whoever changes something else at the same time
        (a rotated token, a new role) undoes nothing.
        """
        with self._one_at_a_time:
            before = self._secrets
            secrets = msgspec.structs.replace(before, **fields)
            nonce = os.urandom(_NONCE_BYTES)
            file = _File(FORMAT, self._lock, self._hint, nonce, b"")
            sealed = AESGCM(self._key).encrypt(nonce, msgspec.json.encode(secrets), file.label)
            try:
                durable.replace(self._path, msgspec.json.encode(msgspec.structs.replace(file, sealed=sealed)))
            except OSError as e:
                why = e.strerror or type(e).__name__
                raise NotKept(tr("Your sign-in could not be kept on this computer ({why}).", why=why)) from e
            self._secrets = secrets
            return before


def lock_kind(path: Path) -> str:
    """The kind of lock the vault at `path` needs; empty where there is none."""
    return _read(path).lock if path.exists() else ""


def _read(path: Path) -> _File:
    try:
        file = typed.decode(path.read_bytes(), _File)
    except msgspec.DecodeError:
        raise Damaged(tr("The file with this person's secrets is damaged.")) from None
    if file.format != FORMAT:
        raise Damaged(tr("The file with this person's secrets is from another version of this program."))
    return file
