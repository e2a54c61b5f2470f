"""`python -m bench [B3,B4,…] [--while-syncing]`: measure, print the table, write build/bench.json.

What is done in a window is measured at rest and again while a first sync runs, or only so with the option.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.figures import Figure
    from bench.journeys import Desk

_SYNCING = "--while-syncing"
_INSIDE = "BENCH_KEYRING"
"""Set once there is a keyring of our own to talk to."""


def main() -> int:
    """Measure what was asked for."""
    if _INSIDE not in os.environ:
        return _with_a_keyring()
    from bench import arriving, boarding, draining, figures, journeys, judging, loading, phrases, rebalancing

    apart = {
        "B1": loading.b1,
        "B9": rebalancing.b9,
        "B11": draining.b11,
        "B12": judging.b12,
        "B13": boarding.b13,
    }
    """Without the program's own window."""
    at_the_screen = {**arriving.ALL, **journeys.ALL, **phrases.ALL}
    measures = [*apart, *at_the_screen]
    said = [one for one in sys.argv[1:] if one != _SYNCING]
    asked = [one for one in ",".join(said).upper().split(",") if one]
    if unknown := set(asked) - set(measures):
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}. There are {', '.join(measures)}.")
    wanted = asked or measures
    found: list[figures.Figure] = []
    load = os.getloadavg()
    for name, alone in apart.items():
        if name in wanted:
            found += alone()
    here = [measure for name, measure in at_the_screen.items() if name in wanted]
    anytime = [measure for name, measure in (journeys.ALL | phrases.ALL).items() if name in wanted]
    only_syncing = _SYNCING in sys.argv
    if here and not only_syncing:
        found += _at_the_screen(here)
    if anytime and (only_syncing or not asked):
        found += _at_the_screen(anytime, syncing=True)
    sys.stdout.write(figures.table(found) + "\n")
    figures.record(Path("build") / "bench.json", found, {"load before": load, "measures": wanted})
    return 0


def _at_the_screen(
    measures: Sequence[Callable[[Desk], list[Figure]]], *, syncing: bool = False
) -> list[Figure]:
    """In a window, with a hundred thousand messages there; `syncing`: while they come for the first time."""
    from bench import clinic, journeys, station
    from bench.screen import Screen
    from bench.served import served

    ready = station.ready(clinic.Size())
    portal = served("full") if syncing else served("open", station.as_of(ready))
    with portal as address, tempfile.TemporaryDirectory() as folder, Screen(Path(folder)) as screen:
        desk = journeys.Desk(screen, address, ready, syncing=syncing)
        found = [figure for measure in measures for figure in measure(desk)]
    return [replace(one, what=f"{one.what}, first sync runs") for one in found] if syncing else found


def _with_a_keyring() -> int:
    """The same again on a session bus of its own, with a real keyring that nobody else uses."""
    missing = [one for one in ("dbus-run-session", "gnome-keyring-daemon", "Xvfb") if not shutil.which(one)]
    if missing:
        raise SystemExit(f"Not installed: {', '.join(missing)} (see packaging/system-packages.txt).")
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {_INSIDE: "1", "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        unlock = (
            'echo -n bench | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$@"'
        )
        command = [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            unlock,
            "sh",
            sys.executable,
            "-m",
            "bench",
            *sys.argv[1:],
        ]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
