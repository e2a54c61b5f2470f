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


class PinNeeded(Refused):
    """The keyring has the key only as the person's PIN wraps it."""


class Keyring:
    """The system's keyring, where it is one to trust. Every method may block: it may ask to be unlocked."""

    def __init__(self) -> None:
        self._keyring = _trustworthy()

    def read(self, place: str) -> str:
        """What is kept under that name. Raises KeyLost where nothing is."""
        with _in_words():
            kept = self._keyring.get_password(SERVICE, place)
        if kept is None:
            raise KeyLost(tr("The keyring of this computer no longer has the key to this person's secrets."))
        return kept

    def write(self, place: str, content: str) -> None:
        """Keep `content` in place of what was there, and look that it is kept."""
        with _in_words():
            self._keyring.set_password(SERVICE, place, content)
            kept = self._keyring.get_password(SERVICE, place)
        if kept != content:  # a keyring that drops what it is given
            raise NoKeyring(tr("The keyring of this computer does not keep what it is given."))


class KeyringLock:
    """Keeps a random key in the system keyring, as it is."""

    kind: ClassVar[str] = "keyring"

    def __init__(self) -> None:
        self._keyring = Keyring()

    def new_key(self, place: str) -> tuple[bytes, bytes]:
        key = os.urandom(KEY_BYTES)
        self._keyring.write(place, b64encode(key).decode("ascii"))
        return key, b""

    def key(self, place: str, hint: bytes) -> bytes:
        kept = self._keyring.read(place)
        if is_wrapped(kept):
            raise PinNeeded(tr("Your PIN opens what you kept on this computer."))
        return b64decode(kept)

    def misfit(self) -> InboxError:
        return Damaged(tr("The key in the keyring does not fit this person's secrets."))


def is_wrapped(kept: str) -> bool:
    """Whether that is a key as a PIN wraps it, and not the key itself."""
    return kept.startswith("{")


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
