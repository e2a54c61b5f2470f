"""The site's kit: what a clinic has decided for all its stations, one file for each part of it.

Each part has a version and is published as a whole. What stands in a file is read by the module of the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from inbox.domain.errors import Refused
from inbox.domain.words import tr


class Part(StrEnum):
    """The parts of a kit, by their stable names."""

    POLICY = "sla-policy"
    RED_FLAGS = "red-flag-rules"
    ROUTING = "routing-rules"
    MESSAGING = "messaging-rules"
    PROTOCOLS = "protocols"
    SPEED_BUTTONS = "quick-actions"
    PHRASES = "phrases"
    MINUTES = "expected-minutes"
    STATIONS = "station-rules"


class KitFile(msgspec.Struct, frozen=True):
    """One part of the kit as it was published."""

    part: Part
    version: str
    """As the server states it; empty where it does not."""
    body: bytes
    """JSON, as written by whoever published it. Nothing is known of it yet: it may be wrong."""
    library: str = ""
    """Its reference on the server, `Library/…`; empty where it came from a file of this computer."""
    etag: str = ""
    """The version of that resource, bare (`7`): what an update must name."""


class Overtaken(Refused):
    """A colleague has published this part meanwhile: what is in force now has to be looked at first."""


def newest(files: Iterable[KitFile]) -> KitFile | None:
    """The one in force of several active files of one part: the highest version.

    Versions are compared as people count: 1.10 comes after 1.9, and 2 after both.
    """
    return max(files, key=lambda file: (_counted(file.version), file.library), default=None)


def next_version(version: str) -> str:
    """The version after `version`: its last number one higher, or a first number behind it."""
    found = re.fullmatch(r"(.*?)(\d+)", version)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{version}.1".removeprefix(".")


def highest(*versions: str) -> str:
    """The one that is in force of several versions."""
    return max(versions, key=_counted)


def words_of(part: Part) -> str:
    """What people call a part."""
    return {
        Part.POLICY: tr("promises"),
        Part.RED_FLAGS: tr("red-flag rules"),
        Part.ROUTING: tr("routing rules"),
        Part.MESSAGING: tr("messaging rules"),
        Part.PROTOCOLS: tr("protocols"),
        Part.SPEED_BUTTONS: tr("speed buttons"),
        Part.PHRASES: tr("phrases"),
        Part.MINUTES: tr("expected minutes"),
        Part.STATIONS: tr("rules for stations"),
    }[part]


def file_words(file: KitFile) -> str:
    """What people call a file, in a sentence that says what is wrong with it."""
    named = f"{file.part} {file.version}".rstrip()
    return named if file.library else tr("{file} on this computer", file=f"{file.part}.json")


def _counted(version: str) -> list[tuple[int, str]]:
    """Numbers by their value, letters after numbers."""
    parts = re.findall(r"\d+|\D+", version)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
