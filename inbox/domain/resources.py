"""Where the files that ship with the program are: icons, fonts, phrases, rules, policies."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2])) / "resources"
"""A packaged program unpacks its data to `sys._MEIPASS`; a checkout has it next to the `inbox` package."""


def path(*parts: str) -> Path:
    """The path of one shipped file or folder, for example `path("icons", "flag.svg")`."""
    return _ROOT.joinpath(*parts)
