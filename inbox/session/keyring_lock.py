"""The lock that the system keeps: Keychain, Credential Locker, Secret Service, KWallet."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from inbox.domain.errors import InboxError, Refused
from inbox.domain.words import tr
from inbox.session.vault import KEY_BYTES, Damaged

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Inbox workstation"


class NoKeyring(Refused):
    """This computer has no keyring that keeps a secret secret. A passphrase does instead."""


class KeyringIsLocked(Refused):
    """It is there but locked; its owner can unlock it and try again."""


class KeyLost(Refused):
    """The keyring no longer has the key: what was sealed with it stays closed."""


class KeyringLock:
    """Keeps a random key in the system keyring. Every method may block: it may ask the person to unlock."""

    kind: ClassVar[str] = "keyring"

    def __init__(self) -> None:
        self._keyring = _trustworthy()

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        key = os.urandom(KEY_BYTES)
        with _in_words():
            self._keyring.set_password(SERVICE, place, b64encode(key).decode("ascii"))
            kept = self._keyring.get_password(SERVICE, place)
        if kept is None or b64decode(kept) != key:  # a keyring that drops what it is given
            raise NoKeyring(tr("The keyring of this computer does not keep what it is given."))
        return key, b""

    def key(self, place: str, hint: bytes) -> bytes:
        with _in_words():
            kept = self._keyring.get_password(SERVICE, place)
        if kept is None:
            raise KeyLost(tr("The keyring of this computer no longer has the key to this person's secrets."))
        return b64decode(kept)

    def misfit(self) -> InboxError:
        return Damaged(tr("The key in the keyring does not fit this person's secrets."))


def _trustworthy() -> KeyringBackend:
    """The best keyring that encrypts. NoKeyring when only plain files, or nothing, would be used.

    keyring gives those that are fit for secrets a priority of 1 or more: the null keyring, which drops
    everything silently, and the plain-text ones have less.
    """
    import keyring
    from keyring.backends.chainer import ChainerBackend

    with _in_words():
        chosen = keyring.get_keyring()
        offered = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
        fit = next((one for one in offered if one.priority >= 1), None)
    if fit is None:
        raise NoKeyring(tr("This computer has no keyring. Choose a passphrase instead."))
    return fit


@contextmanager
def _in_words() -> Iterator[None]:
    """Every failure of a keyring as one of ours. Its own texts are left out: they may name the secret."""
    from keyring.errors import KeyringLocked

    try:
        yield
    except InboxError:
        raise
    except KeyringLocked as e:
        raise KeyringIsLocked(tr("The keyring is locked. Unlock it and try again.")) from e
    except Exception as e:
        # Backends raise whatever their platform does (D-Bus, GLib, pywin32): no common ancestor.
        if type(e).__name__ in ("LockedException", "PromptDismissedException"):
            raise KeyringIsLocked(tr("The keyring is locked. Unlock it and try again.")) from e
        raise NoKeyring(
            tr("The keyring of this computer does not work ({why}).", why=type(e).__name__)
        ) from e
