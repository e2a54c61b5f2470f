"""How the program looks on this station: kept between starts, and nothing else with it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from inbox import diary
from inbox.domain import typed
from inbox.ui.look.theme import MAX_SCALE, MIN_SCALE, Density, Theme, ThemeName


class Appearance(msgspec.Struct, frozen=True):
    """What a person chose; `theme` None follows the desktop."""

    theme: ThemeName | None = None
    scale: int = 100
    density: Density = Density.DEFAULT


def kept_theme(file: Path, desktop: ThemeName) -> Theme:
    """The theme of last time; the desktop's when nothing, or nothing readable, is kept.

    Every later change is kept in `file`.
    """
    try:
        kept = typed.decode(file.read_bytes(), Appearance)
    except FileNotFoundError:
        kept = Appearance()
    except (OSError, msgspec.DecodeError):
        diary.note("appearance.unreadable")
        kept = Appearance()
    scale = min(max(kept.scale, MIN_SCALE), MAX_SCALE)
    theme = Theme(kept.theme or desktop, scale, kept.density)
    theme.changed.connect(lambda: _keep(file, theme))
    return theme


def _keep(file: Path, theme: Theme) -> None:
    try:
        file.write_bytes(msgspec.json.encode(Appearance(theme.name, theme.scale, theme.density)))
    except OSError:
        diary.note("appearance.not-kept")
