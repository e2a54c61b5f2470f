"""The Latin letter that stands where a key is: for keyboards that write Greek, Cyrillic, Hebrew and others.

Commands are Latin letters. Somebody who writes Russian presses the key that has "j" beside its own letter,
without changing the keyboard's layout first.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_ROWS: Final = ((16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm"))
"""Scan codes of set 1 (Windows) and of Linux's input events, which number these three rows alike."""
_LATIN: Final = {first + n: letter for first, row in _ROWS for n, letter in enumerate(row)}
_BEFORE: Final = {"xcb": 8, "wayland": 8, "windows": 0}
"""What a platform adds to them. A Mac numbers its keys otherwise, and gives Latin letters by itself."""


def latin(letter: str, scan_code: int, platform: str) -> str:
    """The letter to take for `letter`: itself if it is Latin or no letter, or if the place tells nothing."""
    if not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN") or platform not in _BEFORE:
        return letter
    return _LATIN.get(scan_code - _BEFORE[platform], letter)
