"""Copies of files for other programs: the one place where what is a patient’s lies open on the disk.

They lie in a folder that only this person may enter, under names made here, and cannot be written to. The
folder goes, with all in it, when the conversation is left, when the place is locked, at the end of the work,
and, after an end by force, at the next start.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.words import tr

FOLDER = "opened"
"""Its name in the folder of the person's own files."""
_ENDINGS = {FileKind.PDF: ".pdf", FileKind.WORD: ".docx"}
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Copies:
    """The copies there are now. Called off the GUI thread to write, on any to wipe."""

    def __init__(self, own_files: Path) -> None:
        """`own_files`: the folder of the person's own files."""
        self.folder = own_files / FOLDER

    def make(self, body: bytes, kind: FileKind) -> Path:
        """Write a copy that can be read only. Raises Refused where that cannot be."""
        try:
            self._prepare()
            path = self.folder / f"{secrets.token_hex(8)}{_ENDINGS[kind]}"
            with os.fdopen(os.open(path, _FRESH, 0o600), "wb") as file:
                file.write(body)
            path.chmod(stat.S_IRUSR)
        except OSError:
            self.wipe()
            raise Refused(tr("There is no room for a copy of it on this computer.")) from None
        return path

    def wipe(self) -> None:
        """Delete them all. What another program holds on to is left for the next time, and noted."""
        if self.folder.is_symlink():
            self.folder.unlink(missing_ok=True)
        if self.folder.is_dir():
            shutil.rmtree(self.folder, onerror=_once_more)
            if self.folder.exists():
                diary.note("files.copies-not-wiped")

    def _prepare(self) -> None:
        """A folder of this person's alone, whoever made one of that name before."""
        if self.folder.is_symlink() or (self.folder.exists() and not self.folder.is_dir()):
            self.folder.unlink()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)


def _once_more(delete: Callable[..., Any], path: str, _error: object) -> None:
    """Where a system keeps files that cannot be written to, they are made writable first."""
    try:
        Path(path).chmod(stat.S_IRWXU)
        delete(path)
    except OSError:
        diary.note("files.copy-kept")  # held by the program that shows it
