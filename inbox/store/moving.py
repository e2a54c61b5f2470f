"""Putting a file aside with all that belongs to it, a finished one in its place, and forgetting both."""

from __future__ import annotations

from itertools import count
from pathlib import Path

_BESIDE = ("-wal", "-shm", ".landmarks")
_ASIDE = ".damaged-"
_COPY = ".wreck"
"""What reading a damaged file makes, and takes away again unless it is cut off."""


def finished(path: Path) -> Path:
    """The name of a file that is to take the place of `path`; it is only given to one that is complete."""
    return path.with_name(path.name + ".rescued")


def take_over(path: Path) -> None:
    """Let the finished file, if there is one, take the place of the one at `path`, which is put aside.

    Cut off anywhere, it is done when called again.
    """
    fresh = finished(path)
    if fresh.exists():
        put_aside(path)
        fresh.replace(path)


def put_aside(path: Path) -> Path:
    """Move the file and what belongs to it out of the way, with their rights; gives its new name.

    It goes last: a log without its file would be taken for another's.
    """
    names = (path.with_name(f"{path.name}{_ASIDE}{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for beside in (*_BESIDE, ""):
        part = path.with_name(path.name + beside)
        if part.exists():
            part.replace(aside.with_name(aside.name + beside))
    return aside


def forget_aside(path: Path) -> None:
    """Delete what was ever put aside of `path`. What could be read of it was saved when that happened."""
    for pattern in (f"{path.name}{_ASIDE}*", f"{path.name}{_COPY}*"):
        for part in path.parent.glob(pattern):
            part.unlink(missing_ok=True)


def forget(path: Path) -> None:
    """Delete the file, with all that belongs to it and all that was put aside of it. Nobody has it open."""
    forget_aside(path)
    for part in (*_BESIDE, ""):
        path.with_name(path.name + part).unlink(missing_ok=True)
    finished(path).unlink(missing_ok=True)
