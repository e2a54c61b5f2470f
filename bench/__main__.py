"""`python -m bench [B3,B4,…]`: measure, print the table, write build/bench.json."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_INSIDE = "BENCH_KEYRING"
"""Set once there is a keyring of our own to talk to."""


def main() -> int:
    """Measure what was asked for."""
    if _INSIDE not in os.environ:
        return _with_a_keyring()
    from bench import arriving, clinic, draining, figures, journeys, judging, loading, phrases, station
    from bench.screen import Screen
    from bench.served import served

    apart = {"B1": loading.b1, "B11": draining.b11, "B12": judging.b12}
    """Without a window."""
    at_the_screen = {**arriving.ALL, **journeys.ALL, **phrases.ALL}
    measures = [*apart, *at_the_screen]
    asked = [one for one in (sys.argv[1] if len(sys.argv) > 1 else "").upper().split(",") if one]
    if unknown := set(asked) - set(measures):
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}. There are {', '.join(measures)}.")
    wanted = asked or measures
    found: list[figures.Figure] = []
    load = os.getloadavg()
    for name, alone in apart.items():
        if name in wanted:
            found += alone()
    if set(wanted) - set(apart):
        ready = station.ready(clinic.Size())
        with served() as portal, tempfile.TemporaryDirectory() as folder, Screen(Path(folder)) as screen:
            desk = journeys.Desk(screen, portal, ready)
            for name, measure in at_the_screen.items():
                if name in wanted:
                    found += measure(desk)
    sys.stdout.write(figures.table(found) + "\n")
    figures.record(Path("build") / "bench.json", found, {"load before": load, "measures": wanted})
    return 0


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
