"""Putting a file aside with all that belongs to it, and a finished one in its place: renaming only."""

from __future__ import annotations

from itertools import count
from pathlib import Path

_BESIDE = ("-wal", "-shm", ".landmarks")


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
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for beside in (*_BESIDE, ""):
        part = path.with_name(path.name + beside)
        if part.exists():
            part.replace(aside.with_name(aside.name + beside))
    return aside
