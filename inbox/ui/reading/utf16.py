"""Positions: people and phrases count code points, Qt counts UTF-16 units; they differ after an emoji."""

from __future__ import annotations


def units(text: str, points: int) -> int:
    """How many UTF-16 units the first `points` code points of `text` take."""
    return len(text[:points].encode("utf-16-le", "surrogatepass")) // 2


def points(text: str, units: int) -> int:
    """How many whole code points of `text` lie before the UTF-16 position `units`."""
    if text.isascii():
        return min(units, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
