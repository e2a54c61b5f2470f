"""Where one person's sealed files for one portal lie, and whom the next start resumes with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from inbox.domain.ids import PersonId
from inbox.session import durable
from inbox.session.vault import lock_kind


class Place(msgspec.Struct, frozen=True):
    """Where one person's files for one portal are. The names of folders tell nobody who it is."""

    portal_folder: Path
    person: str

    @classmethod
    def of(cls, profile_dir: Path, portal: str, person: PersonId) -> Place:
        """The place of `person`, whether anything is there yet or not."""
        return cls(_folder(profile_dir, portal), _digest(f"{portal.rstrip('/')} {person}"))

    @classmethod
    def last(cls, profile_dir: Path, portal: str) -> Place | None:
        """The place of who signed in here last and has not signed out; None when nobody has."""
        folder = _folder(profile_dir, portal)
        try:
            return cls(folder, (folder / "last").read_text("ascii").strip())
        except FileNotFoundError:
            return None

    @property
    def folder(self) -> Path:
        return self.portal_folder / self.person

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def cache(self) -> Path:
        return self.folder / "cache.db"

    @property
    def name(self) -> str:
        """What the keyring calls it."""
        return f"{self.portal_folder.name}/{self.person}"

    @property
    def lock_kind(self) -> str:
        """What opens the vault here: "keyring", "passphrase", or "" where there is none yet."""
        return lock_kind(self.vault)

    def remember(self) -> None:
        """This person is the one to resume with."""
        if not self._is_last:
            durable.replace(self._pointer, self.person.encode("ascii"))

    def forget(self) -> None:
        """Resume with nobody, if it would have been this person."""
        if self._is_last:
            self._pointer.unlink()

    @property
    def _pointer(self) -> Path:
        return self.portal_folder / "last"

    @property
    def _is_last(self) -> bool:
        return self._pointer.exists() and self._pointer.read_text("ascii").strip() == self.person


def _folder(profile_dir: Path, portal: str) -> Path:
    return profile_dir / _digest(portal.rstrip("/"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
