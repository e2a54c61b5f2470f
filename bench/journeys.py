"""What a person does, timed from the key to the last pixel that changed; the floor does the same beside it.

The list, the patient header and the conversation count as painted. Buttons and the chart follow on their
own (`everything`); clocks that count down elsewhere in the window do not count.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import clinic, station, usage
from bench.figures import Figure
from bench.screen import Region, Screen, painted
from bench.station import ROOT, Station

STARTS, STEPS, ACTS, PAGES = 5, 50, 16, 16
_IDLE = 15.0
_UNDER_WAY = 4.0
"""Seconds after the first picture until the list is there and the first sync in full swing."""
_BURST = 0.2
"""Seconds without a new pixel after which what is painted at once has been painted."""
_BEHIND = 3.0
"""Seconds without a new pixel after which a start is over: behind the list the other screens are made."""
_LOOK = 0.55
"""Seconds an item is on screen before it is acted on; sooner, the program takes the key for a slip."""

_RAIL, _LIST, _READ = 192, 436, 512
_TOP, _HIGH, _HEADER_AND_WORDS = 56, 800, 420
"""Where things are at 1440 × 900: bars above and below, header and conversation above buttons and reply."""

_FLOOR = (0, 0, 1440, 900)


class Desk:
    """A screen, a portal that says nothing new, and a cache that is there already.

    `syncing`: the cache has open work only, the portal is full, and the first sync goes on meanwhile.
    """

    def __init__(self, screen: Screen, portal: str, ready: Path, *, syncing: bool = False) -> None:
        self.screen = screen
        self.ready = ready
        self.portal = portal
        self.syncing = syncing
        self._cache = Path()

    def goes_on(self) -> bool:
        """Whether what is measured is still so: a first sync that has come to its end is none any more."""
        return not (self.syncing and station.synced(self._cache))

    @contextmanager
    def program(self) -> Iterator[tuple[Station, Path]]:
        """The program just started, and where its cache is."""
        folder = ROOT / "run"
        cache = self.ready / ("begun.db" if self.syncing else "cache.db")
        cache = self._cache = station.settle(self.portal, cache, folder)
        at = Station(self.portal, self.screen, folder)
        try:
            yield at, cache
        finally:
            at.stop()

    @contextmanager
    def bare_window(self) -> Iterator[float]:
        """The floor just started, and when."""
        environment = self.screen.environment | {"BENCH_KEY": station.KEY.hex()}
        command = [sys.executable, "-m", "bench.floor", str(self.ready / "floor.db")]
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment)
        try:
            yield started
        finally:
            process.kill()
            process.wait()

    @contextmanager
    def at_work(self) -> Iterator[tuple[Station, Path]]:
        """The program after its start, with the keyboard and everything settled."""
        with self.program() as (at, cache):
            if self.syncing:  # what it says of its progress never comes to rest
                painted(at.started, [self.screen.region(*_FLOOR)], quiet=0, limit=20, poll=0.01)
                time.sleep(_UNDER_WAY)
                self.screen.window()
            else:
                self.until_still(at.started)
            yield at, cache

    def milliseconds(self, key: str, regions: list[Region]) -> list[float]:
        """From `key` to the last change in each region; 0 where nothing changed."""
        for region in regions:
            region.changed()
        seen = painted(self.screen.press(key), regions, limit=1.0)
        return [one.last or 0.0 for one in seen]

    def until_still(self, since: float) -> None:
        """Wait until the window stands, has the keyboard and has come to rest."""
        painted(since, [self.screen.region(*_FLOOR)], quiet=1.0, limit=20, poll=0.01)
        self.screen.window()
        painted(time.perf_counter(), [self.screen.region(*_FLOOR)], quiet=0.5, limit=1.5, poll=0.01)

    def parts(self) -> tuple[Region, Region, Region]:
        """List; header and conversation; everything between the bars."""
        x, y, _, _ = self.screen.window()
        region = self.screen.region
        return (
            region(x + _RAIL, y + _TOP, _LIST, _HIGH),
            region(x + _RAIL + _LIST, y + _TOP, _READ, _HEADER_AND_WORDS),
            region(x + _RAIL + _LIST, y + _TOP, 1440 - _RAIL - _LIST, _HIGH),
        )


def b3(desk: Desk) -> list[Figure]:
    """Process start to the list painted, the cache present and its key in the keyring; then memory."""
    first: list[float] = []
    ours: list[float] = []
    everything: list[float] = []
    conversation: list[float] = []
    floor: list[float] = []
    memory: list[float] = []
    worked: list[float] = []
    for _ in range(STARTS):
        with desk.bare_window() as started:
            floor += _last(
                painted(started, [desk.screen.region(*_FLOOR)], quiet=0.5, limit=10, poll=0.002)[0]
            )
        with desk.program() as (at, _cache):
            # There is no window manager: Qt puts the window into the middle.
            whole = desk.screen.region(*_FLOOR)
            listed = desk.screen.region(8 + _RAIL, _TOP + 24, _LIST, _HIGH - 40)
            read = desk.screen.region(8 + _RAIL + _LIST, _TOP + 24, _READ, _HEADER_AND_WORDS)
            seen = painted(at.started, [whole, listed], quiet=_BURST, limit=30, poll=0.002)
            first.append(seen[0].first or 0)
            while listed.plain():  # the window, with nothing in it yet
                seen = painted(at.started, [whole, listed], quiet=_BURST, limit=30, poll=0.002)
            ours += _last(seen[1])
            behind = painted(at.started, [whole, read], quiet=_BEHIND, limit=30, poll=0.002)
            everything += _last(behind[0]) or _last(seen[0])
            conversation += _last(behind[1]) or _last(seen[0])
            at.come_to_rest()
            memory.append(usage.memory(at.process.pid))
            worked.append(usage.cpu(at.process.pid) * 1000)
    return [
        Figure("B3", "start → list painted", "ms", ours, floor, "≤ 450, ≤ 2.5 × floor"),
        Figure("B3", "start → first pixel", "ms", first, floor),
        Figure("B3", "start → conversation beside it", "ms", conversation, floor),
        Figure("B3", "start → last pixel", "ms", everything, floor),
        Figure("B3", "processor time, to rest", "ms", worked),
        Figure("B7", "memory after the start", "MiB", memory, (), "≤ 130"),
    ]


def b4(desk: Desk) -> list[Figure]:
    """The next item, by j."""
    with desk.bare_window() as started:
        desk.until_still(started)
        whole = desk.screen.region(*_FLOOR)
        floor = [desk.milliseconds("Down", [whole])[0] for _ in range(STEPS)]
    with desk.at_work() as (at, _cache):
        listed, read, everything = desk.parts()
        steps = [desk.milliseconds("j", [listed, read, everything]) for _ in range(STEPS) if desk.goes_on()]
        memory = usage.memory(at.process.pid)
    return [
        Figure("B4", "j → row, header, body", "ms", [max(one[:2]) for one in steps], floor,
               "≤ 8; p95 ≤ 16.7; p99 ≤ 33"),
        Figure("B4", "j → everything", "ms", [max(one) for one in steps], floor),
        Figure("B7", "memory after B4", "MiB", [memory], (), "≤ 160"),
    ]  # fmt: skip


def b5(desk: Desk) -> list[Figure]:
    """A speed button that answers and closes: on disk, and the next item painted."""
    with desk.bare_window() as started:
        desk.until_still(started)
        whole = desk.screen.region(*_FLOOR)
        floor = [desk.milliseconds("d", [whole])[0] for _ in range(ACTS)]
    with desk.at_work() as (_at, cache):
        listed, read, _ = desk.parts()
        acts: list[float] = []
        kept = 0
        for number in filter(lambda _: desk.goes_on(), range(ACTS)):
            time.sleep(_LOOK)
            acts.append(max(desk.milliseconds(station.BUTTON, [listed, read])))
            kept += station.written_down(cache) >= 3 * (number + 1)
    notes: dict[str, float | str] = {"on disk when painted": f"{kept} of {len(acts)}"}
    what = f"{station.BUTTON} → next painted ({kept}/{len(acts)} kept)"
    return [Figure("B5", what, "ms", acts, floor, "≤ 10; p95 ≤ 16.7", notes)]


def b6(desk: Desk) -> list[Figure]:
    """A search: the last key of a word → its first rows painted."""
    dice = random.Random(3)
    words = {
        "common": [f"lot{dice.randrange(clinic.LOTS)}" for _ in range(6)],
        "rare": [f"quokka{number % clinic.RARE}" for number in range(6)],
        "prefix": [word for _ in range(2) for word in ("pre", "swo", "pha")],
        "phrase": [f'"says lot{dice.randrange(clinic.LOTS)}' for _ in range(6)],
    }
    with desk.bare_window() as started:
        desk.until_still(started)
        rows = desk.screen.region(0, 60, 1440, 420)
        floor = {
            name: [_search(desk, word.strip('"'), rows) for word in some] for name, some in words.items()
        }
    with desk.at_work():
        listed, _, _ = desk.parts()
        ours = {
            name: [_search(desk, word, listed) for word in some if desk.goes_on()]
            for name, some in words.items()
        }
    every = [took for some in ours.values() for took in some]
    least = [took for some in floor.values() for took in some]
    return [
        Figure("B6", "last key → rows, all", "ms", every, least, "p95 ≤ 16.7"),
        *(Figure("B6", f"  {name}", "ms", ours[name], floor[name]) for name in words),
    ]


def b10(desk: Desk) -> list[Figure]:
    """A page down; and what the program does while nobody does anything."""
    with desk.bare_window() as started:
        desk.until_still(started)
        whole = desk.screen.region(*_FLOOR)
        floor = [desk.milliseconds("Page_Down", [whole])[0] for _ in range(PAGES)]
    with desk.at_work() as (at, _cache):
        listed, read, _ = desk.parts()
        pages = [desk.milliseconds("Page_Down", [listed, read]) for _ in range(PAGES) if desk.goes_on()]
        idle = [] if desk.syncing else [_idle(at)]
    return [
        Figure("B10", "Page Down → list", "ms", [one[0] for one in pages], floor, "p95 ≤ 16.7"),
        Figure("B10", "Page Down → list and body", "ms", [max(one) for one in pages], floor),
        *(Figure("B10", f"idle over {_IDLE:.0f} s", "% of a core", [one], (), "≤ 0.2") for one in idle),
    ]


def _idle(at: Station) -> float:
    """What it does while nobody does anything, per cent of a core."""
    time.sleep(3)
    before = usage.cpu(at.process.pid)
    time.sleep(_IDLE)
    return (usage.cpu(at.process.pid) - before) / _IDLE * 100


def _search(desk: Desk, words: str, rows: Region) -> float:
    for key in ("Escape", "Escape", "slash", "Ctrl+a", "BackSpace"):
        desk.screen.press(key)
        time.sleep(0.05)
    for sign in words[:-1]:
        desk.screen.press({'"': "Shift+apostrophe", " ": "space"}.get(sign, sign))
        time.sleep(0.03)
    time.sleep(0.4)
    return desk.milliseconds(words[-1], [rows])[0]


def _last(seen: object) -> list[float]:
    last = getattr(seen, "last", None)
    return [last] if last is not None else []


ALL: dict[str, Callable[[Desk], list[Figure]]] = {"B3": b3, "B4": b4, "B5": b5, "B6": b6, "B10": b10}
