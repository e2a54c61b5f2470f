"""The kit a person works with: phrases and speed buttons in force, and what is wrong with their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inbox.domain.own_kit import BUTTON, PHRASE, Own, in_force
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.shortcuts.kit_file import Published, Readable
from inbox.shortcuts.phrases.library import load_library
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton, available, load_buttons

PHRASES: Final = "phrases.json"
BUTTONS: Final = "speed_buttons.json"
_NOTHING: Final[Mapping[str, Readable]] = {}


@dataclass(frozen=True)
class Kit:
    """Phrases by name and speed buttons; a file with mistakes gives what is right in it."""

    phrases: dict[str, Phrase] = field(default_factory=dict)
    buttons: list[SpeedButton] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    hidden: list[Phrase] = field(default_factory=list)
    """Phrases that do not count here, as a narrower owner has one of their name."""

    def buttons_for(self, kind: str, role: Role) -> dict[int, SpeedButton]:
        """The numbered buttons that `role` sees on `kind` of work."""
        return available(self.buttons, kind, role)


def load_kit(
    starter: Path,
    *own: Path,
    site: Mapping[str, Readable] = _NOTHING,
    mine: Mapping[str, Readable] = _NOTHING,
) -> Kit:
    """The kit in the folder `starter`, over it what the `site` has published, the folders `own`, and last
    what the person keeps in the program (`mine`).

    A folder holds `phrases.json` and `speed_buttons.json`; in one's own either may be missing, as it may of
    the site and of what the person keeps, whose files go by the same names.
    """
    phrases, problems, hidden = load_library(*_files(starter, site, own, mine, PHRASES))
    buttons: list[SpeedButton] = []
    for file in _files(starter, site, own, mine, BUTTONS):
        found, wrong = load_buttons(file, phrases)
        buttons += found
        problems += wrong
    return Kit(phrases, buttons, problems, hidden)


def kept_files(here: Iterable[Own]) -> dict[str, Readable]:
    """What a person keeps in the program, as files of a kit."""
    kept, lists = list(here), ((PHRASE, PHRASES, "phrases"), (BUTTON, BUTTONS, "buttons"))
    return {
        file: Published(tr("your own {what}", what=key), _list(key, in_force(kept, kind)))
        for kind, file, key in lists
    }


def _list(key: str, bodies: Iterable[bytes]) -> bytes:
    """A kit file of these entries, one a line."""
    return b'{"%b": [\n%b\n]}' % (key.encode(), b",\n".join(bodies))


def _files(
    starter: Path,
    site: Mapping[str, Readable],
    own: tuple[Path, ...],
    mine: Mapping[str, Readable],
    name: str,
) -> list[Readable]:
    published = [site[name]] if name in site else []
    kept = [mine[name]] if name in mine else []
    return [starter / name, *published, *(folder / name for folder in own if (folder / name).exists()), *kept]
