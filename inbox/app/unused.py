"""Inboxes that nobody has opened for long: what lies in them is wiped, without asking and without a key.

Whoever is away that long comes back to a new copy from the portal, and is told so. What they had not sent is
as old by then, and is kept for no longer either. A clock that is wrong once wipes nothing: an inbox is first
marked as unused, and wiped by a start a day or more later that finds it so still. Whoever is resumed with is
never wiped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from inbox import diary
from inbox.domain.words import tr
from inbox.store import moving
from inbox.store.errors import InUse
from inbox.store.lock import FileLock

KEPT = timedelta(days=30)
"""How long an inbox that nobody opens stays."""
MARKED = timedelta(days=1)
"""How long before that an earlier start has to have found it unused."""
_CACHE, _VAULT, _LAST = "cache.db", "vault", "last"
_MARK = "unused"
"""Holds when an inbox was first found unused."""
_WIPED = "wiped"
"""Says to whom it belonged that it was wiped, and nothing else."""


def wipe_unused(profile_dir: Path, now: datetime, kept: timedelta = KEPT) -> int:
    """Delete cache and vault of everybody who was here last before `now` less `kept`, and was marked so by
    an earlier start; mark those who were not. Gives how many were wiped.

    Raises OSError where the disk does not let go of something.
    """
    wiped = 0
    for folder in people(profile_dir):
        if _is_last(folder) or now - _last_used(folder) < kept or not _marked_before(folder, now):
            continue
        cache = folder / _CACHE
        try:
            lock = FileLock(cache)
        except InUse:
            continue
        try:
            moving.forget(cache)
            (folder / _WIPED).touch()
            for part in (_VAULT, _MARK):
                (folder / part).unlink(missing_ok=True)
        finally:
            lock.release()
        wiped += 1
    if wiped:
        diary.note("store.unused-wiped", count=wiped)
    return wiped


def told_of_wiping(folder: Path) -> str:
    """Once, to whoever is back at `folder`: that their inbox was wiped meanwhile. Empty where it was not."""
    wiped = folder / _WIPED
    if not wiped.exists():
        return ""
    wiped.unlink()
    return tr(
        "Nobody had opened your inbox here for {n} days: it was removed, with what had not left by then.",
        n=KEPT.days,
    )


def people(profile_dir: Path) -> Iterator[Path]:
    """The folders that hold somebody's inbox: one a person, in one a portal."""
    for found in profile_dir.glob(f"*/*/{_VAULT}"):
        yield found.parent


def _last_used(folder: Path) -> datetime:
    """When anything in it was last written: the sign-in is renewed, and the cache written, with every use."""
    newest = max(part.stat().st_mtime for part in folder.iterdir() if part.name != _MARK)
    return datetime.fromtimestamp(newest).astimezone()


def _is_last(folder: Path) -> bool:
    """Whether the next start resumes with whom it belongs to."""
    pointer = folder.parent / _LAST
    return pointer.exists() and pointer.read_text("ascii").strip() == folder.name


def _marked_before(folder: Path, now: datetime) -> bool:
    """Whether an earlier start marked it since it was last used. If none has, this one does."""
    mark = folder / _MARK
    marked = _read(mark)
    if marked is not None and _last_used(folder) < marked <= now:
        return now - marked >= MARKED
    mark.write_text(now.isoformat(), "ascii")
    return False


def _read(mark: Path) -> datetime | None:
    """None where there is none, or nothing that can be read."""
    try:
        return datetime.fromisoformat(mark.read_text("ascii")).astimezone()
    except (FileNotFoundError, ValueError):
        return None
