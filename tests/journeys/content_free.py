"""Whatever happens on a journey, no word of a patient lies open outside the window.

Looked through at the end of each: every byte of every file of the computers and of the folder for temporary
files, the diary, the titles that windows ever had, and what was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import re2
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

LEAST = 8
"""Letters of a word that is looked for in any bytes: shorter ones stand in enciphered ones by chance."""


class Secrets:
    """What the clinic's patients are called, when they were born and what they wrote."""

    def __init__(self, resources: Iterable[dict[str, Any]]) -> None:
        self.words = sorted({word for one in resources for word in _words_of(one) if len(word) >= LEAST})
        assert len(self.words) > 300
        written = {word.encode() for word in self.words}
        written |= {word.encode("utf-16-le") for word in self.words if len(word) < 40}
        room = re2.Options()
        room.max_mem, room.encoding = 1 << 28, re2.Options.Encoding.LATIN1  # bytes, whatever they mean
        self._any = re2.compile(b"|".join(re2.escape(one) for one in sorted(written)), room)

    def told_in(self, content: bytes) -> str:
        """The first of them that stands in `content`; empty when none does."""
        found = self._any.search(content)
        return found[0].decode("utf-8", "replace") if found else ""

    def lie_open(self, folder: Path, apart: Iterable[str]) -> dict[str, str]:
        """Which files below `folder` hold one, but for those whose names begin with one of `apart`."""
        files = [one for one in folder.rglob("*") if one.is_file() and not one.name.startswith(tuple(apart))]
        told = {str(one.relative_to(folder)): self.told_in(one.read_bytes()) for one in files}
        return {name: word for name, word in told.items() if word}


class Titles(QObject):
    """Every title that any window of the application has had."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.seen: set[str] = set()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        telling = event.type() in (QEvent.Type.WindowTitleChange, QEvent.Type.Show)
        if telling and isinstance(watched, QWidget) and watched.isWindow():
            self.seen |= {watched.windowTitle(), watched.windowIconText()}
        return False


def open_to_others(folder: Path) -> list[str]:
    """Which of its files and folders anybody but their owner may read or enter."""
    return [str(one.relative_to(folder)) for one in folder.rglob("*") if one.stat().st_mode & 0o077]


def _words_of(resource: dict[str, Any]) -> Iterator[str]:
    if resource["resourceType"] == "Patient":
        for name in resource["name"]:
            yield f"{' '.join(name['given'])} {name['family']}"
            yield f"{name['given'][0]} {name['family']}"
            yield f"{name['family']}, {name['given'][0]}"
        yield resource.get("birthDate", "")
        yield from (one["value"] for one in resource.get("telecom", []))
    elif resource["resourceType"] == "Communication" and _by_patient(resource):
        for part in resource.get("payload", []):
            lines = (line.strip()[:60] for line in part.get("contentString", "").splitlines())
            yield from (line for line in lines if line.count(" ") > 3)


def _by_patient(message: dict[str, Any]) -> bool:
    return str(message.get("sender", {}).get("reference", "")).startswith(("Patient/", "RelatedPerson/"))
