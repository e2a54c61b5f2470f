"""Phrases in a reply and the palette of commands, from the key to the last pixel that changed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.figures import Figure
from bench.journeys import Desk
from bench.screen import Region

TIMES = 24
_QUIET = 1.2
"""Seconds until the draft is kept, and its word for that painted."""
_REPLY = (628, 56, 512, 800)
"""The reading pane at 1440 × 900, from the window's corner."""


def phrases(desk: Desk) -> list[Figure]:
    """A full stop → the list; a letter → the list narrowed; Enter → the words of `.ack` with their links."""
    with desk.at_work():
        x, y, _, _ = desk.screen.window()
        left, top, wide, high = _REPLY
        ours = _measured(desk, desk.screen.region(x + left, y + top, wide, high), "r")
    with _bare_reply(desk) as region:
        floor = _measured(desk, region, "")
    told = ("full stop → list", "letter → narrowed", "Enter → expanded")
    return [Figure("PHRASES", what, "ms", ours[at], floor[at], "p95 ≤ 16.7") for at, what in enumerate(told)]


@contextmanager
def _bare_reply(desk: Desk) -> Iterator[Region]:
    """The floor’s window, all of it."""
    time.sleep(_QUIET)  # until the program’s window is gone, and only the floor’s can come
    process = subprocess.Popen([sys.executable, "-m", "bench.floor_reply"], env=desk.screen.environment)
    try:
        desk.until_still(time.perf_counter())
        yield desk.screen.region(*desk.screen.window())
    finally:
        process.kill()
        process.wait()


def _measured(desk: Desk, region: Region, begin: str) -> list[list[float]]:
    """The three, each time from an empty reply."""
    found: list[list[float]] = [[], [], []]
    if begin:
        desk.screen.press(begin)
        time.sleep(_QUIET)
    for _ in range(TIMES):
        if begin and not desk.goes_on():
            break
        desk.screen.press("Ctrl+a")
        desk.screen.press("BackSpace")
        time.sleep(_QUIET)
        found[0] += desk.milliseconds("period", [region])
        found[1] += desk.milliseconds("a", [region])
        for key in "ck":
            desk.screen.press(key)
            time.sleep(0.15)
        found[2] += desk.milliseconds("Return", [region])
    return found


def palette(desk: Desk) -> list[Figure]:
    """Ctrl+K → every command that can be given here; a letter → those that fit."""
    with desk.at_work():
        ours = _opened(desk, desk.screen.region(*desk.screen.window()), desk.goes_on)
    with _bare_reply(desk) as region:
        floor = _opened(desk, region, lambda: True)
    told = ("Ctrl+K → commands", "letter → narrowed")
    return [Figure("PALETTE", what, "ms", ours[at], floor[at], "p95 ≤ 16.7") for at, what in enumerate(told)]


def _opened(desk: Desk, region: Region, goes_on: Callable[[], bool]) -> tuple[list[float], list[float]]:
    """Both, as often as it `goes_on`."""
    opened: list[float] = []
    narrowed: list[float] = []
    for _ in range(TIMES):
        if not goes_on():
            break
        time.sleep(_QUIET)
        opened += desk.milliseconds("Ctrl+k", [region])
        time.sleep(0.15)
        narrowed += desk.milliseconds("r", [region])
        time.sleep(0.15)
        desk.screen.press("Escape")
    return opened, narrowed


ALL: dict[str, Callable[[Desk], list[Figure]]] = {"PHRASES": phrases, "PALETTE": palette}
