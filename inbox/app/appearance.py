"""How the program looks: to each person as they have it, and before anybody is in as it looked last."""

from __future__ import annotations

from pathlib import Path

import msgspec

from inbox import diary
from inbox.domain import typed
from inbox.ui.look.theme import MAX_SCALE, MIN_SCALE, Density, Theme, ThemeName

FILE = "appearance.json"
"""In a person's own folder."""
LAST = "last_appearance.json"
"""In the folder of all: of whoever sat here last, for the pages that ask who it is."""


class Appearance(msgspec.Struct, frozen=True):
    """What a person chose; `theme` None follows the desktop."""

    theme: ThemeName | None = None
    scale: int = 100
    density: Density = Density.DEFAULT


class Looks:
    """The one `theme` of the program. What somebody changes in it is kept with their own files."""

    def __init__(self, folder: Path, desktop: ThemeName) -> None:
        """`desktop`: what is worn where nothing, or nothing readable, is kept."""
        self._desktop = desktop
        self._files = [folder / LAST]
        last = _kept(folder / LAST)
        self.theme = Theme(last.theme or desktop, last.scale, last.density)
        self.theme.changed.connect(self._keep)

    def sits_down(self, folder: Path) -> None:
        """Whoever has their own files in `folder` works from now on: it looks as they have it."""
        own = _kept(folder / FILE)
        del self._files[1:]  # what comes next is nobody's choice
        self.theme.change(own.theme or self._desktop, own.scale, own.density)
        self._files.append(folder / FILE)

    def _keep(self) -> None:
        theme = self.theme
        body = msgspec.json.encode(Appearance(theme.name, theme.scale, theme.density))
        for file in self._files:
            try:
                file.write_bytes(body)
            except OSError:
                diary.note("appearance.not-kept")


def _kept(file: Path) -> Appearance:
    try:
        kept = typed.decode(file.read_bytes(), Appearance)
    except FileNotFoundError:
        return Appearance()
    except (OSError, msgspec.DecodeError):
        diary.note("appearance.unreadable")
        return Appearance()
    return msgspec.structs.replace(kept, scale=min(max(kept.scale, MIN_SCALE), MAX_SCALE))
