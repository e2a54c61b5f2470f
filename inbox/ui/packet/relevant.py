"""What of a chart a packet shows: what it speaks of, then what is unusual, then the newest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from inbox.domain.patient import Chart, Medicine, Series

_WORD = re.compile(r"[^\W\d_]{4,}")
_SAME: dict[str, frozenset[str]] = {
    "pressure": frozenset({"85354-9", "55284-4"}),
    "sugar": frozenset({"2339-0", "2345-7", "41653-7", "4548-4"}),
    "kidney": frozenset({"2160-0", "33914-3", "98979-8"}),
    "thyroid": frozenset({"3016-3"}),
    "cholesterol": frozenset({"18262-6", "13457-7", "2089-1"}),
}
"""What patients and nurses call what is measured: LOINC codes by a plain word."""

Row = TypeVar("Row")


def medicines(chart: Chart, told: str, most: int, medication: str = "") -> list[Medicine]:
    """The medicines to show, at most so many: the one that is asked about first."""
    words = _words(told)

    def weight(one: Medicine) -> int:
        return 4 * (bool(medication) and one.id in medication) + 2 * bool(_words(one.name) & words)

    return _first(chart.medicines, weight, most)


def series(chart: Chart, told: str, most: int) -> list[Series]:
    """The results and home readings to show: named ones first, then those out of range."""
    words = _words(told)

    def weight(one: Series) -> int:
        spoken = any(one.code in codes for word, codes in _SAME.items() if word in words)
        named = spoken or bool(_words(one.name) & words)
        return 4 * named + 2 * bool(one.standing) + one.home

    newest = sorted((*chart.home_readings, *chart.results), key=lambda one: one.last.at, reverse=True)
    return _first(newest, weight, most)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _first(rows: Iterable[Row], weight: Callable[[Row], int], most: int) -> list[Row]:
    """The weightiest, in the order they had where two weigh the same."""
    ordered: Sequence[Row] = sorted(rows, key=weight, reverse=True)
    return list(ordered[:most])
