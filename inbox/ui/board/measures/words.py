"""Measures in words: each with its name, its definition, its value and how that has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from inbox.domain.measures import Found, Spread
from inbox.domain.time_words import words_minutes
from inbox.domain.words import mark, tr

UNKNOWN = "–"


class Measure(NamedTuple):
    """One measure. `value` gives a number or None, `said` puts it into words."""

    id: str
    title: str
    short: str
    """The heading of its column."""
    meaning: str
    value: Callable[[Found], float | None]
    said: Callable[[float], str]
    change: Callable[[float], str]
    """How much more or less, in words; given without its sign."""


def _count(value: float) -> str:
    return str(round(value))


def _per_cent(value: float) -> str:
    return tr("{n} %", n=round(100 * value))


def _points(value: float) -> str:
    return tr("{n} points", n=round(100 * value))


def _each(value: float) -> str:
    return f"{value:.1f}"


def _median(of: str) -> Callable[[Found], float | None]:
    def value(found: Found) -> float | None:
        spread: Spread | None = getattr(found, of)
        return spread.median if spread else None

    return value


def _ninetieth(of: str) -> Callable[[Found], float | None]:
    def value(found: Found) -> float | None:
        spread: Spread | None = getattr(found, of)
        return spread.ninetieth if spread else None

    return value


def _plain(of: str) -> Callable[[Found], float | None]:
    def value(found: Found) -> float | None:
        number: float | None = getattr(found, of)
        return number

    return value


_MOST = mark("Nine in ten took no longer.")

MEASURES = (
    Measure("arrived", mark("Arrived"), mark("In"), mark("Items that patients’ messages made."),
            _plain("arrived"), _count, _count),
    Measure("closed", mark("Closed"), mark("Closed"), mark("Items closed, by whoever has them now."),
            _plain("closed"), _count, _count),
    Measure("first_look", mark("First look, median"), mark("First look"),
            mark("From arrival until somebody with the role sees to it, in open hours of its pool. Half took "
                 "no longer."),
            _median("first_look"), words_minutes, words_minutes),
    Measure("first_look_90", mark("First look, 90th"), mark("90th"), _MOST,
            _ninetieth("first_look"), words_minutes, words_minutes),
    Measure("turnaround", mark("Turnaround, median"), mark("Turnaround"),
            mark("From arrival until closed, in open hours, less waits for patients. Half took no longer."),
            _median("turnaround"), words_minutes, words_minutes),
    Measure("turnaround_90", mark("Turnaround, 90th"), mark("90th"), _MOST,
            _ninetieth("turnaround"), words_minutes, words_minutes),
    Measure("minutes", mark("Minutes an item"), mark("Minutes"),
            mark("From the first look until closed, counted like turnaround. Half took no longer."),
            _median("minutes"), words_minutes, words_minutes),
    Measure("without_physician", mark("Without a physician"), mark("No phys."),
            mark("Share of what was closed that no physician was asked about."),
            _plain("without_physician"), _per_cent, _points),
    Measure("ping_pong", mark("To and fro"), mark("To and fro"),
            mark("Conversations with work closed that were handed on twice or more: routed, assigned, "
                 "returned, taken back or escalated."),
            _plain("ping_pong"), _count, _count),
    Measure("hand_offs", mark("Hand-offs"), mark("Hand-offs"),
            mark("How often such a conversation was handed on, on average."),
            _plain("hand_offs"), _each, _each),
    Measure("reopened", mark("Opened again"), mark("Again"),
            mark("Share of what was closed after which the patient had to write again within 7 days."),
            _plain("reopened"), _per_cent, _points),
    Measure("unread", mark("Not read"), mark("Not read"),
            mark("Replies that the patient had not read after three business days."),
            _plain("unread"), _count, _count),
    Measure("by_button", mark("By speed button"), mark("Buttons"),
            mark("Share of what people closed that a speed button closed."),
            _plain("by_button"), _per_cent, _points),
)  # fmt: skip


def now_words(measure: Measure, found: Found) -> str:
    """The value, or a dash where there is nothing to measure it by."""
    value = measure.value(found)
    return UNKNOWN if value is None else measure.said(value)


def change_words(measure: Measure, now: Found, before: Found) -> str:
    """How it has changed: "up 4 points, from 79 %"; empty where there is nothing to compare."""
    value, was = measure.value(now), measure.value(before)
    if value is None or was is None:
        return ""
    if measure.said(value) == measure.said(was):
        return tr("as before")
    by, said = measure.change(abs(value - was)), measure.said(was)
    if value > was:
        return tr("▲ {by} more than {was}", by=by, was=said)
    return tr("▼ {by} less than {was}", by=by, was=said)
