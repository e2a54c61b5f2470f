"""Text in lines: nothing of it is left out, whatever the width."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtGui import QFontMetrics

from inbox.ui.look.theme import Theme
from inbox.ui.look.type import Style

Lines = tuple[str, ...]


class Wrapping:
    """Of one theme at one text size; what it has wrapped it remembers for the next paint."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.lines = lru_cache(256)(self._lines)
        """`lines(text, style, bold, room)`: `text` in lines of at most `room` pixels."""

    def _lines(self, text: str, style: Style, bold: bool, room: int) -> Lines:
        """Where a line ends, the dot between two things has no use. Nothing else is left out: half a
        telephone number, or half the name of a medicine, is worse than an ugly break.
        """
        metrics = self._theme.metrics(style, bold)
        if metrics.horizontalAdvance(text) <= room:
            return (text,)
        lines: list[str] = []
        line = ""
        for word in _breakable(text, metrics, room):
            longer = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(longer) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        bare = (one.removesuffix("·").removeprefix("·").strip(" ") for one in (*lines, line))
        return tuple(filter(None, bare))


def _breakable(text: str, metrics: QFontMetrics, room: int) -> Iterator[str]:
    """The words of `text`; one that is too long for a line at its no-break spaces, or anywhere."""
    for word in text.split(" "):
        if metrics.horizontalAdvance(word) <= room:
            yield word
            continue
        for part in word.split("\N{NO-BREAK SPACE}"):
            rest = part
            while len(rest) > 1 and metrics.horizontalAdvance(rest) > room:
                fits = max(1, len(rest) * room // metrics.horizontalAdvance(rest) - 1)
                yield rest[:fits]
                rest = rest[fits:]
            yield rest
