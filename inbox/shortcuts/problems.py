"""What is wrong in a file that a clinic or a person may edit: listed and shown, never a crash."""

from __future__ import annotations

import msgspec


class FileProblem(msgspec.Struct, frozen=True):
    """One mistake in a keymap, phrase or speed button file; the rest of the file still counts."""

    file: str
    """The file's name, without its folder."""
    sentence: str
    """What is wrong and what to do about it."""
    entry: str = ""
    """Which key, phrase or button, as the file names it."""
    field: str = ""
    """The path within the entry, as in `steps[1].days`."""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        inside = " ".join(part for part in (self.entry, self.field) if part)
        return f"{place}: {inside}: {self.sentence}" if inside else f"{place}: {self.sentence}"
