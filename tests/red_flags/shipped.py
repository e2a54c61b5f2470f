"""The rules that ship, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from inbox.domain.red_flags import Rules, read_folder

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "red_flags"


@cache
def shipped() -> Rules:
    return read_folder(FOLDER)
