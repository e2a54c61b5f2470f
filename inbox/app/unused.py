"""Inboxes that nobody has opened for long: what lies in them is wiped, without asking and without a key.

Whoever is away that long comes back to a new copy from the portal. What they had not sent is as old by then,
and is kept for no longer either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from inbox import diary
from inbox.store import moving
from inbox.store.errors import InUse
from inbox.store.lock import FileLock

KEPT = timedelta(days=30)
"""How long an inbox that nobody opens stays."""
_CACHE, _VAULT = "cache.db", "vault"


def wipe_unused(profile_dir: Path, now: datetime, kept: timedelta = KEPT) -> int:
    """Delete cache and vault of everybody who was here last before `now` less `kept`. Gives how many.

    Raises OSError where the disk does not let go of something.
    """
    wiped = 0
    for folder in _people(profile_dir):
        if now - _last_used(folder) < kept:
            continue
        cache = folder / _CACHE
        try:
            lock = FileLock(cache)
        except InUse:
            continue
        try:
            moving.forget(cache)
            (folder / _VAULT).unlink(missing_ok=True)
        finally:
            lock.release()
        wiped += 1
    if wiped:
        diary.note("store.unused-wiped", count=wiped)
    return wiped


def _people(profile_dir: Path) -> Iterator[Path]:
    """The folders that hold somebody's inbox: one a person, in one a portal."""
    for found in profile_dir.glob(f"*/*/{_VAULT}"):
        yield found.parent


def _last_used(folder: Path) -> datetime:
    """When anything in it was last written: the sign-in is renewed, and the cache written, with every use."""
    newest = max(part.stat().st_mtime for part in folder.iterdir())
    return datetime.fromtimestamp(newest).astimezone()
